// Both ends of a projection and the receptor between them.

/// The ends of a projection, as far as they exist.
struct Ends {
    let source: Selection
    let target: Selection
    /// How many elements are selected.
    let sourceCount: Int
    let targetCount: Int
    let sourceLayout: Layout?
    let targetLayout: Layout?
    /// Elements that are both sources and targets.
    let shared: Int
    let receptor: Receptor?
    /// Whether the source injects a current instead of sending spikes.
    let isCurrent: Bool
}

extension ModelChecks {
    mutating func checkProjection(_ index: Int) {
        let projection = model.projections[index]
        let key = "projection \(index)"
        let hasSource = check(projection.source, at: .key(key, "source"))
        let hasTarget = check(projection.target, at: .key(key, "target"))
        let isOntoStimulus = model.stimulus(named: projection.target.name) != nil
        if isOntoStimulus, hasTarget {
            findings.report(
                .stimulusAsTarget,
                "`\(projection.target.name)` is a stimulus, which nothing can influence",
                at: .key(key, "target"), label: "a stimulus",
                related: [(projection.target.name, "declared here")])
        }
        checkPlasticity(of: projection, at: key)
        let isCurrent = model.stimulus(named: projection.source.name)?.kind == "current"
        let target = model.population(named: projection.target.name)
        let receptor = target.flatMap { target in
            isCurrent ? nil : self.receptor(of: projection, on: target, at: key)
        }
        if isCurrent, let target, target.kind == "elm" {
            findings.report(
                .badELM, "neurons of `\(target.name)` count spikes, and the current "
                    + "`\(projection.source.name)` has none", at: .key(key, "source"),
                label: "not for `elm`")
        }
        if let target, model.population(named: projection.source.name)?.sendsGradedOutputs == true,
            model.solverChoice(for: target).solver == .exact
        {
            findings.report(
                .badELM, "`\(target.name)` advances exactly, and takes no outputs of "
                    + "`\(projection.source.name)`, which come in every bin",
                at: .key(key, "target"), label: "advances exactly", help: "write `solver = grid`")
        }
        if isCurrent, let name = projection.receptor {
            findings.report(
                .receptorOfCurrent,
                "the current `\(projection.source.name)` is injected directly, not via `\(name)`",
                at: .key(key, "receptor"), label: "not for currents")
        }
        checkNumbers(of: projection.rule, at: .key(key, "rule"))
        checkDelay(of: projection, at: key)
        guard hasSource, hasTarget, !isOntoStimulus else { return }
        let ends = self.ends(of: projection, receptor: receptor, isCurrent: isCurrent)
        checkWeight(of: projection, ends, at: key)
        checkBounds(of: projection, ends, at: key)
        checkFit(of: projection, ends, at: .key(key, "rule"))
        checkDistances(of: projection, ends, at: key)
    }

    /// Whether the selection names elements that exist; reports it if not.
    mutating func check(_ selection: Selection, at key: String) -> Bool {
        let name = selection.name
        guard let count = model.count(of: name) else {
            let isTarget = key.hasSuffix("target")
            let names = model.populations.map(\.name) + (isTarget ? [] : model.stimuli.map(\.name))
            let similar = name.nearest(in: names)
            let what =
                similar.flatMap { model.stimulus(named: $0) } == nil ? "population" : "stimulus"
            findings.report(
                .unknownElement,
                "there is no \(isTarget ? "population" : "population or stimulus") named `\(name)`",
                at: key, label: "not declared in this model",
                help: similar.map { "a \(what) with a similar name exists: `\($0)`" })
            return false
        }
        guard let range = selection.range else { return true }
        if range.isEmpty {
            findings.report(
                .nothingSelected, "`\(selection)` selects nothing", at: key, label: "an empty range"
            )
            return false
        }
        if range.lowerBound < 0 || range.upperBound > count {
            guard count > 0 else { return false }
            findings.report(
                .selectionOutside, "`\(selection)` goes beyond the \(count) elements of `\(name)`",
                at: key, label: "beyond the end", related: [(name, "declared here")],
                help: "the elements of `\(name)` are 0 ..< \(count)")
            return false
        }
        return true
    }

    private mutating func receptor(
        of projection: Projection, on target: Population, at key: String
    ) -> Receptor? {
        let names = target.receptors.map(\.name)
        if let name = projection.receptor {
            if let receptor = target.receptors.first(where: { $0.name == name }) { return receptor }
            findings.report(
                .unknownReceptor, "`\(target.name)` has no receptor `\(name)`",
                at: .key(key, "receptor"), label: "not a receptor",
                related: [(target.name, "declared here")],
                help: .similar(to: name, in: names, as: "a receptor")
                    ?? "`\(target.name)` has the receptors \(String.list(of: names))")
            return nil
        }
        if names.count == 1 { return target.receptors[0] }
        findings.report(
            .receptorNeeded,
            names.isEmpty
                ? "`\(target.name)` has no receptor on which synapses could end"
                : "`\(target.name)` has \(names.count) receptors, and the projection names none",
            at: .key(key, "target"), label: names.isEmpty ? "has no receptor" : "which receptor",
            related: [(target.name, "declared here")],
            help: names.isEmpty ? nil : "name one of \(String.list(of: names)) after `via`")
        return nil
    }

    private func ends(of projection: Projection, receptor: Receptor?, isCurrent: Bool) -> Ends {
        let (source, target) = (projection.source, projection.target)
        return Ends(
            source: source, target: target,
            sourceCount: max(0, model.count(of: source) ?? 0),
            targetCount: max(0, model.count(of: target) ?? 0),
            sourceLayout: model.layout(of: source.name),
            targetLayout: model.layout(of: target.name),
            shared: model.sharedCount(of: projection), receptor: receptor, isCurrent: isCurrent)
    }
}

extension Model {
    /// How many elements are both sources and targets of the projection.
    func sharedCount(of projection: Projection) -> Int {
        let (source, target) = (projection.source, projection.target)
        guard source.name == target.name, let count = count(of: source.name), count > 0 else {
            return 0
        }
        let all = 0..<count
        return (source.range ?? all).clamped(to: target.range ?? all).count
    }
}
