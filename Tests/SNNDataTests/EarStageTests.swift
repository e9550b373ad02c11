import Foundation
import Testing

@testable import SNNData

@Suite struct EarStageTests {
    /// Salmon et al.'s own test vectors (`kat_vectors`, philox4x32 10).
    @Test func philoxFollowsTheKnownAnswers() {
        let zero = LanePhilox(seed: 0, stream: 0, firstLane: 0).words(at: 0)
        #expect(zero.0[0] == 0x6627_E8D5 && zero.1[0] == 0xE169_C58D)
        #expect(zero.2[0] == 0xBC57_AC4C && zero.3[0] == 0x9B00_DBD8)
        // Counter 243f6a88 85a308d3 13198a2e 03707344, key a4093822 299f31d0.
        let lanes = LanePhilox(
            seed: 0x299F_31D0_A409_3822, stream: 0x0370_7344_1319_8A2E,
            firstLane: 0x85A3_08D3 - 5)
        let words = lanes.words(at: 0x243F_6A88)
        #expect(words.0[5] == 0xD16C_FE09 && words.1[5] == 0x94FD_CCEB)
        #expect(words.2[5] == 0x5001_E420 && words.3[5] == 0x2412_6EA1)
    }

    /// Sample and probability for 5 ms of velocity 40, 5 ms of -20, 10 ms of a tone of 1 kHz and
    /// amplitude 120: Meddis' equations in NumPy, double precision.
    static let probability: [(Int, Double)] = [
        (0, 0.009801202052945206), (5, 0.019685599040445038), (20, 0.018112045835611126),
        (60, 0.013074062530368453), (119, 0.00914045469519423), (120, 0.0056823160021790805),
        (130, 4.8989295729611435e-05), (160, 3.139269776275001e-11),
        (246, 0.027349487062574097), (252, 0.011832627036914034),
        (300, 0.009460759288773596), (400, 0.0010731738530476826),
        (479, 3.4709979899073846e-05),
    ]

    @Test func hairCellsFollowTheReference() {
        var cells = HairCells()
        var probabilities: [Float] = []
        for t in 0..<480 {
            let velocity =
                t < 120 ? 40 : t < 240 ? -20 : 120 * sin(2 * Double.pi * Double(t - 240) / 24)
            probabilities.append(cells.step(Lanes16(repeating: Float(velocity)))[t % 16])
        }
        for (t, expected) in Self.probability {
            #expect(
                abs(Double(probabilities[t]) - expected) < 2e-4 * expected + 1e-12,
                "sample \(t): \(probabilities[t]) instead of \(expected)")
        }
    }

    @Test func hairCellsRestInSilence() {
        var cells = HairCells()
        let first = cells.step(.zero)[0]
        for _ in 0..<20000 { _ = cells.step(.zero) }
        #expect(abs(cells.step(.zero)[0] / first - 1) < 1e-3)
    }

    @Test func exponentialAndHazardAreGoodEnough() {
        for step in 0...1500 {
            let x = Float(step) * 0.01
            let value = Double(NerveFibres.exponential(minus: Lanes16(repeating: x))[3])
            #expect(abs(value - exp(-Double(x))) < 1.5e-5, "e^-\(x) = \(value)")
            let p = Float(step) * 0.0002
            let hazard = Double(NerveFibres.hazard(Lanes16(repeating: p))[3])
            let bound = p < 0.1 ? 3e-5 : 3e-3
            #expect(abs(hazard + log1p(-Double(p))) <= bound * Double(p), "-ln(1 - \(p))")
        }
    }

    /// The numbers of two neighbouring samples come from one word; they must not know each other.
    @Test func uniformsAreUniformAndApart() {
        let uniforms = UnsafeMutablePointer<Lanes16>.allocate(capacity: 8)
        defer { uniforms.deallocate() }
        let chance = LanePhilox(seed: 9, stream: 1, firstLane: 0)
        var pairs = [Double](repeating: 0, count: 64)
        let rounds: UInt32 = 4000
        for counter in 0..<rounds {
            chance.fill(uniforms, at: counter)
            for sample in 0..<8 {
                for lane in 0..<16 {
                    let (a, b) = (uniforms[sample][lane], uniforms[(sample + 1) % 8][lane])
                    #expect(a >= 0 && a < 1)
                    pairs[Int(a * 8) * 8 + Int(b * 8)] += 1
                }
            }
        }
        let expected = Double(rounds) * 128 / 64
        let chiSquare = pairs.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        #expect(chiSquare < 63 + 5 * (2.0 * 63).squareRoot(), "χ² \(chiSquare), seed 9")
    }

    /// Inputs of a bushy cell at random; our vectors against the rule said plainly.
    @Test func bushyCellsFollowTheRule() {
        let seed: UInt64 = 21
        var random = EarRandom(seed: seed)
        var cells = BushyCells()
        var (synapse, potential, pause) = (0.0, 0.0, 0)
        var count = 0
        for t in 0..<20000 {
            let input = random.uniform() < 0.15 ? Double(1 + random.next() % 2) : 0
            let spikes = cells.step(Lanes16(repeating: Float(input)))
            synapse = synapse * exp(-1.0 / 12) + input
            potential = pause > 0 ? 0 : potential * exp(-1.0 / 24) + synapse * 325 / 24000
            pause -= 1
            let isSpike = potential >= 1
            if isSpike { (potential, pause, count) = (0, 24, count + 1) }
            #expect(spikes == (isSpike ? 0xFFFF : 0), "seed \(seed), sample \(t)")
        }
        #expect(count > 100)
    }
}
