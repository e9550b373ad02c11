/// All that learn on one network: one learner that lives through the switch, FORCE beside it, and
/// eleven whose events have other probabilities.
struct ExpectationLearners {
    private let task: ExpectationTask
    private var traces: TrialTraces
    private var learner: ExpectationReadout
    private var force: RecursiveLeastSquares
    private var others: [ExpectationReadout]
    private var draw: ElementStream
    private var otherDraws: [ElementStream]
    /// Sums over the trials after the switch, which the eleven do not learn from: by learner,
    /// event and tick.
    private var sums: [[[Double]]]
    private let targets: [[[Double]]]
    private let attention: [[[Double]]]

    init(_ task: ExpectationTask, neurons: Int, seed: UInt64) {
        self.task = task
        traces = TrialTraces(ticks: task.ticks, neurons: neurons)
        learner = ExpectationReadout(neurons: neurons)
        force = RecursiveLeastSquares(order: neurons, readouts: 2, alpha: task.forceAlpha)
        let probabilities = Expectation.probabilities
        others = probabilities.map { _ in ExpectationReadout(neurons: neurons) }
        let stream = StreamID(task.readout + ".events")
        draw = ElementStream(seed: seed, stream: stream, element: 0)
        otherDraws = probabilities.indices.map {
            ElementStream(seed: seed, stream: stream, element: $0 + 1)
        }
        sums = probabilities.map { _ in
            Array(repeating: Array(repeating: 0, count: task.ticks), count: 2)
        }
        targets = task.blocks.map { $0.events.map { task.target($0) } }
        attention = task.blocks.map { $0.events.map { task.attention($0) } }
    }

    /// The greatest of what the eleven expect within the gate around A and around B, mean over the
    /// trials that they were tested on.
    var peaks: [[Double]] {
        task.blocks[0].events.enumerated().map { event, tick in
            let near = max(0, tick - task.gate)..<min(task.ticks, tick + task.gate)
            return sums.map { ($0[event][near].max() ?? 0) / Double(Self.testTrials(task)) }
        }
    }

    /// Cues alone by which the eleven are judged in the end.
    private static func testTrials(_ task: ExpectationTask) -> Int { min(10, task.trials) }

    mutating func show(
        _ spikes: [(tick: Int, neuron: Int)], trial: Int, _ course: inout Expectation.Course
    ) {
        traces.follow(spikes, decay: task.decay, meanFrom: task.cue.lowerBound)
        test(trial, &course)
        let block = trial < task.trials ? 0 : 1
        if trial < 2 * task.trials { learn(block) }
        if block == 0 {
            for (index, probability) in Expectation.probabilities.enumerated() {
                let event = otherDraws[index].uniform() < probability ? 0 : 1
                learn(&others[index], event, block)
            }
        } else if trial - task.trials < Self.testTrials(task) {
            for index in others.indices {
                for (event, values) in others[index].output(traces).enumerated() {
                    for tick in values.indices { sums[index][event][tick] += values[tick] }
                }
            }
        }
    }

    private func test(_ trial: Int, _ course: inout Expectation.Course) {
        let expected = learner.output(traces)
        let forced = force.weights.map { traces.output(of: $0) }
        // The trial at the switch tests what was learnt before it against both blocks.
        for block in 0..<2 where (block * task.trials...(block + 1) * task.trials).contains(trial) {
            course.errors[block].append(task.error(expected, in: task.blocks[block]))
            course.forceErrors[block].append(task.error(forced, in: task.blocks[block]))
            if trial == (block + 1) * task.trials { course.expected[block] = expected }
        }
    }

    private mutating func learn(_ block: Int) {
        let event = draw.uniform() < task.blocks[block].probability ? 0 : 1
        learn(&learner, event, block)
        force.isFrozen = block == 1
        for tick in stride(from: task.cue.lowerBound, to: task.ticks, by: task.forceInterval) {
            let wanted = (0..<2).map { $0 == event ? targets[block][$0][tick] : 0 }
            traces.withRow(tick) { force.learn($0, wanted) }
        }
    }

    private func learn(_ learner: inout ExpectationReadout, _ event: Int, _ block: Int) {
        learner.learn(
            traces, event: event, target: targets[block][event],
            attention: attention[block][event], etaWhen: task.etaWhen, etaWhat: task.etaWhat)
    }
}
