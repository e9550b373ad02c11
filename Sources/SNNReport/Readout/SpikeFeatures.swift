// Spike counts in equal time bins, for any number of bins, from the events themselves.
//
//     sample 0   |.   ..|  . . |...   |        bins = 3: [0, T/3) [T/3, 2T/3) [2T/3, T)
//     features    unit 0 … unit n-1 in bin 0, then the same units in bin 1, …
//
// Bins of different fineness do not nest, so counts are taken anew from the events for each number
// of bins: one pass, a few nanoseconds per event.

/// How a spike count enters the features.
public enum CountTransform: String, Sendable, Codable, CaseIterable {
    /// The count itself.
    case count
    /// Its square root, which makes the variance of a Poisson count nearly independent of its mean.
    case squareRoot = "square root"

    /// Changes counts in place.
    func apply(to values: inout [Float]) {
        guard self == .squareRoot else { return }
        for index in values.indices { values[index] = values[index].squareRoot() }
    }
}

/// The spikes of many samples, ready to be counted in any number of bins.
///
///     let spikes = SpikeFeatures(
///         offsets: [0, 3], times: [1, 40, 90], units: [0, 1, 1], unitCount: 2, duration: 100)
///     spikes.counts(bins: 2)          // one row: [1, 1, 0, 1]
public struct SpikeFeatures: Sendable {
    /// Sample *i* has the events `offsets[i] ..< offsets[i + 1]`.
    public let offsets: [Int]
    /// In ms from the start of the sample.
    public let times: [Float]
    /// The neuron or channel of each event.
    public let units: [UInt32]
    /// Every unit is below it.
    public let unitCount: Int
    /// In ms. The bins divide `[0, duration)`; events outside are not counted.
    public let duration: Double
    /// Where events were counted when they happened and not kept: one row of units per sample.
    private let totals: [UInt16]?

    public init(
        offsets: [Int], times: [Float], units: some Collection<some BinaryInteger>,
        unitCount: Int, duration: Double
    ) {
        precondition(offsets.first == 0 && offsets.last == times.count, "Offsets span all events.")
        precondition(units.count == times.count, "Every event has one time and one unit.")
        precondition(duration > 0, "Bins need a duration to divide.")
        self.offsets = offsets
        self.times = times
        self.units = units.map { UInt32($0) }
        self.unitCount = unitCount
        self.duration = duration
        totals = nil
        precondition(
            self.units.allSatisfy { $0 < unitCount }, "Every unit is below the number of units.")
    }

    /// Samples whose events were counted and not kept; there is one bin.
    ///
    /// - Parameter totals: one row of units per sample.
    public init(totals: [UInt16], unitCount: Int, duration: Double) {
        precondition(unitCount > 0 && totals.count % unitCount == 0, "Every sample has a row.")
        offsets = [Int](repeating: 0, count: totals.count / unitCount + 1)
        (times, units) = ([], [])
        self.unitCount = unitCount
        self.duration = duration
        self.totals = totals
    }

    /// How many samples there are.
    public var count: Int { offsets.count - 1 }

    /// How many events all samples have together.
    public var eventCount: Int { times.count }

    /// Spike counts, columns ordered by bin, then unit.
    ///
    /// - Complexity: O(*events* + *samples* · *bins* · *units*).
    public func counts(bins: Int, transform: CountTransform = .count) -> FeatureMatrix {
        precondition(bins > 0, "There is at least one bin.")
        if let totals {
            precondition(bins == 1, "Events that were not kept fall into one bin.")
            var values = totals.map { Float($0) }
            transform.apply(to: &values)
            return FeatureMatrix(rows: count, columns: unitCount, values: values)
        }
        let columns = bins * unitCount
        let perMillisecond = Double(bins) / duration
        var values = [Float](repeating: 0, count: count * columns)
        values.withUnsafeMutableBufferPointer { values in
            for sample in 0 ..< count {
                let row = sample * columns
                for event in offsets[sample] ..< offsets[sample + 1] {
                    let time = Double(times[event])
                    guard time >= 0, time < duration else { continue }
                    let bin = min(Int(time * perMillisecond), bins - 1)
                    values[row + bin * unitCount + Int(units[event])] += 1
                }
            }
        }
        transform.apply(to: &values)
        return FeatureMatrix(rows: count, columns: columns, values: values)
    }

    /// The samples at these positions, in this order.
    public func subset(_ positions: some Sequence<Int>) -> SpikeFeatures {
        if let totals {
            let kept = positions.flatMap { totals[$0 * unitCount ..< ($0 + 1) * unitCount] }
            return SpikeFeatures(totals: kept, unitCount: unitCount, duration: duration)
        }
        var newOffsets = [0], newTimes: [Float] = [], newUnits: [UInt32] = []
        for sample in positions {
            let range = offsets[sample] ..< offsets[sample + 1]
            newTimes += times[range]
            newUnits += units[range]
            newOffsets.append(newTimes.count)
        }
        return SpikeFeatures(
            offsets: newOffsets, times: newTimes, units: newUnits, unitCount: unitCount,
            duration: duration)
    }
}
