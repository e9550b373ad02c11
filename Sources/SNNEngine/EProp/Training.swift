import SNNModel

/// A model whose synapses follow `e_prop`, taught by its leaky readout.
///
///     let training = try Training(model, workers: 2)
///     for iteration in 0..<training.iterations {
///         print(try training.iterate(iteration).error)
///     }
///     print(training.test([…]).accuracy)
///
/// The result is the same for any number of workers.
public final class Training {
    /// What trials showed.
    public struct Outcome: Sendable, Equatable {
        /// E, the mean over trials.
        public var error: Double
        /// E relative to that of readouts that are always zero; 0 for targets that are labels.
        public var relativeError: Double
        /// The part of trials whose label was told right; 0 for targets with values.
        public var accuracy: Double
        /// Spikes per neuron and ms.
        public var rate: Double
        /// A fingerprint of all spikes.
        public var digest: UInt64
    }

    public let readout: String
    public let iterations: Int
    /// Trials in an iteration.
    public let batch: Int
    /// Length of a trial in ms.
    public let duration: Double
    /// Whether trials have labels, which are found or not.
    public let hasLabels: Bool
    /// Synapses, and those of them that learn.
    public let synapseCount: Int
    public let learningCount: Int

    let trainer: EPropTrainer
    private let task: EPropTask
    /// What the model's own stimuli send in every trial.
    let steady: EPropInput
    private let resolution: Double
    private let firstOfPort: Int

    /// - Parameters:
    ///   - samples: of the data set that is bound to the open port, for `targets = labels`.
    ///   - classes: how many labels there are.
    /// - Throws: `TrainingError`, `NetworkError`.
    public init(
        _ model: Model, samples: [LabelledTrains] = [], classes: Int = 0, workers: Int = 1
    ) throws {
        guard let readout = model.readouts.first(where: { $0.kind == "leaky" }) else {
            throw TrainingError.noReadout
        }
        guard let duration = model.duration else { throw TrainingError.noDuration }
        let rule = model.projections.flatMap(\.plasticity)
            .compactMap { model.plasticity(named: $0) }.first { $0.kind == "e_prop" }
        let learning = model.projections.map { projection in
            projection.plasticity.contains { model.plasticity(named: $0)?.kind == "e_prop" }
        }
        let built = try Network(model, workers: 1)
        let network = try EPropNetwork(built, learning: learning)
        let ticks = Int((duration / model.resolution).rounded())
        steady = try Self.steadyInput(of: built, ticks: ticks)
        resolution = model.resolution
        task = try EPropTask(
            readout, of: model, ticks: ticks, steady: steady, samples: samples, classes: classes)
        firstOfPort = Self.firstOfPort(model)
        let value = EPropTask.values(of: readout)
        let neurons = try Self.neurons(of: readout, in: built)
        let outputs = task.outputs
        func draw(_ name: String) -> [Double] {
            var random = ElementStream(
                seed: model.seed, stream: StreamID(readout.name + name), element: 0)
            let scale = 1 / Double(max(neurons.count, 1)).squareRoot()
            return (0..<outputs * neurons.count).map { _ in scale * random.normal() }
        }
        let isRandom = rule?.value(of: "feedback") == .name("random")
        let leaky = EPropReadout(
            count: outputs, neurons: neurons,
            kappa: Double.exp(-model.resolution / value("tau")), window: task.window,
            weights: draw(".weight"), feedback: isRandom ? draw(".feedback") : nil)
        func number(_ name: String) -> Double? { rule?.value(of: name)?.quantity?.value }
        var options = EPropTrainer.Options()
        options.etaReadout = value("eta")
        options.eta = number("eta") ?? 0
        options.gamma = number("gamma") ?? options.gamma
        options.targetRate = number("target_rate") ?? options.targetRate
        options.regularisation = number("c_reg") ?? 0
        options.weightMax = number("w_max") ?? .infinity
        if case .name(let word)? = rule?.value(of: "optimiser") {
            options.optimiser = EPropOptimiser.Kind(rawValue: word) ?? .adam
        }
        trainer = EPropTrainer(
            network, leaky, ticks: ticks, resolution: model.resolution, options: options,
            workers: workers)
        self.readout = readout.name
        iterations = Int(value("iterations"))
        batch = Int(value("batch"))
        self.duration = duration
        hasLabels = task.kind != .sines
        synapseCount = network.synapseCount
        learningCount = network.learns.reduce(0) { $0 + ($1 ? 1 : 0) }
    }

    /// Shows the trials of an iteration, counted from 0, and changes the weights.
    ///
    /// - Throws: `TrainingError.notFinite` if a weight ceased to be a number.
    public func iterate(_ iteration: Int) throws(TrainingError) -> Outcome {
        let outcome = trainer.learn(task.batch(iteration, count: batch))
        guard trainer.isFinite else { throw .notFinite(iteration: iteration + 1) }
        return Outcome(outcome)
    }

    /// Shows samples of a data set and learns nothing.
    public func test(_ samples: [LabelledTrains]) -> Outcome {
        Outcome(
            trainer.test(
                samples.map {
                    $0.sample(from: firstOfPort, resolution: resolution, steady: steady)
                }))
    }

    /// Shows new trials of the task, which are never learnt from, and learns nothing.
    public func test(trials: Int) -> Outcome {
        // Trials are numbered; learning uses those from 0 on.
        Outcome(trainer.test(task.batch(1 << 20, count: trials)))
    }

    /// What a readout reads, counted through all neurons.
    static func neurons(of readout: Readout, in network: Network) throws -> Range<Int> {
        var whole: Range<Int>?
        for selection in readout.features.of {
            let base = network.groups.first { $0.name == selection.name }?.base ?? 0
            let range = selection.range ?? 0..<(network.model.count(of: selection.name) ?? 0)
            let part = base + range.lowerBound..<base + range.upperBound
            guard let known = whole else {
                whole = part
                continue
            }
            guard known.upperBound == part.lowerBound else {
                throw TrainingError.apart(readout.name)
            }
            whole = known.lowerBound..<part.upperBound
        }
        guard let whole else { throw TrainingError.noReadout }
        return whole
    }

    private static func firstOfPort(_ model: Model) -> Int {
        model.stimuli.prefix { $0.kind != "input" }.reduce(0) { $0 + $1.count }
    }

    /// What the model's own stimuli send, as a run would have it.
    private static func steadyInput(of network: Network, ticks: Int) throws -> EPropInput {
        let own = network.model.stimuli.filter { $0.kind != "input" && $0.kind != "current" }
        guard !own.isEmpty else { return EPropInput() }
        var spikes: [(tick: Int32, source: Int32)] = []
        let populations = network.model.populations.reduce(0) { $0 + $1.count }
        let firsts = own.map { stimulus in
            (network.groups.first { $0.name == stimulus.name }?.base ?? 0) - populations
        }
        let recorder = Recorder(
            [Recording(.spikes, of: own.map { Selection($0.name) })], of: network
        ) { batch in
            guard case .spikes(let selection, let at, let elements, _) = batch else { return }
            for (tick, element) in zip(at, elements) {
                spikes.append((Int32(tick), Int32(firsts[selection] + element)))
            }
        }
        try Engine(network, workers: 1).run(NetworkState(network), ticks: ticks, recorder: recorder)
        spikes.sort { ($0.tick, $0.source) < ($1.tick, $1.source) }
        return EPropInput(ticks: spikes.map(\.tick), sources: spikes.map(\.source))
    }
}

extension Model {
    /// The model without the rules that only a training follows, between trials: what its trials
    /// simulate.
    var untrained: Model {
        var model = self
        for index in projections.indices {
            model.projections[index].plasticity.removeAll {
                plasticity(named: $0)?.isTrained == true
            }
        }
        return model
    }
}

extension Training.Outcome {
    init(_ outcome: EPropTrainer.Outcome) {
        self.init(
            error: outcome.error, relativeError: outcome.relativeError, accuracy: outcome.accuracy,
            rate: outcome.rate, digest: outcome.digest)
    }
}
