import SNNModel

extension Lowering {
    /// Settings, variables, positions and receptors of a population, over what it inherits.
    mutating func readPopulationBlock(
        of declaration: Declaration, into population: inout Population
    ) {
        let kind = Catalogue.kind(.neuron, population.kind)
        let entries = kind.map { $0.parameters + $0.states } ?? []
        let all = settings(of: declaration.block)
        var remaining: [Setting] = []
        for setting in all {
            let name = setting.name.text
            let isOwn =
                entries.contains { $0.name == name } || name == "position" || name == "plasticity"
            if isOwn || !setting.draws || kind == nil {
                remaining.append(setting)
            } else {
                readVariable(
                    setting, entries.map(\.name), among: all.map(\.name.text), into: &population)
            }
        }
        let variables = Dictionary(
            population.variables.map { ($0.name, $0.distribution.dimension) },
            uniquingKeysWith: { $1 })
        for setting in remaining {
            let name = setting.name.text
            if name == "position" {
                readLayout(setting, of: population.name, into: &population.layout)
                continue
            }
            if name == "plasticity" {
                place(setting, of: population.name, isKnown: true)
                population.plasticity = ruleNames(setting)
                continue
            }
            let entry = entries.first { $0.name == name }
            place(setting, of: population.name, isKnown: entry != nil || kind == nil)
            if let value = value(of: setting, as: entry, variables) {
                population.settings[name] = value
            }
        }
        for inner in declaration.block?.declarations ?? [] {
            if inner.word == .receptor {
                readReceptor(inner, variables, into: &population)
            } else {
                report(
                    .misplaced, "a \(inner.word.rawValue) cannot be declared in a population",
                    wordRange(inner), "does not belong here")
            }
        }
    }

    /// `r ~ uniform(0, 1)`: a number of the modeller's own, if any formula uses it.
    private mutating func readVariable(
        _ setting: Setting, _ known: [String], among names: [String],
        into population: inout Population
    ) {
        let name = setting.name.text
        // A formula with a slip in the name uses it all the same.
        let slip = usedNames.contains { other in
            parameters[other] == nil && Unit.named(other) == nil && !names.contains(other)
                && other.nearest(in: [name]) != nil
        }
        guard usedNames.contains(name) || slip else {
            report(
                .unknownParameter,
                "the neuron `\(population.kind)` has no parameter `\(name)`, "
                    + "and no formula uses it",
                setting.name.range, "not a parameter",
                help: name.count > 1 ? similar(name, in: known, as: "a parameter") : nil)
            return
        }
        guard let expression = setting.value, let drawn = distribution(expression, of: name) else {
            return
        }
        place(setting, of: population.name, isKnown: true)
        let variable = Population.Variable(name, drawn)
        if let index = population.variables.firstIndex(where: { $0.name == name }) {
            population.variables[index] = variable
        } else {
            population.variables.append(variable)
        }
    }

    /// `receptor ampa { shape = exponential, tau = 5 ms }`, over an inherited one of that name.
    private mutating func readReceptor(
        _ declaration: Declaration, _ variables: [String: Dimension],
        into population: inout Population
    ) {
        checkShape(declaration, clauses: [])
        guard let name = declaration.name else { return }
        let key = "\(population.name).\(name.text)"
        let index = population.receptors.firstIndex { $0.name == name.text }
        let isRepeated = receptorsRead.contains(key)
        if isRepeated {
            report(
                .duplicateName, "the receptor `\(name.text)` is declared twice", name.range,
                "declared again",
                secondary: model.places[key].map { [.init($0, "declared here")] } ?? [])
            return
        }
        receptorsRead.insert(key)
        model.places[key] = name.range
        var receptor = index.map { population.receptors[$0] } ?? Receptor(name.text, .exponential)
        var hasShape = index != nil || declaration.isBroken
        for setting in settings(of: declaration.block) {
            place(setting, of: key, isKnown: true)
            switch setting.name.text {
            case "shape":
                hasShape = true
                checkSets(setting)
                guard let value = setting.value else { continue }
                let shapes = Receptor.Shape.allCases.map(\.rawValue)
                if let word = choice(value, shapes, for: "shape of a receptor") {
                    receptor.shape = Receptor.Shape(rawValue: word) ?? .exponential
                } else {
                    unsureReceptors.insert(key)
                }
            case "tau": receptor.tau = value(of: setting, as: Self.tau, variables)
            case "reversal": receptor.reversal = value(of: setting, as: Self.reversal, variables)
            case "magnesium":
                receptor.magnesium = value(of: setting, as: Self.magnesium, variables)
            default:
                reportUnknown(
                    setting, in: "the receptor `\(name.text)`",
                    ["shape", "tau", "reversal", "magnesium"])
            }
        }
        if !hasShape {
            let shapes = Receptor.Shape.allCases.map(\.rawValue)
            report(
                .missingSetting, "the receptor `\(name.text)` has no shape", name.range,
                "no `shape`", help: "`shape` is one of \(list(shapes))")
            unsureReceptors.insert(key)
        }
        if let index {
            population.receptors[index] = receptor
        } else {
            population.receptors.append(receptor)
        }
    }

    private static let tau = ParameterEntry("tau", "time constant", .time, range: .positive)
    private static let reversal = ParameterEntry("reversal", "reversal potential", .voltage)
    private static let magnesium = ParameterEntry(
        "magnesium", "concentration of magnesium", range: .notNegative)
}
