import SNNReport

/// The sections of `report.html`.
struct RunReport {
    let source: ModelSource
    let results: RunResults
    let record: RunRecord

    func html() -> String {
        var report = Report(
            title: source.name, subtitle: subtitle, digest: results.digestText)
        if let experiment = results.experiment {
            for answer in experiment.answers { report.sections += sections(of: answer) }
            report.sections += experiment.courses.map { course in
                .learning(
                    course.phase, accuracies: course.accuracies,
                    final: experiment.answers.first?.reservoir.test.share,
                    spikes: Array(zip(course.samples, course.spikes)),
                    repetitions: course.repetitions)
            }
        }
        report.sections += results.weights.map { history in
            .weights(
                history.name, unit: history.unit, axis: history.axis, moments: history.moments,
                weights: history.weights, means: history.means, deviations: history.deviations,
                synapses: history.synapseCount)
        }
        if results.trains.contains(where: { !$0.times.isEmpty }) {
            report.sections += [
                .raster(results.trains, window: results.plotWindow),
                .rates(results.trains.map { $0.meanPresentation ?? $0 }, note: rateNote),
                .distributions(results.trains),
            ]
        }
        if let branching = results.branching { report.sections.append(section(of: branching)) }
        if let training = results.training { report.sections.append(training.section) }
        if let expectation = results.expectation { report.sections.append(expectation.section) }
        if let classifier = results.classifier { report.sections += classifier.sections }
        if let fit = results.fit { report.sections += fit.sections }
        if let audit = results.audit { report.sections.append(audit.section) }
        report.sections += [
            .facts(facts), .model(source.text, name: source.file.lastPathComponent),
        ]
        return report.html()
    }

    private var rateNote: String? {
        results.experiment == nil ? nil : "Averaged over all presentations of the test."
    }

    private var subtitle: String {
        let what =
            "\(results.neuronText), \(Figures.grouped(results.synapses)) "
            + "synapses, \(Figures.short(results.simulated / 1000)) s"
        guard let stimulus = record.stimulus else { return what }
        return what + " on \(stimulus.name)"
    }

    private func section(of branching: Branching) -> Section {
        let window = Figures.short(Branching.window)
        return Section(
            "Branching",
            lead: "Spikes of the receivers of a neuron in the \(window) ms after its spike, for "
                + "each spike of its senders in the \(window) ms before: 1 where activity neither "
                + "grows nor dies out.",
            parts: [
                .answers([
                    .init(
                        "branching factor", Figures.fixed(branching.factor, 3),
                        remark: "mean over \(branching.presentations) test samples", isMain: true)
                ])
            ])
    }

    private func sections(of answer: Experiment.Answer) -> [Section] {
        let notice = results.notices.isEmpty ? nil : results.notices.joined(separator: " ")
        var sections: [Section] = [
            .answer(
                [(answer.name, answer.reservoir.test), ("control", answer.control.test)],
                gain: answer.comparison, notice: notice),
            .confusion(answer.reservoir.test, classNames: results.classNames),
        ]
        if let own = answer.reservoir.selection, let control = answer.control.selection {
            sections.append(.bins([(answer.name, own), ("control", control)]))
        }
        return sections
    }

    private var facts: [(name: String, value: String)] {
        var facts: [(name: String, value: String)] = [
            ("command", record.commandLine.joined(separator: " ")),
            ("program", record.program),
            ("started", record.started),
            ("seed", String(record.seed)),
            ("model's hash", record.model.fnv1a64),
            ("resolution", Quantity.milliseconds(record.resolutionMilliseconds).text),
            ("workers", "\(record.workersUsed), \(record.kernels) kernels"),
            ("machine", "\(record.host.processor), \(record.host.processors) processors"),
        ]
        if let stimulus = record.stimulus {
            facts.append(
                (
                    "stimulus",
                    "\(stimulus.name): \(stimulus.trainSamples) training and "
                        + "\(stimulus.testSamples) test samples"
                ))
        }
        for solver in results.solvers { facts.append(("solver", solver)) }
        for notice in results.notices { facts.append(("note", notice)) }
        for stage in record.stages {
            facts.append((stage.name, "\(Figures.short(stage.seconds)) s"))
        }
        if let stage = results.interruptedDuring { facts.append(("interrupted", "while \(stage)")) }
        return facts
    }
}
