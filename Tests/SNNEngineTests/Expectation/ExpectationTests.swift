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

    @Test func leastMeanSquaresHasItsTimeConstant() {
        // A trace with m . m = 24, so that a step takes 0.96 eta of the error away.
        var traces = TrialTraces(ticks: 1, neurons: 24)
        traces.follow((0..<24).map { (tick: 0, neuron: $0) }, decay: 0, meanFrom: 0)
        var readout = ExpectationReadout(neurons: 24)
        for trial in 1...100 {
            readout.learn(
                traces, event: 0, target: [0], attention: [0], etaWhen: 0, etaWhat: 0.05)
            let q = readout.what.map { zip($0, traces.mean).reduce(0) { $0 + $1.0 * $1.1 } }
            let left = (0..<trial).reduce(1.0) { left, _ in left * (1 - 0.96 * 0.05) }
            #expect(abs(q[0] - (1 - left)) < 1e-12 && q[1] == 0, "trial \(trial)")
        }
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
}
