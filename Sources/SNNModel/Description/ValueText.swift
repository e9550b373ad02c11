// Values as people read them, in the notation of the model language.

extension Value {
    var text: String {
        switch self {
        case .quantity(let quantity): quantity.text
        case .random(let distribution): distribution.text
        case .formula(let formula): formula.text
        case .name(let name): name
        case .flag(let flag): flag ? "true" : "false"
        case .text(let text): "\"\(text)\""
        case .list(let list): "[" + list.map(\.text).joined(separator: ", ") + "]"
        }
    }

    /// "~" for what is drawn, "=" for the rest.
    var sign: String {
        if case .random = self { "~" } else { "=" }
    }
}

extension Distribution {
    var text: String {
        let quantity = { (value: Double) in Quantity(value, dimension).text }
        var arguments: [String]
        let name: String
        switch shape {
        case .uniform(let low, let high):
            (name, arguments) = ("uniform", [quantity(low), quantity(high)])
        case .normal(let mean, let sd):
            (name, arguments) = ("normal", ["mean: \(quantity(mean))", "sd: \(quantity(sd))"])
        case .lognormal(let mean, let sd):
            (name, arguments) = ("lognormal", ["mean: \(quantity(mean))", "sd: \(quantity(sd))"])
        case .exponential(let mean):
            (name, arguments) = ("exponential", ["mean: \(quantity(mean))"])
        case .gamma(let shape, let scale):
            (name, arguments) = (
                "gamma", ["shape: \(Quantity(shape).text)", "scale: \(quantity(scale))"]
            )
        }
        if let lower { arguments.append("min: \(quantity(lower))") }
        if let upper { arguments.append("max: \(quantity(upper))") }
        return "\(name)(\(arguments.joined(separator: ", ")))"
    }
}

extension Formula {
    var text: String { text(above: 0) }

    /// Brackets where the operator around binds as strongly as this one, or stronger.
    private func text(above level: Int) -> String {
        let (own, text): (Int, String) =
            switch self {
            case .constant(let quantity): (quantity.value < 0 ? 1 : 4, quantity.text)
            case .variable(let name): (4, name)
            case .negate(let a): (1, "-" + a.text(above: 3))
            case .add(let a, let b): (1, "\(a.text(above: 0)) + \(b.text(above: 1))")
            case .subtract(let a, let b): (1, "\(a.text(above: 0)) - \(b.text(above: 1))")
            case .multiply(let a, let b): (2, "\(a.text(above: 1)) * \(b.text(above: 2))")
            case .divide(let a, let b): (2, "\(a.text(above: 1)) / \(b.text(above: 3))")
            }
        return own > level ? text : "(\(text))"
    }
}

extension ConnectionRule {
    var text: String {
        switch self {
        case .oneToOne, .allToAll: return name
        case .fixedIndegree(let number), .fixedOutdegree(let number),
            .fixedTotalNumber(let number):
            return "\(name)(\(number))"
        case .pairwiseBernoulli(let p): return "\(name)(p: \(Quantity(p).text))"
        case .distanceDependent(let p, let profile, let wrap):
            let width =
                switch profile {
                case .gaussian(let sigma): "sigma: \(Quantity.micrometers(sigma).text)"
                case .exponential(let lambda): "lambda: \(Quantity.micrometers(lambda).text)"
                }
            return "\(name)(p: \(Quantity(p).text), \(width)\(wrap ? ", wrap: true" : ""))"
        case .list(let list):
            return list.file.map { "list(file: \"\($0)\")" } ?? "list of \(list.edges.count)"
        }
    }
}

extension Layout {
    var text: String {
        let lengths = { (values: [Double]) in
            values.map { Quantity.micrometers($0).text }.joined(separator: ", ")
        }
        let corner = origin.allSatisfy { $0 == 0 } ? "" : ", origin: [\(lengths(origin))]"
        switch arrangement {
        case .grid(let shape, let spacing):
            let points = shape.map { "\($0)" }.joined(separator: ", ")
            return "grid(\(points), spacing: \(Quantity.micrometers(spacing).text)\(corner))"
        case .box(let extent): return "box(\(lengths(extent))\(corner))"
        }
    }
}
