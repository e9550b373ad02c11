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

/// Spike trains on the grid, ordered by tick, element and time.
struct BoundTrains: Sendable {
    /// The tick above, the element below.
    private var keys: [UInt64] = []
    /// Times after the tick, in ticks: at least -½, at most ½.
    private var offsets: [Double] = []

    /// Times are rounded to the nearest tick.
    init(_ trains: SpikeTrains, stimulus: String, count: Int, resolution: Double)
        throws(NetworkError)
    {
        var spikes: [(key: UInt64, offset: Double)] = []
        spikes.reserveCapacity(trains.times.count)
        for (time, unit) in zip(trains.times, trains.units) {
            guard unit >= 0, unit < count else {
                throw .unit(unit, stimulus: stimulus, count: count)
            }
            let tick = (time / resolution).rounded()
            guard tick >= 0, tick < 0x1p31 else { throw .time(time, stimulus: stimulus) }
            spikes.append(
                (UInt64(tick) << 32 | UInt64(unit), time / resolution - tick))
        }
        spikes.sort { ($0.key, $0.offset) < ($1.key, $1.offset) }
        keys = spikes.map(\.key)
        offsets = spikes.map(\.offset)
    }

    init() {}

    /// Calls `body` with the spikes of each tick in the order of elements, then of time, and
    /// `endTick` after each tick.
    ///
    /// - Complexity: for each tick the spikes of `elements` and the logarithm of those of others.
    @inline(__always)
    func forEachSpike(
        _ elements: Range<Int>, ticks: Range<Int>, _ body: (PlacedSpike) -> Void,
        endTick: () -> Void
    ) {
        var index = 0
        for tick in ticks {
            let first = UInt64(tick) << 32
            index = self.index(of: first | UInt64(elements.lowerBound), from: index)
            let end = first | UInt64(elements.upperBound)
            while index < keys.count, keys[index] < end {
                body(
                    PlacedSpike(
                        element: Int(keys[index] & 0xFFFF_FFFF), offset: offsets[index]))
                index += 1
            }
            endTick()
        }
    }

    /// The index of the first spike whose key is not below `key`, from `start` on; found in steps
    /// that double, since it is mostly near.
    private func index(of key: UInt64, from start: Int) -> Int {
        var low = start
        var step = 1
        while low + step <= keys.count, keys[low + step - 1] < key {
            low += step
            step *= 2
        }
        var high = min(low + step, keys.count)
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
