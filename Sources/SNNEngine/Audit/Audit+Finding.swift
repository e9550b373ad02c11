extension Audit {
    /// How the spikes of a population's sample on the grid compare with the exact ones.
    public struct Finding: Hashable, Sendable, Codable {
        public var population: String
        /// Neurons of the population, and those of them that were audited.
        public var size: Int
        public var audited: Int
        public var gridSpikes = 0
        public var exactSpikes = 0
        /// Exact spikes that the grid does not have.
        public var missed = 0
        /// Spikes of the grid that no exact one answers to.
        public var extra = 0
        /// Nil where no two spikes match.
        public var timing: Timing?

        /// By how much the grid is late, over all pairs of spikes that match; in ms.
        public struct Timing: Hashable, Sendable, Codable {
            /// With its sign: positive where the grid is late.
            public var median: Double
            /// Of the magnitude.
            public var percentile95: Double
            public var max: Double
        }
    }
}

extension Audit.Finding.Timing {
    /// From the differences; nil if there are none.
    init?(_ errors: [Double]) {
        guard !errors.isEmpty else { return nil }
        let sorted = errors.sorted()
        let middle = sorted.count / 2
        median = sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
        let magnitudes = errors.map { abs($0) }.sorted()
        // Nearest rank.
        percentile95 = magnitudes[(magnitudes.count * 95 + 99) / 100 - 1]
        max = magnitudes[magnitudes.count - 1]
    }
}

// Two trains are gone through side by side. The next two spikes are a pair if they lie no further
// apart than a window: 2 ms, or half the shortest interval of the exact train if that is less, but
// at least a tick. Otherwise the earlier of the two has no partner.

/// The spikes of a neuron on the grid, paired with the exact ones.
struct SpikeMatch {
    /// Grid less exact of each pair, in ms.
    private(set) var errors: [Double] = []
    private(set) var missed = 0
    private(set) var extra = 0

    /// In ms.
    static let windowMax = 2.0

    /// - Parameters:
    ///   - grid, exact: ascending, in ms.
    ///   - end: of the run. A spike whose partner may come after it counts for nothing.
    init(grid: [Double], exact: [Double], resolution: Double, end: Double) {
        let shortest = zip(exact.dropFirst(), exact).map { $0 - $1 }.min() ?? .infinity
        let window = max(resolution, min(Self.windowMax, shortest / 2)) * (1 + 1e-9)
        var (g, e) = (0, 0)
        while g < grid.count || e < exact.count {
            let here = g < grid.count ? grid[g] : .infinity
            let there = e < exact.count ? exact[e] : .infinity
            if abs(here - there) <= window {
                errors.append(here - there)
                g += 1
                e += 1
            } else if there < here {
                if there + window <= end { missed += 1 }
                e += 1
            } else {
                if here + window <= end { extra += 1 }
                g += 1
            }
        }
    }
}
