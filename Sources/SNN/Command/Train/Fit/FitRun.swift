import Foundation
import SNNData
import SNNEngine
import SNNReport

// A fit: recordings of a cell, from a file or made by the model, are split into those to learn
// from, the validation and the test; then epoch by epoch as every training.

/// The fit of a neuron of `elm` to a cell.
struct FitRun {
    let model: Model
    let readout: Readout
    let copy: Population
    let options: TrainOptions
    let workers: Int
    /// See `Checkpoint`.
    let fingerprint: UInt64

    /// nil for a model that fits nothing.
    init?(_ model: Model, _ options: TrainOptions, workers: Int, fingerprint: UInt64) {
        guard let readout = model.readouts.first(where: { $0.kind == "fit" }),
            let copy = Self.copy(of: model)
        else { return nil }
        (self.model, self.readout, self.copy) = (model, readout, copy)
        (self.options, self.workers, self.fingerprint) = (options, workers, fingerprint)
    }

    /// The neuron that a model fits to a cell; nil where it fits none.
    static func copy(of model: Model) -> Population? {
        model.readouts.first { $0.kind == "fit" }?.features.of.first
            .flatMap { model.population(named: $0.name) }
    }

    /// What a copy has learnt.
    ///
    /// - Throws: `DataError` for a file that is damaged or of another neuron.
    static func neuron(_ path: String, _ copy: Population, _ model: Model) throws -> ELMNeuron {
        try ELMNeuron(path, ELMShape(copy, inputs: CopyInputs(model, copy).count), model.seed)
    }

    /// - Throws: `UsageError` for options that would be without effect.
    func check() throws(UsageError) {
        let run = options.run
        if let cell, run.stimulus != nil {
            throw UsageError(
                "`--stimulus` has no meaning here: `\(readout.name)` records `\(cell.name)`",
                help: "recordings of a file are for a fit without `cell`")
        }
        let set = [
            ("--limit", run.sampleLimit != nil), ("--leave-out", run.speakerLeftOut != nil),
            ("--data", run.dataFolder != nil),
        ]
        guard let (name, _) = set.first(where: { $0.1 }) else { return }
        throw UsageError("`\(name)` has no meaning for a fit to a cell")
    }

    private func number(_ name: String) -> Double {
        let standard = Catalogue.kind(.readout, "fit")?.parameter(name)?.standard
        return (readout.settings[name] ?? standard)?.quantity?.value ?? 0
    }

    private var inputs: CopyInputs { CopyInputs(model, copy) }
    private var shape: ELMShape { ELMShape(copy, inputs: inputs.count) }

    /// Of the model; nil where recordings come from outside.
    private var cell: Population? {
        guard case .name(let name)? = readout.settings["cell"] else { return nil }
        return model.population(named: name)
    }

    private var training: ClassifierOptions {
        var training = ClassifierOptions()
        training.method = readout.settings["optimiser"] == .name("adamax") ? .adamax : .adam
        training.rate = number("rate")
        training.batch = Int(number("batch"))
        training.epochs = Int(number("epochs"))
        training.clip = number("clip")
        training.dropout = 0
        return training
    }

    private func fit() -> CellFitOptions {
        var fit = CellFitOptions()
        func bins(_ name: String) -> Int { Int((number(name) / shape.bin).rounded()) }
        (fit.window, fit.burnIn, fit.skipped) = (bins("window"), bins("burn_in"), bins("skip"))
        fit.steps = Int(number("steps"))
        (fit.top, fit.centre, fit.scale) = (
            number("V_top"), number("V_centre"), number("V_scale")
        )
        return fit
    }

    /// - Parameters:
    ///   - trains: of `spike_file` stimuli.
    ///   - neurons: what populations of `elm` begin with, from files that the model names.
    func perform(
        _ trains: [String: SNNEngine.SpikeTrains], _ neurons: [String: [ELMNeuron]],
        into folder: OutputFolder,
        on terminal: Terminal, until interruption: Interruption, _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let (fit, training) = (fit(), training)
        let trainer = CellFitTrainer(
            shape, fit, options: training, seed: model.seed, workers: workers)
        if let path = options.weights {
            trainer.neuron = try Self.neuron(path, copy, model)
        } else if let neuron = neurons[copy.name]?.first {
            trainer.neuron = neuron
        }
        // Before minutes are spent on recordings.
        if let path = options.resume {
            _ = try Checkpoint(
                reading: path, count: trainer.stateCount, fingerprint: fingerprint)
        }
        let recordings = try stopwatch.measure("recording") {
            try record(trains, on: terminal, until: interruption)
        }
        var results = RunResults(neurons: model.neuronCount, duration: model.duration ?? 0)
        results.workersUsed = workers
        results.synapses = shape.synapseCount
        if interruption.isRequested {
            results.interruptedDuring = "recording the cell"
            try folder.open()
            return results
        }
        if let path = options.saveRecordings { try recordings.write(to: path) }
        let data = try CellData(
            recordings, inputs, bin: shape.bin, fit, validation: number("validation"),
            test: number("test"), seed: model.seed)
        let loop = TrainingLoop(
            epochs: training.epochs, patience: readout.settings["patience"]?.quantity?.value,
            checkpointPath: folder.url.path + ".checkpoint.npz", fingerprint: fingerprint,
            resume: options.resume, progress: .fitting)
        let learner = FitLearner(trainer, data)
        let (course, wasStopped) = try stopwatch.measure("training") {
            try loop.run(learner, on: terminal, until: interruption, open: folder.open)
        }
        var curve = FitCurve(
            readout: readout.name, copy: copy.name, parameterCount: shape.parameterCount,
            course: course, bin: shape.bin)
        if !wasStopped {
            stopwatch.measure("testing") {
                curve.take(trainer.test(data.test), of: data.test, fit)
            }
        }
        try stopwatch.measure("writing") {
            try options.write(trainer.neuron.weights, course, "auc", to: folder)
        }
        if !wasStopped { loop.removeCheckpoint() }
        results.fit = curve
        results.simulated = Double(course.epochs.count * learner.epochCount) * number("window")
        results.digest = trainer.neuron.weights.fingerprint
        results.interruptedDuring = wasStopped ? "training" : nil
        return results
    }

    private func record(
        _ trains: [String: SNNEngine.SpikeTrains], on terminal: Terminal,
        until interruption: Interruption
    ) throws -> CellRecordings {
        if let cell {
            return try CellSource(
                model: model, copy: copy, cell: cell, bin: shape.bin, trials: Int(number("trials"))
            ).record(trains, workers: workers, on: terminal, until: interruption)
        }
        guard let path = options.run.stimulus else {
            throw CommandError(
                .mistakes, "`\(readout.name)` needs recordings of a cell: `--stimulus FILE.h5`",
                help: "or a `cell` of the model that records them; docs/elm.md tells the format")
        }
        return try CellRecordings(reading: path)
    }
}

/// Recordings by what they are for.
struct CellData {
    let train, validation, test: [CellRecording]

    /// - Parameter bin: of the copy, in ms.
    /// - Throws: `CommandError` for recordings that do not suit the fit.
    init(
        _ recordings: CellRecordings, _ inputs: CopyInputs, bin: Double, _ fit: CellFitOptions,
        validation: Double, test: Double, seed: UInt64
    ) throws(CommandError) {
        guard recordings.synapseCount <= inputs.count else {
            throw CommandError(
                .mistakes, "the recordings have spikes of synapse \(recordings.synapseCount - 1), "
                    + "and the copy hears \(inputs.count) elements",
                help: "declare a port of \(recordings.synapseCount) elements")
        }
        guard abs(recordings.bin - bin) < 1e-9 * bin else {
            throw CommandError(
                .mistakes, "the recordings have bins of \(Figures.short(recordings.bin)) ms, and "
                    + "the copy bins of \(Figures.short(bin)) ms",
                help: "write `bin = \(Figures.short(recordings.bin)) ms`")
        }
        let needed = fit.skipped + max(fit.window, fit.burnIn + 1)
        guard recordings.binCount >= needed else {
            throw CommandError(
                .mistakes, "recordings of \(recordings.binCount) bins are shorter than what is "
                    + "skipped and a window, \(needed) bins",
                help: "set `skip` and `window` of the fit")
        }
        var random = SampleDraw(seed: seed, name: "fit.split", number: 0)
        let order = random.shuffled(Array(0..<recordings.count))
        func count(_ share: Double) -> Int {
            share == 0 ? 0 : max(1, Int((share * Double(recordings.count)).rounded()))
        }
        let (tested, held) = (count(test), count(validation))
        guard tested + held < recordings.count else {
            throw CommandError(
                .mistakes, "nothing of \(recordings.count) recordings is left to learn from",
                help: "record more, or lower `test` and `validation` of the fit")
        }
        let all = recordings.binned(inputs.weights)
        self.test = order.prefix(tested).sorted().map { all[$0] }
        self.validation = order.dropFirst(tested).prefix(held).sorted().map { all[$0] }
        train = order.dropFirst(tested + held).sorted().map { all[$0] }
    }
}

/// The epochs of a fit.
private final class FitLearner: Learner {
    private let trainer: CellFitTrainer
    private let data: CellData

    init(_ trainer: CellFitTrainer, _ data: CellData) {
        self.trainer = trainer
        self.data = data
    }

    var state: ClassifierState {
        get { trainer.state }
        set { trainer.state = newValue }
    }

    var stateCount: Int { trainer.stateCount }
    var isFinite: Bool { trainer.isFinite }
    var epochCount: Int { trainer.fit.steps * trainer.options.batch }

    func learn(_ number: Int, isOver: @escaping (Int) -> Bool) -> TrainingCourse.Epoch? {
        var wasEnded = false
        let batch = trainer.options.batch
        let loss = trainer.learn(number, from: data.train) { shown in
            wasEnded = isOver(shown * batch)
            return wasEnded
        }
        if wasEnded { return nil }
        var epoch = TrainingCourse.Epoch(number: number + 1, loss: loss)
        if !data.validation.isEmpty, trainer.isFinite {
            let held = trainer.test(data.validation)
            epoch.validationLoss = held.loss
            epoch.validationScore =
                ROCCurve(scores: held.logits, isPositive: held.spikes).area
        }
        return epoch
    }

    func isBetter(_ epoch: TrainingCourse.Epoch, than other: TrainingCourse.Epoch) -> Bool {
        guard let loss = epoch.validationLoss else { return true }
        return loss < other.validationLoss ?? .infinity
    }
}
