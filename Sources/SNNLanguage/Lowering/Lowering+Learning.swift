// What learns and what modulates. Settings are read as those of stimuli are; numbers may also be
// formulas of the modulators and astrocytes of the model, wherever those are declared.

import SNNModel

extension Lowering {
    /// The modulators and astrocytes of the file, which formulas of rules may use: plain numbers.
    var signals: [String: Dimension] {
        declared.filter { $0.value.word == .modulator || $0.value.word == .astrocytes }
            .mapValues { _ in .none }
    }

    mutating func lowerLearning(_ declaration: Declaration) {
        guard isFirst(declaration), let name = declaration.name else { return }
        model.places[name.text] = name.range
        switch declaration.word {
        case .plasticity: lowerPlasticity(declaration, name.text)
        case .modulator: lowerModulator(declaration, name.text)
        case .astrocytes: lowerAstrocytes(declaration, name.text)
        default: lowerPhase(declaration, name.text)
        }
    }

    private mutating func lowerPlasticity(_ declaration: Declaration, _ name: String) {
        checkShape(declaration, clauses: [.of])
        checkIsSingle(declaration)
        guard let kind = kind(of: declaration, "stdp") else { return }
        var rule = PlasticityRule(name, kind: kind)
        let entries = Catalogue.kind(.plasticity, kind)
        for setting in settings(of: declaration.block) {
            read(setting, of: name, as: entries, signals, into: &rule.settings)
        }
        model.plasticities.append(rule)
    }

    private mutating func lowerModulator(_ declaration: Declaration, _ name: String) {
        checkShape(declaration, clauses: [.of])
        checkIsSingle(declaration)
        var modulator = Modulator(name)
        if let kind = declaration.clause(.of) {
            modulator.kind = kind.text
            model.places["\(name).kind"] = kind.range
        }
        let entries = Catalogue.kind(.modulator, modulator.kind)
        for setting in settings(of: declaration.block) {
            if setting.name.text == "released_by" {
                modulator.releasedBy = selections(of: setting, in: name)
            } else {
                read(setting, of: name, as: entries, [:], into: &modulator.settings)
            }
        }
        model.modulators.append(modulator)
    }

    private mutating func lowerAstrocytes(_ declaration: Declaration, _ name: String) {
        checkShape(declaration, clauses: [.of])
        guard let kind = kind(of: declaration, "li_rinzel") else { return }
        var astrocytes = Astrocytes(name, count: size(of: declaration), kind: kind)
        let entries = Catalogue.kind(.astrocyte, kind)
        for setting in settings(of: declaration.block) {
            switch setting.name.text {
            case "covers":
                checkSets(setting)
                place(setting, of: name, isKnown: true)
                astrocytes.covers = setting.value.map { territories($0) } ?? []
            case "rule":
                checkSets(setting)
                place(setting, of: name, isKnown: true)
                if let coverage = setting.value.flatMap({ coverage($0) }) {
                    astrocytes.coverage = coverage
                }
            case "position": readLayout(setting, of: name, into: &astrocytes.layout)
            default: read(setting, of: name, as: entries, [:], into: &astrocytes.settings)
            }
        }
        model.astrocytes.append(astrocytes)
    }

    private mutating func lowerPhase(_ declaration: Declaration, _ name: String) {
        checkShape(declaration, clauses: [])
        checkIsSingle(declaration)
        var phase = Phase(name)
        let entries = Catalogue.kind(.block, "phase")
        for setting in settings(of: declaration.block) {
            read(setting, of: name, as: entries, [:], into: &phase.settings)
        }
        model.phases.append(phase)
    }

    /// A readout that learns trial by trial.
    mutating func lowerLearning(_ declaration: Declaration, _ name: String, of kind: String) {
        var settings = Settings()
        var selections: [Selection] = []
        var isSpoiled = false
        let entries = Catalogue.kind(.readout, kind)
        for setting in self.settings(of: declaration.block) {
            if setting.name.text == "of" {
                selections = self.selections(of: setting, in: name)
                isSpoiled = selections.isEmpty
            } else {
                read(setting, of: name, as: entries, [:], into: &settings)
            }
        }
        if isSpoiled { return }
        var readout = Readout(
            name, kind: kind, features: Readout.Features(of: selections, bins: [1]),
            penalties: [1])
        readout.settings = settings
        model.readouts.append(readout)
    }

    // MARK: - Parts

    mutating func read(
        _ setting: Setting, of owner: String, as kind: Kind?, _ variables: [String: Dimension],
        into settings: inout Settings
    ) {
        let entry = kind?.parameter(setting.name.text)
        place(setting, of: owner, isKnown: entry != nil || kind == nil)
        if let value = value(of: setting, as: entry, variables) {
            settings[setting.name.text] = value
        }
    }

    private mutating func kind(of declaration: Declaration, _ example: String) -> String? {
        guard let name = declaration.name else { return nil }
        if let kind = declaration.clause(.of) {
            model.places["\(name.text).kind"] = kind.range
            return kind.text
        }
        if declaration.isBroken || !declaration.clauses.isEmpty { return nil }
        let word = declaration.word.rawValue
        report(
            .missingKind, "the \(word) `\(name.text)` has no kind", name.range, "of what kind",
            help: "write `of \(example)`, or another kind")
        return nil
    }

    private mutating func checkIsSingle(_ declaration: Declaration) {
        guard case .element(let name, let size) = declaration.subject?.form else { return }
        report(
            .wrongClause, "the \(declaration.word.rawValue) `\(name.text)` has no size",
            size.range, "does not belong here")
    }

    /// `released_by = reward`, `[exc, inh]`
    private mutating func selections(of setting: Setting, in owner: String) -> [Selection] {
        checkSets(setting)
        place(setting, of: owner, isKnown: true)
        return setting.value.map { selections($0).map(\.0) } ?? []
    }

    /// `exc -> exc`, `[exc -> exc, inh -> exc]`, `[exc, inh] -> exc`
    private mutating func territories(_ expression: Expression) -> [Astrocytes.Territory] {
        var result: [Astrocytes.Territory] = []
        for item in items(expression) {
            guard case .arrow(let left, let right) = item.form,
                let sources = names(left), let targets = names(right)
            else {
                report(
                    .noArrow, "\(source.quote(item.range)) covers no synapses", item.range,
                    "from where to where", help: "write `covers = SOURCE -> TARGET`")
                continue
            }
            for source in sources {
                result += targets.map { Astrocytes.Territory(source, $0) }
            }
        }
        return result
    }

    /// Whole populations; nil where something else is written.
    private func names(_ expression: Expression) -> [String]? {
        let names = items(expression).map { item in
            if case .name(let name) = item.form { name } else { nil as String? }
        }
        return names.contains(nil) ? nil : names.compactMap { $0 }
    }

    /// `random_pool(p: 0.5, size: 10)`, `nearest`
    private mutating func coverage(_ expression: Expression) -> Astrocytes.Coverage? {
        let name: Name
        let arguments: [Argument]
        switch expression.form {
        case .name(let text): (name, arguments) = (Name(text, expression.range), [])
        case .call(let function, let given): (name, arguments) = (function, given)
        default: (name, arguments) = (Name("", expression.range), [])
        }
        let known = ["random_pool", "block_pool", "nearest"]
        guard known.contains(name.text) else {
            report(
                .unknownRule, "\(source.quote(name.range)) is no rule of who covers what",
                name.range, "unknown rule",
                help: similar(name.text, in: known, as: "a rule") ?? "the rules are \(list(known))")
            return nil
        }
        let isPool = name.text != "nearest"
        guard
            let found = bind(
                arguments, of: name, in: expression.range, positional: isPool ? ["p", "size"] : [],
                required: isPool ? ["size"] : [])
        else { return nil }
        let p = found["p"].map { number($0, .none, for: "`p`") } ?? 1
        let size = found["size"].map { count($0, for: "`size`") } ?? 1
        guard let p, let size else { return nil }
        switch name.text {
        case "random_pool": return .randomPool(p: p, size: size)
        case "block_pool": return .blockPool(p: p, size: size)
        default: return .nearest
        }
    }

    /// `plasticity = learn`, `plasticity = [learn, depress]`
    mutating func ruleNames(_ setting: Setting) -> [String] {
        checkSets(setting)
        var result: [String] = []
        for item in setting.value.map({ items($0) }) ?? [] {
            guard case .name(let rule) = item.form else {
                report(
                    .wrongForm,
                    "`plasticity` needs names of rules, but "
                        + "\(source.quote(item.range)) is \(item.noun)", item.range, "not a name")
                continue
            }
            result.append(rule)
        }
        return result
    }
}
