// One declaration stands for a projection from each source to each target.

import SNNModel

extension Lowering {
    static let projectionSettings = [
        "rule", "weight", "delay", "axonal_delay", "dendritic_delay", "back_propagation_delay",
        "autapses", "multapses", "plasticity",
    ]

    mutating func lowerProjection(_ declaration: Declaration) {
        checkShape(declaration, clauses: [.via])
        guard let subject = declaration.subject else { return }
        guard case .arrow(let left, let right) = subject.form else {
            report(
                .noArrow, "a projection needs an arrow", subject.range, "from where to where",
                help: "write `projection \(source.text(subject.range)) -> TARGET`")
            return
        }
        let sources = selections(left)
        let targets = selections(right)
        let settings = settings(of: declaration.block)
        var synapse = Projection(
            from: Selection(""), to: Selection(""), via: declaration.clause(.via)?.text,
            rule: .allToAll, weight: .quantity(.number(1)),
            delay: .quantity(.milliseconds(model.resolution)))
        // A weight that is missing or in disorder gets no second complaint about its dimension.
        var knowsWeight = false
        for setting in settings {
            read(setting, into: &synapse, &knowsWeight)
        }
        if declaration.isBroken { return }
        let isCurrent = sources.contains { model.stimulus(named: $0.0.name)?.kind == "current" }
        if isCurrent, !settings.contains(where: { $0.name.text == "weight" }) { knowsWeight = true }
        let needed = isCurrent ? ["rule"] : ["rule", "weight", "delay"]
        let given = settings.map(\.name.text)
        let hasParts = given.contains("axonal_delay") || given.contains("dendritic_delay")
        if hasParts, let whole = settings.first(where: { $0.name.text == "delay" }) {
            report(
                .delayTwice, "the projection sets `delay` and its parts", whole.name.range,
                "the sum of the parts",
                help: "`axonal_delay` and `dendritic_delay` together take its place")
        }
        let missing = needed.filter { !given.contains($0) && !($0 == "delay" && hasParts) }
        if !missing.isEmpty {
            let helps = [
                "rule": "such as `rule = fixed_indegree(10)`", "weight": "such as `weight = 1 nS`",
                "delay": "such as `delay = 1 ms`",
            ]
            report(
                .missingSetting, "the projection does not set \(list(missing))", subject.range,
                "\(list(missing)) missing",
                help: "add \(missing.compactMap { helps[$0] }.joined(separator: ", "))")
        }
        for (source, sourceRange) in sources {
            for (target, targetRange) in targets {
                synapse.source = source
                synapse.target = target
                let key = "projection \(model.projections.count)"
                model.places[key] = subject.range
                model.places["\(key).source"] = sourceRange
                model.places["\(key).target"] = targetRange
                model.places["\(key).receptor"] =
                    declaration.clause(.via)?.range ?? targetRange
                for setting in settings {
                    model.places["\(key).\(setting.name.text)"] =
                        setting.value?.range ?? setting.range
                }
                if !knowsWeight { unsureWeights.insert(model.projections.count) }
                model.projections.append(synapse)
            }
        }
    }

    private mutating func read(
        _ setting: Setting, into projection: inout Projection, _ knowsWeight: inout Bool
    ) {
        let name = setting.name.text
        guard Self.projectionSettings.contains(name) else {
            return reportUnknown(setting, in: "a projection", Self.projectionSettings)
        }
        guard let value = setting.value else { return }
        switch name {
        case "weight":
            guard let weight = synapseValue(of: setting) else { return }
            projection.weight = weight
            knowsWeight = true
        case "delay": projection.delay = delay(setting) ?? projection.delay
        case "axonal_delay": projection.axonalDelay = delay(setting)
        case "dendritic_delay": projection.dendriticDelay = delay(setting)
        case "back_propagation_delay":
            checkSets(setting)
            projection.backPropagationDelay = setting.draws ? nil : delay(setting)
        case "plasticity": projection.plasticity = ruleNames(setting)
        default:
            checkSets(setting)
            switch name {
            case "rule": projection.rule = rule(value) ?? projection.rule
            case "autapses":
                projection.allowsAutapses = flag(value, for: "`autapses`") ?? true
            default:
                projection.allowsMultapses = flag(value, for: "`multapses`") ?? true
            }
        }
    }

    private mutating func delay(_ setting: Setting) -> Value? {
        guard let expression = setting.value, let value = synapseValue(of: setting) else {
            return nil
        }
        let dimension: Dimension?
        switch value {
        case .quantity(let quantity): dimension = quantity.dimension
        case .random(let distribution): dimension = distribution.dimension
        case .formula(let formula):
            dimension = formula.dimension { $0 == "distance" ? .length : nil }
        default: dimension = nil
        }
        guard let dimension, dimension != .time else { return value }
        reportDimension(of: expression, dimension, needed: .time, for: "`\(setting.name.text)`")
        return nil
    }
}
