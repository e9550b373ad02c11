// Rules of plasticity against the projections and populations that follow them.

extension ModelChecks {
    mutating func checkPlasticity(of projection: Projection, at projectionKey: String) {
        let key = String.key(projectionKey, "plasticity")
        for name in projection.plasticity { _ = rule(name, at: key) }
    }

    mutating func checkPlasticity(of population: Population) {
        let key = String.key(population.name, "plasticity")
        for name in population.plasticity { _ = rule(name, at: key) }
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
}
