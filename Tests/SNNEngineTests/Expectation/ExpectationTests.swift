import SNNModel
import Testing

@testable import SNNEngine

// The mathematics of readouts that learn what follows a cue, and when.

@Suite struct ExpectationTests {
    /// Pairs of a trace and a target that no readout explains whole.
    private func pairs(_ count: Int, order: Int, seed: UInt64) -> [([Double], Double)] {
        var random = ElementStream(seed: seed, stream: StreamID("pairs"), element: 0)
        return (0..<count).map { _ in
            let trace = (0..<order).map { _ in random.normal() }
            return (trace, trace[0] - 2 * trace[1] + random.normal())
        }
    }

    @Test(arguments: [0.01, 1, 30]) func recursionIsTheRidgeSolution(alpha: Double) {
        let order = 12
        let pairs = pairs(60, order: order, seed: 5)
        var recursive = RecursiveLeastSquares(order: order, readouts: 2, alpha: alpha)
        for (trace, target) in pairs { recursive.learn(trace, [target, 0]) }
        // (sum of r rT + alpha) w - sum of y r is 0 for the ridge solution.
        for row in 0..<order {
            var left = alpha * recursive.weights[0][row]
            for (trace, target) in pairs {
                let read = zip(trace, recursive.weights[0]).reduce(0) { $0 + $1.0 * $1.1 }
                left += trace[row] * (read - target)
            }
            #expect(abs(left) < 1e-8, "row \(row)")
        }
        #expect(recursive.weights[1].allSatisfy { $0 == 0 })
    }

    @Test func frozenRecursionKeepsItsMatrix() {
        let pairs = pairs(40, order: 6, seed: 8)
        var free = RecursiveLeastSquares(order: 6, readouts: 1, alpha: 1)
        for (trace, target) in pairs { free.learn(trace, [target]) }
        var frozen = free
        frozen.isFrozen = true
        // The same step twice: with P unchanged it takes the same part of the error away.
        let (trace, _) = pairs[3]
        func read(_ readout: RecursiveLeastSquares) -> Double {
            zip(trace, readout.weights[0]).reduce(0) { $0 + $1.0 * $1.1 }
        }
        var errors = [10 - read(frozen)]
        for _ in 0..<2 {
            frozen.learn(trace, [10])
            errors.append(10 - read(frozen))
        }
        #expect(abs(errors[1] / errors[0] - errors[2] / errors[1]) < 1e-9)
        free.learn(trace, [10])
        let first = 10 - read(free)
        free.learn(trace, [10])
        #expect((10 - read(free)) / first > errors[2] / errors[1] + 1e-6)
    }

    @Test func leastMeanSquaresConvergesToTheProbability() {
        let neurons = 40, seed: UInt64 = 11
        var random = ElementStream(seed: seed, stream: StreamID("spikes"), element: 0)
        let spikes = (0..<50).flatMap { tick in
            (0..<neurons).filter { _ in random.uniform() < 0.05 }.map { (tick: tick, neuron: $0) }
        }
        var readout = ExpectationReadout(neurons: neurons)
        let flat = [Double](repeating: 0, count: 50)
        var (sum, trials) = (0.0, 0.0)
        for trial in 0..<4000 {
            var traces = TrialTraces(ticks: 50, neurons: neurons)
            traces.follow(spikes, decay: 0.95, meanFrom: 10)
            readout.learn(
                traces, event: random.uniform() < 0.7 ? 0 : 1, target: flat, attention: flat,
                etaWhen: 0, etaWhat: 0.05)
            guard trial >= 500 else { continue }
            sum += zip(readout.what[0], traces.mean).reduce(0) { $0 + $1.0 * $1.1 }
            trials += 1
        }
        // 3,500 trials with p = 0.7: standard error 0.008.
        #expect(abs(sum / trials - 0.7) < 0.04, "seed \(seed)")
    }

    @Test func tracesDecayAcrossTrials() {
        var traces = TrialTraces(ticks: 4, neurons: 2)
        traces.follow([(1, 0), (1, 0), (3, 1)], decay: 0.5, meanFrom: 2)
        #expect(traces.values == [0, 0, 2, 0, 1, 0, 0.5, 1])
        #expect(traces.mean == [0.75, 0.5])
        #expect(traces.norms == [1, 5, 2, 2.25])
        traces.follow([], decay: 0.5, meanFrom: 0)
        #expect(traces.values[0] == 0.25)
        #expect(traces.output(of: [1, 2]) == [1.25, 0.625, 0.3125, 0.15625])
    }

    @Test func attentionLearnsOnlyWhereItIs() {
        var traces = TrialTraces(ticks: 2, neurons: 2)
        traces.follow([(0, 0), (1, 1)], decay: 0, meanFrom: 0)
        var readout = ExpectationReadout(neurons: 2)
        readout.learn(
            traces, event: 1, target: [1, 1], attention: [0, 1], etaWhen: 0.5, etaWhat: 0)
        #expect(readout.when == [[0, 0], [0, 0.25]])
    }

    private func model() -> Model {
        var model = Model(seed: 4, resolution: 1, duration: 300)
        model.populations = [
            Population("exc", count: 60, kind: "izhikevich", receptors: [Receptor("pulse", .delta)])
        ]
        model.stimuli = [Stimulus("cue", count: 2, kind: "input")]
        model.projections = [
            Projection(
                from: Selection("cue"), to: Selection("exc"), via: "pulse", rule: .allToAll,
                weight: .random(
                    Distribution(.uniform(low: 0, high: 12), dimension: .voltage)),
                delay: .quantity(.milliseconds(1)))
        ]
        model.readouts = [
            Readout(
                "expected", kind: "what_when", of: Selection("exc"),
                settings: [
                    "trials": .quantity(.number(12)), "cue_start": .quantity(.milliseconds(20)),
                    "latencies": .list([.milliseconds(40), .milliseconds(80)]),
                    "switched_latencies": .list([.milliseconds(60), .milliseconds(100)]),
                    "gate": .quantity(.milliseconds(40)),
                ])
        ]
        return model
    }

    @Test func workersDoNotMatter() throws {
        #expect(model().check().filter { $0.severity == .error } == [])
        let one = try Expectation(model(), workers: 1).run(seed: 1)
        let two = try Expectation(model(), workers: 2).run(seed: 1)
        #expect(one.errors == two.errors)
        #expect(one.forceErrors == two.forceErrors)
        #expect(one.peaks == two.peaks)
        #expect(one.digest == two.digest)
        #expect(one.spikeCount > 0)
        #expect(one.errors.map(\.count) == [13, 13])
        #expect(one.errors[0][0] == 1)
        #expect(one.errors[0][12] < 1)
    }

    @Test func eventsBeyondTheTrialAreRefused() {
        var model = model()
        model.duration = 90
        #expect(throws: ExpectationError.tooShort("expected")) { try Expectation(model) }
    }
}
