import SNNData
import SNNEngine
import SNNModel
import SNNReport

// The experiment of reservoir computing, and of learning. Every sample is shown to the network; a
// readout learns to name samples from the spikes of some neurons. Whether the network is of any use
// is told by the control: the same readout, with the same choices, on the input spikes themselves.
//
// What is shown, and what changes meanwhile, the model's phases say:
//
//     phase learn  { samples = train }                      one state, weights change
//     phase assign { samples = train, plasticity = off }    replicas with the learnt weights
//     phase test   { samples = test,  plasticity = off }
//
// A readout learns from the last phase with training samples and is judged on the last with test
// samples.

/// A model with a readout, on a labelled data set.
///
///     let experiment = try Experiment(model, on: dataset, workers: 2)
///     let outcome = try experiment.run()
///     print(outcome.answers[0].reservoir.test, outcome.answers[0].control.test)
public struct Experiment: Sendable {
    /// What takes time, for progress.
    public struct Stage: Hashable, Sendable {
        /// `building`, `readout`, `control`, or the name of a phase.
        public let name: String

        public static let building = Stage(name: "building")
        public static let training = Stage(name: "training")
        public static let testing = Stage(name: "testing")
        public static let readout = Stage(name: "readout")
        public static let control = Stage(name: "control")
    }

    /// One readout of the model and its control.
    public struct Answer: Sendable {
        public let name: String
        public let reservoir: ReadoutResult
        public let control: ReadoutResult
        /// The two on the same test samples.
        public let comparison: PairedComparison
    }

    public struct Outcome: Sendable {
        /// One for each readout; none if the experiment was stopped.
        public var answers: [Answer] = []
        /// What was going on when someone asked to stop; nil if it came to its end.
        public var stoppedDuring: Stage?
        /// Spikes of the neurons that readouts look at, in the phase that they learn from.
        public var train: Presentation.Response
        /// The same in the phase that they are judged on.
        public var test: Presentation.Response
        /// Of all spikes of all presentations.
        public var digest: UInt64 = 0
        public var spikeCount = 0
        /// Seconds spent in each stage, in order.
        public var seconds: [(stage: Stage, seconds: Double)] = []
        public let network: Network
        /// What was learnt; nil in a model whose phases do not go on from each other.
        public var state: NetworkState?
        /// Phases in which samples followed each other.
        public var courses: [LearningCourse] = []
        /// Of the projections that learn.
        public var weights: [WeightHistory] = []
        /// Bytes of one replica of the state.
        public let stateByteCount: Int
        /// Length of a presentation of the test in ms.
        public let duration: Double
        /// Presented in all phases, in ms.
        public var simulated = 0.0
    }

    public let model: Model
    public let dataset: SpikeDataset
    public let workers: Int
    public let kernels: KernelSet
    public let phases: [PhasePlan]
    let port: Stimulus
    /// What populations of `elm` have learnt, by name.
    let neurons: [String: [ELMNeuron]]

    /// - Throws: `ExperimentError` where the model has no open port or no readout, or the data does
    ///   not fit them.
    public init(
        _ model: Model, on dataset: SpikeDataset, neurons: [String: [ELMNeuron]] = [:],
        workers: Int = 1, kernels: KernelSet = .standard
    ) throws(ExperimentError) {
        self.neurons = neurons
        guard let port = model.stimuli.first(where: { $0.kind == "input" }) else {
            throw .noPort
        }
        guard !model.readouts.isEmpty else { throw .noReadout }
        for (split, samples) in [("training", dataset.train), ("test", dataset.test)] {
            guard !samples.isEmpty else { throw .empty(split: split, dataset: dataset.name) }
            guard samples.isLabelled else { throw .unlabelled(split: split, dataset: dataset.name) }
            guard samples.channels <= port.count else {
                throw .channels(samples.channels, port: port.name, count: port.count)
            }
        }
        let own = model.phases.allSatisfy { $0.settings["duration"] != nil }
        if dataset.carriesValues, model.duration == nil, model.phases.isEmpty || !own {
            throw .noDuration(dataset: dataset.name)
        }
        phases = PhasePlan.plans(of: model, duration: Self.duration(of: model, on: dataset))
        if let idle = phases.first(where: { $0.isTest == nil }) {
            throw .noSamples(phase: idle.name)
        }
        for (split, isTest) in [("training", false), ("test", true)]
        where !phases.contains(where: { $0.isTest == isTest }) {
            throw .noPhase(split: split)
        }
        self.model = model
        self.dataset = dataset
        self.workers = workers
        self.kernels = kernels
        self.port = port
    }

    /// Length of a presentation in ms: the model's duration, else that of the longest sample.
    private static func duration(of model: Model, on dataset: SpikeDataset) -> Double {
        if let duration = model.duration { return duration }
        let samples = [dataset.train, dataset.test].flatMap { set in
            set.indices.map { Double(set.duration(of: $0)) }
        }
        return max(1, ((samples.max() ?? 0) / 10).rounded(.up) * 10)
    }

    /// The phase that readouts learn from, or are judged on.
    func lastPhase(isTest: Bool) -> Int { phases.lastIndex { $0.isTest == isTest }! }

    func samples(of plan: PhasePlan) -> SpikeSamples {
        plan.isTest == true ? dataset.test : dataset.train
    }

    /// How many presentations a phase has; nil for other stages.
    public func presentations(in stage: Stage) -> Int? {
        phases.first { $0.name == stage.name }.map { samples(of: $0).count * $0.passes }
    }

    var classes: Int { max(dataset.train.classCount, dataset.test.classCount) }
}
