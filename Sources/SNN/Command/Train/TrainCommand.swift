import Foundation

/// `snnsim train`.
struct TrainCommand {
    let options: TrainOptions
    let run: RunCommand

    init(
        _ options: TrainOptions, commandLine: [String], on terminal: Terminal,
        _ installation: Installation, interruption: Interruption
    ) {
        self.options = options
        run = RunCommand(
            options.run, commandLine: commandLine, on: terminal, installation,
            interruption: interruption)
    }

    func perform() throws -> CommandStatus {
        let started = RunRecord.now
        var stopwatch = Stopwatch()
        var source = try stopwatch.measure("model") {
            try ModelSource(
                run.options.modelName, settings: run.options.settings, run.installation,
                on: run.terminal)
        }
        if let seed = run.options.seed { source.model.seed = seed }
        if let duration = run.options.duration { source.model.duration = duration }
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let path = run.options.output ?? OutputFolder.standardPath(forModel: source.name, in: here)
        let folder = try OutputFolder(path, force: run.options.force)
        run.options.switches.apply()
        let workers = MachineSwitches.team(run.options.workers, on: run.terminal)
        let isGiven = options.weights != nil || options.resume != nil
        let begun = fingerprint(of: source, [run.options.stimulus ?? ""])
        if let fit = FitRun(source.model, options, workers: workers, fingerprint: begun) {
            try fit.check()
            let trains = try source.resolveFiles()
            let results = try fit.perform(
                trains, isGiven ? [:] : source.learntNeurons(), into: folder, on: run.terminal,
                until: run.interruption, &stopwatch)
            try run.finish(results, source, nil, started, folder, stopwatch)
            return results.isInterrupted ? .interrupted : .finished
        }
        if options.saveRecordings != nil {
            throw UsageError("`--save-recordings` is for a fit to a cell")
        }
        guard run.options.stimulus != nil else {
            throw UsageError(
                "`snnsim train` needs samples: `--stimulus NAME`",
                help: "`--stimulus shd` trains on spoken digits")
        }
        let bound = try stopwatch.measure("stimulus") { try run.stimulus(for: source.model) }
        guard let dataset = bound else {
            preconditionFailure("A stimulus that is named is found or refused.")
        }
        let shown = [
            "\(run.options.isSums)", dataset.name, "\(dataset.train.count)",
            "\(dataset.train.eventCount)",
        ]
        let task = try ClassifierTask(
            source.model, dataset, isSums: run.options.isSums, workers: workers)
        var results = try ClassifierRun(
            task: task, options: options, neurons: isGiven ? [:] : source.learntNeurons(),
            fingerprint: fingerprint(of: source, shown)
        ).perform(into: folder, on: run.terminal, until: run.interruption, &stopwatch)
        results.notices.insert(dataset.notice, at: 0)
        if run.options.isSums { results.notices.append(ClassifierData.aboutSums) }
        try run.finish(results, source, dataset, started, folder, stopwatch)
        return results.isInterrupted ? .interrupted : .finished
    }

    /// Of everything that decides how the training goes on.
    private func fingerprint(of source: ModelSource, _ data: [String]) -> UInt64 {
        let settings = run.options.settings.map { "\($0.name)=\($0.value)" }
        let parts = [
            source.text, settings.joined(separator: ","), "\(source.model.seed)",
            "\(source.model.duration ?? 0)",
        ] + data
        return UInt64(RunRecord.fnv1a64(parts.joined(separator: "\n")), radix: 16) ?? 0
    }
}
