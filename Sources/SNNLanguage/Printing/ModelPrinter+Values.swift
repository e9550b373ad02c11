import SNNModel

extension ModelPrinter {
    func number(_ value: Double) -> String { Quantity(value).text }
    func time(_ value: Double) -> String { Quantity(value, .time).text }
    func length(_ value: Double) -> String { Quantity(value, .length).text }

    func text(_ selection: Selection) -> String { selection.description }

    func text(_ selections: [Selection]) -> String { oneOrList(selections.map(text)) }

    /// `tau_m = 20 ms`, or `V_m ~ uniform(-60 mV, -50 mV)`.
    func setting(_ name: String, _ value: Value) -> String {
        switch value {
        case .quantity(let quantity): "\(name) = \(quantity.text)"
        case .random(let distribution): "\(name) ~ \(text(distribution))"
        case .formula(let formula): "\(name) = \(text(formula, within: .sum))"
        case .name(let word): "\(name) = \(word)"
        case .flag(let flag): "\(name) = \(flag)"
        case .text(let text): "\(name) = \(quoted(text))"
        case .list(let items): "\(name) = [\(items.map(\.text).joined(separator: ", "))]"
        }
    }

    func text(_ distribution: Distribution) -> String {
        let value = { (number: Double) in Quantity(number, distribution.dimension).text }
        var arguments: [String]
        let name: String
        switch distribution.shape {
        case .uniform(let low, let high):
            (name, arguments) = ("uniform", [value(low), value(high)])
        case .normal(let mean, let sd):
            (name, arguments) = ("normal", ["mean: \(value(mean))", "sd: \(value(sd))"])
        case .lognormal(let mean, let sd):
            (name, arguments) = ("lognormal", ["mean: \(value(mean))", "sd: \(value(sd))"])
        case .exponential(let mean): (name, arguments) = ("exponential", ["mean: \(value(mean))"])
        case .gamma(let shape, let scale):
            (name, arguments) = ("gamma", ["shape: \(number(shape))", "scale: \(value(scale))"])
        }
        if let lower = distribution.lower { arguments.append("min: \(value(lower))") }
        if let upper = distribution.upper { arguments.append("max: \(value(upper))") }
        return "\(name)(\(arguments.joined(separator: ", ")))"
    }

    func quoted(_ text: String) -> String {
        var result = "\""
        for character in text.unicodeScalars {
            switch character {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\n": result += "\\n"
            case "\t": result += "\\t"
            default: result.unicodeScalars.append(character)
            }
        }
        return result + "\""
    }

    // MARK: - Formulas

    /// What a formula is part of, which decides about parentheses: those that the reading order
    /// needs, and no others.
    enum Surrounding: Int, Comparable {
        case sum
        /// To the right of `-`; a sum there needs parentheses.
        case product
        /// To the right of `*` or `/`; a product there needs them too.
        case factor

        static func < (a: Surrounding, b: Surrounding) -> Bool { a.rawValue < b.rawValue }
    }

    func text(_ formula: Formula, within surrounding: Surrounding) -> String {
        let own: Surrounding
        let text: String
        switch formula {
        case .constant(let quantity):
            text = quantity.text
            // A unit such as `um/ms` is itself a product.
            own = text.contains("/") || text.contains("*") ? .product : .factor
        case .variable(let name): (text, own) = (name, .factor)
        case .negate(let inner):
            (text, own) = ("-" + primary(inner), .factor)
        case .add(let a, let b):
            text = "\(self.text(a, within: .sum)) + \(self.text(b, within: .product))"
            own = .sum
        case .subtract(let a, let b):
            text = "\(self.text(a, within: .sum)) - \(self.text(b, within: .product))"
            own = .sum
        case .multiply(let a, let b):
            text = "\(self.text(a, within: .product)) * \(self.text(b, within: .factor))"
            own = .product
        case .divide(let a, let b):
            text = "\(self.text(a, within: .product)) / \(self.text(b, within: .factor))"
            own = .product
        }
        return own < surrounding ? "(\(text))" : text
    }

    /// Behind a minus only a name may stand without parentheses.
    private func primary(_ formula: Formula) -> String {
        if case .variable(let name) = formula { return name }
        return "(\(text(formula, within: .sum)))"
    }
}
