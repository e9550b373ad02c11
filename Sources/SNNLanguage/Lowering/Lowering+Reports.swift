import SNNModel

extension Lowering {
    mutating func report(
        _ code: DiagnosticCode, _ message: String, _ range: SourceRange, _ label: String,
        secondary: [Diagnostic.Label] = [], help: String? = nil
    ) {
        diagnostics.append(
            Diagnostic(
                code, message, primary: .init(range, label), secondary: secondary, help: help))
    }

    func wordRange(_ declaration: Declaration) -> SourceRange {
        let lower = declaration.range.lower
        return SourceRange(lower, lower + declaration.word.rawValue.utf8.count)
    }

    /// "a population with a similar name exists: `inh`", if one does.
    func similar(_ name: String, in names: [String], as what: String) -> String? {
        name.nearest(in: names).map { "\(what) with a similar name exists: `\($0)`" }
    }

    func list(_ names: [String]) -> String {
        names.map { "`\($0)`" }.joined(separator: ", ")
    }

    /// The first setting of each name; the others are reported.
    mutating func settings(of block: Block?) -> [Setting] {
        var first: [String: Setting] = [:]
        var result: [Setting] = []
        for setting in block?.settings ?? [] {
            if let earlier = first[setting.name.text] {
                report(
                    .settingRepeated, "`\(setting.name.text)` is set twice", setting.name.range,
                    "set again", secondary: [.init(earlier.name.range, "first set here")])
            } else {
                first[setting.name.text] = setting
                result.append(setting)
            }
        }
        return result
    }

    /// Reports a setting that its block does not take.
    mutating func reportUnknown(_ setting: Setting, in owner: String, _ names: [String]) {
        report(
            .unknownSetting, "\(owner) has no setting `\(setting.name.text)`", setting.name.range,
            "unknown setting",
            help: similar(setting.name.text, in: names, as: "a setting")
                ?? "its settings are \(list(names))")
    }

    /// Reports a setting that draws where nothing can be drawn.
    mutating func checkSets(_ setting: Setting) {
        guard setting.draws, setting.value != nil else { return }
        report(
            .cannotBeDrawn, "`\(setting.name.text)` cannot be drawn", setting.name.range,
            "one value for all", help: "`=` sets, `~` draws")
    }

    /// Reports declarations and clauses that do not belong to a declaration.
    mutating func checkShape(
        _ declaration: Declaration, clauses: [Clause.Word], allowsReceptors: Bool = false
    ) {
        let word = declaration.word.rawValue
        for clause in declaration.clauses where !clauses.contains(clause.word) {
            if declaration.isBroken { continue }
            report(
                .wrongClause, "a \(word) has no `\(clause.word.rawValue)`", clause.wordRange,
                "does not belong here",
                help: clauses.isEmpty
                    ? nil : "a \(word) takes \(list(clauses.map(\.rawValue)))")
        }
        guard !allowsReceptors else { return }
        for inner in declaration.block?.declarations ?? [] {
            report(
                .misplaced, "a \(inner.word.rawValue) cannot be declared in a \(word)",
                wordRange(inner), "does not belong here")
        }
    }

    mutating func reportDimension(
        of expression: Expression, _ found: Dimension, needed: Dimension, for subject: String
    ) {
        let unit = Unit.customary(for: needed)?.symbol
        var help: String?
        if found == .none, let unit {
            help = "write the unit, as in `\(source.text(expression.range)) \(unit)`"
        } else if needed == .none {
            help = "\(subject) is written without a unit"
        } else if let unit {
            help = "\(subject) is written in \(unit)"
        }
        report(
            .wrongDimension,
            "\(subject) needs \(needed.name), but \(source.quote(expression.range)) is "
                + found.name, expression.range, "expected \(needed.name)", help: help)
    }
}

extension Expression {
    /// What is written here, for messages.
    var noun: String {
        switch form {
        case .number: "a number"
        case .text: "a text"
        case .name: "a name"
        case .element: "a part of a population"
        case .call: "a function"
        case .list: "a list"
        case .negate, .binary: "a formula"
        case .range: "a range"
        case .arrow: "an arrow"
        }
    }
}
