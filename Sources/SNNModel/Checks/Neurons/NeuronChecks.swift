// The physics of single neurons: what would never stop spiking, never spike, or have no solution.

extension ModelChecks {
    mutating func check(_ population: Population) {
        let name = population.name
        checkCount(of: name, population.count, isStimulus: false)
        checkLayout(population.layout, of: name, count: population.count)
        checkInnerNames(of: population)
        for variable in population.variables {
            _ = check(
                variable.distribution, at: .key(name, variable.name),
                of: "`\(variable.name)` of `\(name)`")
        }
        for receptor in population.receptors { check(receptor, of: population) }
        checkPlasticity(of: population)
        guard let kind = Catalogue.kind(.neuron, population.kind) else {
            reportUnknownKind(population.kind, .neuron, of: name)
            return
        }
        let owner = SettingOwner(name, variables: population.variables)
        checkSettings(population.settings, of: owner, kind: kind)
        let neuron = Neuron(owner: owner, settings: population.settings, kind: kind)
        checkReset(of: neuron)
        if ["adex", "dendritic"].contains(kind.name) { checkUpswing(of: neuron) }
        checkPlausibility(of: neuron)
        checkTiming(of: neuron)
        checkSolver(of: population)
        checkThreshold(of: population)
        checkELM(population)
        checkDendrites(population)
    }

    mutating func reportUnknownKind(_ kind: String, _ category: Kind.Category, of name: String) {
        let known = Catalogue.names(of: category)
        findings.report(
            .unknownKind, "there is no \(category.noun) `\(kind)`", at: .key(name, "kind"),
            label: "unknown kind",
            help: .similar(to: kind, in: known, as: "a \(category.noun)")
                ?? "there are \(String.list(of: known))")
    }

    private mutating func checkReset(of neuron: Neuron) {
        let names: (reset: String, limit: String)
        switch neuron.kind.name {
        case "lif" where neuron.settings["reset"] == .name("by_threshold"):
            names = ("E_L", "V_th")
        case "lif": names = ("V_reset", "V_th")
        case "adex", "dendritic": names = ("V_reset", "V_peak")
        case "izhikevich": names = ("c", "V_th")
        default: return
        }
        guard var gap = neuron.difference(names.limit, names.reset) else { return }
        if names.limit == "V_th", let theta = neuron.settings["theta"].flatMap(neuron.owner.range),
            theta.isFinite
        {
            gap = gap.lowerBound + theta.lowerBound...gap.upperBound + theta.upperBound
        }
        guard gap.lowerBound <= 0 else { return }
        let isAlways = gap.upperBound <= 0
        let place = gap.lowerBound < 0 ? "above" : "at"
        let limit = names.limit == "V_peak" ? "peak" : "threshold"
        let name = neuron.owner.name
        findings.report(
            .resetsAboveThreshold,
            isAlways
                ? "`\(name)` would spike without end, because it resets \(place) its \(limit)"
                : "some neurons of `\(name)` would spike without end, because they reset "
                    + "\(place) their \(limit)",
            at: neuron.key(ofFirst: [names.reset, names.limit]), label: "reset \(place) \(limit)",
            related: [(neuron.key(ofFirst: [names.limit]), "\(limit) is here")],
            help: "\(neuron.account(of: names.reset)), \(neuron.account(of: names.limit))")
    }

    private mutating func checkThreshold(of population: Population) {
        guard population.kind == "lif", !population.hasAdaptiveThreshold else { return }
        for name in ["tau_theta", "theta_mode"] where population.settings[name] != nil {
            findings.report(
                .unusedSetting,
                "`\(name)` of `\(population.name)` has no effect, because the threshold is "
                    + "constant",
                at: .key(population.name, name), label: "without effect",
                help: "`theta_plus` is what a spike adds to the threshold")
        }
    }

    private mutating func checkUpswing(of neuron: Neuron) {
        let name = neuron.owner.name
        if let rise = neuron.difference("V_peak", "V_th"), rise.lowerBound <= 0 {
            findings.report(
                .peakBelowThreshold,
                "`V_peak` of `\(name)` is not above `V_th`, so that spikes have no upswing",
                at: neuron.key(ofFirst: ["V_peak", "V_th"]), label: "peak too low",
                help: "\(neuron.account(of: "V_peak")), \(neuron.account(of: "V_th"))")
        } else if let rise = neuron.difference("V_peak", "V_th"),
            let slope = neuron.range(of: "Delta_T"), slope.lowerBound > 0,
            rise.upperBound / slope.lowerBound > 600
        {
            let least = text((rise.upperBound / 600 * 1000).rounded(.up) / 1000, .voltage)
            findings.report(
                .upswingOverflow,
                "the upswing of `\(name)` is too steep, because `Delta_T` is so small",
                at: neuron.key(ofFirst: ["Delta_T"]), label: "too small",
                help: "`Delta_T` is at least \(least) with this `V_peak` and `V_th`")
        }
    }

    /// Potentials far from those of membranes are mostly slips of the unit.
    private mutating func checkPlausibility(of neuron: Neuron) {
        let names = neuron.kind.parameters.filter { $0.dimension == .voltage }.map(\.name) + ["V_m"]
        for setting in neuron.settings.entries where names.contains(setting.name) {
            if ["Delta_T", "d"].contains(setting.name) { continue }
            warnOfPotential(
                neuron.owner.range(of: setting.value), setting.name, of: neuron.owner.name)
        }
    }

    private mutating func warnOfPotential(
        _ range: ClosedRange<Double>?, _ name: String, of owner: String
    ) {
        guard let range, range.isFinite else { return }
        let odd = range.lowerBound < -200 ? range.lowerBound : range.upperBound
        guard abs(odd) > 200 else { return }
        findings.report(
            .implausiblePotential,
            "`\(name)` of `\(owner)` is \(text(odd, .voltage)), far from potentials of membranes",
            at: .key(owner, name), label: "an unlikely potential")
    }

    private mutating func checkTiming(of neuron: Neuron) {
        guard let resolution else { return }
        let name = neuron.owner.name
        if let value = neuron.settings["t_ref"]?.quantity, value.dimension == .time,
            value.value > 0, value.value < resolution / 2
        {
            findings.report(
                .shortRefractoriness,
                "the refractory period of `\(name)` is rounded to zero, because it is shorter than "
                    + "half a tick",
                at: .key(name, "t_ref"), label: "shorter than half a tick",
                help: "`t_ref` is \(value.text) and a tick \(text(resolution, .time))")
        }
        if neuron.settings["scheme"] == .name("half_step"), !(0.5...1).contains(resolution) {
            findings.report(
                .scaledScheme,
                "`\(name)` uses the scheme `half_step`, which was published for ticks of 1 ms, "
                    + "with ticks of \(text(resolution, .time))",
                at: .key(name, "scheme"), label: "published for 1 ms")
        }
    }

    private mutating func check(_ receptor: Receptor, of population: Population) {
        let owner = SettingOwner(
            .key(population.name, receptor.name), variables: population.variables)
        if (receptor.tau == nil) != receptor.isInstant {
            findings.report(
                .badReceptor,
                receptor.tau == nil
                    ? "the receptor `\(receptor.name)` of `\(population.name)` has no `tau`"
                    : "the delta receptor `\(receptor.name)` of `\(population.name)` has a `tau`",
                at: receptor.tau == nil ? owner.name : .key(owner.name, "tau"),
                label: receptor.tau == nil ? "`tau` is missing" : "without effect")
        }
        if receptor.isInstant, receptor.reversal != nil {
            findings.report(
                .badReceptor,
                "the delta receptor `\(receptor.name)` of `\(population.name)` has a `reversal`",
                at: .key(owner.name, "reversal"), label: "not for delta",
                help: "a conductance has the shape `exponential` or `alpha`")
        }
        guard let kind = Catalogue.kind(.receptor, receptor.shape.rawValue) else { return }
        let values = [
            ("tau", receptor.tau), ("reversal", receptor.reversal),
            ("magnesium", receptor.magnesium),
        ]
        for (name, value) in values {
            guard let value, let entry = kind.parameters.first(where: { $0.name == name }) else {
                continue
            }
            check(value, as: entry, of: owner)
            if name == "reversal" { warnOfPotential(owner.range(of: value), name, of: owner.name) }
        }
    }
}

/// A population together with its kind: settings where there are some, defaults elsewhere.
struct Neuron {
    let owner: SettingOwner
    let settings: Settings
    let kind: Kind

    func value(of name: String) -> Value? {
        settings[name] ?? kind.parameters.first { $0.name == name }?.standard
    }

    /// What values the parameter takes; nil where it is in disorder, which is reported elsewhere.
    func range(of name: String) -> ClosedRange<Double>? {
        guard let value = value(of: name), let range = owner.range(of: value), range.isFinite else {
            return nil
        }
        return range
    }

    /// The values that the first parameter minus the second can take, both of one neuron.
    func difference(_ a: String, _ b: String) -> ClosedRange<Double>? {
        guard range(of: a) != nil, range(of: b) != nil else { return nil }
        guard let left = value(of: a).flatMap({ formula(of: $0, as: a) }),
            let right = value(of: b).flatMap({ formula(of: $0, as: b) })
        else { return nil }
        return Formula.subtract(left, right).range { variable in
            owner.variable(variable)?.reach ?? range(of: String(variable.dropFirst()))
        }
    }

    /// A value as a formula; what is drawn becomes a variable with a name that no modeller can use.
    private func formula(of value: Value, as name: String) -> Formula? {
        switch value {
        case .quantity(let quantity): quantity.dimension == .voltage ? .constant(quantity) : nil
        case .random(let distribution):
            distribution.dimension == .voltage ? .variable("~\(name)") : nil
        case .formula(let formula): formula
        default: nil
        }
    }

    /// The place of the first of these parameters that is set.
    func key(ofFirst names: [String]) -> String {
        .key(owner.name, names.first { settings[$0] != nil } ?? names[0])
    }

    /// "`V_th` is -50 mV" or "`V_th` lies between -52 mV and -48 mV".
    func account(of name: String) -> String {
        guard let range = range(of: name) else { return "`\(name)` is unknown" }
        let ends = [range.lowerBound, range.upperBound].map { value in
            Quantity((value * 1000).rounded() / 1000, .voltage).text
        }
        if ends[0] != ends[1] { return "`\(name)` lies between \(ends[0]) and \(ends[1])" }
        return "`\(name)` is \(ends[0])" + (settings[name] == nil ? " by default" : "")
    }
}
