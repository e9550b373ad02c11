import SNNModel
import Testing

@testable import SNNEngine

// Thresholds that move until neurons spike at their target rate.

@Suite struct IntrinsicPlasticityTests {
    private func population(_ rule: Settings, drive: Double) -> Population {
        let rule = PlasticityRule("homeostasis", kind: "intrinsic", settings: rule)
        let own = Population(
            "n", count: 1, kind: "lif",
            settings: [
                "I_e": .quantity(.picoamperes(drive)), "V_reset": .quantity(.millivolts(-80)),
            ], plasticity: ["homeostasis"])
        return own.following([rule])
    }

    /// theta is the number of spikes less the number there should have been, times eta.
    @Test func countsSpikesAgainstTheTarget() {
        let neuron = DrivenNeuron(
            population(
                ["eta": .quantity(.millivolts(1)), "target_rate": .quantity(.hertz(20))],
                drive: 700))
        for tick in 1...30_000 {
            neuron.advance()
            let expected = Double(neuron.spikeTicks.count) - 20e-3 * 0.1 * Double(tick)
            #expect(abs(neuron.value("theta") - max(expected, -10)) < 1e-9, "tick \(tick)")
        }
        // Within 28 mV above rest, of which 13 remain above the threshold, theta finds its place.
        let late = neuron.spikeTicks.filter { $0 > 20_000 }.count
        #expect((18...22).contains(late), "\(late) spikes in a second")
    }

    @Test func staysInItsBounds() {
        let settings: Settings = [
            "eta": .quantity(.millivolts(1)), "target_rate": .quantity(.hertz(100)),
            "theta_min": .quantity(.millivolts(-2)), "theta_max": .quantity(.millivolts(3)),
        ]
        let silent = DrivenNeuron(population(settings, drive: 0))
        silent.advance(10_000)
        #expect(silent.value("theta") == -2)
        let busy = DrivenNeuron(population(settings, drive: 100_000))
        for _ in 0..<2000 {
            busy.advance()
            #expect(busy.value("theta") <= 3)
        }
        #expect(busy.value("theta") > 2)
    }

    @Test func standsStillWhileNothingLearns() {
        let neuron = DrivenNeuron(population([:], drive: 700))
        neuron.advance(1000)
        neuron.state.isLearning = false
        let before = neuron.value("theta")
        neuron.advance(1000)
        #expect(neuron.value("theta") == before && before > 0)
    }

    /// The same in a network, from the text's values, for any kernels and workers.
    @Test func changesTheRatesOfANetwork() throws {
        func theta(_ workers: Int) throws -> [Double] {
            var model = Model(seed: 3)
            model.populations = [
                Population(
                    "exc", count: 300, kind: "lif",
                    settings: ["I_e": .quantity(.picoamperes(700))], plasticity: ["homeostasis"])
            ]
            model.addPlasticity(
                "homeostasis", of: "intrinsic", ["target_rate": .quantity(.hertz(30))])
            model.recordings = [Recording(.spikes, of: [Selection("exc")])]
            #expect(model.check() == [])
            let network = try Network(model, workers: workers)
            let state = NetworkState(network)
            try Engine(network, workers: workers).run(state, ticks: 2000)
            return try state.values(of: "theta", population: "exc")
        }
        let one = try theta(1)
        #expect(one.allSatisfy { $0 > 0.01 })
        #expect(try theta(2) == one)
    }
}
