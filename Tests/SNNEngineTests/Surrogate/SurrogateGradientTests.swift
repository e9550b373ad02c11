import Testing

@testable import SNNEngine

/// With spikes that are the integral of the surrogate, the gradient is that of the error itself.
@Suite struct SurrogateGradientTests {
    /// A derivative from four values, with an error of the fourth order in the step.
    private func slope(_ error: (Double) -> Double) -> Double {
        let h = 2e-5
        return (8 * (error(h) - error(-h)) - (error(2 * h) - error(-2 * h))) / (12 * h)
    }

    /// Compares all parameters, each kind with its own scale.
    private func compare(_ trial: SurrogateCase) {
        let trainer = trial.trainer()
        let layout = trainer.layout
        var random = TestRandom(seed: 9)
        // Away from whole ticks, where interpolation has its corners.
        for index in layout.delays { trainer.parameters[index] += random.real(0.1..<0.9) }
        for index in Array(layout.taus) + Array(layout.slowTaus) {
            trainer.parameters[index] = random.real(-0.2..<0.2)
        }
        let start = trainer.parameters
        let (outcome, gradient) = trainer.gradient(trial.samples)
        #expect(outcome.rate > 0.02, "\(trial)")
        let kinds = [
            ("weight", layout.weights), ("delay", layout.delays), ("tau", layout.taus),
            ("slow tau", layout.slowTaus), ("readout", layout.readout), ("bias", layout.biases),
        ]
        for (name, range) in kinds where !range.isEmpty {
            let scale = gradient[range].map { abs($0) }.max() ?? 0
            #expect(scale > 1e-6, "\(trial), \(name) has no gradient")
            for index in range {
                if !layout.readout.contains(index), !layout.biases.contains(index),
                    index < layout.delays.upperBound,
                    !trial.network.learns[index % trial.network.synapseCount]
                {
                    #expect(gradient[index] == 0, "\(trial), \(name) \(index) does not learn")
                    continue
                }
                let expected = slope { step in
                    trainer.parameters = start
                    trainer.parameters[index] += step
                    let outcome = trainer.test(trial.samples)
                    return outcome.error + outcome.cost
                }
                #expect(
                    abs(gradient[index] - expected) < 1e-6 * max(scale, abs(expected)),
                    "\(trial), \(name) \(index): \(gradient[index]) for \(expected)")
            }
        }
    }

    private static let kinds = Surrogate.Kind.allCases

    /// All resets, neurons, judgements and surrogates, dense and sparse, and what can be learnt.
    @Test(arguments: UInt64(1)...24) func followsFiniteDifferences(_ seed: UInt64) {
        let (isSoft, adapts) = (seed % 2 == 0, seed / 2 % 2 == 0)
        let isDense = seed / 12 % 2 == 0
        var trial = SurrogateCase(
            seed: seed, isSoft: isSoft, adapts: adapts,
            judgement: SurrogateReadout.Judgement.allCases[Int(seed / 4 % 3)], isDense: isDense)
        trial.options.isSmooth = true
        trial.options.precision = .double
        trial.options.surrogate = Surrogate(
            Self.kinds[Int(seed * 3 / 5 % 4)], slope: 1.5, height: 0.8)
        trial.options.learnsDelays = !isDense && seed % 5 != 0
        trial.options.delayMax = 7
        trial.options.tauMembrane = seed % 3 == 0 ? .shared : .perNeuron
        trial.options.tauAdaptation = adapts ? (seed % 3 == 1 ? .shared : .perNeuron) : .fixed
        if seed % 2 == 0 {
            trial.options.rateCost = 3
            trial.options.targetRate = 0.2
            trial.options.spikeCost = 0.1
        }
        compare(trial)
    }

    /// One spike, one synapse, one neuron that stays below its threshold: v = w alpha^n, and
    /// dE/dw = sum over ticks of dE/dz psi alpha^n.
    @Test func singleSynapseHasItsClosedForm() {
        let (alpha, weight, threshold, kappa) = (0.9, 4.0, 10.0, 0.8)
        var network = EPropNetwork()
        network.neurons = [EPropNetwork.Neuron(alpha: alpha, threshold: threshold)]
        network.inputCount = 1
        network.rows = [0, 1, 1]
        (network.targets, network.delays) = ([0], [2])
        (network.weights, network.learns) = ([weight], [true])
        network.delayMax = 2
        var options = SurrogateOptions()
        options.precision = .double
        options.surrogate = Surrogate(.superspike, slope: 5)
        let readout = SurrogateReadout(
            count: 2, neurons: 0..<1, kappa: kappa, window: 1...20, weights: [1, -2],
            judgement: .last)
        let trainer = SurrogateTrainer(
            network, readout, ticks: 20, resolution: 1, options: options, workers: 1)
        let (outcome, gradient) = trainer.gradient(
            [EPropSample(input: EPropInput(ticks: [3], sources: [0]), target: .label(1))])
        // Without spikes both classes are equally probable.
        #expect(abs(outcome.error - 0.693_147_180_559_945_3) < 1e-15)
        var (expected, trace, memory) = (0.0, 1.0, 0.0)
        for tick in (1...20).reversed() {
            memory = tick == 20 ? 1 : memory * kappa
            guard tick >= 5 else { continue }
            trace = (5..<tick).reduce(1.0) { trace, _ in trace * alpha }
            let u = (weight * trace - threshold) / threshold
            let psi = 1 / ((1 + 5 * abs(u)) * (1 + 5 * abs(u))) / threshold
            let slope = (0.5 * 1 + (0.5 - 1) * -2) * (1 - kappa) * memory
            expected += slope * psi * trace
        }
        #expect(abs(gradient[0] - expected) < 1e-15)
        // Nothing spiked, so readouts learn only their biases.
        #expect(gradient[1] == 0 && gradient[2] == 0)
        #expect(abs(gradient[3] - 0.5) < 1e-15 && abs(gradient[4] + 0.5) < 1e-15)
    }

    /// The forward pass is that of e-prop, spike by spike.
    @Test(arguments: UInt64(1)...8) func spikesAreThoseOfEProp(_ seed: UInt64) {
        var trial = SurrogateCase(
            seed: seed, isSoft: seed % 2 == 0, adapts: seed / 2 % 2 == 0, judgement: .mean,
            isDense: seed / 4 % 2 == 0, ticks: 200)
        trial.options.precision = .double
        let outcome = trial.trainer().test(trial.samples)
        let plain = EPropReadout(
            count: 3, neurons: trial.readout.neurons, kappa: trial.readout.kappa,
            window: trial.readout.window, weights: trial.readout.weights)
        var sum = EPropGradients(trial.network, plain)
        let other = EPropTrial(trial.network, ticks: 200, gamma: 0.3, regularises: false)
        for sample in trial.samples {
            other.run(trial.network, plain, sample.input, sample.target, into: &sum)
        }
        #expect(sum.spikes.reduce(0, +) > 30, "\(trial)")
        #expect(outcome.digest == sum.digest, "\(trial)")
    }

    /// Single precision has the same spikes here, and gradients that differ by its rounding.
    @Test(arguments: UInt64(1)...6) func singlePrecisionIsClose(_ seed: UInt64) {
        var trial = SurrogateCase(
            seed: seed, isSoft: seed % 2 == 0, adapts: seed % 3 == 0, judgement: .mean,
            isDense: seed % 2 == 1, count: 37)
        trial.options.tauMembrane = .perNeuron
        let single = trial.trainer().gradient(trial.samples)
        trial.options.precision = .double
        let double = trial.trainer().gradient(trial.samples)
        #expect(single.0.digest == double.0.digest, "\(trial)")
        let scale = double.1.map { abs($0) }.max() ?? 0
        let worst = zip(single.1, double.1).map { abs($0 - $1) }.max() ?? 0
        #expect(scale > 1e-6 && worst < 1e-4 * scale, "\(trial): \(worst) of \(scale)")
    }

    /// Without the reset's path gradients differ, and synapses still have some.
    @Test func resetMayBeLeftOut() {
        var trial = SurrogateCase(
            seed: 3, isSoft: true, adapts: false, judgement: .mean, isDense: true)
        let through = trial.trainer().gradient(trial.samples)
        trial.options.throughReset = false
        let without = trial.trainer().gradient(trial.samples)
        #expect(through.0.digest == without.0.digest)
        #expect(through.1 != without.1 && without.1.contains { abs($0) > 1e-6 })
    }
}
