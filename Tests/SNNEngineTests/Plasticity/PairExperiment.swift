import Foundation
import SNNModel

@testable import SNNEngine

/// One synapse whose source and target spike at given times: the target is made to spike by a jump
/// of its potential that nothing can resist.
struct PairExperiment {
    var sources: [Double] = []
    var targets: [Double] = []
    var rule: PlasticityRule
    var weight = 1.0
    var axonal = 0.0
    var dendritic = 1.0
    var back: Double?
    var resolution = 0.1
    var solver = "grid"
    var modulators: [Modulator] = []
    /// Spikes of a further stimulus, `reward`.
    var rewards: [Double] = []

    init(_ kind: String, _ settings: Settings) {
        rule = PlasticityRule("rule", kind: kind, settings: settings)
    }

    var model: Model {
        var model = Model(seed: 1, resolution: resolution)
        model.plasticities = [rule]
        model.modulators = modulators
        model.addStimulus("pre", count: 1, of: .input)
        model.addStimulus("kick", count: 1, of: .input)
        model.addStimulus("reward", count: 1, of: .input)
        model.addPopulation(
            "post", count: 1,
            of: .lif([
                "tau_m": .fixed(.milliseconds(5)), "t_ref": .fixed(.milliseconds(resolution)),
                "solver": .name(solver),
            ]),
            receptors: [
                Receptor("jump", .delta),
                Receptor("slow", .exponential, tau: .fixed(.milliseconds(2))),
            ])
        model.connect(
            "kick", to: "post", via: "jump", rule: .oneToOne, weight: .fixed(.millivolts(1000)),
            delay: .fixed(.milliseconds(resolution)))
        var learning = Projection(
            from: "pre", to: "post", via: "slow", rule: .oneToOne,
            weight: .fixed(.picoamperes(weight)), delay: .fixed(.milliseconds(dendritic)),
            plasticity: ["rule"])
        if axonal > 0 {
            learning.axonalDelay = .fixed(.milliseconds(axonal))
            learning.dendriticDelay = .fixed(.milliseconds(dendritic))
        }
        learning.backPropagationDelay = back.map { .fixed(.milliseconds($0)) }
        model.projections.append(learning)
        return model
    }

    /// The weight just after each arrival and at the end, in pA.
    func weights(until end: Double) throws -> (atArrivals: [Double], final: Double) {
        let network = try Network(model)
        let state = NetworkState(network)
        func trains(_ times: [Double]) -> SpikeTrains {
            SpikeTrains(times: times, units: times.map { _ in 0 })
        }
        try state.bind(trains(sources), to: "pre")
        try state.bind(trains(targets.map { $0 - resolution }), to: "kick")
        try state.bind(trains(rewards), to: "reward")
        let engine = Engine(network)
        var found: [Double] = []
        func run(to time: Double) throws {
            let ticks = Int((time / resolution).rounded()) - state.tick
            try engine.run(state, ticks: ticks)
        }
        for time in sources {
            try run(to: time + axonal)
            found.append(Double(state.weights(of: 1).weights[0]))
        }
        try run(to: end)
        return (found, Double(state.weights(of: 1).weights[0]))
    }
}

/// What NEST 3.10 made of one synapse.
struct RuleReference {
    let sources: [Double]
    let targets: [Double]
    let delay: Double
    let weight: Double
    let duration: Double
    let atArrivals: [Double]
    let final: Double
    let parameters: [String: Double]
    let dopamine: [Double]

    init?(_ name: String) throws {
        guard let url = sharedFile("reference/\(name).json") else { return nil }
        let all = try JSONSerialization.jsonObject(with: Data(contentsOf: url)) as! [String: Any]
        let expected = all["expected"] as! [String: Any]
        sources = all["pre_spikes_ms"] as! [Double]
        targets = all["post_spikes_ms"] as! [Double]
        delay = all["dendritic_delay_ms"] as! Double
        weight = all["initial_weight"] as! Double
        duration = all["t_sim_ms"] as! Double
        atArrivals = expected["weight_at_pre_arrival"] as! [Double]
        final = expected["final_weight"] as! Double
        parameters = all["params"] as! [String: Double]
        dopamine = all["dopamine_spikes_ms"] as? [Double] ?? []
    }
}
