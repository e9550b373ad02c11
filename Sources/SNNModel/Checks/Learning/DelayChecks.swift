// The three delays: from the source's spike to the synapse, from there to its effect, and from the
// target's spike back to the synapse.

extension ModelChecks {
    /// A delay that is given in its parts, of which one at most is drawn.
    mutating func checkDelayParts(of projection: Projection, at projectionKey: String) {
        let subject = "from `\(projection.source.name)` to `\(projection.target.name)`"
        var sum = 0.0...0.0
        var isSound = true
        for (name, value) in projection.delayParts {
            let key = String.key(projectionKey, name)
            let what = "\(name.spoken) \(subject)"
            if let range = delayRange(of: value, what, projection, at: key) {
                sum = (sum.lowerBound + range.lowerBound)...(sum.upperBound + range.upperBound)
            } else {
                isSound = false
            }
        }
        guard isSound else { return }
        if projection.delayParts.filter(\.value.isHeterogeneous).count > 1 {
            findings.report(
                .delaysContradict, "both parts of the delay \(subject) are drawn",
                at: .key(projectionKey, "dendritic_delay"), label: "drawn too",
                related: [(.key(projectionKey, "axonal_delay"), "drawn")],
                help: "one of the two is a single number")
        }
        guard let resolution else { return }
        let tick = text(resolution, .time)
        let key = String.key(projectionKey, projection.delayParts[0].name)
        if sum.lowerBound < resolution * (1 - 1e-9) {
            findings.report(
                .delayBelowResolution,
                "the delay \(subject), both parts together, can be shorter than the resolution of "
                    + tick, at: key, label: "shorter than a tick",
                related: [("simulation.resolution", "resolution is here")])
        } else if sum.upperBound > resolution * Self.delayTicksMax {
            findings.report(
                .delayTooLong,
                "the delay \(subject), both parts together, can be "
                    + "\(text(sum.upperBound, .time)), longer than "
                    + "\(Int(Self.delayTicksMax)) ticks",
                at: key, label: "too long")
        }
    }

    /// The way back, and whether spikes find the synapse in an order that the rule can follow.
    mutating func checkBackPropagation(of projection: Projection, at projectionKey: String) {
        let subject = "from `\(projection.source.name)` to `\(projection.target.name)`"
        let rule = projection.plasticity.compactMap { model.plasticity(named: $0) }
            .first { $0.part == .weights }
        let key = String.key(projectionKey, "back_propagation_delay")
        var back: Double?
        if let value = projection.backPropagationDelay {
            if value.isHeterogeneous {
                findings.report(
                    .delaysContradict, "the back-propagation delay \(subject) is drawn", at: key,
                    label: "drawn", help: "spikes of a neuron come back to all its synapses alike")
                return
            }
            let what = "back-propagation delay \(subject)"
            guard let range = delayRange(of: value, what, projection, at: key) else { return }
            back = range.lowerBound
            if rule == nil {
                findings.report(
                    .unusedSetting,
                    "the back-propagation delay \(subject) has no effect, because no rule pairs "
                        + "spikes there", at: key, label: "without effect")
            }
        }
        guard let rule, let target = model.population(named: projection.target.name),
            model.solverChoice(for: target).solver == .exact
        else { return }
        let owner = synapseOwner(key, farthest: farthest(of: projection))
        let axonal = projection.axonalDelay.flatMap { owner.range(of: $0)?.upperBound } ?? 0
        let dendritic =
            projection.axonalDelay != nil && projection.dendriticDelay == nil
            ? 0
            : owner.range(of: projection.dendriticDelay ?? projection.delay)?.lowerBound
        if axonal > 0, !rule.signals.isEmpty {
            findings.report(
                .delaysContradict,
                "`\(rule.name)` sees arrivals \(subject) after \(text(axonal, .time)), when "
                    + "`\(rule.signals[0])` is not yet known to a neuron that advances exactly",
                at: .key(projectionKey, "axonal_delay"), label: "not seen at once",
                help: "write `solver = grid`, or `delay` in place of `axonal_delay`")
            return
        }
        guard let way = back ?? dendritic, axonal > way + 1e-9 else { return }
        findings.report(
            .delaysContradict,
            "`\(rule.name)` sees arrivals \(subject) after \(text(axonal, .time)) and spikes of "
                + "`\(target.name)` after \(text(way, .time)), which a neuron that advances "
                + "exactly cannot wait for",
            at: .key(projectionKey, "axonal_delay"), label: "longer than the way back",
            help: "write `solver = grid`, or a longer `back_propagation_delay`")
    }

    /// What values a delay takes; nil after a report of what is wrong with it.
    private mutating func delayRange(
        of value: Value, _ what: String, _ projection: Projection, at key: String
    ) -> ClosedRange<Double>? {
        guard let dimension = synapseDimension(of: value, what, at: key) else { return nil }
        guard dimension == .time else {
            findings.report(
                .wrongDimension, "the \(what) is \(dimension.name), not a time", at: key,
                label: "expected a time", help: "delays are written in ms")
            return nil
        }
        let owner = synapseOwner(key, farthest: farthest(of: projection))
        guard let range = owner.range(of: value), range.isFinite else {
            findings.report(
                .notFinite, "the \(what) can be not finite", at: key, label: "not finite")
            return nil
        }
        guard range.lowerBound >= 0 else {
            let verb = value.isHeterogeneous ? "can be" : "is"
            findings.report(
                .negative, "the \(what) \(verb) negative", at: key, label: "negative",
                help: value.isHeterogeneous ? "add the bound `min: 0 ms`" : nil)
            return nil
        }
        if let resolution, !value.isHeterogeneous {
            warnOfRounding(range.lowerBound, what, resolution, at: key)
        }
        return range
    }
}

extension Projection {
    /// The parts of the delay that are given, with their names in the language.
    var delayParts: [(name: String, value: Value)] {
        [("axonal_delay", axonalDelay), ("dendritic_delay", dendriticDelay)]
            .compactMap { name, value in value.map { (name, $0) } }
    }

    /// Everything that decides about the delay, the way back included.
    var delayValues: [(name: String, value: Value)] {
        let parts = delayParts.isEmpty ? [("delay", delay)] : delayParts
        return parts + (backPropagationDelay.map { [("back_propagation_delay", $0)] } ?? [])
    }
}

extension String {
    /// "axonal delay" for `axonal_delay`.
    var spoken: String { String(map { $0 == "_" ? " " : $0 }) }
}
