// Receptors that only dendrites have, and what cannot end on dendrites.

extension ModelChecks {
    mutating func checkDendrites(_ population: Population) {
        let name = population.name
        for receptor in population.receptors { checkMagnesium(receptor, of: population) }
        guard population.kind == "dendritic" else { return }
        for receptor in population.receptors where receptor.shape == .delta {
            findings.report(
                .badReceptor,
                "the receptor `\(receptor.name)` is a jump of the potential, which dendrites of "
                    + "`\(name)` do not take", at: .key(name, receptor.name),
                label: "not for `dendritic`", help: "write `shape = exponential` and a `tau`")
        }
        let most = Population.dendriteCountMax
        guard let count = population.settings["dendrites"]?.quantity?.value,
            count > Double(most)
        else { return }
        findings.report(
            .badDendrites, "neurons of `\(name)` have more than \(most) dendrites",
            at: .key(name, "dendrites"), label: "too many")
    }

    private mutating func checkMagnesium(_ receptor: Receptor, of population: Population) {
        guard receptor.magnesium != nil else { return }
        let key = String.key(.key(population.name, receptor.name), "magnesium")
        let names = "the receptor `\(receptor.name)` of `\(population.name)`"
        if !receptor.isConductance {
            findings.report(
                .badReceptor, "\(names) is no conductance that magnesium could block", at: key,
                label: "needs a `reversal`",
                help: receptor.isInstant
                    ? "a conductance has the shape `exponential` or `alpha`"
                    : "add `reversal = 0 mV`")
        } else if population.kind != "dendritic" {
            findings.report(
                .badReceptor,
                "\(names) has `magnesium`, but neurons of `\(population.kind)` have no dendrites",
                at: key, label: "for `dendritic` only",
                help: "write `of dendritic`, or leave `magnesium` out")
        }
    }

    /// Neurons of `elm` have no membrane that a slow inward current could flow into.
    mutating func checkTargets(of astrocytes: Astrocytes) {
        let entry = Catalogue.kind(.astrocyte, astrocytes.kind)?.parameter("SIC_scale")
        guard let scale = (astrocytes.settings["SIC_scale"] ?? entry?.standard)?.quantity,
            scale.value != 0
        else { return }
        for part in astrocytes.covers
        where model.population(named: part.target)?.kind == "elm" {
            findings.report(
                .badELM,
                "`\(astrocytes.name)` sends a slow inward current, which `\(part.target)` of `elm` "
                    + "does not take", at: .key(astrocytes.name, "covers"),
                label: "not for `elm`", help: "write `SIC_scale = 0 pA`")
        }
    }
}
