import Foundation
import SNNData
import SNNReport

// The order of a run. Everything that can be refused is refused before anything is written:
//
//     options   model   output folder   stimulus   network       │  run   report   publish
//     64        1       2               1          1, 2 (memory) │  2, 130

/// `snnsim run`.
struct RunCommand {
    let options: RunOptions
    /// As the user gave it, for `run.json`.
    let commandLine: [String]
    let installation: Installation
    let interruption: Interruption
    let terminal: Terminal

    init(
        _ options: RunOptions, commandLine: [String], on terminal: Terminal,
        _ installation: Installation, interruption: Interruption
    ) {
        self.options = options
        self.commandLine = commandLine
        self.installation = installation
        self.interruption = interruption
        self.terminal = options.isQuiet ? terminal.quiet : terminal
    }

    func perform() throws -> CommandStatus {
        var stopwatch = Stopwatch()
        let source = try stopwatch.measure("model") {
            try ModelSource(
                options.modelName, settings: options.settings, installation, on: terminal)
        }
        return try perform(source, stopwatch)
    }

    func perform(_ source: ModelSource, _ stopwatch: Stopwatch) throws -> CommandStatus {
        let started = RunRecord.now
        var (source, stopwatch) = (source, stopwatch)
        let classifier = ClassifierTask.readout(of: source.model)
        if ExpectationRun.isOne(source.model) { try ExpectationRun.check(options) }
        if let classifier { try ClassifierTest.check(options, classifier) }
        if let seed = options.seed { source.model.seed = seed }
        if let duration = options.duration { source.model.duration = duration }
        let here = URL(fileURLWithPath: FileManager.default.currentDirectoryPath)
        let path =
            options.output ?? OutputFolder.standardPath(forModel: source.name, in: here)
        let folder = try OutputFolder(path, force: options.force)
        let copy = FitRun.copy(of: source.model)
        if classifier == nil, copy == nil { try checkWeights(of: source.model) }
        let dataset = try stopwatch.measure("stimulus") { try stimulus(for: source.model) }
        options.switches.apply()
        let workers = MachineSwitches.team(options.workers, on: terminal)
        let trains = try source.resolveFiles()
        var results: RunResults
        if classifier != nil, let dataset {
            results = try use(
                source, on: dataset, trains, by: workers, into: folder, &stopwatch)
        } else if TrainingRun.isOne(source.model) {
            results = try TrainingRun(
                model: source.model, dataset: dataset, workers: workers
            ).perform(into: folder, on: terminal, until: interruption, &stopwatch)
        } else if ExpectationRun.isOne(source.model) {
            results = try ExpectationRun(model: source.model, trains: trains, workers: workers)
                .perform(into: folder, on: terminal, until: interruption, &stopwatch)
        } else if let dataset, dataset.isExperiment {
            if options.audit != nil {
                throw UsageError(
                    "`--audit` is for a plain run, and `\(dataset.name)` has labelled samples")
            }
            results = try perform(source, on: dataset, by: workers, into: folder, &stopwatch)
        } else {
            var neurons = try source.learntNeurons()
            if let copy, let path = options.loadWeights {
                neurons[copy.name] = [try FitRun.neuron(path, copy, source.model)]
            }
            results = try perform(
                source, bound: dataset, trains, neurons, by: workers, into: folder, &stopwatch)
        }
        results.notices.insert(contentsOf: dataset.map { [$0.notice] } ?? [], at: 0)
        try finish(results, source, dataset, started, folder, stopwatch)
        return results.isInterrupted ? .interrupted : .finished
    }

    /// A trained classifier: its answers to labelled samples, or where there are no labels what its
    /// network does with the one sample that is bound.
    private func use(
        _ source: ModelSource, on dataset: SpikeDataset,
        _ trains: [String: SNNEngine.SpikeTrains], by workers: Int, into folder: OutputFolder,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let task = try ClassifierTask(
            source.model, dataset, isSums: options.isSums, workers: workers)
        let test = try ClassifierTest(
            task: task, weights: options.loadWeights,
            neurons: options.loadWeights == nil ? source.learntNeurons() : [:])
        guard dataset.isExperiment else {
            var trained = source
            let learnt = try test.model()
            trained.model = learnt.model
            return try perform(
                trained, bound: dataset, trains, learnt.neurons, by: workers, into: folder,
                &stopwatch)
        }
        var results = try test.perform(
            into: folder, on: terminal, until: interruption, &stopwatch)
        if options.isSums { results.notices.append(ClassifierData.aboutSums) }
        return results
    }

    /// The data set of `--stimulus`, cut down as asked.
    func stimulus(for model: Model) throws -> SpikeDataset? {
        let ports = model.stimuli.filter { $0.kind == "input" }
        guard let name = options.stimulus else {
            if let port = ports.first, !TrainingRun.drivesPort(of: model) {
                throw CommandError(
                    .mistakes, "nothing is bound to the port `\(port.name)`",
                    help: "`--stimulus NAME` binds a data set to it")
            }
            return nil
        }
        guard !ports.isEmpty else {
            throw CommandError(
                .mistakes, "the model has no port that `--stimulus` could be bound to",
                help: "declare one: stimulus cochlea[700] of input")
        }
        var dataset = try StimulusChoice(
            options.isSums ? String(name.dropLast(DigitSums.ending.count)) : name,
            data: options.dataFolder, leaveOut: options.speakerLeftOut, limit: options.sampleLimit
        ).load(installation)
        // A classifier draws its own pairs.
        if options.isSums, ClassifierTask.readout(of: model) == nil {
            guard let duration = model.duration else {
                throw CommandError(
                    .mistakes, "the model does not say how long two digits last",
                    help: "`--duration 2s`, or in the model: simulation { duration = 2 s }")
            }
            dataset = try dataset.sums(slot: duration / 2, seed: model.seed)
        }
        if !dataset.notice.isEmpty { terminal.note("note: \(dataset.notice)") }
        return dataset
    }

    /// A run of the network alone, or with one train of spikes bound to its port.
    private func perform(
        _ source: ModelSource, bound dataset: SpikeDataset?,
        _ trains: [String: SNNEngine.SpikeTrains], _ neurons: [String: [ELMNeuron]],
        by workers: Int, into folder: OutputFolder, _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let model = source.model
        let isTrained = ClassifierTask.readout(of: model) != nil
        var sample = try dataset.map { try $0.singleSample() }
        // Trainings begin bins with a tick, so a spike belongs to the tick before it.
        if isTrained { sample?.trains.roundDown(to: model.resolution) }
        let phases = try phases(of: model)
        let total = phases.isEmpty ? nil : phases.reduce(0) { $0 + $1.duration }
        guard let duration = total ?? model.duration ?? sample?.duration else {
            throw CommandError(
                .mistakes, "the model does not say how long to run",
                help: "`--duration 1s`, or in the model: simulation { duration = 1 s }")
        }
        let network = try stopwatch.measure("building") {
            try Network(
                model, trains: trains, neurons: neurons, workers: workers)
        }
        let state = NetworkState(network)
        if !isTrained, FitRun.copy(of: model) == nil { try loadWeights(into: state, source) }
        if let sample, let port = model.stimuli.first(where: { $0.kind == "input" }) {
            try state.bind(sample.trains, to: port.name)
        }
        let audit = options.audit.map { Audit(network, neurons: $0) }
        let run = NetworkRun(
            network: network, state: state, recordings: RunRecordings(model), duration: duration,
            workers: Engine.usefulWorkers(for: network, asked: workers),
            kernels: options.kernels, audit: audit, phases: phases)
        try folder.open()
        let outcome = try stopwatch.measure("running") {
            try rescuingWeights(of: { state }, source, folder) {
                try run.perform(into: folder.draft, on: terminal, until: interruption)
            }
        }
        try saveWeights(of: state, source)
        return RunResults(run, outcome)
    }

    /// An experiment on a labelled data set.
    private func perform(
        _ source: ModelSource, on dataset: SpikeDataset, by workers: Int,
        into folder: OutputFolder, _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let experiment = try Experiment(
            source.model, on: dataset, neurons: source.learntNeurons(), workers: workers,
            kernels: options.kernels)
        try folder.open()
        let progress = StageProgress(experiment, on: terminal)
        defer { progress.end() }
        var learner: NetworkState?
        let outcome = try rescuingWeights(of: { learner }, source, folder) {
            try experiment.run(
                prepare: {
                    learner = $0
                    try loadWeights(into: $0, source)
                },
                progress: { progress.update($0, $1) },
                isCancelled: { [interruption] in interruption.isRequested })
        }
        progress.end()
        if let state = outcome.state { try saveWeights(of: state, source) }
        for (stage, seconds) in outcome.seconds { stopwatch.add(stage.name, seconds: seconds) }
        try stopwatch.measure("writing") {
            try ExperimentSpikes(experiment, outcome)
                .write(to: folder.draft.appendingPathComponent("spikes.h5"))
        }
        return RunResults(experiment, outcome, stage: progress.stage)
    }

    /// Writes what is written at the end, moves it into place and gives the answer.
    func finish(
        _ results: RunResults, _ source: ModelSource, _ dataset: SpikeDataset?,
        _ started: String, _ folder: OutputFolder, _ stopwatch: Stopwatch
    ) throws {
        var stopwatch = stopwatch
        var record = RunRecord(
            commandLine: commandLine, started: started, source: source, results: results,
            options: options, dataset: dataset, stages: stopwatch.stages)
        try stopwatch.measure("report") {
            try results.metrics.json()
                .write(to: folder.draft.appendingPathComponent("metrics.json"))
            guard options.writesReport else { return }
            try RunReport(source: source, results: results, record: record).html()
                .write(
                    to: folder.draft.appendingPathComponent("report.html"), atomically: false,
                    encoding: .utf8)
        }
        record.stages = stopwatch.stages
        record.memoryPeakBytes = HostDescription.memoryPeak
        try record.write(to: folder.draft.appendingPathComponent("run.json"))
        try folder.publish()
        for line in RunAnswer(results: results, record: record, folder: folder.url).lines {
            terminal.print(line)
        }
    }
}
