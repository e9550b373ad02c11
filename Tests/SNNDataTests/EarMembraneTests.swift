import Foundation
import Testing

@testable import SNNData

@Suite struct EarMembraneTests {
    @Test(arguments: [2, 8, 64]) func forwardTransformIsTheSum(half: Int) {
        let seed: UInt64 = 11
        var random = EarRandom(seed: seed)
        let signal = (0..<2 * half).map { _ in random.uniform() - 0.5 }
        let bins = RealFourier(half: half).transformed(signal)
        for k in 0..<half {
            var sum = Complex(0)
            for (t, x) in signal.enumerated() {
                let angle = -Double.pi * Double(k * t) / Double(half)
                sum = sum + x * Complex.unit(angle: angle)
            }
            #expect((bins[k] - sum).magnitude < 1e-12, "seed \(seed), bin \(k)")
        }
    }

    /// Lengths with and without the stage of radix 2, inside and beyond one piece of the cache.
    @Test(arguments: [4, 8, 16, 32, 128, 512, 1024])
    func laneTransformIsTheSumInEveryLane(count: Int) {
        let seed: UInt64 = 12
        var random = EarRandom(seed: seed)
        let fourier = LaneFourier(count: count)
        var spectrum = [[Complex]](repeating: [], count: 8)
        var data = [Lanes8](repeating: .zero, count: 2 * count)
        for k in 0..<count {
            let place = 2 * Int(fourier.places[k])
            for lane in 0..<8 {
                let value = Complex(random.uniform() - 0.5, random.uniform() - 0.5)
                spectrum[lane].append(value)
                data[place][lane] = Float(value.re)
                data[place + 1][lane] = Float(value.im)
            }
        }
        #expect(Set(fourier.places).count == count)
        data.withUnsafeMutableBufferPointer { fourier.transform($0.baseAddress!) }
        for t in [0, 1, count / 2 - 1, count - 1] {
            for lane in 0..<8 {
                var sum = Complex(0)
                for k in 0..<count {
                    let angle = 2 * Double.pi * Double(k * t) / Double(count)
                    sum = sum + spectrum[lane][k] * Complex.unit(angle: angle)
                }
                let value = Complex(Double(data[2 * t][lane]), Double(data[2 * t + 1][lane]))
                #expect((value - sum).magnitude < 2e-5, "seed \(seed), \(count), \(t), \(lane)")
            }
        }
    }

    /// The filter against the sum over all bins, with a table that reaches beyond 12 kHz.
    @Test(arguments: [5, 17, 32]) func filterIsTheRealPartOfTheSum(reach: Int) {
        let seed: UInt64 = 13
        var random = EarRandom(seed: seed)
        let length = 32
        let filter = MembraneFilter(length: length)
        let spectrum = (0..<length).map { _ in
            SIMD2(Float(random.uniform() - 0.5), Float(random.uniform() - 0.5))
        }
        var table = [Lanes8](repeating: .zero, count: 4 * reach)
        for k in 0..<reach {
            for lane in 0..<8 {
                table[4 * k][lane] = Float(random.uniform() - 0.5)
                table[4 * k + 1][lane] = Float(random.uniform() - 0.5)
            }
        }
        var output = [Lanes8](repeating: .zero, count: length)
        output.withUnsafeMutableBufferPointer {
            filter.apply(table, reach, to: spectrum, into: $0.baseAddress!)
        }
        for t in 0..<length {
            for lane in [0, 7] {
                var sum = Complex(0)
                for k in 0..<reach {
                    let x = Complex(Double(spectrum[k].x), Double(spectrum[k].y))
                    let h = Complex(Double(table[4 * k][lane]), Double(table[4 * k + 1][lane]))
                    let angle = 2 * Double.pi * Double(k * t) / Double(length)
                    sum = sum + h * x * Complex.unit(angle: angle)
                }
                // The scale 1/2n of the spectrum makes up for the doubling in the fold.
                #expect(
                    abs(Double(output[t][lane]) - 2 * sum.re) < 1e-5,
                    "seed \(seed), sample \(t), lane \(lane)")
            }
        }
    }

    /// Channel, sample, velocity and the channel's root mean square for `EarSounds.chord`: in
    /// NumPy, one transform over the sound between 0.25 s of silence on both sides, double
    /// precision. The windows leave out a thousandth of each response.
    static let velocity: [(Int, Int, Double, Double)] = [
        (5, 1500, -0.9654563627327793, 1.683988585800405),
        (5, 4200, -1.4914379670725975, 1.683988585800405),
        (50, 1500, 0.2640925920358615, 1.0782035241736019),
        (50, 3003, -1.2489041157499359, 1.0782035241736019),
        (130, 3003, -3.5807693862510797, 2.0889027072694013),
        (130, 4200, 3.192026046486574, 2.0889027072694013),
        (220, 1500, -9.869364414184403, 6.536577988556604),
        (220, 3003, 10.62401870243047, 6.536577988556604),
        (290, 1500, 4.0362969058808735, 5.485795435988504),
        (290, 4200, -9.998886766557401, 5.485795435988504),
        (360, 1500, -13.281417421633725, 14.331366566574657),
        (360, 3003, 15.681145076411687, 14.331366566574657),
        (440, 3003, 12.804356326314004, 5.995329906413338),
        (440, 4200, 8.981586269479804, 5.995329906413338),
        (520, 1500, 2.065509389159042, 16.994305349624454),
        (520, 3003, -37.36084437036332, 16.994305349624454),
        (560, 1500, -30.53613202013933, 28.494849442395942),
        (560, 4200, 23.20828777553957, 28.494849442395942),
        (640, 3003, 0.05800230945560563, 0.26311093247184625),
        (640, 4200, -0.006723004463908674, 0.26311093247184625),
        (699, 1500, 0.14077930084443416, 0.1182261740823949),
        (699, 3003, -0.2482943730821226, 0.1182261740823949),
    ]

    @Test func membraneMovesAsInTheReference() {
        let ear = EarSounds.ear
        let spectra = Spectra(of: Ear.prepared(EarSounds.chord), ear)
        let workspace = EarWorkspace()
        for (channel, sample, expected, level) in Self.velocity {
            let lane = channel % MembraneTable.lanes
            var value = Float.nan
            ear.withVelocity(channel / MembraneTable.lanes, spectra, workspace) {
                low, high, start, count in
                guard sample >= start, sample < start + count else { return }
                value = lane < 8 ? low[sample - start][lane] : high[sample - start][lane - 8]
            }
            #expect(
                abs(Double(value) - expected) < 0.02 * level,
                "channel \(channel), sample \(sample): \(value) instead of \(expected)")
        }
    }

    @Test func windowsHoldTheResponses() {
        let membrane = BasilarMembrane()
        for table in EarSounds.ear.tables.indices {
            let channel = min(table * 16 + 15, 699)
            let tone = membrane.resonance(at: membrane.position(ofChannel: channel, of: 700))
            let loss = Windows.all[EarSounds.ear.tables[table].windows].loss
            #expect(Double(loss) >= 0.99 * Windows.periods / tone * Ear.rate || channel > 680)
        }
    }
}
