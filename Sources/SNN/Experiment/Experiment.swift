import SNNData
import SNNEngine
import SNNModel
import SNNReport

// The experiment of reservoir computing. Every sample is shown to the network; a linear readout
// learns to name samples from the spikes of some neurons. Whether the network is of any use is told
// by the control: the same readout, with the same choices, on the input spikes themselves.

/// A model with a readout, on a labelled data set.
///
///     let experiment = try Experiment(model, on: dataset, workers: 2)
///     let outcome = try experiment.run()
///     print(outcome.readouts[0].reservoir.test, outcome.readouts[0].control.test)
public struct Experiment: Sendable {
    /// What takes time, for progress.
    public enum Stage: String, Sendable, CaseIterable {
        case building, training, testing, readout, control
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
        public let answers: [Answer]
        /// What was going on when someone asked to stop; nil if it came to its end.
        public let stoppedDuring: Stage?
        /// Spikes of the neurons that the first readout looks at.
        public let train: Presentation.Response
        public let test: Presentation.Response
        /// Of all spikes of all presentations.
        public let digest: UInt64
        /// Seconds spent in each stage.
        public let seconds: [Stage: Double]
        public let network: Network
        /// Bytes of one replica of the state.
        public let stateByteCount: Int
        /// Length of a presentation in ms.
        public let duration: Double
    }

    public let model: Model
    public let dataset: SpikeDataset
    public let workers: Int
    public let kernels: KernelSet
    private let port: Stimulus

    /// - Throws: `ExperimentError` where the model has no open port or no readout, or the data does
    ///   not fit them.
    public init(
        _ model: Model, on dataset: SpikeDataset, workers: Int = 1,
        kernels: KernelSet = .standard
    ) throws(ExperimentError) {
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
        if dataset.carriesValues, model.duration == nil { throw .noDuration(dataset: dataset.name) }
        self.model = model
        self.dataset = dataset
        self.workers = workers
        self.kernels = kernels
        self.port = port
    }

    /// Length of a presentation in ms: the model's duration, else that of the longest sample.
    public var duration: Double {
        if let duration = model.duration { return duration }
        let samples = [dataset.train, dataset.test].flatMap { set in
            set.indices.map { Double(set.duration(of: $0)) }
        }
        return max(1, ((samples.max() ?? 0) / 10).rounded(.up) * 10)
    }

    /// Builds the network, presents all samples and fits all readouts.
    ///
    /// - Parameters:
    ///   - progress: stage, and which part of it is done (0…1); from any thread.
    ///   - isCancelled: asked often; when it answers true the experiment ends with what it has.
    /// - Throws: `NetworkError`, `ReadoutError`.
    public func run(
        progress: @escaping @Sendable (Stage, Double) -> Void = { _, _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Outcome {
        var clock = StageClock()
        progress(.building, 0)
        // Samples run side by side, each on one worker, so the network is cut for one.
        let network = try Network(model, workers: 1)
        let ticks = Int((duration / model.resolution).rounded())
        let presentation = Presentation(
            network: network, port: port.name, ticks: ticks, workers: workers, kernels: kernels)
        clock.end(.building)

        let selections = model.readouts.map(\.features.of)
        let all = selections.flatMap { $0 }
        let sizes = selections.map { $0.reduce(0) { $0 + (model.count(of: $1) ?? 0) } }
        func present(_ samples: SpikeSamples, _ stage: Stage) throws -> Presentation.Response {
            let response = try presentation.run(
                samples, isTest: stage == .testing, selections: all,
                progress: { progress(stage, Double($0) / Double(samples.count)) },
                isCancelled: isCancelled)
            clock.end(stage)
            return response
        }
        let train = try present(dataset.train, .training)
        let test = try present(dataset.test, .testing)
        func outcome(_ answers: [Answer], stoppedDuring stage: Stage?) -> Outcome {
            Outcome(
                answers: answers, stoppedDuring: stage, train: train, test: test,
                digest: (train.digest &* 0x100_0000_01B3) ^ test.digest, seconds: clock.seconds,
                network: network, stateByteCount: NetworkState(network).byteCount,
                duration: duration)
        }
        if train.presented < dataset.train.count { return outcome([], stoppedDuring: .training) }
        if test.presented < dataset.test.count { return outcome([], stoppedDuring: .testing) }

        var answers: [Answer] = []
        var first = 0
        var stage = Stage.readout
        do {
            for (readout, size) in zip(model.readouts, sizes) {
                let units = first..<first + size
                first += size
                stage = .readout
                let reservoir = try fit(
                    readout, train: train.features(units, duration),
                    test: test.features(units, duration), stage, progress, isCancelled)
                clock.end(stage)
                stage = .control
                let control = try fit(
                    readout, train: inputFeatures(dataset.train),
                    test: inputFeatures(dataset.test, isTest: true), stage, progress, isCancelled)
                clock.end(stage)
                answers.append(
                    Answer(
                        name: readout.name, reservoir: reservoir, control: control,
                        comparison: PairedComparison(
                            first: reservoir.testPredictions, second: control.testPredictions,
                            labels: dataset.test.labels)))
            }
        } catch ReadoutError.cancelled {
            return outcome([], stoppedDuring: stage)
        }
        return outcome(answers, stoppedDuring: nil)
    }

    private func inputFeatures(_ samples: SpikeSamples, isTest: Bool = false) -> SpikeFeatures {
        SampleTrains(samples, isTest: isTest, port: port, seed: model.seed)
            .features(duration: duration)
    }

    /// The reservoir and the control get the same choice of bins, transforms and penalties, except
    /// that trains made of values, whose rates are constant, are counted in one bin.
    private func fit(
        _ readout: Readout, train: SpikeFeatures, test: SpikeFeatures, _ stage: Stage,
        _ progress: @escaping @Sendable (Stage, Double) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> ReadoutResult {
        let bins = stage == .control && dataset.carriesValues ? [1] : readout.features.bins
        let transform: CountTransform = readout.features.transform == .sqrt ? .squareRoot : .count
        var steps = ReadoutProtocol(
            classes: max(dataset.train.classCount, dataset.test.classCount),
            candidates: bins.map {
                FeatureCandidate(bins: $0, transform: transform)
            },
            penalties: readout.penalties.isEmpty
                ? ReadoutSelection.usualPenalties : readout.penalties, workers: workers)
        steps.isCancelled = isCancelled
        return try steps.run(
            train: train, labels: dataset.train.labels, speakers: dataset.train.speakers,
            test: test, testLabels: dataset.test.labels
        ) { done, total in progress(stage, Double(done) / Double(total)) }
    }
}

/// Why a model and a data set make no experiment.
public enum ExperimentError: Error, Equatable, CustomStringConvertible {
    case noPort
    case noReadout
    case noDuration(dataset: String)
    case empty(split: String, dataset: String)
    case unlabelled(split: String, dataset: String)
    case channels(Int, port: String, count: Int)

    public var description: String {
        switch self {
        case .noPort: "the model has no open port that a data set could be bound to"
        case .noReadout: "the model has no readout, so there is nothing to learn from the samples"
        case .noDuration(let dataset):
            "the samples of `\(dataset)` have no length of their own, and the model has none either"
        case .empty(let split, let dataset): "`\(dataset)` has no \(split) samples"
        case .unlabelled(let split, let dataset):
            "the \(split) samples of `\(dataset)` have no labels"
        case .channels(let channels, let port, let count):
            "the data has \(channels) channels, but the port `\(port)` has \(count)"
        }
    }

    /// What to do about it.
    public var help: String {
        switch self {
        case .noPort: "declare one: stimulus cochlea[700] of input"
        case .noReadout:
            "declare one: readout class of ridge { features = spike_count(of: exc, bins: 10) }"
        case .noDuration: "say how long each is shown: simulation { duration = 350 ms }"
        case .empty: "choose other speakers for the test, or a data set with both splits"
        case .unlabelled: "a readout learns from labels; without it any spikes can be bound"
        case .channels(let channels, let port, _): "declare stimulus \(port)[\(channels)] of input"
        }
    }
}

extension Presentation.Response {
    /// The events of some of the units, counted from the first of them.
    func features(_ range: Range<Int>, _ duration: Double) -> SpikeFeatures {
        if range == 0..<unitCount {
            return SpikeFeatures(
                offsets: offsets, times: times, units: units, unitCount: unitCount,
                duration: duration)
        }
        var kept = (offsets: [0], times: [Float](), units: [UInt32]())
        for sample in 0..<offsets.count - 1 {
            for event in offsets[sample]..<offsets[sample + 1]
            where range.contains(Int(units[event])) {
                kept.times.append(times[event])
                kept.units.append(units[event] - UInt32(range.lowerBound))
            }
            kept.offsets.append(kept.times.count)
        }
        return SpikeFeatures(
            offsets: kept.offsets, times: kept.times, units: kept.units, unitCount: range.count,
            duration: duration)
    }
}

/// Measures stages that follow each other; a stage that comes again is added up.
private struct StageClock {
    private(set) var seconds: [Experiment.Stage: Double] = [:]
    private var last = ContinuousClock.now

    mutating func end(_ stage: Experiment.Stage) {
        let now = ContinuousClock.now
        seconds[stage, default: 0] += (now - last) / .seconds(1)
        last = now
    }
}
