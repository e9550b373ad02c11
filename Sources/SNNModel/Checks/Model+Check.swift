// Everything that can be wrong with a model as such, however it was made, is found here, all of it
// in one go. Checks do not lean on each other: where a part is too broken for a later check, that
// check passes over it, because a second complaint about the same mistake helps nobody.

extension Model {
    /// The mistakes and doubts about this model: errors first, each once.
    ///
    /// A model without errors can be built and run. The same checks hold for models made in Swift
    /// and for those read from text, for which the diagnostics say where (`places`).
    public func check() -> [Diagnostic] {
        var checks = ModelChecks(model: self)
        checks.checkSimulation()
        checks.checkNames()
        for population in populations { checks.check(population) }
        for stimulus in stimuli { checks.check(stimulus) }
        checks.checkLearning()
        for index in projections.indices { checks.checkProjection(index) }
        for index in recordings.indices { checks.checkRecording(index) }
        for index in weightRecordings.indices { checks.checkWeightRecording(index) }
        for readout in readouts { checks.check(readout) }
        checks.checkUse()
        checks.checkUseOfLearning()
        let all = checks.findings.diagnostics
        return all.filter { $0.severity == .error } + all.filter { $0.severity == .warning }
    }
}

/// A model under examination and what was found so far.
struct ModelChecks {
    let model: Model
    var findings: Findings

    init(model: Model) {
        self.model = model
        self.findings = Findings(places: model.places)
    }

    /// The length of a tick, or nil where it makes no sense, so that nothing is compared with it.
    var resolution: Double? {
        model.resolution > 0 && model.resolution.isFinite ? model.resolution : nil
    }

    /// A number of milliseconds or other unit, as people write it.
    func text(_ value: Double, _ dimension: Dimension) -> String {
        Quantity(value, dimension).text
    }
}
