import Glibc
import SNNModel
import Testing

@testable import SNNEngine

// Thresholds that spikes raise, against their closed form.

@Suite struct AdaptiveThresholdTests {
    private func population(_ more: Settings, _ receptors: [Receptor] = []) -> Population {
        var settings: Settings = [
            "I_e": .quantity(.picoamperes(700)), "t_ref": .quantity(.milliseconds(0)),
            "theta_plus": .quantity(.millivolts(2)), "tau_theta": .quantity(.milliseconds(40)),
        ]
        for setting in more.entries { settings[setting.name] = setting.value }
        return Population("n", count: 1, kind: "lif", settings: settings, receptors: receptors)
    }

    /// Receptors that each of the three kernels of LIF neurons is for.
    private static let receptors: [[Receptor]] = [
        [], [Receptor("g", .exponential, tau: .quantity(.milliseconds(5)),
            reversal: .quantity(.millivolts(0)))],
    ]

    /// theta is the sum of theta_plus exp(-(t - s)/tau_theta) over the neuron's spikes s, and the
    /// neuron spikes at the first tick at which the free membrane reaches V_th + theta.
    @Test(arguments: 0..<3) func thresholdFollowsItsClosedForm(_ kernel: Int) {
        let neuron = DrivenNeuron(
            population(
                kernel == 2 ? ["scheme": .name("magnus")] : [:], Self.receptors[min(kernel, 1)]))
        // V after n ticks of free rise from the reset, R I = 28 mV over E_L = -70 mV.
        func free(_ ticks: Int) -> Double { -70 + 28 * (1 - Glibc.exp(-Double(ticks) * 0.01)) }
        var last = 0
        for tick in 1...5000 {
            let before = neuron.spikeTicks
            neuron.advance()
            let raised = before.reduce(0) { $0 + 2 * Glibc.exp(-Double(tick - $1) * 0.1 / 40) }
            let spikes = free(tick - last) >= -55 + raised
            #expect((neuron.spikeTicks.count > before.count) == spikes, "tick \(tick)")
            #expect(abs(neuron.value("theta") - raised - (spikes ? 2 : 0)) < 1e-10)
            if spikes { last = tick }
        }
        #expect(neuron.spikeTicks.count > 10)
        let intervals = zip(neuron.spikeTicks.dropFirst(), neuron.spikeTicks).map { $0 - $1 }
        #expect(intervals.last! > intervals.first! * 5 / 4)
    }

    @Test func initialThetaDecaysWithoutSpikes() {
        let neuron = DrivenNeuron(
            population([
                "theta": .quantity(.millivolts(20)), "theta_plus": .quantity(.millivolts(0)),
                "I_e": .quantity(.picoamperes(0)),
            ]))
        neuron.advance(400)
        #expect(abs(neuron.value("theta") - 20 * Glibc.exp(-1)) < 1e-12)
        #expect(neuron.spikeTicks.isEmpty)
    }

    /// What learns stands still to the bit while nothing learns; what adapts goes on.
    @Test(arguments: ["adapts", "learns"]) func onlyLearntThetaCanBeFrozen(_ mode: String) {
        let neuron = DrivenNeuron(population(["theta_mode": .name(mode)]))
        neuron.advance(1000)
        neuron.state.isLearning = false
        let (before, spikes) = (neuron.value("theta"), neuron.spikeTicks.count)
        neuron.advance(1000)
        #expect(neuron.spikeTicks.count > spikes)
        #expect((neuron.value("theta") == before) == (mode == "learns"))
        neuron.state.isLearning = true
        let later = neuron.value("theta")
        neuron.advance(7)
        #expect(neuron.value("theta") != later)
    }

    @Test func constantThresholdsTakeNoMemory() {
        func columns(_ settings: Settings) -> Int {
            let population = Population("n", count: 1, kind: "lif", settings: settings)
            return NeuronBlock(population: population, range: 0..<1, resolution: 0.1, seed: 1)
                .makeState().columnCount
        }
        #expect(columns([:]) + 1 == columns(["theta_plus": .quantity(.millivolts(1))]))
        #expect(Population("n", count: 1, kind: "lif").recordableStates == ["V_m"])
        #expect(population([:]).recordableStates == ["V_m", "theta"])
    }

    @Test func valuesAreReadAndSetAcrossPartitions() throws {
        var model = Model(seed: 7)
        var neurons = Population(
            "exc", count: 500, kind: "lif", settings: population([:]).settings)
        neurons.settings["theta"] = .random(
            Distribution(.uniform(low: 0, high: 3), dimension: .voltage))
        model.populations = [neurons]
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        let engine = Engine(network, workers: 2)
        try engine.run(state, ticks: 500)
        let learnt = try state.values(of: "theta", population: "exc")
        #expect(learnt.count == 500)
        #expect(Set(learnt).count > 400)
        let fresh = NetworkState(network)
        try fresh.setValues(learnt, of: "theta", population: "exc")
        #expect(try fresh.values(of: "theta", population: "exc") == learnt)
        for (name, population, values) in [
            ("theta", "inh", learnt), ("w", "exc", learnt), ("theta", "exc", [1]),
            ("theta", "exc", learnt.dropLast() + [Double.nan]),
        ] {
            #expect(throws: NetworkError.self) {
                try fresh.setValues(values, of: name, population: population)
            }
        }
        #expect(try fresh.values(of: "theta", population: "exc") == learnt)
    }
}
