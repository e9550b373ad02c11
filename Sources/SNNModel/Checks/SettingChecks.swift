// The settings of a population, stimulus or receptor against the parameter table of its kind.

/// What owns the settings under examination, and what its formulas may refer to.
struct SettingOwner {
    /// The name, which is also the key of its place.
    let name: String
    let variables: [Population.Variable]
    /// Names of plain numbers that change during a run, for what may depend on them: modulators.
    let signals: [String]?

    init(_ name: String, variables: [Population.Variable] = [], signals: [String]? = nil) {
        self.name = name
        self.variables = variables
        self.signals = signals
    }

    func dimension(of name: String) -> Dimension? {
        signals?.contains(name) == true ? Dimension.none : variable(name)?.dimension
    }

    func variable(_ name: String) -> Distribution? {
        variables.first { $0.name == name }?.distribution
    }

    /// The values that can occur, nil if the value is no number or its formula is in disorder.
    func range(of value: Value) -> ClosedRange<Double>? {
        switch value {
        case .quantity(let quantity):
            return quantity.value.isNaN ? nil : quantity.value...quantity.value
        case .random(let distribution): return distribution.reach
        case .formula(let formula): return formula.range { variable($0)?.reach }
        default: return nil
        }
    }
}

extension ModelChecks {
    mutating func checkSettings(_ settings: Settings, of owner: SettingOwner, kind: Kind) {
        let entries = kind.parameters + kind.states
        for setting in settings.entries {
            guard let entry = entries.first(where: { $0.name == setting.name }) else {
                let what = kind.category.rawValue
                findings.report(
                    .unknownParameter,
                    "the \(what) `\(kind.name)` has no parameter `\(setting.name)`",
                    at: .key(owner.name, setting.name), label: "not a parameter",
                    help: .similar(
                        to: setting.name, in: entries.map(\.name), as: "a parameter"))
                continue
            }
            check(setting.value, as: entry, of: owner)
        }
        for entry in kind.parameters where entry.isRequired && settings[entry.name] == nil {
            findings.report(
                .missingParameter, "`\(owner.name)` does not set `\(entry.name)`", at: owner.name,
                label: "`\(entry.name)` is missing",
                help: "`\(entry.name)` is the \(entry.meaning); it has no default")
        }
    }

    mutating func check(_ value: Value, as entry: ParameterEntry, of owner: SettingOwner) {
        let key = String.key(owner.name, entry.name)
        switch (entry.form, value) {
        case (.number, .quantity(let quantity)):
            if checkDimension(quantity.dimension, as: entry, of: owner.name, at: key) {
                checkRange(of: value, as: entry, of: owner)
            }
        case (.number, .random(let distribution)) where entry.allowsDraws:
            if checkDimension(distribution.dimension, as: entry, of: owner.name, at: key),
                check(distribution, at: key, of: "`\(entry.name)` of `\(owner.name)`")
            {
                checkRange(of: value, as: entry, of: owner)
            }
        case (.number, .formula(let formula)) where entry.allowsDraws || entry.isModulated:
            if let dimension = dimension(of: formula, owner: owner, at: key),
                checkDimension(dimension, as: entry, of: owner.name, at: key), !entry.isModulated
            {
                checkRange(of: value, as: entry, of: owner)
            }
        case (.choice(let choices), .name(let name)):
            guard !choices.contains(name) else { return }
            findings.report(
                .unknownChoice, "`\(name)` is no \(entry.name) of `\(owner.name)`", at: key,
                label: "unknown \(entry.name)",
                help: "\(entry.name) is one of \(String.list(of: choices))")
        case (.flag, .flag), (.text, .text), (.reference, .name): return
        case (.weight, .quantity): checkRange(of: value, as: entry, of: owner)
        case (.count, .quantity(let quantity))
        where quantity.dimension == .none && quantity.value == quantity.value.rounded():
            checkRange(of: value, as: entry, of: owner)
        case (.list, .list(let list)):
            for item in list
            where checkDimension(item.dimension, as: entry, of: owner.name, at: key) {
                checkRange(of: .quantity(item), as: entry, of: owner)
            }
        default:
            findings.report(
                .wrongForm,
                "`\(entry.name)` of `\(owner.name)` is \(value.form), not \(entry.formName)",
                at: key, label: "not \(entry.formName)")
        }
    }

    private mutating func checkDimension(
        _ dimension: Dimension, as entry: ParameterEntry, of owner: String, at key: String
    ) -> Bool {
        if dimension == entry.dimension { return true }
        let unit = Unit.customary(for: entry.dimension)?.symbol
        findings.report(
            .wrongDimension,
            "`\(entry.name)` of `\(owner)` is \(dimension.name), not \(entry.dimension.name)",
            at: key, label: "expected \(entry.dimension.name)",
            help: unit.map { "`\(entry.name)` is written in \($0)" })
        return false
    }

    /// The dimension of a formula, or nil after a report of what is wrong with it.
    mutating func dimension(of formula: Formula, owner: SettingOwner, at key: String) -> Dimension?
    {
        for name in formula.variables where owner.dimension(of: name) == nil {
            if let signals = owner.signals {
                findings.report(
                    .unknownModulator,
                    "`\(key.dropFirst(owner.name.count + 1))` of `\(owner.name)` depends on "
                        + "`\(name)`, which is no modulator", at: key, label: "not a modulator",
                    help: .similar(to: name, in: signals, as: "a modulator"))
            } else {
                findings.report(
                    .unknownVariable, "`\(owner.name)` draws no number named `\(name)`", at: key,
                    label: "not a variable",
                    help: .similar(
                        to: name, in: owner.variables.map(\.name), as: "a variable"))
            }
            return nil
        }
        if let dimension = formula.dimension({ owner.dimension(of: $0) }) { return dimension }
        findings.report(
            .wrongDimension, "a formula of `\(owner.name)` adds quantities of different dimensions",
            at: key, label: "dimensions differ")
        return nil
    }

    private mutating func checkRange(
        of value: Value, as entry: ParameterEntry, of owner: SettingOwner
    ) {
        let subject = "`\(entry.name)` of `\(owner.name)`"
        let key = String.key(owner.name, entry.name)
        guard let range = owner.range(of: value), range.isFinite else {
            findings.report(
                .notFinite, "\(subject) \(value.isHeterogeneous ? "can be" : "is") not finite",
                at: key, label: "not finite")
            return
        }
        let least = text(range.lowerBound, value.quantity?.dimension ?? entry.dimension)
        let says = value.isHeterogeneous ? "can be as low as \(least)" : "is \(least)"
        let unit = Unit.customary(for: entry.dimension).map { " \($0.symbol)" } ?? ""
        switch entry.range {
        case .positive where range.lowerBound <= 0:
            if case .random(let distribution) = value, distribution.isPositive { return }
            let advice = "add a bound to the distribution, such as `min: 1\(unit)`"
            findings.report(
                .notPositive, "\(subject) \(says), but has to be positive", at: key,
                label: "not positive", help: value.isHeterogeneous ? advice : nil)
        case .notNegative where range.lowerBound < 0:
            findings.report(
                .negative, "\(subject) \(says), but cannot be negative", at: key,
                label: "negative",
                help: value.isHeterogeneous ? "add the bound `min: 0\(unit)`" : nil)
        case .fraction where range.lowerBound < 0 || range.upperBound > 1:
            findings.report(
                .notAFraction,
                "\(subject) is \(value.isHeterogeneous ? "not always " : "not ")"
                    + "between 0 and 1", at: key, label: "outside 0 ... 1")
        default: return
        }
    }
}

extension ClosedRange<Double> {
    var isFinite: Bool { lowerBound.isFinite && upperBound.isFinite }
}

extension Value {
    /// What this is, for messages.
    var form: String {
        switch self {
        case .quantity: "a number"
        case .random: "drawn"
        case .formula: "calculated per element"
        case .name: "a word"
        case .flag: "true or false"
        case .text: "a text"
        case .list: "a list"
        }
    }
}

extension ParameterEntry {
    /// What a value has to be, for messages.
    var formName: String {
        switch form {
        case .number: allowsDraws ? "a number" : "a single number"
        case .count: "a whole number"
        case .flag: "true or false"
        case .choice(let names): names.count == 1 ? "`\(names[0])`" : "one word of a set"
        case .text: "a text"
        case .list: "a list"
        case .weight: "a weight"
        case .reference(let noun): "the name of a \(noun)"
        case .phrase(let words): words
        }
    }
}
