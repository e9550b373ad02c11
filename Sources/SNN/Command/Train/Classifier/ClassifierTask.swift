import SNNData
import SNNEngine
import SNNReport

// What training a classifier and using it have in common: samples in bins, the neuron or network
// that names them, and the test. Both commands go through the same code, so what a training tells
// at its end is what its weights do afterwards.

/// A model's classifier and the samples that it names.
struct ClassifierTask {
    let model: Model
    let readout: Readout
    let population: Population
    let dataset: SpikeDataset
    /// Whether the sums of two digits are asked for.
    let isSums: Bool
    let workers: Int

    /// The classifier of a model; nil where it has none.
    static func readout(of model: Model) -> Readout? {
        model.readouts.first { $0.kind == "classifier" }
    }

    /// - Throws: `CommandError` for a model without a classifier.
    init(
        _ model: Model, _ dataset: SpikeDataset, isSums: Bool, workers: Int
    ) throws(CommandError) {
        guard let readout = Self.readout(of: model),
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
        self.isSums = isSums
        self.workers = workers
    }

    func number(_ name: String) -> Double {
        let standard = Catalogue.kind(.readout, "classifier")?.parameter(name)?.standard
        return (readout.settings[name] ?? standard)?.quantity?.value ?? 0
    }

    var training: ClassifierOptions {
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
    private var isELM: Bool { population.kind == "elm" }
    /// Networks that spike see every tick.
    private var bin: Double { isELM ? shape.bin : model.resolution }
    private var shape: ELMShape { ELMShape(population, inputs: port?.count ?? 0) }

    /// What samples are made of, in bins.
    ///
    /// - Parameter isTest: whether nothing is learnt from them.
    func samples(isTest: Bool = false) throws -> ClassifierData {
        try ClassifierData(
            dataset, duration: model.duration ?? 0, bin: bin, inputs: port?.count ?? 0,
            pairs: isSums ? Int(number("pairs")) : nil, validation: number("validation"),
            variation: .init(shift: Int(number("shift")), stretch: number("stretch")),
            seed: model.seed, isTest: isTest)
    }

    /// As a training begins: with the weights of a file, those that the model names, or drawn ones.
    ///
    /// - Parameters:
    ///   - path: of weights, instead of those of the model.
    ///   - neurons: what populations of `elm` have learnt, by name.
    ///   - isTest: whether samples may have fewer classes than were learnt.
    func makeTrainer(
        _ data: ClassifierData, weights path: String?, _ neurons: [String: [ELMNeuron]],
        isTest: Bool = false
    ) throws -> any ClassifierTrainer {
        var classes = data.classNames.count
        guard isELM else {
            if isTest, let path { classes = max(classes, try Self.classes(in: path)) }
            let trainer = try SurrogateClassifier(
                model, ticks: data.bins, classes: classes, training, workers: workers)
            if let path { try trainer.load(path) }
            return trainer
        }
        let shape = shape
        guard classes <= shape.outputs else {
            throw CommandError(
                .mistakes, "`\(population.name)` has \(shape.outputs) outputs, and the samples "
                    + "\(classes) classes", help: "write `outputs = \(classes)`")
        }
        let trainer = ELMTrainer(
            shape, bins: data.bins, options: training, seed: model.seed, workers: workers)
        if let path {
            try trainer.load(path)
        } else if let neuron = neurons[population.name]?.first {
            trainer.take(neuron)
        }
        return trainer
    }

    /// The neuron of `elm` in a file.
    func neuron(_ path: String) throws -> ELMNeuron { try ELMNeuron(path, shape, model.seed) }

    /// The model of a network that spikes, with what is in a file.
    func trainedModel(_ path: String?) throws -> Model {
        let trainer = try SurrogateClassifier(
            model, ticks: 1, classes: try path.map(Self.classes) ?? 1, training, workers: 1)
        if let path { try trainer.load(path) }
        return trainer.trainedModel
    }

    /// More classes than this no data set has; a damaged file may claim any number.
    private static let classesMax = 10_000

    /// How many classes the weights of a network that spikes tell apart; 0 where they do not say.
    private static func classes(in path: String) throws -> Int {
        let array = try ELMWeights(reading: path, names: ["readout_bias"]).arrays["readout_bias"]
        guard let array, array.shape.count == 1, array.shape[0] <= classesMax else { return 0 }
        return array.shape[0]
    }

    /// Shows the test samples and learns nothing.
    ///
    /// - Parameter isOver: told how many samples have been shown; there is no answer where it ends
    ///   the test.
    func test(
        _ trainer: any ClassifierTrainer, on data: ClassifierData,
        into curve: inout ClassifierCurve, isOver: (Int) -> Bool = { _ in false }
    ) throws -> ClassifierOutcome? {
        let outcome = trainer.test(
            count: data.testCount, sample: data.samples(of: .test), isOver: isOver)
        guard outcome.found.count == data.testCount else { return nil }
        guard outcome.loss.isFinite else {
            throw CommandError(
                .failed, "the scores of `\(readout.name)` are no finite numbers",
                help: "some of its weights are very great")
        }
        // What was learnt may tell more classes apart than these samples have.
        let count = max(data.classNames.count, (outcome.found.max() ?? 0) + 1)
        curve.classNames = (0..<count).map {
            $0 < data.classNames.count ? data.classNames[$0] : String($0)
        }
        curve.testLoss = outcome.loss
        curve.test = Accuracy(
            predictions: outcome.found, labels: data.labels(of: .test), classes: count)
        return outcome
    }
}

extension RunResults {
    /// - Parameter samples: that were shown.
    init(
        _ task: ClassifierTask, _ curve: ClassifierCurve, _ trainer: any ClassifierTrainer,
        samples: Int
    ) {
        let duration = task.model.duration ?? 0
        self.init(neurons: task.model.neuronCount, duration: duration)
        classifier = curve
        synapses = trainer.synapseCount
        workersUsed = task.workers
        simulated = Double(samples) * duration
        classNames = curve.classNames
        digest = trainer.weights.fingerprint
    }
}
