import Foundation
import SNNData
import SNNEngine
import SNNReport

// A training, epoch by epoch: learn, look at the validation, keep the best neuron, write a
// checkpoint. Only when all is over is the test set looked at, once.

/// The training of a classifier.
struct ClassifierRun {
    let model: Model
    let readout: Readout
    let population: Population
    let dataset: SpikeDataset
    let options: TrainOptions
    let workers: Int
    /// See `Checkpoint`.
    let fingerprint: UInt64

    /// - Throws: `CommandError` for a model without a classifier.
    init(
        _ model: Model, _ dataset: SpikeDataset, _ options: TrainOptions, workers: Int,
        fingerprint: UInt64
    ) throws(CommandError) {
        guard let readout = model.readouts.first(where: { $0.kind == "classifier" }),
            let population = readout.features.of.first.flatMap({ model.population(named: $0.name) })
        else {
            throw CommandError(
                .mistakes, "the model has no classifier, so there is nothing to train",
                help: "add `readout digit of classifier { of = cell }` with a population `cell` of "
                    + "`elm`; models that learn while they run are run by `snnsim run`")
        }
        self.model = model
        self.readout = readout
        self.population = population
        self.dataset = dataset
        self.options = options
        self.workers = workers
        self.fingerprint = fingerprint
    }

    private func number(_ name: String) -> Double {
        let standard = Catalogue.kind(.readout, "classifier")?.parameter(name)?.standard
        return (readout.settings[name] ?? standard)?.quantity?.value ?? 0
    }

    private var training: ClassifierOptions {
        var training = ClassifierOptions()
        if readout.settings["optimiser"] == .name("adam") { training.method = .adam }
        training.rate = number("rate")
        training.batch = Int(number("batch"))
        training.epochs = Int(number("epochs"))
        training.dropout = number("dropout")
        training.clip = number("clip")
        return training
    }

    private var port: Stimulus? { model.stimuli.first { $0.kind == "input" } }

    /// What samples are made of, in bins.
    private func samples() throws -> ClassifierData {
        try ClassifierData(
            dataset, duration: model.duration ?? 0, bin: bin, inputs: port?.count ?? 0,
            pairs: options.isSums ? Int(number("pairs")) : nil, validation: number("validation"),
            variation: .init(shift: Int(number("shift")), stretch: number("stretch")),
            seed: model.seed)
    }

    private var isELM: Bool { population.kind == "elm" }
    /// Networks that spike see every tick.
    private var bin: Double { isELM ? shape.bin : model.resolution }
    private var shape: ELMShape { ELMShape(population, inputs: port?.count ?? 0) }

    private func makeTrainer(_ data: ClassifierData) throws -> any ClassifierTrainer {
        let classes = data.classNames.count
        guard isELM else {
            if options.weights != nil {
                throw CommandError(
                    .mistakes, "`--load-weights` is for neurons of `elm`",
                    help: "`--resume` goes on with a training that was stopped")
            }
            return try SurrogateClassifier(
                model, ticks: data.bins, classes: classes, training, workers: workers)
        }
        let shape = shape
        guard classes <= shape.outputs else {
            throw CommandError(
                .mistakes, "`\(population.name)` has \(shape.outputs) outputs, and the samples "
                    + "\(classes) classes", help: "write `outputs = \(classes)`")
        }
        let trainer = ELMTrainer(
            shape, bins: data.bins, options: training, seed: model.seed, workers: workers)
        if let path = options.weights { try trainer.take(ELMNeuron(path, shape, model.seed)) }
        return trainer
    }

    func perform(
        into folder: OutputFolder, on terminal: Terminal, until interruption: Interruption,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let data = try stopwatch.measure("binning") { try samples() }
        let trainer = try stopwatch.measure("building") { try makeTrainer(data) }
        var curve = ClassifierCurve(
            readout: readout.name, parameterCount: trainer.parameterCount,
            classNames: data.classNames)
        let checkpointPath = folder.url.path + ".checkpoint.npz"
        let loop = TrainingLoop(
            epochs: training.epochs, patience: readout.settings["patience"]?.quantity?.value,
            checkpointPath: checkpointPath, fingerprint: fingerprint, resume: options.resume,
            progress: .naming)
        var wasStopped = false
        (curve.course, wasStopped) = try stopwatch.measure("training") {
            try loop.run(
                ClassifierLearner(trainer, data), on: terminal, until: interruption,
                open: folder.open)
        }
        if !wasStopped {
            stopwatch.measure("testing") {
                let outcome = trainer.test(count: data.testCount, sample: data.samples(of: .test))
                curve.testLoss = outcome.loss
                curve.test = Accuracy(
                    predictions: outcome.found.map { min($0, data.classNames.count - 1) },
                    labels: data.labels(of: .test), classes: data.classNames.count)
            }
        }
        try stopwatch.measure("writing") {
            try options.write(
                ELMWeights(arrays: trainer.weights), curve.course, "accuracy", to: folder)
        }
        if !wasStopped { try? FileManager.default.removeItem(atPath: checkpointPath) }
        var results = RunResults(neurons: model.neuronCount, duration: model.duration ?? 0)
        results.classifier = curve
        results.classNames = curve.classNames
        results.synapses = trainer.synapseCount
        results.workersUsed = workers
        results.simulated = Double(curve.course.epochs.count * data.epochCount) * results.duration
        results.digest = TrainOptions.digest(of: trainer.state.parameters)
        results.interruptedDuring = wasStopped ? "training" : nil
        return results
    }
}

/// The epochs of a classifier.
private final class ClassifierLearner: Learner {
    private let trainer: any ClassifierTrainer
    private let data: ClassifierData

    init(_ trainer: any ClassifierTrainer, _ data: ClassifierData) {
        self.trainer = trainer
        self.data = data
    }

    var state: ClassifierState {
        get { trainer.state }
        set { trainer.state = newValue }
    }

    var stateCount: Int { trainer.stateCount }
    var isFinite: Bool { trainer.isFinite }
    var epochCount: Int { data.epochCount }

    func learn(_ number: Int, isOver: @escaping (Int) -> Bool) -> TrainingCourse.Epoch? {
        var wasEnded = false
        let outcome = trainer.learn(
            number, count: data.epochCount, sample: data.samples(of: .train, epoch: number)
        ) { shown in
            wasEnded = isOver(shown)
            return wasEnded
        }
        if wasEnded { return nil }
        var epoch = TrainingCourse.Epoch(
            number: number + 1, loss: outcome.loss, score: outcome.accuracy)
        if data.validationCount > 0, trainer.isFinite {
            let held = trainer.test(
                count: data.validationCount, sample: data.samples(of: .validation))
            (epoch.validationLoss, epoch.validationScore) = (held.loss, held.accuracy)
        }
        return epoch
    }

    func isBetter(_ epoch: TrainingCourse.Epoch, than other: TrainingCourse.Epoch) -> Bool {
        guard let score = epoch.validationScore, let loss = epoch.validationLoss else {
            // Nothing to choose by: the last one.
            return true
        }
        let (least, lowest) = (other.validationScore ?? 0, other.validationLoss ?? .infinity)
        return score > least || score == least && loss < lowest
    }
}
