import SNNModel
import Testing

@testable import SNNEngine

/// Single precision against double, and the schemes of conductances against each other.
struct PrecisionTests {
    private static let pair = [
        Receptor("e", .exponential, tau: .quantity(.milliseconds(5))),
        Receptor("i", .exponential, tau: .quantity(.milliseconds(8))),
    ]
    private static let conductances = zip(pair, [0.0, -80]).map { receptor, reversal in
        Receptor(
            receptor.name, receptor.shape, tau: receptor.tau,
            reversal: .quantity(.millivolts(reversal)))
    }

    private static func neuron(_ index: Int) -> (Population, weight: Double) {
        func izhikevich(_ scheme: String) -> Settings {
            ["I_e": .quantity(.picoamperes(6)), "scheme": .name(scheme)]
        }
        func lif(_ scheme: String) -> Settings {
            ["I_e": .quantity(.picoamperes(450)), "scheme": .name(scheme)]
        }
        let all: [(String, Settings, [Receptor], Double)] = [
            ("lif", lif("rk4"), [Receptor("d", .delta)], 1), ("lif", lif("rk4"), pair, 90),
            ("lif", lif("rk4"), conductances, 4),
            ("lif", lif("exponential_euler"), conductances, 4),
            ("lif", lif("magnus"), conductances, 4),
            ("izhikevich", izhikevich("half_step"), pair, 2),
            ("izhikevich", izhikevich("euler"), pair, 2),
        ]
        let (kind, settings, receptors, weight) = all[index]
        return (
            Population("n", count: 1, kind: kind, settings: settings, receptors: receptors), weight
        )
    }

    /// Seven digits: traces agree to 1e-4 of the potential and spikes within a tick.
    @Test(arguments: 0..<7) func singleStaysCloseToDouble(_ index: Int) {
        let (population, weight) = Self.neuron(index)
        let exact = DrivenNeuron(population)
        let single = DrivenNeuron(population, precision: .single)
        #expect(single.block.precision == .single)
        #expect(single.state.byteCount < exact.state.byteCount)
        var traces: [(Double, Double)] = []
        for tick in 1...1000 {
            for neuron in [exact, single] where tick % 83 == 0 {
                neuron.add(weight)
                if population.receptors.count > 1, tick % 2 == 0 { neuron.add(weight / 2, to: 1) }
            }
            exact.advance()
            single.advance()
            traces.append((exact.value("V_m"), single.value("V_m")))
        }
        // Around a spike the two may be a tick apart.
        let spikes = exact.spikeTicks + single.spikeTicks
        for (index, (a, b)) in traces.enumerated()
        where !spikes.contains(where: { abs(index + 1 - $0) <= 40 }) {
            #expect(abs(a - b) < 1e-4 * abs(a), "tick \(index + 1)")
        }
        #expect(exact.spikeTicks.count > 1)
        #expect(exact.spikeTicks.count == single.spikeTicks.count)
        for (a, b) in zip(exact.spikeTicks, single.spikeTicks) { #expect(abs(a - b) <= 1) }
    }

    @Test func controlledErrorsNeedDouble() {
        for kind in ["adex", "dendritic", "izhikevich"] {
            let population = Population("n", count: 3, kind: kind)
            let block = NeuronBlock(
                population: population, range: 0..<3, resolution: 0.1, seed: 1, precision: .single)
            #expect(block.precision == .double, "\(kind)")
        }
    }

    /// V after 20 ms below the threshold, with input at 1 ms and at 6 ms.
    private func potential(_ scheme: String, ticksPerMillisecond n: Int) -> Double {
        let population = Population(
            "n", count: 1, kind: "lif", settings: ["scheme": .name(scheme)],
            receptors: Self.conductances)
        let neuron = DrivenNeuron(population, resolution: 1 / Double(n))
        neuron.advance(n - 1)
        neuron.add(3)
        neuron.advance(5 * n)
        neuron.add(2)
        neuron.add(8, to: 1)
        neuron.advance(4 * n + 1)
        #expect(neuron.spikeTicks.isEmpty)
        return neuron.value("V_m")
    }

    @Test(arguments: [("exponential_euler", 1.0), ("magnus", 2), ("rk4", 4)])
    func schemesConverge(_ scheme: String, order: Double) {
        let right = potential("rk4", ticksPerMillisecond: 256)
        let errors = [2, 4, 8].map {
            abs(potential(scheme, ticksPerMillisecond: $0) - right)
        }
        for (coarse, fine) in zip(errors, errors.dropFirst()) {
            let ratio = coarse / fine
            let expected = [1.0: 2.0, 2: 4, 4: 16][order]!
            #expect(ratio > 0.85 * expected && ratio < 1.2 * expected, "\(scheme): \(errors)")
        }
    }

    /// As `blocksOfAnyCutAgree`, but far beyond the conductances that the short sum is meant for.
    @Test func strongConductancesPullToTheReversal() {
        for precision in Precision.allCases {
            for scheme in ["exponential_euler", "magnus"] {
                var population = Self.neuron(4).0
                population.settings["scheme"] = .name(scheme)
                population.settings["V_th"] = .quantity(.millivolts(100))
                let neuron = DrivenNeuron(population, precision: precision)
                neuron.add(1e6)
                neuron.advance(2)
                #expect(abs(neuron.value("V_m")) < 0.05, "\(scheme), \(precision)")
            }
        }
    }
}
