// Rules of plasticity against the projections and populations that follow them.

extension ModelChecks {
    mutating func checkPlasticity(of projection: Projection, at projectionKey: String) {
        let key = String.key(projectionKey, "plasticity")
        let names = "from `\(projection.source.name)` to `\(projection.target.name)`"
        let rules = projection.plasticity.compactMap { rule($0, at: key) }
        for part in [PlasticityRule.Part.weights, .resources] {
            let same = rules.filter { $0.part == part }
            guard same.count > 1 else { continue }
            findings.report(
                .severalRules,
                "`\(same[0].name)` and `\(same[1].name)` both \(part.deed) the synapses \(names)",
                at: key, label: "one too many")
        }
        for rule in rules {
            guard let (problem, help) = objection(to: rule, on: projection, names) else { continue }
            findings.report(
                .ruleNotCarried, problem, at: key, label: "cannot act here",
                related: [(rule.name, "declared here")], help: help)
        }
    }

    private func objection(
        to rule: PlasticityRule, on projection: Projection, _ names: String
    ) -> (String, help: String?)? {
        if rule.part == .neurons {
            return (
                "`\(rule.name)` is a rule of neurons, not of the synapses \(names)",
                "name it in the population: `plasticity = \(rule.name)`"
            )
        }
        if model.stimulus(named: projection.source.name)?.kind == "current" {
            return (
                "`\(rule.name)` cannot act on the current `\(projection.source.name)`, which sends "
                    + "no spikes", nil
            )
        }
        if model.population(named: projection.source.name)?.sendsGradedOutputs == true {
            return (
                "`\(rule.name)` learns from spikes, and `\(projection.source.name)` sends none",
                "write `output = spikes`"
            )
        }
        guard let target = model.population(named: projection.target.name) else { return nil }
        if rule.kind == "rewiring", target.tellsSourcesApart {
            return (
                "`\(rule.name)` cannot move the synapses \(names), because their sources say where "
                    + "on a neuron of `\(target.kind)` they end", nil
            )
        }
        if rule.kind == "clopath", target.kind == "elm" {
            return (
                "`\(rule.name)` needs a membrane potential, which neurons of `elm` do not have",
                nil
            )
        }
        if rule.kind == "rewiring" { return objection(toRewiring: rule, of: projection, names) }
        if rule.isTrained, target.kind != "lif" {
            return (
                "`\(rule.name)` is a rule onto neurons of `lif`, but `\(target.name)` is of "
                    + "`\(target.kind)`", nil
            )
        }
        if rule.isTrained,
            let objection = objection(toTraining: target, by: rule, projection)
        {
            return objection
        }
        if rule.kind == "clopath", model.solverChoice(for: target).solver == .exact {
            return (
                "`\(rule.name)` needs the potential during spikes, which `\(target.name)` does "
                    + "not have, because it advances exactly", "write `solver = grid`"
            )
        }
        return nil
    }

    /// What goes along an axon, or is covered by an astrocyte, belongs to the synapses that a model
    /// begins with.
    private func objection(
        toRewiring rule: PlasticityRule, of projection: Projection, _ names: String
    ) -> (String, help: String?)? {
        if let axonal = projection.axonalDelay, axonal.quantity == nil {
            return (
                "`\(rule.name)` cannot move the synapses \(names), because they have axonal delays "
                    + "of their own", "give all of them the same `axonal_delay`"
            )
        }
        if let other = projection.plasticity.lazy.compactMap({ model.plasticity(named: $0) })
            .first(where: { $0.isTrained })
        {
            return (
                "`\(rule.name)` cannot move the synapses \(names), which `\(other.name)` trains",
                nil
            )
        }
        let cover = model.astrocytes.first { group in
            group.kind != "leaky_integrator"
                && group.covers.contains(
                    Astrocytes.Territory(projection.source.name, projection.target.name))
        }
        return cover.map {
            (
                "`\(rule.name)` cannot move the synapses \(names), because the astrocytes "
                    + "`\($0.name)` cover them", nil
            )
        }
    }

    mutating func checkPlasticity(of population: Population) {
        let name = population.name
        let key = String.key(name, "plasticity")
        let rules = population.plasticity.compactMap { rule($0, at: key) }
        let own = ["theta_plus", "tau_theta", "theta_mode"].first {
            population.settings[$0] != nil
        }
        let movers = rules.filter { $0.part == .neurons }.map(\.name) + (own.map { [$0] } ?? [])
        if movers.count > 1 {
            findings.report(
                .severalRules,
                "`\(movers[0])` and `\(movers[1])` both move the thresholds of `\(name)`", at: key,
                label: "one too many")
        }
        for rule in rules {
            let isNeurons = rule.part == .neurons
            guard rule.part != nil, !isNeurons || population.kind != "lif" else { continue }
            findings.report(
                .ruleNotCarried,
                isNeurons
                    ? "`\(rule.name)` is a rule of `lif`, but `\(name)` is of `\(population.kind)`"
                    : "`\(rule.name)` is a rule of synapses, not of the neurons of `\(name)`",
                at: key, label: "cannot act here", related: [(rule.name, "declared here")],
                help: isNeurons ? nil : "name it in a projection: `plasticity = \(rule.name)`")
        }
    }

    /// The rule of this name, or nil after a report.
    private mutating func rule(_ name: String, at key: String) -> PlasticityRule? {
        if let rule = model.plasticity(named: name) { return rule }
        let names = model.plasticities.map(\.name)
        findings.report(
            .unknownPlasticity, "there is no plasticity `\(name)`", at: key,
            label: "not declared in this model",
            help: .similar(to: name, in: names, as: "a plasticity"))
        return nil
    }

    // MARK: - Use

    /// Warns of rules that nothing follows, of modulators that nothing sees or releases.
    mutating func checkUseOfLearning() {
        let followed = Set(
            model.projections.flatMap(\.plasticity) + model.populations.flatMap(\.plasticity))
        for rule in model.plasticities where !followed.contains(rule.name) {
            findings.report(
                .unused, "neither a projection nor a population follows the rule `\(rule.name)`",
                at: rule.name, label: "not used")
        }
        let seen = Set(model.plasticities.flatMap(\.signals))
        for modulator in model.modulators {
            if !seen.contains(modulator.name) {
                findings.report(
                    .unused, "no rule sees the modulator `\(modulator.name)`", at: modulator.name,
                    label: "not used")
            } else if modulator.releasedBy.isEmpty, modulator.settings["initial"] == nil {
                findings.report(
                    .notReleased, "nothing in the model releases `\(modulator.name)`",
                    at: modulator.name, label: "not released",
                    help: "add `released_by = ...`, unless a program releases it")
            }
        }
        for astrocytes in model.astrocytes where astrocytes.covers.isEmpty {
            findings.report(
                .unused, "the astrocytes `\(astrocytes.name)` cover no synapses",
                at: astrocytes.name, label: "without effect")
        }
    }
}
