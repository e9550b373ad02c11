import SNNModel

/// What the distribution of a projection's delays says about its rows and rings.
struct DelaySpread {
    /// The delay of all synapses in ticks, if it is one and the same.
    let constant: Double?
    /// The chances of the ticks that occur, from a sample.
    private let chances: [Double]
    private let distribution: Distribution?
    private let resolution: Double
    private let farthest: Double

    private static let sampleCount = 1 << 14

    /// - Parameter distance: the largest between two elements, for delays that grow with it.
    init(_ delay: Value, resolution: Double, distance: Double) {
        self.resolution = resolution
        switch delay {
        case .random(let distribution):
            constant = nil
            self.distribution = distribution
            chances = Self.chances(of: distribution, resolution: resolution)
            farthest = 0
        case .formula(let formula):
            constant = nil
            distribution = nil
            let ends = [0, distance].map { far in formula.value { _ in far } / resolution }
            let width = max((ends[1] - ends[0]).magnitude, 1)
            chances = Array(repeating: 1 / width, count: Int(min(width, 65_535)))
            farthest = max(ends[0], ends[1])
        default:
            distribution = nil
            chances = []
            farthest = max(1, ((delay.quantity?.value ?? 0) / resolution).rounded())
            constant = farthest
        }
    }

    private static func chances(
        of distribution: Distribution, resolution: Double
    ) -> [Double] {
        let numbers = ScratchBuffer<Double>(sampleCount + DistributionDraw.overrun)
        var stream = ElementStream(seed: 0, stream: StreamID("memory plan"), element: 0)
        DistributionDraw(distribution).fill(numbers.base, count: sampleCount, from: &stream)
        var counts: [Int: Int] = [:]
        for index in 0..<sampleCount {
            counts[Int(min(max(numbers.base[index] / resolution, -1), 1e6).rounded()), default: 0]
                += 1
        }
        return counts.values.map { Double($0) / Double(sampleCount) }
    }

    /// The expected number of runs of equal delay in a row of about `length` synapses.
    func runs(inRowOf length: Double) -> Double {
        chances.reduce(0) { $0 + 1 - Double.exp(-length * $1) }
    }

    /// The longest of `count` delays, in ticks.
    func longest(of count: Double) -> Double {
        guard let distribution else { return farthest }
        let most = distribution.extreme(of: max(count, 2), sign: 1)
        return min((most / resolution).rounded(), Double(Limits.delayTicksMax))
    }

    /// The shortest of `count` delays, in ticks.
    func shortest(of count: Double) -> Double {
        if let constant { return constant }
        guard let distribution else { return 1 }
        return max((distribution.extreme(of: max(count, 2), sign: -1) / resolution).rounded(), 1)
    }
}

extension Distribution {
    /// About what the largest (`sign` 1) or smallest (-1) of `count` draws is.
    fileprivate func extreme(of count: Double, sign: Double) -> Double {
        let log = Double.log(count)
        let root = (2 * log).squareRoot()
        // The median of the largest of `count` standard normal numbers.
        let normal = root - (Double.log(max(log, 1)) + 2.5) / (2 * root) + 0.37 / root
        let value: Double
        switch shape {
        case .uniform(let low, let high): value = sign > 0 ? high : low
        case .normal(let mean, let sd): value = mean + sign * sd * normal
        case .lognormal(let mean, let sd):
            let variance = Double.log(1 + (sd * sd) / (mean * mean))
            value = Double.exp(
                Double.log(mean) - variance / 2 + sign * variance.squareRoot() * normal)
        case .exponential(let mean): value = sign > 0 ? mean * (log + 0.4) : mean / count
        case .gamma(let shape, let scale):
            value = sign > 0
                ? scale * (log + max(shape - 1, 0) * Double.log(max(log, 1)) + shape.squareRoot())
                : 0
        }
        return min(max(value, lower ?? value), upper ?? value)
    }
}
