// Time, recordings and readouts.

extension ModelChecks {
    mutating func checkSimulation() {
        guard let resolution else {
            findings.report(
                .badResolution,
                "the resolution is \(text(model.resolution, .time)), but has to be positive",
                at: "simulation.resolution", label: "not positive")
            return
        }
        guard let duration = model.duration else { return }
        if !(duration >= resolution * (1 - 1e-9)) {
            findings.report(
                .badDuration, "the duration of \(text(duration, .time)) is shorter than a tick",
                at: "simulation.duration", label: "shorter than a tick")
        } else if duration / resolution > Self.ticksMax {
            findings.report(
                .badDuration,
                "the duration of \(text(duration, .time)) is longer than ticks can count",
                at: "simulation.duration", label: "too long")
        }
    }

    /// Ticks of a run at most, so that a time in ticks is exact as a Double by a wide margin.
    static let ticksMax = 1e12

    mutating func checkRecording(_ index: Int) {
        let recording = model.recordings[index]
        let key = "record \(index)"
        if recording.of.isEmpty {
            findings.report(
                .nothingSelected, "a recording names no population", at: key,
                label: "records nothing")
        }
        for selection in recording.of {
            if let astrocytes = model.astrocytes(named: selection.name) {
                check(recording.quantity, of: astrocytes, selection.range, at: key)
            } else if check(selection, at: .key(key, "of")) {
                check(recording.quantity, of: selection.name, at: key)
            }
        }
        let every = String.key(key, "every")
        switch (recording.quantity, recording.every) {
        case (.spikes, nil): return
        case (.spikes, _):
            findings.report(
                .badInterval, "spikes are recorded whenever they happen, not at an interval",
                at: every, label: "not for spikes", help: "`record rate` counts spikes in intervals"
            )
        case (let quantity, let interval?):
            checkInterval(interval, of: "the recording of \(quantity.text)", at: every)
        case (let quantity, nil):
            findings.report(
                .badInterval, "the recording of \(quantity.text) has no interval", at: key,
                label: "no interval", help: "add one, such as `every 1 ms`")
        }
    }

    mutating func checkWeightRecording(_ index: Int) {
        let recording = model.weightRecordings[index]
        let key = "record weight \(index)"
        checkInterval(recording.every, of: "the recording of weights", at: .key(key, "every"))
        guard check(recording.source, at: key), check(recording.target, at: key),
            model.count(of: recording.source) != nil
        else { return }
        let ends = "from `\(recording.source)` to `\(recording.target)`"
        let learning = model.projections(of: recording).map { model.projections[$0] }
        if !learning.isEmpty {
            let rules = learning.flatMap(\.plasticity).compactMap { model.plasticity(named: $0) }
            guard let rule = rules.first(where: { $0.kind == "rewiring" }) else { return }
            findings.report(
                .nothingSelected,
                "the synapses \(ends) are not the same all the time, because `\(rule.name)` moves "
                    + "them", at: key, label: "move to other sources",
                help: "`--save-weights` keeps them as they are in the end")
            return
        }
        let isStill = model.projections.contains {
            $0.source == recording.source && $0.target == recording.target
        }
        findings.report(
            .nothingSelected,
            isStill
                ? "the weights \(ends) do not change" : "there is no projection \(ends)",
            at: key, label: isStill ? "no rule changes them" : "no such projection")
    }

    private mutating func check(_ quantity: Recording.Quantity, of name: String, at key: String) {
        let quantityKey = String.key(key, "quantity")
        if let stimulus = model.stimulus(named: name) {
            if stimulus.kind == "current" {
                findings.report(
                    .unknownState, "`\(name)` is a current and has no \(quantity.noun) to record",
                    at: quantityKey, label: "not recordable")
            } else if case .state(let state) = quantity {
                findings.report(
                    .unknownState, "`\(name)` is a stimulus and has no state `\(state)`",
                    at: quantityKey, label: "not a state")
            }
        }
        guard let population = model.population(named: name), case .state(let state) = quantity
        else { return }
        let states = population.recordableStates
        guard !states.isEmpty, !states.contains(state) else { return }
        findings.report(
            .unknownState, "`\(name)` has no state `\(state)`", at: quantityKey,
            label: "not a state",
            help: .similar(to: state, in: states, as: "a state")
                ?? "the states of `\(name)` are \(String.list(of: states))")
    }

    private mutating func check(
        _ quantity: Recording.Quantity, of astrocytes: Astrocytes, _ range: Range<Int>?,
        at key: String
    ) {
        let name = astrocytes.name
        let states = Catalogue.kind(.astrocyte, astrocytes.kind)?.states.map(\.name) ?? []
        if let range, range.upperBound > astrocytes.count || range.isEmpty {
            findings.report(
                .selectionOutside,
                "`\(Selection(name, range))` goes beyond the \(astrocytes.count) elements of "
                    + "`\(name)`", at: .key(key, "of"), label: "beyond the end")
        }
        if case .state(let state) = quantity, states.isEmpty || states.contains(state) { return }
        findings.report(
            .unknownState, "the astrocytes `\(name)` have no \(quantity.name) to record",
            at: .key(key, "quantity"), label: "not a state",
            help: "the states of `\(name)` are \(String.list(of: states))")
    }

    /// An interval is a whole number of ticks.
    mutating func checkInterval(_ interval: Double, of subject: String, at key: String) {
        guard let resolution else { return }
        let ticks = interval / resolution
        if ticks >= 1 - 1e-6, abs(ticks - ticks.rounded()) <= 1e-6 * max(1, ticks) { return }
        let help = "a tick is \(text(resolution, .time))"
        if ticks >= 1 - 1e-6, ticks.isFinite {
            findings.report(
                .badInterval, "the interval of \(subject) is no whole number of ticks", at: key,
                label: "between two ticks", help: help)
        } else {
            findings.report(
                .badInterval, "the interval of \(subject) is shorter than a tick", at: key,
                label: "shorter than a tick", help: help)
        }
    }

    mutating func check(_ readout: Readout) {
        let name = readout.name
        if Catalogue.kind(.readout, readout.kind) == nil {
            reportUnknownKind(readout.kind, .readout, of: name)
        }
        if readout.kind == "leaky" { return checkLeaky(readout) }
        if readout.kind == "what_when" { return checkWhatWhen(readout) }
        if readout.kind == "classifier" { return checkClassifier(readout) }
        if readout.kind == "fit" { return checkFit(readout) }
        let features = String.key(name, "features")
        if readout.features.of.isEmpty {
            findings.report(
                .nothingSelected, "the readout `\(name)` reads from no population", at: features,
                label: "reads nothing")
        }
        for selection in readout.features.of where check(selection, at: features) {
            guard model.stimulus(named: selection.name)?.kind == "current" else { continue }
            findings.report(
                .unknownState, "`\(selection.name)` is a current and has no spikes to count",
                at: features, label: "has no spikes")
        }
        let bins = readout.features.bins
        if bins.isEmpty {
            findings.report(
                .badBins, "the readout `\(name)` has no number of bins", at: features,
                label: "no bins")
        } else if let odd = bins.first(where: { !(1...10_000).contains($0) }) {
            findings.report(
                .badBins, "the readout `\(name)` counts spikes in \(odd) bins", at: features,
                label: "not 1 ... 10000")
        } else if readout.kind == "labels", bins != [1] {
            findings.report(
                .badBins, "the readout `\(name)` takes the spikes of whole presentations",
                at: features, label: "one bin only")
        }
        let penalty = String.key(name, "penalty")
        if readout.penalties.isEmpty {
            findings.report(
                .badPenalty, "the readout `\(name)` has no penalty", at: penalty,
                label: "no penalty")
        } else if let odd = readout.penalties.first(where: { !($0 > 0 && $0.isFinite) }) {
            findings.report(
                .badPenalty,
                "a penalty of the readout `\(name)` is \(text(odd, .none)), but has to be positive",
                at: penalty, label: "not positive")
        }
    }
}

extension Recording.Quantity {
    /// For messages: "`V_m`" or "the rate".
    var text: String {
        if case .state(let name) = self { "`\(name)`" } else { "the \(noun)" }
    }

    /// The word after `record`.
    var name: String {
        if case .state(let name) = self { name } else { noun }
    }

    var noun: String {
        switch self {
        case .spikes: "spikes"
        case .rate: "rate"
        case .state: "state"
        }
    }
}

extension Population {
    /// The names of what can be recorded at intervals: the states of the kind, then for each
    /// receptor its current `I_ampa` in pA or conductance `g_ampa` in nS, or for each dendrite its
    /// potential `U_1` in mV. A delta receptor has no state.
    public var recordableStates: [String] {
        let own = (Catalogue.kind(.neuron, kind)?.states.map(\.name) ?? [])
            .filter { $0 != "theta" || hasAdaptiveThreshold }
        if dendriteCount > 0 { return own + (1...dendriteCount).map { "U_\($0)" } }
        return own
            + receptors.filter { !$0.isInstant }.map {
                ($0.isConductance ? "g_" : "I_") + $0.name
            }
    }
}
