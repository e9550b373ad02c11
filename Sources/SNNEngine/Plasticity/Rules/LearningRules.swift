import SNNModel

/// The rules and modulators of a model in the engine's terms, by their number in the model.
struct LearningRules: Sendable {
    private(set) var pairs: [Int: PairRule] = [:]
    private(set) var shortTerm: [Int: ShortTermRule] = [:]
    private(set) var voltage: [Int: ClopathRule] = [:]
    private(set) var upkeep: [Int: WeightUpkeep] = [:]
    private(set) var modulators: [ModulatorWiring] = []
    private var names: [String] = []

    /// None.
    init() {}

    /// - Parameter positions: by group.
    init(
        _ model: Model, groups: [SourceGroup], partsOfGroup: [Range<Int>],
        positions: [Positions?]
    ) {
        names = model.plasticities.map(\.name)
        let h = model.resolution
        for (number, rule) in model.plasticities.enumerated() {
            pairs[number] = PairRule(rule, resolution: h)
            voltage[number] = ClopathRule(rule, resolution: h)
            shortTerm[number] = ShortTermRule(rule, resolution: h)
            upkeep[number] = WeightUpkeep(rule, resolution: h)
        }
        modulators = model.modulators.map { modulator in
            let settings = RuleSettings(modulator)
            let amount = settings.number("amount")
            let baseline = settings.number("baseline")
            let sources = modulator.releasedBy.compactMap { selection -> ModulatorSource? in
                guard let group = groups.firstIndex(where: { $0.name == selection.name }) else {
                    return nil
                }
                let all = 0..<groups[group].count
                let range = selection.range ?? all
                return ModulatorSource(
                    group: group, parts: partsOfGroup[group], range: range,
                    isWhole: range == all, isStimulus: groups[group].isStimulus, amount: amount)
            }
            return ModulatorWiring(
                name: modulator.name, sources: sources,
                decay: Decay(tau: settings.number("tau"), resolution: h),
                baseline: baseline,
                delay: max(1, Int((settings.number("delay") / h).rounded())),
                initial: (settings.optional("initial") ?? baseline) - baseline,
                spread: modulator.kind == "diffusion"
                    ? ModulatorSpread(lambda: settings.number("lambda"), positions: positions)
                    : nil)
        }
        modulators += model.integrators.map {
            ModulatorWiring(
                integrator: $0, groups: groups, partsOfGroup: partsOfGroup, resolution: h)
        }
    }

    /// - Precondition: the model's checks find unknown rules.
    func number(of name: String) -> Int {
        guard let number = names.firstIndex(of: name) else {
            preconditionFailure("The model's checks find rules that are not declared.")
        }
        return number
    }

    /// The shortest delay of a modulator that neurons release, in ticks.
    var modulatorDelayMin: Int? { modulators.filter(\.hasNeurons).map(\.delay).min() }
}

/// The settings of a rule or modulator, with the catalogue's defaults.
struct RuleSettings {
    private let name: String
    private let find: (String) -> Value?

    init(_ rule: PlasticityRule) {
        name = rule.name
        find = { rule.value(of: $0) }
    }

    init(_ modulator: Modulator) {
        let kind = Catalogue.kind(.modulator, modulator.kind)
        name = modulator.name
        find = { modulator.settings[$0] ?? kind?.parameter($0)?.standard }
    }

    func value(_ name: String) -> Value? { find(name) }

    /// In coherent units.
    func number(_ name: String) -> Double {
        guard let number = optional(name) else {
            preconditionFailure("The model's checks find that `\(self.name)` lacks \(name).")
        }
        return number
    }

    /// The same, where there may be none.
    func optional(_ name: String) -> Double? { value(name)?.quantity?.value }

    func formula(_ name: String) -> Formula? {
        if case .formula(let formula)? = value(name) { formula } else { nil }
    }

    func name(_ name: String) -> String? {
        if case .name(let text)? = value(name) { text } else { nil }
    }
}
