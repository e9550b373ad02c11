import SNNEngine
import SNNModel

// Sums of two spoken digits: two samples in a row, and the label is the sum of their digits. After:
// SHD-Adding of Spieler et al. (2024), ICLR 2024, section 4. A label counts by its last decimal
// digit, so that null is 0 like zero.

/// Pairs of samples whose digits are added.
package enum DigitSums {
    /// What a data set is called whose samples are to be paired: `shd-adding`.
    package static let ending = "-adding"
    package static let classNames = (0...18).map(String.init)
    /// Pairs of a test.
    package static let testCount = 2000

    /// The digit of a label.
    package static func digit(_ label: Int) -> Int { label % 10 }

    /// Two samples out of so many, drawn with repetition.
    package static func pair(
        _ count: Int, _ random: inout SampleDraw
    ) -> (first: Int, second: Int) {
        let first = random.index(below: count)
        return (first, random.index(below: count))
    }

    /// The random numbers of a pair of a split.
    package static func draw(
        _ split: String, epoch: Int, _ number: Int, seed: UInt64
    ) -> SampleDraw {
        SampleDraw(seed: seed, name: "samples.\(split).\(epoch)", number: number)
    }
}

extension SpikeDataset {
    /// Pairs of samples, as many for the test as a training has, and as many to learn from.
    ///
    /// - Parameters:
    ///   - slot: the time that each of two samples has, in ms; what is later is left out.
    ///   - seed: draws pairs; those of the test are those of a training with this seed.
    /// - Throws: `DataError` for data without labels or spikes.
    package func sums(slot: Double, seed: UInt64) throws -> SpikeDataset {
        guard train.isLabelled, test.isLabelled, !carriesValues else {
            throw DataError("has no labelled spikes to make sums of", in: name)
        }
        var result = self
        result.name = name + DigitSums.ending
        result.train = Self.sums(of: train, "train", slot, seed)
        result.test = Self.sums(of: test, "test", slot, seed)
        result.notice = [
            notice, "Samples are pairs of digits, one after the other; the label is their sum.",
        ].filter { !$0.isEmpty }.joined(separator: " ")
        return result
    }

    private static func sums(
        of samples: SpikeSamples, _ split: String, _ slot: Double, _ seed: UInt64
    ) -> SpikeSamples {
        var result = SpikeSamples(channels: samples.channels, classNames: DigitSums.classNames)
        for number in 0..<DigitSums.testCount {
            var random = DigitSums.draw(split, epoch: 0, number, seed: seed)
            let pair = DigitSums.pair(samples.count, &random)
            var (times, units): ([Float], [UInt16]) = ([], [])
            for (index, start) in [(pair.first, 0), (pair.second, Float(slot))] {
                let sample = samples[index]
                for (time, unit) in zip(sample.times, sample.units) where time < Float(slot) {
                    times.append(time + start)
                    units.append(unit)
                }
            }
            result.append(
                times: times, units: units,
                label: DigitSums.digit(samples.labels[pair.first])
                    + DigitSums.digit(samples.labels[pair.second]))
        }
        return result
    }
}
