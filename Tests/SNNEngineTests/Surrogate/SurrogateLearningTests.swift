import Glibc
import Testing

@testable import SNNEngine

/// Small tasks that a right gradient solves.
@Suite struct SurrogateLearningTests {
    /// A network in which each input reaches each neuron, and each neuron each other if recurrent.
    private func network(
        inputs: Int, count: Int, isRecurrent: Bool, neuron: EPropNetwork.Neuron,
        weight: (Int, Int) -> Double
    ) -> EPropNetwork {
        var network = EPropNetwork()
        network.inputCount = inputs
        network.neurons = Array(repeating: neuron, count: count)
        for source in 0..<inputs + count {
            for target in 0..<count where source < inputs || isRecurrent {
                network.targets.append(Int32(target))
                network.delays.append(1)
                network.weights.append(weight(source, target))
                network.learns.append(true)
            }
            network.rows.append(network.targets.count)
        }
        return network
    }

    /// Both patterns have one spike of each input, at times that differ and jitter. Counts tell
    /// nothing; the network learns to tell them by their timing, and new jitter as well.
    @Test(arguments: UInt64(1)...3) func learnsPatternsThatDifferInTimingAlone(_ seed: UInt64) {
        print("seed \(seed)")
        var random = TestRandom(seed: seed)
        let (inputs, count, ticks) = (20, 32, 50)
        let times = (0..<2).map { _ in (0..<inputs).map { _ in random.count(1...38) } }
        func samples(_ count: Int) -> [EPropSample] {
            (0..<count).map { index in
                let label = index % 2
                let spikes = (0..<inputs).map { source in
                    (Int32(times[label][source] + random.count(-1...1)), Int32(source))
                }.sorted { $0 < $1 }
                return EPropSample(
                    input: EPropInput(ticks: spikes.map(\.0), sources: spikes.map(\.1)),
                    target: .label(label))
            }
        }
        let network = network(
            inputs: inputs, count: count, isRecurrent: true,
            neuron: EPropNetwork.Neuron(alpha: exp(-1 / 10.0), threshold: 10)
        ) { source, _ in random.real(source < inputs ? -3..<5 : -1..<1) }
        let readout = SurrogateReadout(
            count: 2, neurons: 0..<count, kappa: exp(-1 / 10.0), window: 1...ticks,
            weights: (0..<2 * count).map { _ in random.real(-0.5..<0.5) })
        let trainer = SurrogateTrainer(
            network, readout, ticks: ticks, resolution: 1, options: SurrogateOptions(), workers: 2)
        let before = trainer.test(samples(100))
        for _ in 0..<60 { trainer.learn(samples(20), rate: 0.05) }
        let after = trainer.test(samples(100))
        #expect(before.accuracy < 0.9, "seed \(seed): \(before)")
        #expect(after.accuracy == 1, "seed \(seed): \(after)")
    }

    /// Which of two inputs is first? With the same weights and the same delays, neurons receive the
    /// same current either way, so no readout can tell. Delays that learn move apart until the
    /// spikes of one order coincide.
    @Test func delaysLearnACoincidence() {
        func outcome(learnsDelays: Bool) -> (before: Double, after: Double, SurrogateTrainer) {
            let (count, ticks) = (4, 40)
            var random = TestRandom(seed: 5)
            let network = network(
                inputs: 2, count: count, isRecurrent: false,
                neuron: EPropNetwork.Neuron(alpha: exp(-1 / 4.0), threshold: 10)
            ) { _, _ in 7 }
            let readout = SurrogateReadout(
                count: 2, neurons: 0..<count, kappa: exp(-1 / 5.0), window: 1...ticks,
                weights: (0..<2 * count).map { _ in random.real(-1..<1) })
            var options = SurrogateOptions()
            options.learnsWeights = false
            options.learnsDelays = learnsDelays
            options.delayMax = 15
            options.surrogate = Surrogate(.superspike, slope: 3)
            options.factorDelays = 4
            let trainer = SurrogateTrainer(
                network, readout, ticks: ticks, resolution: 1, options: options, workers: 1)
            let samples = (0..<20).map { index in
                let first = Int32(2 + index / 2)
                return EPropSample(
                    input: EPropInput(
                        ticks: [first, first + 6],
                        sources: index % 2 == 0 ? [0, 1] : [1, 0]), target: .label(index % 2))
            }
            let before = trainer.test(samples).accuracy
            for _ in 0..<150 { trainer.learn(samples, rate: 0.03) }
            trainer.roundDelays()
            return (before, trainer.test(samples).accuracy, trainer)
        }
        let fixed = outcome(learnsDelays: false)
        #expect(fixed.before == 0.5 && fixed.after == 0.5)
        let learnt = outcome(learnsDelays: true)
        #expect(learnt.before == 0.5)
        #expect(learnt.after == 1, "delays \(learnt.2.network.delays)")
        // Weights are what they were, and delays whole and in bounds.
        #expect(learnt.2.network.weights.allSatisfy { $0 == 7 })
        #expect(learnt.2.network.delays.allSatisfy { $0 >= 1 && $0 <= 15 })
        #expect(Set(learnt.2.network.delays).count > 1)
    }

    /// The cost of rates alone brings each neuron to its target.
    @Test func ratesApproachTheirTarget() {
        print("seed 7")
        var random = TestRandom(seed: 7)
        let (inputs, count, ticks) = (30, 20, 200)
        var samples: [EPropSample] = []
        for _ in 0..<8 {
            var input = EPropInput()
            for tick in 0..<ticks {
                for source in 0..<inputs where random.real(0..<1) < 0.05 {
                    input.ticks.append(Int32(tick))
                    input.sources.append(Int32(source))
                }
            }
            samples.append(EPropSample(input: input, target: .label(0)))
        }
        let network = network(
            inputs: inputs, count: count, isRecurrent: false,
            neuron: EPropNetwork.Neuron(alpha: exp(-1 / 10.0), threshold: 10)
        ) { _, _ in random.real(0..<2) }
        let readout = SurrogateReadout(
            count: 1, neurons: 0..<count, kappa: 0.9, window: 1...ticks,
            weights: Array(repeating: 0, count: count))
        var options = SurrogateOptions()
        options.rateCost = 1000
        options.targetRate = 0.03
        let trainer = SurrogateTrainer(
            network, readout, ticks: ticks, resolution: 1, options: options, workers: 2)
        let before = trainer.test(samples)
        for _ in 0..<100 { trainer.learn(samples, rate: 0.02) }
        let after = trainer.test(samples)
        #expect(before.cost > 1, "\(before)")
        #expect(after.cost < 0.02 * before.cost, "\(before), \(after)")
        #expect(abs(after.rate - 0.03) < 0.003, "\(after)")
    }

    /// Time constants stay positive whatever the rate of learning.
    @Test func timeConstantsStayPositive() {
        var trial = SurrogateCase(
            seed: 4, isSoft: true, adapts: true, judgement: .mean, isDense: false)
        trial.options.tauMembrane = .perNeuron
        trial.options.tauAdaptation = .perNeuron
        let trainer = trial.trainer()
        for _ in 0..<20 { trainer.learn(trial.samples, rate: 0.3) }
        #expect(trainer.isFinite)
        #expect(trainer.network.neurons.allSatisfy { $0.alpha > 0 && $0.alpha < 1 })
        #expect(trainer.network.neurons.allSatisfy { $0.rho > 0 && $0.rho < 1 })
        #expect(trainer.network.neurons.map(\.alpha) != trial.network.neurons.map(\.alpha))
    }
}
