import Glibc
import Testing

@testable import SNNEngine

@Suite struct EPropGradientTests {
    private struct Case: CustomStringConvertible {
        let network: EPropNetwork
        var readout: EPropReadout
        let input: EPropInput
        let target: EPropTarget
        let ticks = 200
        let description: String

        /// A lively network of LIF and ALIF neurons with delays, drawn from a seed.
        init(seed: UInt64) {
            var random = TestRandom(seed: seed)
            let (inputs, count) = (8, 9)
            var network = EPropNetwork()
            network.inputCount = inputs
            network.delayMax = 5
            let isSoft = seed % 2 == 0
            let isHeld = !isSoft && seed % 3 != 0
            for j in 0..<count {
                network.neurons.append(
                    EPropNetwork.Neuron(
                        alpha: exp(-1 / random.real(10..<30)), drive: random.real(0..<0.4),
                        threshold: random.real(8..<12), isSoft: isSoft,
                        isHeldAfterSpikes: isHeld, reset: -1,
                        refractory: random.count(0...4), growth: j % 2 == 0 ? 0 : 2,
                        rho: exp(-1 / random.real(50..<300)), initial: random.real(-3..<5)))
            }
            for source in 0..<inputs + count {
                for target in 0..<count where source - inputs != target && random.count(0...3) > 0 {
                    network.targets.append(Int32(target))
                    network.delays.append(Int32(random.count(1...5)))
                    network.weights.append(random.real(-3..<5))
                    network.learns.append(random.count(0...5) > 0)
                }
                network.rows.append(network.targets.count)
            }
            self.network = network
            var input = EPropInput()
            for tick in 0..<ticks {
                for source in 0..<inputs where random.real(0..<1) < 0.06 {
                    input.ticks.append(Int32(tick))
                    input.sources.append(Int32(source))
                }
            }
            self.input = input
            let isRegression = random.flag()
            let isSymmetric = random.flag()
            let neurons = random.flag() ? 0..<count : 2..<count - 1
            func weights() -> [Double] {
                (0..<3 * neurons.count).map { _ in random.real(-1..<1) }
            }
            readout = EPropReadout(
                count: 3, neurons: neurons, kappa: exp(-1 / 20),
                window: isRegression ? 1...ticks : 150...ticks, weights: weights(),
                feedback: isSymmetric ? nil : weights())
            target = isRegression
                ? .values((0..<3 * ticks).map { _ in random.real(-1..<1) }) : .label(1)
            description = "seed \(seed), \(isRegression ? "regression" : "classes"), "
                + (isSymmetric ? "symmetric" : "random") + ", \(isSoft ? "soft" : "hard") reset"
        }

        func gradients() -> EPropGradients {
            var sum = EPropGradients(network, readout)
            EPropTrial(network, ticks: ticks, gamma: 0.3, regularises: true)
                .learn(network, readout, input, target, into: &sum)
            return sum
        }
    }

    private func difference(_ a: [Double], _ b: [Double]) -> Double {
        let scale = b.map(abs).max() ?? 0
        return zip(a, b).map { abs($0 - $1) }.max()! / max(scale, 1e-3)
    }

    @Test(arguments: UInt64(1)...16) func eventsGiveTheGradientsOfThePaper(_ seed: UInt64) {
        let trial = Case(seed: seed)
        let dense = DenseEProp(
            trial.network, trial.readout, trial.input, trial.target, ticks: trial.ticks, gamma: 0.3)
        let sum = trial.gradients()
        #expect(dense.spikes.count > 30, "\(trial)")
        #expect(sum.spikes.reduce(0, +) == Double(dense.spikes.count), "\(trial)")
        #expect(abs(sum.error - dense.error) < 1e-10 * max(1, dense.error), "\(trial)")
        #expect(dense.synapses.contains { abs($0) > 1e-6 }, "\(trial)")
        #expect(difference(sum.synapses, dense.synapses) < 1e-10, "\(trial)")
        #expect(difference(sum.eligibilities, dense.eligibilities) < 1e-10, "\(trial)")
        #expect(difference(sum.readout, dense.readout) < 1e-10, "\(trial)")
    }

    /// Readouts do not act back, so their gradient is that of the error itself.
    @Test(arguments: UInt64(1)...4) func readoutsFollowFiniteDifferences(_ seed: UInt64) {
        let trial = Case(seed: seed)
        let gradient = trial.gradients().readout
        for index in gradient.indices {
            let step = 1e-5
            let errors = [step, -step].map { step in
                var moved = trial
                moved.readout.weights[index] += step
                return moved.gradients().error
            }
            let slope = (errors[0] - errors[1]) / (2 * step)
            #expect(abs(slope - gradient[index]) < 1e-7, "\(trial), weight \(index)")
        }
    }

    /// One input spike, one neuron below its threshold: e = psi alpha^(t - t0), summed by hand.
    @Test func singleSpikeHasItsClosedForm() {
        var network = EPropNetwork()
        let alpha = exp(-1.0 / 20)
        network.neurons = [EPropNetwork.Neuron(alpha: alpha, threshold: 10)]
        network.inputCount = 1
        network.rows = [0, 1, 1]
        (network.targets, network.delays, network.weights, network.learns) = ([0], [1], [4], [true])
        let readout = EPropReadout(
            count: 1, neurons: 0..<1, kappa: 0.9, window: 1...50, weights: [1], feedback: [2])
        var sum = EPropGradients(network, readout)
        EPropTrial(network, ticks: 50, gamma: 0.3, regularises: true).learn(
            network, readout, EPropInput(ticks: [4], sources: [0]),
            .values(Array(repeating: 1, count: 50)), into: &sum)
        var (eligibility, gradient, filtered) = (0.0, 0.0, 0.0)
        for tick in 1...50 {
            let trace = tick < 5 ? 0 : pow(alpha, Double(tick - 5))
            let e = 0.03 * (1 - (10 - 4 * trace) / 10) * trace
            eligibility += e
            filtered = 0.9 * filtered + 0.1 * e
            gradient += 2 * (0 - 1) * filtered
        }
        #expect(abs(sum.eligibilities[0] - eligibility) < 1e-14)
        #expect(abs(sum.synapses[0] - gradient) < 1e-14)
    }
}
