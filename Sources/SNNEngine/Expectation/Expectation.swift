import SNNModel

// The network never hears of events, only of cues, so one run of it serves learners of any
// probability: in each trial its traces are given to all of them. Before a learner learns from a
// trial its expectation is compared with what it should be; this is a cue alone, without learning.

/// The what_when readout of a model, learning on networks with several seeds.
///
///     let expectation = try Expectation(model, workers: 2)
///     for number in 0..<expectation.seeds {
///         let course = try expectation.run(seed: number)
///         print(course.errors[0][50], course.correlations)
///     }
public struct Expectation: Sendable {
    /// How learning went on one network.
    public struct Course: Sendable {
        /// Error after so many trials, from 0 on, before the switch and after it; relative to the
        /// RMS of what should be expected.
        public var errors: [[Double]] = [[], []]
        /// The same of FORCE, whose inverse correlation matrix is frozen at the switch.
        public var forceErrors: [[Double]] = [[], []]
        /// Peaks of what learners of eleven probabilities expect of A and B.
        public var peaks: [[Double]] = [[], []]
        /// What is expected of A and B after a cue alone in each tick of a trial, when the block
        /// before the switch and when the one after it has been learnt.
        public var expected: [[[Double]]] = [[], []]
        public var synapseCount = 0
        public var spikeCount = 0
        public var digest: UInt64 = 0
        /// Of all trials, in ms.
        public var simulated = 0.0
        /// Mean over all neurons and trials, in Hz.
        public var rate = 0.0
        /// Trials shown; fewer than `trialsOfCourse` if someone asked to stop.
        public var trials = 0

        /// Of the peaks of A and B with the probability of A.
        public var correlations: [Double] {
            peaks.map { Expectation.correlation(Expectation.probabilities, $0) }
        }
    }

    /// Of A, one for each learner of the test of amplitudes.
    public static let probabilities = (0...10).map { Double($0) / 10 }

    public let readout: String
    public let seeds: Int
    /// Before the switch, and after it.
    public let trials: Int
    /// Those that a course shows: both blocks, and a last one to test on.
    public var trialsOfCourse: Int { 2 * trials + 1 }
    /// Of a trial, in ms.
    public let duration: Double
    /// From the start of the trial, in ms.
    public var cueStart: Double { Double(task.cue.lowerBound) * model.resolution }
    /// Of a tick, in ms.
    public var resolution: Double { model.resolution }
    /// What should be expected of A and B in each tick of a trial, in both blocks.
    public var wanted: [[[Double]]] {
        task.blocks.map { block in
            block.events.enumerated().map { event, tick in
                task.target(tick).map { block.probability(of: event) * $0 }
            }
        }
    }

    private let model: Model
    private let task: ExpectationTask
    private let selections: [Selection]
    private let trains: [String: SpikeTrains]
    private let workers: Int

    /// - Parameter trains: the spikes of `spike_file` stimuli, by name.
    /// - Throws: `ExpectationError`.
    public init(
        _ model: Model, trains: [String: SpikeTrains] = [:], workers: Int = 1
    ) throws(ExpectationError) {
        guard let readout = model.readouts.first(where: { $0.kind == "what_when" }) else {
            throw .noReadout
        }
        guard model.stimuli.contains(where: { $0.kind == "input" }) else { throw .noPort }
        task = try ExpectationTask(readout, of: model)
        let neurons = Double(readout.features.of.reduce(0) { $0 + (model.count(of: $1) ?? 0) })
        let needed = 8 * neurons * (neurons + Double(task.ticks))
        let available = Machine.memoryAvailable
        guard needed < Double(available) else {
            throw .memory(needed: Int(min(needed, 1e18)), available: available)
        }
        self.model = model
        self.trains = trains
        self.workers = workers
        self.readout = readout.name
        selections = readout.features.of
        seeds = task.seeds
        trials = task.trials
        duration = model.duration ?? 0
    }

    /// Builds the network with a seed of its own and shows all trials.
    ///
    /// - Parameters:
    ///   - number: 0 for the model's seed, 1 for the next one.
    ///   - progress: called after each trial; false ends the course.
    /// - Throws: `NetworkError`.
    public func run(
        seed number: Int, progress: (_ trial: Int) -> Bool = { _ in true }
    ) throws -> Course {
        var model = model
        model.seed &+= UInt64(number)
        let network = try Network(model, trains: trains, workers: workers)
        let state = NetworkState(network)
        if let port = model.stimuli.first(where: { $0.kind == "input" }) {
            try state.bind(
                task.cueTrains(
                    trials: trialsOfCourse, elements: port.count, resolution: model.resolution),
                to: port.name)
        }
        let engine = Engine(
            network, workers: Engine.usefulWorkers(for: network, asked: workers))
        let counts = selections.map { model.count(of: $0) ?? 0 }
        let firsts = counts.indices.map { counts[..<$0].reduce(0, +) }
        var learners = ExpectationLearners(
            task, neurons: counts.reduce(0, +), seed: model.seed)
        var course = Course()
        for trial in 0..<trialsOfCourse {
            let start = state.tick
            var spikes: [(tick: Int, neuron: Int)] = []
            let recorder = Recorder(
                [Recording(.spikes, of: selections)], of: network
            ) { batch in
                guard case .spikes(let selection, let ticks, let elements, _) = batch else {
                    return
                }
                for (tick, element) in zip(ticks, elements) {
                    spikes.append((tick - start - 1, firsts[selection] + element))
                }
            }
            try engine.run(state, ticks: task.ticks, recorder: recorder)
            spikes.sort { $0 < $1 }
            learners.show(spikes, trial: trial, &course)
            course.trials += 1
            if !progress(trial) { break }
        }
        course.peaks = learners.peaks
        course.synapseCount = network.synapseCount
        course.spikeCount = state.spikeCount
        course.digest = state.digest
        course.simulated = Double(state.tick) * network.resolution
        let neurons = model.populations.reduce(0) { $0 + $1.count }
        course.rate = 1000 * Double(state.spikeCount)
            / (Double(max(neurons, 1)) * max(course.simulated, network.resolution))
        return course
    }

    /// Pearson's correlation; 0 where one of the two does not vary.
    static func correlation(_ x: [Double], _ y: [Double]) -> Double {
        let n = Double(x.count)
        let (meanX, meanY) = (x.reduce(0, +) / n, y.reduce(0, +) / n)
        var (xx, yy, xy) = (0.0, 0.0, 0.0)
        for (a, b) in zip(x, y) {
            xx += (a - meanX) * (a - meanX)
            yy += (b - meanY) * (b - meanY)
            xy += (a - meanX) * (b - meanY)
        }
        return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : 0
    }
}
