import SNNModel

/// The functions of the language. Their argument is a plain number that is known when the file is
/// read: sizes and strengths that follow from a parameter, such as the scale of a network.
enum FunctionForm: String, CaseIterable {
    /// The nearest whole number; halves away from zero.
    case round
    /// The square root.
    case sqrt
}

extension Lowering {
    /// The value of `round(0.1 * 20683)`, or nil after a report.
    mutating func term(
        calling name: Name, _ arguments: [Argument], in range: SourceRange,
        _ variables: [String: Dimension]
    ) -> Term? {
        guard let form = FunctionForm(rawValue: name.text) else {
            reportCall(of: name, in: range)
            return nil
        }
        guard let found = bind(arguments, of: name, in: range, positional: ["x"], optional: []),
            let argument = found["x"], let inner = term(argument, variables)
        else { return nil }
        guard let x = inner.quantity else {
            report(
                .notANumber, "`\(name.text)` needs a number that is the same for all elements",
                argument.range, "drawn for each")
            return nil
        }
        guard x.dimension == .none else {
            reportDimension(of: argument, x.dimension, needed: .none, for: "`\(name.text)`")
            return nil
        }
        switch form {
        case .round: return Term(Quantity(x.value.rounded()))
        case .sqrt:
            if x.value >= 0 { return Term(Quantity(x.value.squareRoot())) }
            report(
                .outOfReach, "\(source.quote(range)) is the root of a negative number", range,
                "negative")
            return nil
        }
    }
}
