import Foundation
import SNNModel
import Testing

@testable import SNNEngine

// The rule that looks at potentials, against a program that goes through its equations tick by tick
// with the potentials that the network had.

@Suite struct VoltageRuleTests {
    private static let sources = [3.0, 9.5, 12, 30, 30.4, 31, 55, 80, 81.5]
    private static let kicks = [4.0, 14, 29.5, 33, 56, 58, 79]

    private func experiment(_ axonal: Double, _ dendritic: Double, _ back: Double?)
        -> PairExperiment
    {
        var result = PairExperiment(
            "clopath",
            [
                "w_max": .quantity(.picoamperes(4)), "A_LTD": .quantity(.number(1e-3)),
                "A_LTP": .quantity(.number(1e-3)), "theta_plus": .quantity(.millivolts(-55)),
                "theta_minus": .quantity(.millivolts(-69.9)),
                "t_spike": .quantity(.milliseconds(1)),
            ])
        result.sources = Self.sources
        result.targets = Self.kicks
        result.weight = 2
        (result.axonal, result.dendritic, result.back) = (axonal, dendritic, back)
        return result
    }

    private func network(_ experiment: PairExperiment) throws -> NetworkState {
        let state = NetworkState(try Network(experiment.model))
        func trains(_ times: [Double]) -> SpikeTrains {
            SpikeTrains(times: times, units: times.map { _ in 0 })
        }
        try state.bind(trains(Self.sources), to: "pre")
        try state.bind(trains(Self.kicks.map { $0 - 0.1 }), to: "kick")
        return state
    }

    /// dw/dt and the averages, one tick after the other, from the potentials of the run.
    private func weights(
        _ potentials: [Double], spikes: Set<Int>, axonal: Int, back: Int
    ) -> [Double] {
        let h = 0.1
        var (plus, minus) = ([Double](), [Double]())
        var (x, w) = (0.0, 2.0)
        var result: [Double] = []
        var until = -1
        var u: [Double] = []
        for (tick, potential) in potentials.enumerated() {
            if spikes.contains(tick) { until = tick + 10 }
            u.append(tick < until ? 33 : potential)
            let (p, m) = (plus.last ?? u[tick], minus.last ?? u[tick])
            plus.append(u[tick] + (p - u[tick]) * exp(-h / 7))
            minus.append(u[tick] + (m - u[tick]) * exp(-h / 10))
        }
        func at(_ list: [Double], _ tick: Int) -> Double { tick < 0 ? list[0] : list[tick] }
        let arrivals = Self.sources.map { Int(($0 / h).rounded()) + axonal }
        for tick in potentials.indices {
            x *= exp(-h / 15)
            let seen = tick - back
            if seen >= 0 {
                let growth = max(0, u[seen] + 55) * max(0, at(plus, seen - 50) + 69.9)
                w = min(4, w + 1e-3 * h * x * growth)
            }
            if arrivals.contains(tick) {
                w = max(0, w - 1e-3 * max(0, at(minus, tick - back - 50) + 69.9))
                x += 1.0 / 15
            }
            result.append(w)
        }
        return result
    }

    @Test(
        arguments: [(0.0, 1.5, nil), (2.0, 1.0, nil), (1.0, 0.5, 3.0)]
            as [(Double, Double, Double?)])
    func followsItsEquations(_ axonal: Double, _ dendritic: Double, _ back: Double?) throws {
        let experiment = experiment(axonal, dendritic, back)
        let state = try network(experiment)
        let engine = Engine(state.network)
        var potentials = [try state.values(of: "V_m", population: "post")[0]]
        // A kick of a volt arrives one tick after it is sent, and nothing resists it.
        let spikes = Set(Self.kicks.map { Int(($0 * 10).rounded()) })
        var found = [2.0]
        for _ in 1...1000 {
            try engine.run(state, ticks: 1)
            potentials.append(try state.values(of: "V_m", population: "post")[0])
            found.append(Double(state.weights(of: 1).weights[0]))
        }
        for tick in spikes { #expect(potentials[tick] == -70, "tick \(tick)") }
        let expected = weights(
            potentials, spikes: spikes, axonal: Int((axonal * 10).rounded()),
            back: Int(((back ?? dendritic) * 10).rounded()))
        // What is read after a tick has seen what came back in it.
        for tick in 0...1000 {
            #expect(abs(found[tick] - expected[tick]) < 2e-5, "tick \(tick)")
        }
        #expect(found.max()! - found.min()! > 0.02)
        // In one go the weights are the same to the bit.
        let whole = try network(experiment)
        try Engine(whole.network).run(whole, ticks: 1000)
        #expect(whole.weights(of: 1) == state.weights(of: 1))
    }

    /// A recurrent network with delays of both kinds: neither workers nor the cutting of a run nor
    /// sweeps between show.
    @Test(arguments: [true, false]) func hasTheSameBitsForAnyWorkers(_ drawsAxonal: Bool) throws {
        var model = Model(seed: 5)
        let cells = model.addPopulation(
            "cells", count: 300,
            of: .lif([
                "I_e": .random(
                    Distribution(
                        .uniform(low: 300, high: 900), dimension: .current))
            ]),
            receptors: [Receptor("ampa", .exponential, tau: .fixed(.milliseconds(3)))])
        model.addPlasticity(
            "learn", of: "clopath",
            [
                "w_max": .fixed(.picoamperes(90)), "A_LTD": .fixed(.number(0.2)),
                "A_LTP": .fixed(.number(0.05)),
            ])
        model.connect(
            cells, to: cells, rule: .fixedIndegree(20), weight: .fixed(.picoamperes(40)),
            delay: .fixed(.milliseconds(1)), plasticity: ["learn"])
        let drawn = Value.random(Distribution(.uniform(low: 0.5, high: 4), dimension: .time))
        model.projections[0].axonalDelay = drawsAxonal ? drawn : .fixed(.milliseconds(1))
        model.projections[0].dendriticDelay = drawsAxonal ? .fixed(.milliseconds(0.3)) : drawn
        #expect(model.check() == [])
        func weights(_ workers: Int, pieces: [Int]) throws -> SynapseList {
            let network = try Network(model, workers: workers)
            let state = NetworkState(network)
            let engine = Engine(network, workers: workers)
            for ticks in pieces {
                try engine.run(state, ticks: ticks)
                if workers > 1 { _ = state.weights(of: 0) }
            }
            return state.weights(of: 0)
        }
        let one = try weights(1, pieces: [1500])
        #expect(Set(one.weights).count > 1000)
        #expect(try weights(2, pieces: [1500]) == one)
        #expect(try weights(3, pieces: [7, 1000, 3, 490]) == one)
    }
}
