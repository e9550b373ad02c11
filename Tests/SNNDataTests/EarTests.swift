import Foundation
import Testing

@testable import SNNData

/// The whole ear. What to expect: a spoken digit of half a second has some thousand spikes (the
/// digits of the Heidelberg set have 8 000 on average in 0.8 s); in silence forty fibres at 65
/// Hz bring a bushy cell to 0.4 ± 0.15 of its threshold, so that it rarely fires.
@Suite struct EarTests {
    private func counts(_ sound: Sound, stream: UInt64 = 0) -> [Int] {
        var counts = [Int](repeating: 0, count: 700)
        for unit in EarSounds.ear.spikes(of: sound, stream: stream).units {
            counts[Int(unit)] += 1
        }
        return counts
    }

    /// Spikes of `EarSounds.chord` in fourteen bands of fifty channels and ten stretches of 25 ms:
    /// mean of twelve runs of the published equations in NumPy, with forty fibres one by one.
    static let bands = [
        9.75, 9.58, 9.67, 12.75, 27.83, 18.42, 43.67, 91.42, 98.83, 273.83, 593.67, 418.42, 13.17,
        9.83,
    ]
    static let stretches = [
        20.08, 109.75, 269.25, 370.08, 355.08, 280.08, 150.42, 52.67, 13.25, 10.17,
    ]

    @Test func spikesAreDistributedAsInTheReference() {
        var bands = [Double](repeating: 0, count: 14)
        var stretches = [Double](repeating: 0, count: 10)
        let runs = 12
        for stream in 0..<runs {
            let (times, units) = EarSounds.ear.spikes(of: EarSounds.chord, stream: UInt64(stream))
            for unit in units { bands[Int(unit) / 50] += 1 / Double(runs) }
            for time in times { stretches[min(Int(time / 25), 9)] += 1 / Double(runs) }
        }
        // Both sides are means of twelve runs; counts vary no more than Poisson's.
        for (found, expected) in zip(bands + stretches, Self.bands + Self.stretches) {
            let deviation = (2 * expected / Double(runs)).squareRoot()
            #expect(
                abs(found - expected) < 4 * deviation + 0.03 * expected,
                "\(found) instead of \(expected)")
        }
    }

    @Test func silenceIsNearlySilent() {
        let silence = Sound(samples: [Float](repeating: 0, count: 24000), rate: 48000)
        let found = counts(silence).reduce(0, +)
        #expect(found < 400, "\(found) spikes in 700 channels and half a second")
        #expect(EarSounds.ear.spikes(of: Sound(samples: [], rate: 8000), stream: 0).times.isEmpty)
    }

    /// A tone excites the place that resonates with it, and higher tones lie nearer to the base.
    @Test func tonesHaveTheirPlaces() {
        let membrane = BasilarMembrane()
        var last = 35
        for tone in [150.0, 300, 600, 1200, 2400, 4800, 9600] {
            var bands = [Int](repeating: 0, count: 35)
            for stream in 0..<4 {
                let sound = EarSounds.tone(tone, seconds: 0.3)
                for unit in EarSounds.ear.spikes(of: sound, stream: UInt64(stream)).units {
                    bands[Int(unit) / 20] += 1
                }
            }
            // The edge towards the apex is steep; the last busy band is the tone's place.
            let place = bands.lastIndex { $0 > bands.max()! / 3 }!
            let resonances = [place * 20, place * 20 + 19].map {
                membrane.resonance(at: membrane.position(ofChannel: $0, of: 700))
            }
            #expect(place < last, "\(tone) Hz in band \(place)")
            #expect(
                resonances[0] > 0.9 * tone && resonances[1] < 1.2 * tone,
                "\(tone) Hz where the membrane resonates with \(resonances)")
            last = place
        }
    }

    @Test func louderIsNotMore() {
        let soft = EarSounds.tone(700, seconds: 0.2, amplitude: 1e-4)
        let loud = EarSounds.tone(700, seconds: 0.2, amplitude: 0.9)
        let (a, b) = (counts(soft).reduce(0, +), counts(loud).reduce(0, +))
        #expect(abs(a - b) <= a / 20, "\(a) soft, \(b) loud")
    }

    @Test func spikesAreInOrderAndInRange() {
        let (times, units) = EarSounds.ear.spikes(of: EarSounds.chord, stream: 1)
        #expect(times.count == units.count)
        #expect(times.count > 1000 && times.count < 2500)
        let keys = zip(times, units).map { Double($0) * 1e6 + Double($1) }
        #expect(zip(keys, keys.dropFirst()).allSatisfy { $0 < $1 })
        #expect(times.allSatisfy { $0 >= 0 && $0 < 251 })
        #expect(units.allSatisfy { $0 < 700 })
    }

    /// A bushy cell rests for 1 ms after a spike.
    @Test func cellsRestBetweenSpikes() {
        let (times, units) = EarSounds.ear.spikes(of: EarSounds.chord, stream: 2)
        var last = [Float](repeating: -10, count: 700)
        for (time, unit) in zip(times, units) {
            #expect(time - last[Int(unit)] > 1)
            last[Int(unit)] = time
        }
    }

    @Test func chanceDependsOnSeedAndStreamAlone() {
        let ear = Ear(channels: 48, seed: 1)
        let other = Ear(channels: 48, seed: 2)
        let first = ear.spikes(of: EarSounds.chord, stream: 5)
        let again = ear.spikes(of: EarSounds.chord, stream: 5)
        #expect(first.times == again.times && first.units == again.units)
        #expect(ear.spikes(of: EarSounds.chord, stream: 6).times != first.times)
        #expect(other.spikes(of: EarSounds.chord, stream: 5).times != first.times)
    }

    /// Channel counts that fill no group of sixteen, down to one.
    @Test(arguments: [1, 5, 17, 70]) func anyNumberOfChannelsWorks(channels: Int) {
        let ear = Ear(channels: channels, seed: 3)
        let units = ear.spikes(of: EarSounds.chord, stream: 0).units
        #expect(units.allSatisfy { $0 < channels })
        #expect(channels < 17 || !units.isEmpty)
    }

    /// What a low rate holds is heard at the same place.
    @Test func theRateOfTheSoundHardlyMatters() {
        let high = EarSounds.tone(500, seconds: 0.3)
        let low = high.resampled(to: 8000)
        let (a, b) = (counts(high), counts(low))
        let (total, other) = (a.reduce(0, +), b.reduce(0, +))
        #expect(abs(total - other) < total / 10, "\(total) at 48 kHz, \(other) at 8 kHz")
    }
}
