import SNNData
import SNNEngine
import SNNModel

// What a sample sends into the port: its own events, or where it carries values, random trains that
// a rate code makes of them when the sample is shown.

/// The trains of the samples of one split.
struct SampleTrains: Sendable {
    /// Which of the times that a sample is shown. Each has random numbers of its own.
    struct Showing: Sendable {
        var pass = 0
        /// Of the same sample in a row, with more intensity each time.
        var repetition = 0
        /// Factor of the rates.
        var intensity = 1.0
    }

    let samples: SpikeSamples
    private let isTest: Bool
    private let code: RateCode
    /// The share that counts as 1, where the code takes shares.
    private let greatestShare: Double?

    /// - Parameter greatestShare: of the samples that are learnt from, so that a test does not
    ///   depend on which samples are tested; nil where that is of these samples.
    init(
        _ samples: SpikeSamples, isTest: Bool, port: Stimulus, seed: UInt64,
        greatestShare: Double? = nil
    ) {
        self.samples = samples
        self.isTest = isTest
        code = RateCode(port, seed: seed)
        let takesShares = port.settings["intensity"] == .name("share")
        self.greatestShare = takesShares ? greatestShare ?? samples.greatestShare : nil
    }

    /// - Parameter start: when the presentation begins; like `duration` in ms.
    func trains(
        of index: Int, _ showing: Showing = Showing(), duration: Double, from start: Double = 0
    ) -> SNNEngine.SpikeTrains {
        let sample = samples[index]
        guard samples.carriesValues else {
            return SNNEngine.SpikeTrains(
                times: sample.times.map { Double($0) + start },
                units: sample.units.map { Int($0) })
        }
        let scale =
            greatestShare.map { samples.shareScale(of: index, greatest: $0) }
            ?? SpikeSamples.valueScale
        return code.trains(
            of: sample.values, scale: scale * showing.intensity,
            presentation: number(of: index, showing), duration: duration, from: start)
    }

    /// 40 bits for the sample, 12 for the pass, 11 for the repetition, one for the split.
    private func number(of index: Int, _ showing: Showing) -> UInt64 {
        (isTest ? 1 << 63 : 0) | UInt64(showing.repetition & 0x7FF) << 52
            | UInt64(showing.pass & 0xFFF) << 40 | UInt64(index)
    }

    /// What a readout sees that looks at the port itself.
    func features(duration: Double) -> SpikeFeatures {
        guard samples.carriesValues else {
            return SpikeFeatures(
                offsets: samples.offsets, times: samples.times, units: samples.units,
                unitCount: samples.channels, duration: duration)
        }
        var totals = [UInt16](repeating: 0, count: samples.count * samples.channels)
        for index in samples.indices {
            for unit in trains(of: index, duration: duration).units {
                let place = index * samples.channels + unit
                if totals[place] < .max { totals[place] += 1 }
            }
        }
        return SpikeFeatures(
            totals: totals, unitCount: samples.channels, duration: duration)
    }
}
