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
        let training = training
        let data = try stopwatch.measure("binning") { try samples() }
        let trainer = try stopwatch.measure("building") { try makeTrainer(data) }
        var curve = ClassifierCurve(
            readout: readout.name, parameterCount: trainer.parameterCount,
            classNames: data.classNames)
        var best = trainer.state.parameters
        if let path = options.resume {
            let checkpoint = try Checkpoint(
                reading: path, count: trainer.stateCount, fingerprint: fingerprint)
            trainer.state = checkpoint.state
            (best, curve.best, curve.epochs) = (
                checkpoint.best, checkpoint.bestEpoch, checkpoint.epochs
            )
        }
        try folder.open()
        let checkpointPath = folder.url.path + ".checkpoint.npz"
        let progress = TrainingProgress(
            epochs: training.epochs, samples: data.epochCount, done: curve.epochs.count,
            on: terminal)
        var learnt = 0
        var wasStopped = false
        let began = ProgressLine.now
        try stopwatch.measure("training") {
            while curve.epochs.count < training.epochs, !isPatienceOver(curve) {
                let epoch = curve.epochs.count
                let outcome = trainer.learn(
                    epoch, count: data.epochCount, sample: data.samples(of: .train, epoch: epoch)
                ) { shown in
                    progress.update(epoch, shown, curve.epochs.last)
                    return interruption.isRequested
                }
                if interruption.isRequested {
                    wasStopped = true
                    break
                }
                learnt += data.epochCount
                guard trainer.isFinite else {
                    throw CommandError(
                        .failed, "what is learnt ceased to be finite in epoch \(epoch + 1)",
                        help: "the neuron after epoch \(epoch) is in `\(checkpointPath)`; a lower "
                            + "`rate` or a `clip` of 1 keeps steps small")
                }
                var point = ClassifierCurve.Epoch(
                    number: epoch + 1, loss: outcome.loss, accuracy: outcome.accuracy)
                if data.validationCount > 0 {
                    let held = trainer.test(
                        count: data.validationCount, sample: data.samples(of: .validation))
                    (point.validationLoss, point.validationAccuracy) = (held.loss, held.accuracy)
                }
                curve.epochs.append(point)
                if isBetter(point, than: curve) {
                    best = trainer.state.parameters
                    curve.best = point.number
                }
                progress.end(of: point)
                try Checkpoint(
                    state: trainer.state, best: best, bestEpoch: curve.best, epochs: curve.epochs,
                    fingerprint: fingerprint
                ).write(to: checkpointPath)
            }
        }
        progress.end()
        curve.speed = Double(learnt) / max(ProgressLine.now - began, 1e-9)
        if !wasStopped || curve.best > 0 {
            var state = trainer.state
            state.parameters = best
            trainer.state = state
        }
        if !wasStopped {
            stopwatch.measure("testing") {
                let outcome = trainer.test(count: data.testCount, sample: data.samples(of: .test))
                curve.testLoss = outcome.loss
                curve.test = Accuracy(
                    predictions: outcome.found.map { min($0, data.classNames.count - 1) },
                    labels: data.labels(of: .test), classes: data.classNames.count)
            }
            try? FileManager.default.removeItem(atPath: checkpointPath)
        } else if !curve.epochs.isEmpty {
            terminal.note("note: `--resume \(checkpointPath)` goes on with this training")
        }
        try stopwatch.measure("writing") {
            let weights = ELMWeights(arrays: trainer.weights)
            let paths = [folder.draft.appendingPathComponent("weights.npz").path]
                + (options.saveWeights.map { [$0] } ?? [])
            for path in paths { try weights.write(to: path) }
            try curve.csv.write(
                to: folder.draft.appendingPathComponent("learning.csv"), atomically: false,
                encoding: .utf8)
        }
        var results = RunResults(
            curve, trainer, neurons: model.neuronCount, duration: model.duration ?? 0,
            samples: learnt, workers: workers)
        results.digest = fingerprint(of: trainer.state.parameters)
        results.interruptedDuring = wasStopped ? "training" : nil
        return results
    }

    /// FNV-1a (Fowler, Noll, Vo) of the bits of what was learnt.
    private func fingerprint(of parameters: [Double]) -> UInt64 {
        parameters.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ $1.bitPattern) &* 0x100_0000_01B3 }
    }

    private func isBetter(_ point: ClassifierCurve.Epoch, than curve: ClassifierCurve) -> Bool {
        guard let accuracy = point.validationAccuracy, let loss = point.validationLoss else {
            // Nothing to choose by: the last one.
            return true
        }
        guard curve.best > 0 else { return true }
        let best = curve.epochs[curve.best - 1]
        let (other, otherLoss) = (best.validationAccuracy ?? 0, best.validationLoss ?? .infinity)
        return accuracy > other || accuracy == other && loss < otherLoss
    }

    private func isPatienceOver(_ curve: ClassifierCurve) -> Bool {
        guard let patience = readout.settings["patience"]?.quantity?.value else { return false }
        return Double(curve.epochs.count - curve.best) >= patience && curve.best > 0
    }
}

extension RunResults {
    init(
        _ curve: ClassifierCurve, _ trainer: any ClassifierTrainer, neurons: Int,
        duration: Double, samples: Int, workers: Int
    ) {
        self.init(neurons: neurons, duration: duration)
        classifier = curve
        synapses = trainer.synapseCount
        workersUsed = workers
        simulated = Double(samples) * duration
        classNames = curve.classNames
    }
}
