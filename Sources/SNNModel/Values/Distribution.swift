/// A probability distribution that a parameter, weight or delay is drawn from, once per element.
///
///     Distribution(.lognormal(mean: 4, sd: 1), dimension: .conductance)
///     Distribution(.normal(mean: 1.5, sd: 0.75), dimension: .time, lower: 0.1)  // redrawn below
///
/// Moments are those of the variable itself, in coherent units, also for the lognormal. Draws
/// outside `lower ... upper` are thrown away and drawn again; they are not moved to the bound.
public struct Distribution: Hashable, Sendable {
    public enum Shape: Hashable, Sendable {
        /// Uniform on the half-open interval `low ..< high`.
        case uniform(low: Double, high: Double)
        case normal(mean: Double, sd: Double)
        /// `mean` and `sd` of the variable, not of its logarithm.
        case lognormal(mean: Double, sd: Double)
        case exponential(mean: Double)
        /// Density ∝ x^(shape − 1) · exp(−x / scale); mean shape · scale.
        case gamma(shape: Double, scale: Double)
    }

    public var shape: Shape
    public var dimension: Dimension
    /// Least value kept, or nil; coherent units.
    public var lower: Double?
    /// Greatest value kept, or nil; coherent units.
    public var upper: Double?

    public init(
        _ shape: Shape, dimension: Dimension = .none, lower: Double? = nil, upper: Double? = nil
    ) {
        self.shape = shape
        self.dimension = dimension
        self.lower = lower
        self.upper = upper
    }

    /// The mean before bounds are applied, in coherent units.
    public var mean: Double {
        switch shape {
        case .uniform(let low, let high): (low + high) / 2
        case .normal(let mean, _), .lognormal(let mean, _), .exponential(let mean): mean
        case .gamma(let shape, let scale): shape * scale
        }
    }

    /// The interval in which every draw lies, infinite where it has no end.
    public var support: ClosedRange<Double> {
        var low = -Double.infinity
        var high = Double.infinity
        switch shape {
        case .uniform(let a, let b): (low, high) = (min(a, b), max(a, b))
        case .normal(let mean, let sd): if sd == 0 { (low, high) = (mean, mean) }
        case .lognormal, .exponential, .gamma: low = 0
        }
        low = max(low, lower ?? low)
        high = min(high, upper ?? high)
        return low <= high ? low...high : low...low
    }
}
