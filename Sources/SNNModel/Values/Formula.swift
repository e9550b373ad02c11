/// An arithmetic expression over quantities and per-element variables.
///
/// Izhikevich's heterogeneous neurons draw one number and derive two parameters from it:
///
///     r ~ uniform(0, 1)
///     c = -65 mV + 15 mV * r * r
///
/// In a projection the variable `distance` is the distance of the two neurons, so a delay can be
/// `0.5 ms + distance / (0.3 mm/ms)`. Dimensions were checked when the formula was made.
public indirect enum Formula: Hashable, Sendable {
    case constant(Quantity)
    case variable(String)
    case negate(Formula)
    case add(Formula, Formula)
    case subtract(Formula, Formula)
    case multiply(Formula, Formula)
    case divide(Formula, Formula)

    /// The names of the variables in the formula, each once, in order of appearance.
    public var variables: [String] {
        switch self {
        case .constant: return []
        case .variable(let name): return [name]
        case .negate(let a): return a.variables
        case .add(let a, let b), .subtract(let a, let b), .multiply(let a, let b),
            .divide(let a, let b):
            let first = a.variables
            return first + b.variables.filter { !first.contains($0) }
        }
    }

    /// The value in coherent units, given the variables' values in coherent units.
    public func value(_ variable: (String) -> Double) -> Double {
        switch self {
        case .constant(let quantity): quantity.value
        case .variable(let name): variable(name)
        case .negate(let a): -a.value(variable)
        case .add(let a, let b): a.value(variable) + b.value(variable)
        case .subtract(let a, let b): a.value(variable) - b.value(variable)
        case .multiply(let a, let b): a.value(variable) * b.value(variable)
        case .divide(let a, let b): a.value(variable) / b.value(variable)
        }
    }

    /// The dimension, given the dimensions of the variables; nil where two terms do not fit.
    public func dimension(_ variable: (String) -> Dimension?) -> Dimension? {
        switch self {
        case .constant(let quantity): return quantity.dimension
        case .variable(let name): return variable(name)
        case .negate(let a): return a.dimension(variable)
        case .add(let a, let b), .subtract(let a, let b):
            guard let left = a.dimension(variable), let right = b.dimension(variable) else {
                return nil
            }
            return left == right ? left : nil
        case .multiply(let a, let b):
            guard let left = a.dimension(variable), let right = b.dimension(variable) else {
                return nil
            }
            return left * right
        case .divide(let a, let b):
            guard let left = a.dimension(variable), let right = b.dimension(variable) else {
                return nil
            }
            return left / right
        }
    }
}
