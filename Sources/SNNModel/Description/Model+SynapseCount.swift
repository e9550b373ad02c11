// How many synapses a projection has, before it is built: exactly where the rule says so, else the
// expected number.

extension Model {
    /// The number of synapses that the rule makes, or is expected to make.
    ///
    /// Exact for rules with a fixed number. For `pairwise_bernoulli` it is the mean over all seeds;
    /// for rules that depend on distance too, by quadrature over the two layouts, within about two
    /// percent. Where the projection is in disorder (see `check`) it is 0.
    ///
    /// - Complexity: constant, but up to a million pairs are looked at for rules of distance.
    public func expectedSynapseCount(of projection: Projection) -> Double {
        guard let sources = count(of: projection.source),
            let targets = count(of: projection.target),
            sources > 0, targets > 0
        else { return 0 }
        let own = projection.allowsAutapses ? 0 : sharedCount(of: projection)
        let pairs = Double(sources) * Double(targets) - Double(own)
        switch projection.rule {
        case .oneToOne: return Double(min(sources, targets))
        case .allToAll: return pairs
        case .fixedIndegree(let number): return Double(max(0, number)) * Double(targets)
        case .fixedOutdegree(let number): return Double(max(0, number)) * Double(sources)
        case .fixedTotalNumber(let number): return Double(max(0, number))
        case .pairwiseBernoulli(let p): return min(max(p, 0), 1) * pairs
        case .distanceDependent(let p, let profile, let wrap):
            guard let from = layout(of: projection.source.name),
                let to = layout(of: projection.target.name), from.dimensions == to.dimensions
            else { return 0 }
            let mean = meanProfile(
                profile, from, projection.source, to, projection.target, wrap: wrap)
            // Pairs of an element with itself are at distance zero, where the profile is one.
            let all = Double(sources) * Double(targets)
            return min(max(p, 0), 1) * max(0, mean * all - Double(own))
        case .list(let list): return Double(list.edges.count)
        }
    }

    /// The expected number of synapses of all projections together.
    public var expectedSynapseCount: Double {
        projections.reduce(0) { $0 + expectedSynapseCount(of: $1) }
    }

    /// The mean of the profile over all pairs.
    private func meanProfile(
        _ profile: DistanceProfile, _ from: Layout, _ source: Selection, _ to: Layout,
        _ target: Selection, wrap: Bool
    ) -> Double {
        let period: [Double]? = wrap ? to.extent : nil
        if case .gaussian(let sigma) = profile, sigma > 0,
            from.isProduct(source.range), to.isProduct(target.range)
        {
            // A bell is the product of one along each axis, and so is the mean over a full box.
            return (0..<from.dimensions).reduce(1) { product, axis in
                product
                    * from.meanOfBell(along: axis, to: to, sigma: sigma, period: period?[axis])
            }
        }
        let (count, other) = (count(of: source) ?? 0, count(of: target) ?? 0)
        var pairs = PairSample(
            from, source.range ?? 0..<count, to, target.range ?? 0..<other, period: period)
        return pairs.mean { squared in
            switch profile {
            case .gaussian(let sigma): Exponential.exp(-squared / (2 * sigma * sigma))
            case .exponential(let lambda): Exponential.exp(-squared.squareRoot() / lambda)
            }
        }
    }
}

extension Layout {
    /// Whether the elements fill a box evenly: all of a grid, or any part of a random box.
    fileprivate func isProduct(_ range: Range<Int>?) -> Bool {
        if case .box = arrangement { true } else { range == nil }
    }

    /// Points that stand for all coordinates on this axis: those of the grid, or the middles of
    /// equal parts of the box, several to the width of the bell.
    private func points(on axis: Int, sigma: Double) -> [Double] {
        let pointsMax = 400
        switch arrangement {
        case .grid(let shape, let spacing):
            let count = min(shape[axis], pointsMax)
            let step = spacing * Double(shape[axis]) / Double(count)
            let first = origin[axis] + (step - spacing) / 2
            return (0..<count).map { first + step * Double($0) }
        case .box(let extent):
            let wanted = min(max(4 * extent[axis] / sigma, 32), Double(pointsMax))
            let count = Int(wanted.rounded(.up))
            let step = extent[axis] / Double(count)
            return (0..<count).map { origin[axis] + step * (Double($0) + 0.5) }
        }
    }

    fileprivate func meanOfBell(
        along axis: Int, to other: Layout, sigma: Double, period: Double?
    ) -> Double {
        let (here, there) = (points(on: axis, sigma: sigma), other.points(on: axis, sigma: sigma))
        var sum = 0.0
        for x in here {
            for y in there {
                let d = Layout.distance(x, y, period: period)
                sum += Exponential.exp(-d * d / (2 * sigma * sigma))
            }
        }
        return sum / Double(here.count) / Double(there.count)
    }

    /// The distance of two coordinates, the shorter way round where they repeat.
    static func distance(_ x: Double, _ y: Double, period: Double?) -> Double {
        let d = (x - y).magnitude
        return period.map { min(d, ($0 - d).magnitude) } ?? d
    }
}

/// Pairs of elements that stand for all pairs: all of them where they are few, else pairs drawn
/// from a sequence that is the same every time.
private struct PairSample {
    let from: Layout
    let sources: Range<Int>
    let to: Layout
    let targets: Range<Int>
    let period: [Double]?
    private var state: UInt64 = 0x9E37_79B9_7F4A_7C15

    static let pairsMax = 1 << 16

    init(
        _ from: Layout, _ sources: Range<Int>, _ to: Layout, _ targets: Range<Int>,
        period: [Double]?
    ) {
        self.from = from
        self.sources = sources
        self.to = to
        self.targets = targets
        self.period = period
    }

    /// The mean over pairs of a function of their squared distance.
    mutating func mean(_ f: (Double) -> Double) -> Double {
        let areGrids = !from.isRandom && !to.isRandom
        let (all, overflow) = sources.count.multipliedReportingOverflow(by: targets.count)
        let isComplete = areGrids && !overflow && all <= Self.pairsMax
        let count = isComplete ? all : Self.pairsMax
        var sum = 0.0
        for index in 0..<count {
            let source =
                isComplete ? index % sources.count : Int(fraction() * Double(sources.count))
            let target =
                isComplete ? index / sources.count : Int(fraction() * Double(targets.count))
            sum += f(squaredDistance(sources.lowerBound + source, targets.lowerBound + target))
        }
        return sum / Double(count)
    }

    private mutating func squaredDistance(_ source: Int, _ target: Int) -> Double {
        let a = position(source, from)
        let b = position(target, to)
        var sum = 0.0
        for axis in 0..<from.dimensions {
            let d = Layout.distance(a[axis], b[axis], period: period?[axis])
            sum += d * d
        }
        return sum
    }

    private mutating func position(_ element: Int, _ layout: Layout) -> SIMD4<Double> {
        var position = SIMD4<Double>()
        var rest = element
        for axis in 0..<layout.dimensions {
            switch layout.arrangement {
            case .grid(let shape, let spacing):
                position[axis] = layout.origin[axis] + Double(rest % shape[axis]) * spacing
                rest /= shape[axis]
            case .box(let extent):
                position[axis] = layout.origin[axis] + fraction() * extent[axis]
            }
        }
        return position
    }

    /// SplitMix64 (Steele, Lea & Flood 2014), as a fraction in 0 ..< 1.
    private mutating func fraction() -> Double {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
}

extension Layout {
    var isRandom: Bool { if case .box = arrangement { true } else { false } }
}
