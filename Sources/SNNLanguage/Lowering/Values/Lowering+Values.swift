import SNNModel

extension Lowering {
    /// What a setting means to the parameter `entry`, or to a name that the kind does not know.
    /// After a mistake it is a stand-in that no check complains about, or nil where there is none.
    mutating func value(
        of setting: Setting, as entry: ParameterEntry?, _ variables: [String: Dimension] = [:]
    ) -> Value? {
        let standIn = entry.flatMap(Self.standIn)
        guard let expression = setting.value else { return standIn }
        let name = setting.name.text
        let found: Value?
        if setting.draws {
            found = distribution(expression, of: name).map { .random($0) }
        } else if let distribution = expression.drawnFrom {
            reportFixedDraw(expression, distribution, of: name)
            found = nil
        } else {
            found = fixedValue(expression, of: name, as: entry, variables)
        }
        guard let found else { return standIn }
        if let entry, entry.form == .number, let dimension = dimension(of: found, variables),
            dimension != entry.dimension
        {
            reportDimension(
                of: expression, dimension, needed: entry.dimension, for: "`\(name)`")
            return standIn
        }
        return found
    }

    /// What is written with `=`.
    private mutating func fixedValue(
        _ expression: Expression, of name: String, as entry: ParameterEntry?,
        _ variables: [String: Dimension]
    ) -> Value? {
        switch (entry?.form, expression.form) {
        case (.choice, .name(let word)), (.reference, .name(let word)): return .name(word)
        case (.flag, .name("true")): return .flag(true)
        case (.flag, .name("false")): return .flag(false)
        case (.text, .text(let text)), (nil, .text(let text)): return .text(text)
        case (.list, .list(let items)), (nil, .list(let items)):
            return list(items, as: entry, of: name)
        case (.list, _):
            return list([expression], as: entry, of: name)
        case (nil, .name(let word)) where variables[word] == nil && parameters[word] == nil:
            return .name(word)
        case (.choice, _), (.flag, _), (.text, _), (.reference, _), (.number, .list),
            (.number, .text), (.number, .range), (.number, .arrow), (.weight, .list),
            (.weight, .text), (.weight, .range), (.weight, .arrow):
            report(
                .wrongForm,
                "`\(name)` needs \(entry?.formNoun ?? "a value"), but "
                    + "\(source.quote(expression.range)) is \(expression.noun)",
                expression.range, "expected \(entry?.formNoun ?? "a value")")
            return nil
        default:
            guard let term = term(expression, variables) else { return nil }
            return term.quantity.map { .quantity($0) } ?? .formula(term.formula)
        }
    }

    private mutating func list(
        _ items: [Expression], as entry: ParameterEntry?, of name: String
    ) -> Value? {
        var quantities: [Quantity] = []
        var isSound = true
        for item in items {
            guard let quantity = constant(item) else {
                isSound = false
                continue
            }
            if let entry, quantity.dimension != entry.dimension {
                reportDimension(
                    of: item, quantity.dimension, needed: entry.dimension, for: "`\(name)`")
                isSound = false
            }
            quantities.append(quantity)
        }
        return isSound ? .list(quantities) : nil
    }

    private mutating func reportFixedDraw(
        _ expression: Expression, _ distribution: Name, of name: String
    ) {
        report(
            .fixedDraw, "`=` sets, but \(source.quote(expression.range)) is a distribution",
            expression.range, "a distribution",
            help: "drawing is written `~`: `\(name) ~ \(source.text(expression.range))`")
    }

    private func dimension(of value: Value, _ variables: [String: Dimension]) -> Dimension? {
        switch value {
        case .quantity(let quantity): quantity.dimension
        case .random(let distribution): distribution.dimension
        case .formula(let formula): formula.dimension { variables[$0] }
        default: nil
        }
    }

    /// A value of the right form, for what was written with a mistake.
    private static func standIn(for entry: ParameterEntry) -> Value? {
        if let standard = entry.standard { return standard }
        switch entry.form {
        case .number, .count: return .quantity(Quantity(1, entry.dimension))
        case .flag: return .flag(false)
        case .choice(let words): return words.first.map { .name($0) }
        case .weight: return nil
        case .reference: return nil
        case .text, .phrase: return .text("")
        case .list: return .list([Quantity(1, entry.dimension)])
        }
    }

    /// A weight or delay, which may depend on the distance of the two neurons.
    mutating func synapseValue(of setting: Setting) -> Value? {
        guard let expression = setting.value else { return nil }
        if setting.draws {
            return distribution(expression, of: setting.name.text).map { .random($0) }
        }
        if let distribution = expression.drawnFrom {
            reportFixedDraw(expression, distribution, of: setting.name.text)
            return nil
        }
        guard let term = term(expression, ["distance": .length]) else { return nil }
        return term.quantity.map { .quantity($0) } ?? .formula(term.formula)
    }
}

extension Expression {
    /// The name of the distribution, if this is one.
    var drawnFrom: Name? {
        guard case .call(let name, _) = form, DistributionForm(rawValue: name.text) != nil else {
            return nil
        }
        return name
    }
}

extension ParameterEntry {
    /// What a value has to be, for messages.
    var formNoun: String {
        switch form {
        case .number: dimension.name
        case .count: "a whole number"
        case .flag: "`true` or `false`"
        case .choice: "a word"
        case .text: "a text"
        case .weight: "a weight"
        case .reference(let noun): "the name of a \(noun)"
        case .phrase(let phrase): phrase
        case .list: "a list"
        }
    }
}
