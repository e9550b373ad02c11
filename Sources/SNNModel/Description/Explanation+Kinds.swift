// The pages of kinds and of parameters.

extension Explanation {
    static func page(_ kind: Kind) -> String {
        let others = Catalogue.names(of: kind.category).filter { $0 != kind.name }
        return page(
            "\(kind.name) - \(kind.summary)",
            [
                ("", ["    a \(kind.category.noun)"]),
                ("Equations", indented(kind.equations.joined(separator: "\n"))),
                ("Parameters", Paragraphs.table(kind.parameters.map(row), indent: 4)),
                (
                    "State variables, which can be recorded and given initial values",
                    Paragraphs.table(kind.states.map(row), indent: 4)
                ),
                ("Example", indented(kind.example)),
                ("Notes", Paragraphs.wrapped(kind.notes, indent: 4)),
                ("Sources", kind.sources.flatMap { Paragraphs.wrapped($0, indent: 4) }),
                (
                    "See also",
                    Paragraphs.wrapped(
                        others.map { "`\($0)`" }.joined(separator: ", "), indent: 4)
                ),
            ])
    }

    /// "tau_m = 10 ms" and "membrane time constant; positive".
    private static func row(_ entry: ParameterEntry) -> [String] {
        let left: String
        if let standard = entry.standardText {
            left = "\(entry.name) = \(standard)"
        } else if let unit = entry.unitName {
            left = "\(entry.name) in \(unit)"
        } else {
            left = entry.name
        }
        return [left, ([entry.meaning] + entry.remarks).joined(separator: "; ")]
    }

    static var parameterNames: [String] {
        var seen: Set<String> = []
        return Catalogue.all.flatMap { ($0.parameters + $0.states).map(\.name) }
            .filter { seen.insert($0).inserted }
    }

    /// A parameter or state variable: every kind that has it.
    static func parameterPage(_ name: String) -> String? {
        var sections: [(heading: String, lines: [String])] = []
        for kind in Catalogue.all {
            for (entry, role) in kind.parameters.map({ ($0, "parameter") })
                + kind.states.map({ ($0, "state variable") })
            where entry.name == name {
                var facts = [["", entry.meaning], ["value", entry.valueName]]
                if let standard = entry.standardText { facts.append(["default", standard]) }
                if entry.standardText == nil, role == "parameter" {
                    facts.append(["default", entry.isRequired ? "none, has to be set" : "none"])
                }
                if let range = entry.rangeName { facts.append(["range", range]) }
                if entry.allowsDraws, role == "parameter" || kind.category == .neuron {
                    facts.append(["per element", "may be drawn (`~`) or calculated"])
                }
                facts[0][0] = "meaning"
                sections.append(
                    (
                        "\(role) of the \(kind.category.noun) `\(kind.name)`",
                        Paragraphs.table(facts, indent: 4)
                    ))
            }
        }
        guard !sections.isEmpty else { return nil }
        let meanings = Set(
            Catalogue.all.flatMap { $0.parameters + $0.states }.filter { $0.name == name }
                .map(\.meaning))
        return page(meanings.count == 1 ? "\(name) - \(meanings.first!)" : name, sections)
    }
}

extension ParameterEntry {
    /// The unit in which people write it, nil for plain numbers and for what is no number.
    var unitName: String? {
        guard form == .number || form == .list, dimension != .none else { return nil }
        return Unit.customary(for: dimension)?.symbol ?? Unit.coherentSymbol(of: dimension)
    }

    /// "a time in ms", "one of `step`, `sine` and `noise`"
    var valueName: String {
        switch form {
        case .number: dimension.name + (unitName.map { " in \($0)" } ?? "")
        case .list: "a list, each item \(dimension.name)" + (unitName.map { " in \($0)" } ?? "")
        case .count: "a whole number"
        case .flag: "`true` or `false`"
        case .choice(let names): "one of \(String.list(of: names))"
        case .text: "a text in quotation marks"
        case .weight: "a weight, in the unit of the receptor"
        case .reference(let noun): "the name of a \(noun)"
        case .phrase(let words): words
        }
    }

    /// The default as people write it; nil where there is none, or no bound.
    var standardText: String? {
        if let value = standard?.quantity?.value, value.isInfinite { return nil }
        return standard?.text
    }

    var rangeName: String? {
        switch range {
        case .any: nil
        case .positive: "positive"
        case .notNegative: "not negative"
        case .fraction: "from 0 to 1"
        }
    }

    /// What the table of a kind says after the meaning.
    fileprivate var remarks: [String] {
        var remarks: [String] = []
        if let rangeName { remarks.append(rangeName) }
        if case .choice = form { remarks.append(valueName) }
        if case .flag = form { remarks.append(valueName) }
        if form == .weight { remarks.append("in the unit of the receptor") }
        if isModulated { remarks.append("may be a formula of modulators") }
        if isRequired { remarks.append("has to be set") }
        return remarks
    }
}
