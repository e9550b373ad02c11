import Glibc

@testable import SNNEngine

/// A lively network of LIF or ALIF neurons with a readout and samples, drawn from a seed.
struct SurrogateCase: CustomStringConvertible {
    var network = EPropNetwork()
    var readout: SurrogateReadout
    var options = SurrogateOptions()
    var samples: [EPropSample] = []
    let ticks: Int
    let description: String

    /// - Parameters:
    ///   - isDense: all-to-all with one delay between neurons; else sparse with one for each
    ///     synapse.
    init(
        seed: UInt64, isSoft: Bool, adapts: Bool, judgement: SurrogateReadout.Judgement,
        isDense: Bool, ticks: Int = 40, inputs: Int = 6, count: Int = 11, samples: Int = 3
    ) {
        self.ticks = ticks
        options.throughReset = true
        var random = TestRandom(seed: seed)
        network.inputCount = inputs
        network.delayMax = 5
        let isHeld = !isSoft && random.flag()
        for _ in 0..<count {
            network.neurons.append(
                EPropNetwork.Neuron(
                    alpha: exp(-1 / random.real(5..<20)), drive: random.real(0..<0.4),
                    threshold: random.real(8..<12), isSoft: isSoft, isHeldAfterSpikes: isHeld,
                    reset: -1, refractory: random.count(0...3),
                    growth: adapts ? random.real(1..<3) : 0,
                    rho: adapts ? exp(-1 / random.real(20..<80)) : 0,
                    initial: random.real(-3..<5), raised: adapts ? random.real(0..<1) : 0))
        }
        let shared = random.count(1...5)
        for source in 0..<inputs + count {
            let delay = source < inputs ? random.count(1...5) : shared
            for target in 0..<count where isDense || random.count(0...3) > 0 {
                network.targets.append(Int32(target))
                network.delays.append(Int32(isDense ? delay : random.count(1...5)))
                network.weights.append(random.real(-2..<4) * (source < inputs ? 1 : 0.7))
                network.learns.append(isDense || random.count(0...5) > 0)
            }
            network.rows.append(network.targets.count)
        }
        for _ in 0..<samples {
            var input = EPropInput()
            for tick in 0..<ticks {
                for source in 0..<inputs where random.real(0..<1) < 0.15 {
                    input.ticks.append(Int32(tick))
                    input.sources.append(Int32(source))
                }
            }
            self.samples.append(
                EPropSample(input: input, target: .label(random.count(0...2))))
        }
        let neurons = random.flag() ? 0..<count : 2..<count - 1
        readout = SurrogateReadout(
            count: 3, neurons: neurons, kappa: exp(-1 / 8.0), window: 12...ticks - 2,
            weights: (0..<3 * neurons.count).map { _ in random.real(-2..<2) },
            biases: (0..<3).map { _ in random.real(-1..<1) }, judgement: judgement)
        description = "seed \(seed), \(isSoft ? "soft" : isHeld ? "hard, held" : "hard") reset, "
            + "\(adapts ? "ALIF" : "LIF"), \(judgement), \(isDense ? "dense" : "sparse")"
    }

    func trainer(workers: Int = 1) -> SurrogateTrainer {
        SurrogateTrainer(
            network, readout, ticks: ticks, resolution: 1, options: options, workers: workers)
    }
}
