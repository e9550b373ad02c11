// The readout that makes a neuron of `elm` do as a cell does.

extension ModelChecks {
    mutating func checkFit(_ readout: Readout) {
        checkSettings(of: readout)
        let name = readout.name
        func report(_ message: String, _ key: String?, _ label: String, help: String? = nil) {
            findings.report(
                .badELM, message, at: key.map { .key(name, $0) } ?? name, label: label, help: help)
        }
        let selections = readout.features.of
        guard !selections.isEmpty else {
            return report("`\(name)` fits no population", "of", "fits nothing")
        }
        for selection in selections where !check(selection, at: .key(name, "of")) { return }
        guard selections.count == 1, selections[0].range == nil,
            let copy = model.population(named: selections[0].name), copy.kind == "elm",
            copy.count == 1
        else { return report("`\(name)` fits one neuron of `elm`", "of", "not one neuron of elm") }
        if (copy.settings["outputs"]?.quantity?.value ?? 1) < 2 {
            report(
                "`\(copy.name)` has one output, and `\(name)` needs two: for spikes and for the "
                    + "potential", "of", "one output", help: "write `outputs = 2`")
        }
        checkCell(readout, copy)
        checkSources(readout, copy)
        checkTimes(readout)
    }

    private mutating func checkCell(_ readout: Readout, _ copy: Population) {
        guard case .name(let cellName)? = readout.settings["cell"] else { return }
        let key = String.key(readout.name, "cell")
        guard check(Selection(cellName), at: key) else { return }
        guard let cell = model.population(named: cellName) else {
            findings.report(
                .badELM, "`\(cellName)` is a stimulus", at: key, label: "not a population")
            return
        }
        let hasPotential = Catalogue.kind(.neuron, cell.kind)?.states
            .contains { $0.name == "V_m" } ?? false
        if cell.name == copy.name || !hasPotential {
            findings.report(
                .badELM, "`\(cellName)` has no membrane potential to be fitted", at: key,
                label: "without V_m")
        } else if cell.count != 1 {
            findings.report(
                .badELM, "`\(readout.name)` fits one cell, and `\(cellName)` has \(cell.count) "
                    + "neurons", at: key, label: "not one neuron")
        }
    }

    /// What the copy hears has to be known spike by spike.
    private mutating func checkSources(_ readout: Readout, _ copy: Population) {
        let heard = model.projections.filter { $0.target.name == copy.name }
        if heard.isEmpty {
            findings.report(
                .badELM, "`\(copy.name)` hears nothing", at: .key(readout.name, "of"),
                label: "no projection ends on it")
        }
        let port = model.stimuli.first { $0.kind == "input" }
        for projection in heard {
            let key = String.key(readout.name, "of")
            let isFixed = projection.weight.quantity != nil
                && projection.delaySum.own.quantity != nil && projection.rule == .allToAll
            if !isFixed {
                findings.report(
                    .badELM, "`\(projection.source)` reaches `\(copy.name)` not by all_to_all with "
                        + "one weight and one delay", at: key, label: "hears too freely",
                    help: "rule = all_to_all, weight = 1, delay = \(text(model.resolution, .time))")
            }
            if readout.settings["cell"] == nil, projection.source.name != port?.name {
                findings.report(
                    .badELM, "`\(copy.name)` hears `\(projection.source)`, but recordings of a "
                        + "cell come through a port", at: key, label: "no port",
                    help: "declare `stimulus synapses[1278] of input`, or set `cell`")
            }
        }
    }

    private mutating func checkTimes(_ readout: Readout) {
        let name = readout.name
        func time(_ setting: String) -> Double? {
            (readout.settings[setting] ?? Catalogue.fit.parameter(setting)?.standard)?
                .quantity?.value
        }
        guard let window = time("window"), let burnIn = time("burn_in"), let skip = time("skip")
        else { return }
        if burnIn >= window {
            findings.report(
                .badELM, "nothing of a window of \(text(window, .time)) is left after the burn-in",
                at: .key(name, readout.settings["window"] == nil ? "burn_in" : "window"),
                label: "nothing left")
        }
        guard readout.settings["cell"] != nil else { return }
        guard let duration = model.duration else {
            findings.report(
                .badELM, "recordings for `\(name)` have no length", at: name, label: "no duration",
                help: "write `simulation { duration = 6 s }`")
            return
        }
        if duration < skip + window {
            findings.report(
                .badELM, "a recording of \(text(duration, .time)) has no window of "
                    + "\(text(window, .time)) after the first \(text(skip, .time))", at: name,
                label: "too short")
        }
    }
}
