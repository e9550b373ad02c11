/// Spikes of the elements of a stimulus: what a spike file or a data set's sample holds.
///
///     SpikeTrains(times: [1.0, 2.5, 2.5], units: [0, 3, 4])
public struct SpikeTrains: Sendable, Equatable {
    /// In ms from the start of the run, in any order.
    public var times: [Double]
    /// The element of each spike.
    public var units: [Int]

    public init(times: [Double] = [], units: [Int] = []) {
        precondition(times.count == units.count, "Every spike has one time and one element.")
        self.times = times
        self.units = units
    }
}

/// Spike trains on the grid, ordered by tick and element.
struct BoundTrains: Sendable {
    private(set) var ticks: [Int] = []
    private(set) var units: [UInt32] = []

    /// Times are rounded to the nearest tick.
    init(_ trains: SpikeTrains, stimulus: String, count: Int, resolution: Double)
        throws(NetworkError)
    {
        var keys: [UInt64] = []
        keys.reserveCapacity(trains.times.count)
        for (time, unit) in zip(trains.times, trains.units) {
            guard unit >= 0, unit < count else {
                throw .unit(unit, stimulus: stimulus, count: count)
            }
            let tick = (time / resolution).rounded()
            guard tick >= 0, tick < 0x1p31 else { throw .time(time, stimulus: stimulus) }
            keys.append(UInt64(tick) << 32 | UInt64(unit))
        }
        keys.sort()
        ticks = keys.map { Int($0 >> 32) }
        units = keys.map { UInt32(truncatingIfNeeded: $0) }
    }

    init() {}

    /// The index of the first spike at or after `tick`.
    func index(from tick: Int) -> Int {
        var low = 0
        var high = ticks.count
        while low < high {
            let middle = (low + high) / 2
            if ticks[middle] < tick { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
