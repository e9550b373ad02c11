// What values a parameter can take, so that a check holds for every element and not only on
// average.
//
// A normal number is taken to lie within nine standard deviations, beyond which one draw in 10^18
// falls; so `normal(20 ms, 1 ms)` is positive, and `normal(20 ms, 5 ms)` is not.

extension Distribution {
    /// Standard deviations within which every draw lies for all practical purposes.
    static let reachOfNormal = 9.0

    /// The interval in which every draw lies for all practical purposes; finite for every
    /// distribution that is possible.
    var reach: ClosedRange<Double> {
        let (low, high) = unboundedReach
        let kept = (max(low, lower ?? low), min(high, upper ?? high))
        if kept.0 <= kept.1 { return kept.0...kept.1 }
        return kept.0.isNaN ? -Double.infinity...Double.infinity : kept.0...kept.0
    }

    private var unboundedReach: (Double, Double) {
        let reach = Self.reachOfNormal
        switch shape {
        case .uniform(let a, let b): return (min(a, b), max(a, b))
        case .normal(let mean, let sd): return (mean - reach * abs(sd), mean + reach * abs(sd))
        case .lognormal(let mean, let sd):
            let (mu, sigma) = Self.logarithmic(mean: mean, sd: sd)
            return (Exponential.exp(mu - reach * sigma), Exponential.exp(mu + reach * sigma))
        case .exponential(let mean): return (0, mean * 42)
        case .gamma(let shape, let scale):
            let tail = shape + reach * shape.squareRoot() + 42
            return (0, scale * tail)
        }
    }

    /// Mean and standard deviation of the logarithm of a lognormal variable.
    static func logarithmic(mean: Double, sd: Double) -> (mu: Double, sigma: Double) {
        let variance = Exponential.log(1 + sd * sd / (mean * mean))
        return (Exponential.log(mean) - variance / 2, variance.squareRoot())
    }

    /// Whether draws come as near to zero as numbers can, without being negative.
    var isPositive: Bool {
        if let lower, lower > 0 { return true }
        switch shape {
        case .lognormal, .exponential, .gamma: return true
        case .uniform, .normal: return reach.lowerBound > 0
        }
    }
}

extension Formula {
    /// The interval in which the values lie while each variable stays in its own.
    ///
    /// Interval arithmetic is exact where each variable occurs once, squares included. Where one
    /// occurs several times it is too wide (`r - r` is not -1 ... 1), so that the interval is then
    /// taken from a grid of values. Nil if a variable is unknown.
    func range(_ variable: (String) -> ClosedRange<Double>?) -> ClosedRange<Double>? {
        guard let interval = interval(variable) else { return nil }
        let names = variables
        if occurrences == names.count || names.count > 4 { return interval }
        let ranges = names.compactMap(variable)
        let points = [1001, 101, 25, 11][names.count - 1]
        return sampled(names, ranges, points: points)
    }

    private func sampled(
        _ names: [String], _ ranges: [ClosedRange<Double>], points: Int
    ) -> ClosedRange<Double> {
        var low = Double.infinity
        var high = -Double.infinity
        var total = 1
        for _ in names { total *= points }
        for index in 0..<total {
            var rest = index
            var values: [String: Double] = [:]
            for (name, range) in zip(names, ranges) {
                let fraction = Double(rest % points) / Double(points - 1)
                values[name] = range.lowerBound + fraction * (range.upperBound - range.lowerBound)
                rest /= points
            }
            let result = value { values[$0] ?? .nan }
            if result.isNaN { return -Double.infinity...Double.infinity }
            low = min(low, result)
            high = max(high, result)
        }
        return low...high
    }

    /// How often variables occur, the two factors of a square counted as one.
    private var occurrences: Int {
        switch self {
        case .constant: return 0
        case .variable: return 1
        case .negate(let a): return a.occurrences
        case .multiply(let a, let b) where a == b: return a.occurrences
        case .multiply(.multiply(let rest, let a), let b) where a == b:
            return rest.occurrences + a.occurrences
        case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
            .divide(let a, let b):
            return a.occurrences + b.occurrences
        }
    }

    private func interval(
        _ variable: (String) -> ClosedRange<Double>?
    ) -> ClosedRange<Double>? {
        switch self {
        case .constant(let quantity):
            return quantity.value.isNaN ? nil : quantity.value...quantity.value
        case .variable(let name): return variable(name)
        case .negate(let a):
            return a.interval(variable).map { -$0.upperBound...(-$0.lowerBound) }
        case .multiply(let a, let b) where a == b:
            return a.interval(variable).map(square)
        case .multiply(.multiply(let rest, let a), let b) where a == b:
            // What the language makes of `15 mV * r * r`.
            guard let left = rest.interval(variable), let right = a.interval(variable) else {
                return nil
            }
            return hull(left, square(right), *)
        case .add(let a, let b): return combined(a, b, variable, +)
        case .subtract(let a, let b): return combined(a, b, variable, -)
        case .multiply(let a, let b): return combined(a, b, variable, *)
        case .divide(let a, let b):
            guard let divisor = b.interval(variable) else { return nil }
            if divisor.contains(0) { return -Double.infinity...Double.infinity }
            return combined(a, b, variable, /)
        }
    }

    private func combined(
        _ a: Formula, _ b: Formula, _ variable: (String) -> ClosedRange<Double>?,
        _ operation: (Double, Double) -> Double
    ) -> ClosedRange<Double>? {
        guard let left = a.interval(variable), let right = b.interval(variable) else { return nil }
        return hull(left, right, operation)
    }
}

/// The interval of a monotone operation: its values at the four corners.
private func hull(
    _ a: ClosedRange<Double>, _ b: ClosedRange<Double>, _ operation: (Double, Double) -> Double
) -> ClosedRange<Double> {
    let corners = [
        operation(a.lowerBound, b.lowerBound), operation(a.lowerBound, b.upperBound),
        operation(a.upperBound, b.lowerBound), operation(a.upperBound, b.upperBound),
    ]
    if corners.contains(where: \.isNaN) { return -Double.infinity...Double.infinity }
    return corners.min()!...corners.max()!
}

private func square(_ range: ClosedRange<Double>) -> ClosedRange<Double> {
    let ends = [range.lowerBound * range.lowerBound, range.upperBound * range.upperBound]
    return (range.contains(0) ? 0 : min(ends[0], ends[1]))...max(ends[0], ends[1])
}
