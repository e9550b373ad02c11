// Neurons whose dynamics are learnt, and the readout that trains them.

extension ModelChecks {
    /// Units, branches, synapses and outputs at most: far above what anybody has trained.
    private static let sizeMax = 100_000.0

    private func number(_ name: String, of population: Population) -> Double? {
        (population.settings[name] ?? Catalogue.elm.parameter(name)?.standard)?.quantity?.value
    }

    mutating func checkELM(_ population: Population) {
        let name = population.name
        func report(_ message: String, _ setting: String, _ label: String, help: String? = nil) {
            findings.report(
                .badELM, message, at: .key(name, setting), label: label, help: help)
        }
        for receptor in population.receptors {
            let counts = receptor.shape == .count
            guard counts != (population.kind == "elm") else { continue }
            findings.report(
                .badELM,
                counts
                    ? "the receptor `\(receptor.name)` counts, which neurons of "
                        + "`\(population.kind)` do not"
                    : "the receptor `\(receptor.name)` is \(receptor.shape.rawValue), but neurons "
                        + "of `elm` count their spikes",
                at: .key(name, receptor.name), label: counts ? "for `elm` only" : "does not count",
                help: counts ? nil : "leave it out: the receptor of `elm` is called `input`")
        }
        guard population.kind == "elm" else { return }
        if let version = number("version", of: population), version != 1, version != 2 {
            report("there is no version \(text(version, .none)) of `elm`", "version", "not 1 or 2")
        }
        for size in ["memory", "branches", "synapses_per_branch", "outputs"] {
            guard let count = number(size, of: population), count > Self.sizeMax else { continue }
            report("`\(size)` of `\(name)` is more than 100000", size, "too many")
        }
        let isRouted = population.settings["routing"].map { $0 != .name("one_to_one") } ?? false
        if isRouted, population.settings["branches"] == nil {
            report(
                "`\(name)` routes its inputs, but does not say onto how many branches", "routing",
                "needs `branches`", help: "write `branches = 100, synapses_per_branch = 15`")
        }
        for setting in ["branches", "synapses_per_branch"]
        where !isRouted && population.settings[setting] != nil {
            report(
                "`\(setting)` of `\(name)` has no effect, because every input has a branch of its "
                    + "own", setting, "without effect", help: "write `routing = random` as well")
        }
        if let bin = number("bin", of: population), let resolution, bin.isFinite {
            let ticks = bin / resolution
            if ticks < 1 - 1e-6 || abs(ticks - ticks.rounded()) > 1e-6 * max(1, ticks) {
                report(
                    "the bin of `\(name)` is no whole number of ticks", "bin", "between two ticks",
                    help: "a tick is \(text(resolution, .time))")
            }
        }
        let places = model.projections.filter { $0.target.name == name }
            .reduce(0.0) { $0 + Double(max(model.count(of: $1.source) ?? 0, 0)) }
        if places > 65_536 {
            findings.report(
                .badELM, "neurons of `\(name)` hear \(text(places, .none)) elements, more than "
                    + "65536", at: name, label: "too many inputs")
        }
        checkTaus(of: population)
    }

    private mutating func checkTaus(of population: Population) {
        let name = population.name
        guard let low = number("tau_min", of: population),
            let high = number("tau_max", of: population),
            let bound = number("tau_bound", of: population)
        else { return }
        let learns = population.settings["learn_tau"] == .flag(true)
        if low > high {
            findings.report(
                .badELM, "`tau_min` of `\(name)` is greater than `tau_max`",
                at: .key(name, population.settings["tau_min"] == nil ? "tau_max" : "tau_min"),
                label: "greater than the other")
        }
        var greatest = high
        if case .list(let taus)? = population.settings["tau_m"] {
            let memory = Int(number("memory", of: population) ?? 0)
            greatest = taus.map(\.value).max() ?? 0
            if taus.count != memory {
                findings.report(
                    .badELM, "`\(name)` has \(memory) units of memory, but `tau_m` "
                        + "\(taus.count) time constants", at: .key(name, "tau_m"),
                    label: "not \(memory)")
            }
        }
        if learns, greatest >= bound {
            findings.report(
                .badELM, "time constants of `\(name)` begin above `tau_bound`, which learnt ones "
                    + "stay below", at: .key(name, "tau_bound"), label: "too low",
                help: "the greatest is \(text(greatest, .time))")
        }
    }

    mutating func checkClassifier(_ readout: Readout) {
        checkSettings(of: readout)
        let name = readout.name
        func report(_ message: String, _ key: String?, _ label: String, help: String? = nil) {
            findings.report(
                .badELM, message, at: key.map { .key(name, $0) } ?? name, label: label, help: help)
        }
        let selections = readout.features.of
        guard !selections.isEmpty else {
            return report("`\(name)` reads from no population", "of", "reads nothing")
        }
        for selection in selections where !check(selection, at: .key(name, "of")) { return }
        let populations = selections.compactMap { model.population(named: $0.name) }
        let isELM = populations.count == 1 && populations[0].kind == "elm"
        guard isELM || populations.count == selections.count
            && populations.allSatisfy({ $0.kind == "lif" })
        else {
            return report(
                "`\(name)` trains one neuron of `elm` or populations of `lif`", "of",
                "neither of these")
        }
        if isELM { checkTrainedELM(populations[0], by: readout) }
        if let rate = readout.settings["dropout"]?.quantity?.value, rate >= 1 {
            report("a dropout of 1 leaves nothing to learn from", "dropout", "nothing is left")
        }
        if model.duration == nil {
            report(
                "the samples of `\(name)` have no length", nil, "no duration",
                help: "write `simulation { duration = 1 s }`")
        }
        guard let port = model.stimuli.first(where: { $0.kind == "input" }) else {
            return report(
                "the samples of `\(name)` have no port to come through", nil, "needs a port",
                help: "add `stimulus cochlea[700] of input`")
        }
        if port.count == 0 { report("`\(port.name)` has no channels", nil, "an empty port") }
    }

    private mutating func checkTrainedELM(_ population: Population, by readout: Readout) {
        let name = readout.name
        func report(_ message: String, _ key: String, _ label: String, help: String?) {
            findings.report(.badELM, message, at: .key(name, key), label: label, help: help)
        }
        if population.count != 1 {
            report(
                "`\(name)` trains one neuron, and `\(population.name)` has \(population.count)",
                "of", "not one neuron",
                help: "a neuron of `elm` has as many outputs as there are classes")
        }
        if readout.settings["judged"].map({ $0 != .name("last") }) ?? false {
            report(
                "the outputs of `\(population.name)` are judged at the end of a sample", "judged",
                "for `lif` only", help: nil)
        }
        guard let port = model.stimuli.first(where: { $0.kind == "input" }) else { return }
        let inputs = model.projections.filter { $0.target.name == population.name }
        if inputs.count != 1 || inputs[0].source != Selection(port.name)
            || inputs[0].rule != .allToAll
        {
            report(
                "`\(population.name)` hears the port `\(port.name)` by one projection", "of",
                "another input",
                help: "projection \(port.name) -> \(population.name) { rule = all_to_all, "
                    + "weight = 1, delay = \(text(model.resolution, .time)) }")
        }
    }
}
