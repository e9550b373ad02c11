import SNNReport

extension Presentation {
    /// What the neurons that are read answered to each sample, in the form of a data set with
    /// neurons for channels.
    ///
    /// Spike counts are those of all samples. Events are kept while there is room for them.
    public struct Response: Sendable {
        /// Sample *i* has the events `offsets[i] ..< offsets[i + 1]`.
        public internal(set) var offsets: [Int] = [0]
        /// In ms from the start of the sample.
        public internal(set) var times: [Float] = []
        /// Neurons counted through all selections.
        public internal(set) var units: [UInt32] = []
        public let unitCount: Int
        /// One row of units per sample: how often each fired.
        public internal(set) var counts: [UInt16] = []
        /// The same of earlier passes, all samples of the first, then of the second.
        public internal(set) var earlierCounts: [UInt16] = []
        /// The samples whose events were kept: the first so many.
        public internal(set) var keptSamples = 0
        /// Spikes of all neurons of the network, in all samples.
        public internal(set) var spikeCount = 0
        /// A fingerprint of all spikes of all samples.
        public internal(set) var digest: UInt64 = 0
        /// Samples that were presented; the rest has no events, because someone asked to stop.
        public internal(set) var presented = 0
        /// Presentations of a sample again because it gave few spikes.
        public internal(set) var repetitions = 0

        /// Events kept at most where counts would do: 240 MB.
        static let eventsMax = 30_000_000

        public var sampleCount: Int { offsets.count - 1 }
    }

    /// What one sample gave.
    struct Piece: Sendable {
        var times: [Float] = []
        var units: [UInt32] = []
        var counts: [UInt16] = []
        var spikeCount = 0
        var digest: UInt64 = 0
        var repetitions = 0
    }

    /// - Parameter keepsAll: whether a readout needs the times of all events.
    static func gather(_ pieces: [Piece], unitCount: Int, keepsAll: Bool) -> Response {
        var response = Response(unitCount: unitCount)
        var room = keepsAll ? Int.max : Response.eventsMax
        response.counts.reserveCapacity(pieces.count * unitCount)
        for piece in pieces {
            let events = piece.counts.reduce(0) { $0 + Int($1) }
            if events <= room, piece.times.count == events {
                response.times += piece.times
                response.units += piece.units
                response.keptSamples += 1
                room -= events
            } else {
                room = -1  // later samples are not kept either
            }
            response.offsets.append(response.times.count)
            response.counts +=
                piece.counts.isEmpty ? [UInt16](repeating: 0, count: unitCount) : piece.counts
            response.spikeCount += piece.spikeCount
            response.repetitions += piece.repetitions
            // Order counts here: the same spikes in another sample are another result.
            response.digest = (response.digest &* 0x100_0000_01B3) ^ piece.digest
        }
        return response
    }
}

extension Presentation.Response {
    /// What a readout sees of some of the units, counted from the first of them.
    func features(_ range: Range<Int>, _ duration: Double) -> SpikeFeatures {
        guard keptSamples == sampleCount else {
            let kept = (0..<sampleCount).flatMap {
                counts[$0 * unitCount + range.lowerBound..<$0 * unitCount + range.upperBound]
            }
            return SpikeFeatures(totals: kept, unitCount: range.count, duration: duration)
        }
        if range == 0..<unitCount {
            return SpikeFeatures(
                offsets: offsets, times: times, units: units, unitCount: unitCount,
                duration: duration)
        }
        var kept = (offsets: [0], times: [Float](), units: [UInt32]())
        for sample in 0..<sampleCount {
            for event in offsets[sample]..<offsets[sample + 1]
            where range.contains(Int(units[event])) {
                kept.times.append(times[event])
                kept.units.append(units[event] - UInt32(range.lowerBound))
            }
            kept.offsets.append(kept.times.count)
        }
        return SpikeFeatures(
            offsets: kept.offsets, times: kept.times, units: kept.units, unitCount: range.count,
            duration: duration)
    }

    /// Spikes of each sample, of all units together.
    var spikesPerSample: [Int] {
        (0..<sampleCount).map { sample in
            counts[sample * unitCount..<(sample + 1) * unitCount].reduce(0) { $0 + Int($1) }
        }
    }
}
