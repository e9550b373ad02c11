// Rules of plasticity, modulators, astrocytes and phases, each for itself: whether the kind exists
// and its settings fit. What they do to projections is checked in `PlasticityChecks`.

extension ModelChecks {
    /// What formulas of rules may use: of astrocytes those that are a number.
    var signals: [String] {
        model.modulators.map(\.name)
            + model.astrocytes.filter { $0.kind == "leaky_integrator" }.map(\.name)
    }

    mutating func checkLearning() {
        for rule in model.plasticities { check(rule) }
        for modulator in model.modulators { check(modulator) }
        for astrocytes in model.astrocytes { check(astrocytes) }
        for phase in model.phases { check(phase) }
    }

    private mutating func check(_ rule: PlasticityRule) {
        guard let kind = kind(rule.kind, .plasticity, of: rule.name),
            !isLocal(rule)
        else { return }
        checkSettings(
            rule.settings, of: SettingOwner(rule.name, signals: signals), kind: kind)
        checkBounds(of: rule)
        checkSigns(of: rule)
        for entry in kind.parameters {
            guard case .reference = entry.form, case .name(let name)? = rule.settings[entry.name],
                !signals.contains(name)
            else { continue }
            findings.report(
                .unknownModulator, "there is no modulator `\(name)`",
                at: .key(rule.name, entry.name), label: "not declared in this model",
                help: .similar(to: name, in: signals, as: "a modulator"))
        }
    }

    private mutating func check(_ modulator: Modulator) {
        if let kind = kind(modulator.kind, .modulator, of: modulator.name) {
            checkSettings(modulator.settings, of: SettingOwner(modulator.name), kind: kind)
        }
        for selection in modulator.releasedBy {
            checkSpiking(selection, at: .key(modulator.name, "released_by"))
        }
        if modulator.kind == "diffusion" { checkPlaces(of: modulator) }
    }

    /// Whether a formula of the rule uses a number that differs from place to place.
    private mutating func isLocal(_ rule: PlasticityRule) -> Bool {
        for entry in rule.settings.entries {
            guard case .formula(let formula) = entry.value,
                let local = model.modulators.first(where: {
                    $0.kind == "diffusion" && formula.variables.contains($0.name)
                })
            else { continue }
            findings.report(
                .localModulator,
                "`\(entry.name)` of `\(rule.name)` depends on `\(local.name)`, which is not the "
                    + "same everywhere", at: .key(rule.name, entry.name),
                label: "one number for all synapses",
                help: "`modulator = \(local.name)` of a `three_factor_stdp` sees it at each target")
            return true
        }
        return false
    }

    /// Distances from those that release it to those whose synapses see it.
    private mutating func checkPlaces(of modulator: Modulator) {
        let rules = model.plasticities.filter { $0.signals.contains(modulator.name) }
        let targets = model.projections.filter { projection in
            rules.contains { projection.plasticity.contains($0.name) }
        }.map(\.target.name)
        let key = String.key(modulator.name, "released_by")
        let names = (modulator.releasedBy.map(\.name) + targets).filter {
            model.count(of: $0) != nil
        }
        guard let first = names.first else { return }
        if let bare = names.first(where: { !model.hasLayout($0) }) {
            findings.report(
                .positionsMissing,
                "`\(modulator.name)` falls with the distance, but `\(bare)` has no positions",
                at: key, label: "depends on distance",
                help: "add `position = grid(...)` or `position ~ box(...)` to `\(bare)`")
            return
        }
        let dimensions = model.layout(of: first)?.dimensions
        guard let other = names.first(where: { model.layout(of: $0)?.dimensions != dimensions })
        else { return }
        findings.report(
            .positionsDiffer,
            "`\(first)` and `\(other)` have positions in \(dimensions ?? 0) and "
                + "\(model.layout(of: other)?.dimensions ?? 0) dimensions",
            at: key, label: "dimensions differ")
    }

    private mutating func check(_ astrocytes: Astrocytes) {
        let name = astrocytes.name
        if let kind = kind(astrocytes.kind, .astrocyte, of: name) {
            checkSettings(astrocytes.settings, of: SettingOwner(name), kind: kind)
        }
        if astrocytes.count <= 0 {
            findings.report(
                .emptyPopulation, "the astrocytes `\(name)` have \(astrocytes.count) elements",
                at: .key(name, "count"), label: "not a size")
        }
        checkLayout(astrocytes.layout, of: name, count: astrocytes.count)
        checkCoverage(of: astrocytes)
    }

    private mutating func checkCoverage(of astrocytes: Astrocytes) {
        let name = astrocytes.name
        for part in astrocytes.covers {
            let isThere = model.projections.contains {
                $0.source.name == part.source && $0.target.name == part.target
            }
            if isThere { continue }
            findings.report(
                .nothingCovered,
                "`\(name)` covers `\(part.source) -> \(part.target)`, but there is no such "
                    + "projection", at: .key(name, "covers"), label: "no synapses there")
        }
        checkTargets(of: astrocytes)
        let key = String.key(name, "rule")
        switch astrocytes.coverage {
        case .randomPool(let p, let size), .blockPool(let p, let size):
            if !(0...1).contains(p) {
                findings.report(
                    .notAFraction, "the probability of `\(name)` is \(text(p, .none))", at: key,
                    label: "outside 0 ... 1")
            }
            guard astrocytes.count > 0, !(1...astrocytes.count).contains(size) else { return }
            findings.report(
                .badPool, "`\(name)` has \(astrocytes.count) elements, but pools of \(size)",
                at: key, label: "pools do not fit")
        case .nearest where astrocytes.kind != "leaky_integrator":
            let targets = astrocytes.covers.map(\.target)
            let names = targets.filter { model.count(of: $0) != nil && !model.hasLayout($0) }
            guard let bare = astrocytes.layout == nil ? name : names.first else { return }
            findings.report(
                .positionsMissing,
                "the nearest of `\(name)` are sought, but `\(bare)` has no positions", at: key,
                label: "depends on distance",
                help: "add `position = grid(...)` or `position ~ box(...)` to `\(bare)`")
        case .nearest: return
        }
    }

    private mutating func check(_ phase: Phase) {
        guard let kind = Catalogue.kind(.block, "phase") else { return }
        checkSettings(phase.settings, of: SettingOwner(phase.name), kind: kind)
    }

    // MARK: - Parts

    /// The kind of this name, or nil after a report.
    private mutating func kind(
        _ kind: String, _ category: Kind.Category, of name: String
    ) -> Kind? {
        guard let found = Catalogue.kind(category, kind) else {
            reportUnknownKind(kind, category, of: name)
            return nil
        }
        return found
    }

    /// A selection of elements that send spikes.
    private mutating func checkSpiking(_ selection: Selection, at key: String) {
        guard check(selection, at: key) else { return }
        guard model.stimulus(named: selection.name)?.kind == "current" else { return }
        findings.report(
            .unknownState, "`\(selection.name)` is a current and has no spikes", at: key,
            label: "has no spikes")
    }
}
