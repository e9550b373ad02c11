// Constants for the model's own fields: sizes, times, probabilities, words.

import SNNModel

extension Lowering {
    /// More elements or synapses than this are a slip of the keyboard.
    static let countMax = 1_000_000_000_000

    /// A constant, or nil after a report.
    mutating func constant(_ expression: Expression) -> Quantity? { term(expression)?.quantity }

    /// A constant of this dimension in coherent units, or nil after a report.
    mutating func number(
        _ expression: Expression, _ dimension: Dimension, for subject: String
    ) -> Double? {
        guard let quantity = constant(expression) else { return nil }
        if quantity.dimension == dimension { return quantity.value }
        reportDimension(of: expression, quantity.dimension, needed: dimension, for: subject)
        return nil
    }

    /// A whole number, zero or more unless the checks judge negative ones; nil after a report.
    mutating func count(
        _ expression: Expression, for subject: String, allowsNegative: Bool = false
    ) -> Int? {
        guard let value = number(expression, .none, for: subject) else { return nil }
        let least = allowsNegative ? -Self.countMax : 0
        if let count = Int(exactly: value), count >= least, count <= Self.countMax { return count }
        let what =
            value < Double(least)
            ? "is negative"
            : value > Double(Self.countMax) ? "is too large" : "is not a whole number"
        report(
            .notACount,
            "\(subject) needs a whole number, but \(source.quote(expression.range)) \(what)",
            expression.range, "expected a whole number")
        return nil
    }

    /// `true` or `false`, or nil after a report.
    mutating func flag(_ expression: Expression, for subject: String) -> Bool? {
        if case .name("true") = expression.form { return true }
        if case .name("false") = expression.form { return false }
        report(
            .wrongForm,
            "\(subject) needs `true` or `false`, but is \(source.quote(expression.range))",
            expression.range, "neither true nor false")
        return nil
    }

    /// One of these words, or nil after a report.
    mutating func choice(
        _ expression: Expression, _ words: [String], for subject: String
    ) -> String? {
        if case .name(let word) = expression.form, words.contains(word) { return word }
        let written = source.quote(expression.range)
        let near = source.text(expression.range).nearest(in: words)
        report(
            .unknownChoice, "\(written) is no \(subject)", expression.range, "unknown \(subject)",
            help: near.map { "a similar word exists: `\($0)`" }
                ?? "\(subject) is one of \(list(words))")
        return nil
    }

    /// The items of a list; anything else is a list of one.
    func items(_ expression: Expression) -> [Expression] {
        if case .list(let items) = expression.form { items } else { [expression] }
    }

    /// A population or stimulus, or a part of one; nil after a report.
    mutating func selection(_ expression: Expression) -> Selection? {
        switch expression.form {
        case .name(let name): return Selection(name)
        case .element(let name, let inner):
            guard case .range(let lower, let upper, let isClosed) = inner.form else {
                return count(inner, for: "an element of `\(name.text)`").map {
                    Selection(name.text, $0..<$0 + 1)
                }
            }
            let first = count(lower, for: "the start of a range")
            let last = count(upper, for: "the end of a range")
            guard let first, let last else { return nil }
            let end = isClosed ? last + 1 : last
            guard first <= end else {
                report(
                    .backwardRange, "the range \(source.quote(inner.range)) ends before it begins",
                    inner.range, "runs backwards")
                return nil
            }
            return Selection(name.text, first..<end)
        default:
            report(
                .notASelection,
                "\(source.quote(expression.range)) is \(expression.noun), not a population",
                expression.range, "not a population",
                help: "populations are named as `exc`, `exc[0 ..< 50]` or `[exc, inh]`")
            return nil
        }
    }

    /// One or several populations, those with mistakes left out.
    mutating func selections(_ expression: Expression) -> [(Selection, SourceRange)] {
        var result: [(Selection, SourceRange)] = []
        for item in items(expression) {
            if let selection = selection(item) { result.append((selection, item.range)) }
        }
        return result
    }
}
