// Readouts that learn with their network, and the rule that they teach.

extension ModelChecks {
    /// Why a gradient cannot train the synapses onto a population.
    func objection(
        toTraining target: Population, by rule: PlasticityRule, _ projection: Projection
    ) -> (String, help: String?)? {
        let receptor = target.receptors.first {
            projection.receptor == nil || $0.name == projection.receptor
        }
        if let receptor, receptor.shape != .delta {
            return (
                "`\(rule.name)` is a rule onto delta receptors, but `\(receptor.name)` of "
                    + "`\(target.name)` is \(receptor.shape.rawValue)",
                "write `receptor \(receptor.name) { shape = delta }`, with weights in mV"
            )
        }
        let teacher = rule.kind == "surrogate" ? "classifier" : "leaky"
        if !model.readouts.contains(where: { $0.kind == teacher }) {
            let targets = teacher == "leaky" ? ", targets = sines" : ""
            return (
                "nothing teaches `\(rule.name)`, because the model has no \(teacher) readout",
                "add `readout y of \(teacher) { of = \(target.name)\(targets) }`"
            )
        }
        return nil
    }

    /// Whether the synapses follow e-prop, to which signs are free.
    func isTrained(_ projection: Projection) -> Bool {
        projection.plasticity.contains { model.plasticity(named: $0)?.isTrained == true }
    }

    /// Settings of a readout that learns trial by trial.
    mutating func checkSettings(of readout: Readout) {
        let name = readout.name
        guard let kind = Catalogue.kind(.readout, readout.kind) else { return }
        var settings = readout.settings
        settings["of"] = nil
        for entry in settings.entries {
            guard let parameter = kind.parameter(entry.name) else {
                findings.report(
                    .unknownParameter,
                    "the readout `\(kind.name)` has no parameter `\(entry.name)`",
                    at: .key(name, entry.name), label: "not a parameter",
                    help: .similar(
                        to: entry.name, in: kind.parameters.map(\.name), as: "a parameter"))
                continue
            }
            check(entry.value, as: parameter, of: SettingOwner(name))
        }
    }

    mutating func checkLeaky(_ readout: Readout) {
        checkSettings(of: readout)
        let name = readout.name
        let settings = readout.settings
        let kind = Catalogue.kind(.readout, "leaky")
        let selections = readout.features.of
        if selections.isEmpty || settings["targets"] == nil {
            let missing = selections.isEmpty ? "of" : "targets"
            findings.report(
                .missingParameter, "`\(name)` does not set `\(missing)`", at: name,
                label: "`\(missing)` is missing",
                help: kind?.parameter(missing).map { "`\(missing)` is the \($0.meaning)" })
        }
        for selection in selections where check(selection, at: .key(name, "of")) {
            guard model.population(named: selection.name)?.kind != "lif" else { continue }
            findings.report(
                .ruleNotCarried, "the readout `\(name)` learns with neurons of `lif`, which "
                    + "`\(selection.name)` is not", at: .key(name, "of"), label: "not of lif")
        }
        guard let port = model.stimuli.first(where: { $0.kind == "input" }) else {
            guard settings["targets"] == .name("majority") || settings["targets"] == .name("labels")
            else { return }
            findings.report(
                .missingParameter,
                "the targets of `\(name)` come with trials, but the model has no port for them",
                at: .key(name, "targets"), label: "needs a port",
                help: "add `stimulus cues[40] of input`")
            return
        }
        if settings["targets"] == .name("majority"), port.count % 4 != 0 || port.count == 0 {
            findings.report(
                .ruleNotCarried,
                "the \(port.count) elements of `\(port.name)` are not four equal groups",
                at: .key(port.name, "count"), label: "no multiple of four")
        }
    }
}
