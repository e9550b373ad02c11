import SNNModel
import Testing

@testable import SNNEngine

/// What is foreseen against what is held.
struct MemoryPlanTests {
    static let delays: [Value] = [
        .quantity(.milliseconds(1.5)), drawn(.normal(mean: 1.5, sd: 0.75), lower: 0.1),
        drawn(.uniform(low: 0.1, high: 90)), drawn(.exponential(mean: 2), lower: 0.1),
    ]

    @Test(arguments: [
        ConnectionRule.allToAll, .fixedIndegree(80), .fixedOutdegree(120), .oneToOne,
        .fixedTotalNumber(120_000), .pairwiseBernoulli(p: 0.06),
    ], delays)
    func bytesAreForeseen(rule: ConnectionRule, delay: Value) throws {
        for workers in [1, 3] {
            let model = wired(
                rule, sources: 1500, targets: 1500,
                weight: drawn(.normal(mean: 1, sd: 0.2)), delay: delay)
            let plan = model.memoryPlan(workers: workers)
            let network = try Network(model, workers: workers)
            #expect(abs(plan.network / Double(network.byteCount) - 1) < 0.03)
            let synapses = plan.projections[0].synapses
            #expect(abs(synapses / Double(network.synapseCount) - 1) < 0.03)
            #expect(plan.peak > plan.network && plan.peak < 3 * plan.network + 20e6)
        }
    }

    /// Rings are as long as the longest of all delays, which is left to chance.
    @Test(arguments: delays)
    func ringsAreForeseen(delay: Value) throws {
        let model = wired(
            .fixedIndegree(100), sources: 1000, targets: 1000, weight: .quantity(.millivolts(1)),
            delay: delay)
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        let plan = model.memoryPlan(workers: 2)
        let isMailed = network.partitions.contains(where: \.isMailed)
        guard !isMailed else { return }
        #expect(abs(plan.state / Double(state.byteCount) - 1) < 0.1)
    }

    /// A plastic synapse takes 4 bytes more, with a mark of its own 8; logs of spikes, which are
    /// foreseen full, are nearly empty at first.
    @Test(arguments: ["stdp", "three_factor_stdp", "tsodyks_markram"], [false, true])
    func learningIsForeseen(kind: String, drawsAxonal: Bool) throws {
        var model = wired(
            .fixedIndegree(400), sources: 1000, targets: 1000, weight: .quantity(.millivolts(1)),
            delay: .quantity(.milliseconds(1)))
        let plain = model.memoryPlan(workers: 2).state
        model.addModulator("dopamine")
        var settings: Settings = ["w_max": .quantity(.millivolts(2))]
        if kind == "three_factor_stdp" { settings["modulator"] = .name("dopamine") }
        model.addPlasticity("learn", of: kind, kind == "tsodyks_markram" ? [:] : settings)
        model.projections[0].plasticity = ["learn"]
        if drawsAxonal {
            model.projections[0].axonalDelay = Self.delays[2]
            model.projections[0].dendriticDelay = .quantity(.milliseconds(1))
        }
        let state = NetworkState(try Network(model, workers: 2))
        let held = Double(state.parts.reduce(0) { $0 + ($1.plastic?.byteCount ?? 0) })
        let foreseen = model.memoryPlan(workers: 2).projections[0].state
        let logs = kind == "tsodyks_markram" ? 0 : 1000.0 * 16 * 16
        #expect(abs((foreseen - logs) / held - 1) < 0.1, "\(foreseen) and \(held)")
        #expect(model.memoryPlan(workers: 2).state >= plain + foreseen)
    }

    @Test func parametersOfTheirOwnAreCounted() throws {
        var model = wired(
            .fixedIndegree(1), sources: 5000, targets: 5000, weight: .quantity(.millivolts(1)),
            delay: .quantity(.milliseconds(1)))
        let plain = model.memoryPlan(workers: 1).populations[0].parameters
        model.populations[0].settings["V_th"] = drawn(.uniform(low: -55, high: -50))
        let own = model.memoryPlan(workers: 1).populations[0].parameters
        // The one that is shared by all takes a vector.
        #expect(own - plain == 8 * 5000 - 64)
    }

    @Test func tooLargeANetworkIsRefused() {
        let model = wired(
            .allToAll, sources: 3_000_000, targets: 3_000_000, weight: .quantity(.millivolts(1)),
            delay: .quantity(.milliseconds(1)))
        #expect(throws: NetworkError.self) { try Network(model) }
    }
}
