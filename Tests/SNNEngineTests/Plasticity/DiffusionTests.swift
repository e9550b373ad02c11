import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// A modulator that falls with the distance.
@Suite struct DiffusionTests {
    private static let lambda = 120.0

    private func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
    private func number(_ value: Double) -> Value { .quantity(.number(value)) }

    /// Neurons 50 um apart on a line, each with one synapse that learns, and two points of release
    /// at 0 and 300 um.
    private func model(neurons count: Int, kind: String = "diffusion") -> Model {
        var model = Model(seed: 1, resolution: 0.1)
        model.plasticities = [
            PlasticityRule(
                "learn", kind: "three_factor_stdp",
                settings: [
                    "tau_plus": ms(20), "tau_minus": ms(20), "tau_c": ms(200),
                    "A_plus": number(1), "A_minus": number(1.2), "modulator": .name("substance"),
                    "w_min": .quantity(.picoamperes(0)), "w_max": .quantity(.picoamperes(1000)),
                ])
        ]
        var settings: Settings = ["tau": ms(50), "amount": number(0.02)]
        if kind == "diffusion" { settings["lambda"] = .quantity(Quantity(Self.lambda, .length)) }
        model.modulators = [
            Modulator(
                "substance", kind: kind, releasedBy: [Selection("points")], settings: settings)
        ]
        model.addStimulus("pre", count: count, of: .input)
        model.addStimulus("kick", count: count, of: .input)
        model.addStimulus(
            "points", count: 2, of: .input, layout: Layout(.grid(shape: [2], spacing: 300)))
        model.addPopulation(
            "post", count: count,
            of: .lif(["tau_m": .fixed(.milliseconds(5)), "t_ref": .fixed(.milliseconds(0.1))]),
            receptors: [
                Receptor("jump", .delta),
                Receptor("slow", .exponential, tau: .fixed(.milliseconds(2))),
            ], layout: Layout(.grid(shape: [count], spacing: 50)))
        model.connect(
            "kick", to: "post", via: "jump", rule: .oneToOne, weight: .fixed(.millivolts(1000)),
            delay: .fixed(.milliseconds(0.1)))
        model.projections.append(
            Projection(
                from: "pre", to: "post", via: "slow", rule: .oneToOne,
                weight: .fixed(.picoamperes(100)), delay: .fixed(.milliseconds(1)),
                plasticity: ["learn"]))
        return model
    }

    /// By how much the synapses have grown when every neuron has had the same spikes.
    private func growth(
        _ model: Model, releases: [(time: Double, point: Int)], workers: Int = 1
    ) throws -> [Float] {
        let network = try Network(
            model, options: BuildOptions(workers: workers, neuronsPerPartitionMax: 16))
        let state = NetworkState(network)
        let count = model.count(of: "post") ?? 0
        func trains(_ times: [Double]) -> SpikeTrains {
            SpikeTrains(
                times: times.flatMap { time in (0..<count).map { _ in time } },
                units: times.flatMap { _ in Array(0..<count) })
        }
        try state.bind(trains([10, 40, 90]), to: "pre")
        try state.bind(trains([15, 60]), to: "kick")
        try state.bind(
            SpikeTrains(times: releases.map(\.time), units: releases.map(\.point)), to: "points")
        try Engine(network, workers: workers).run(state, ticks: 4000)
        return state.weights(of: 1).weights.map { $0 - 100 }
    }

    /// The weight is driven by the level alone, so growth falls as the level does. 3e-6 of the
    /// weight is what Float leaves.
    @Test func growthFallsWithTheDistance() throws {
        let local = try growth(model(neurons: 20), releases: [(70, 0), (150, 0)])
        let uniform = try growth(
            model(neurons: 20, kind: "concentration"), releases: [(70, 0), (150, 0)])
        #expect(uniform[0].magnitude > 0.01)
        for (neuron, found) in local.enumerated() {
            let share = exp(-50 * Double(neuron) / Self.lambda)
            #expect(abs(Double(found) - share * Double(uniform[0])) < 3e-4, "neuron \(neuron)")
        }
    }

    @Test func pointsAddUp() throws {
        let model = model(neurons: 20)
        let one = try growth(model, releases: [(70, 0)])
        let other = try growth(model, releases: [(70, 1)])
        let both = try growth(model, releases: [(70, 0), (70, 1)])
        for neuron in both.indices {
            #expect(abs(both[neuron] - one[neuron] - other[neuron]) < 3e-4, "neuron \(neuron)")
        }
        // The other point is at neuron 6.
        #expect(other[6].magnitude > other[5].magnitude)
        #expect(other[6].magnitude > other[7].magnitude)
    }

    @Test func isTheSameForEveryTeam() throws {
        let model = model(neurons: 100)
        let releases = (0..<30).map { (time: 20 + 7 * Double($0), point: $0 % 2) }
        let reference = try growth(model, releases: releases)
        for workers in [2, 3, 7] {
            let isSame = try growth(model, releases: releases, workers: workers) == reference
            #expect(isSame, "\(workers) workers")
        }
    }
}
