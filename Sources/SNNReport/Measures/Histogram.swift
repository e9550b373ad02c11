/// How many values lie in each of some equal bins with round edges.
public struct Histogram: Sendable, Equatable {
    /// The lower edge of the first bin.
    public let start: Double
    /// The width of a bin: 1, 2 or 5 times a power of ten.
    public let step: Double
    /// Bins are half open, the lower edge belongs to them; the last one includes its upper edge.
    public let counts: [Int]
    /// Values outside the bins, and those that are no number.
    public let outside: Int

    public init(start: Double, step: Double, bins: Int, values: some Sequence<Double>) {
        precondition(step > 0 && bins > 0, "Bins have a width and there is at least one.")
        var counts = [Int](repeating: 0, count: bins)
        var outside = 0
        let end = start + Double(bins) * step
        for value in values {
            guard value >= start, value <= end else {
                outside += 1
                continue
            }
            counts[min(Int((value - start) / step), bins - 1)] += 1
        }
        self.start = start
        self.step = step
        self.counts = counts
        self.outside = outside
    }

    /// Round bins that cover several sets of values alike, about `binsWanted` of them.
    ///
    /// - Parameter tail: The share of values that may lie beyond the last bin when bins would
    ///   otherwise have to be half as wide again for them.
    /// - Returns: One histogram per set, all with the same bins.
    public static func shared(
        _ sets: [[Double]], binsWanted: Int = 40, tail: Double = 0
    ) -> [Histogram] {
        let finite = sets.joined().filter(\.isFinite).sorted()
        let low = min(0, finite.first ?? 0)
        var high = max(finite.last ?? 1, low)
        if tail > 0, !finite.isEmpty {
            let beyond = Int(tail * Double(finite.count))
            let common = 1.1 * finite[finite.count - 1 - beyond]
            if high > 1.5 * common, common > low { high = common }
        }
        let step = roundStep((high > low ? high - low : 1) / Double(binsWanted))
        let start = (low / step).rounded(.down) * step
        let bins = max(1, Int(((high - start) / step).rounded(.down)) + 1)
        return sets.map { Histogram(start: start, step: step, bins: bins, values: $0) }
    }

    /// Each bin's share of all values, those outside included.
    public var shares: [Double] {
        let total = counts.reduce(outside, +)
        return counts.map { total == 0 ? 0 : Double($0) / Double(total) }
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below a positive value.
    static func roundStep(_ least: Double) -> Double {
        var power = 1.0
        while power * 10 <= least { power *= 10 }
        while power > least { power /= 10 }
        // The slack keeps 0.2 a step of 0.2 although 2 × 0.1 is a little more.
        return [1, 2, 5, 10].map { $0 * power }.first { $0 >= least * (1 - 1e-9) }!
    }
}
