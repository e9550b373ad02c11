import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Rules against closed forms: windows of single pairs, upkeep, bounds, faults.
///
/// Tolerance where weights are compared: they are kept in Float, 6e-8 of themselves.
struct RuleFormTests {
    private func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
    private func number(_ value: Double) -> Value { .quantity(.number(value)) }

    /// The change of a weight of 50 by one pair, the target `lag` ms after the source.
    private func change(_ kind: String, _ settings: Settings, lag: Double) throws -> Double {
        var experiment = PairExperiment(kind, settings)
        experiment.weight = 50
        experiment.dendritic = 1
        // At the synapse, arrivals at 100 and 900 ms; the target's spike comes back after 1 ms.
        experiment.sources = [100, 900]
        experiment.targets = [100 + lag - 1]
        return try experiment.weights(until: 950).final - 50
    }

    @Test(arguments: [-40.0, -10, -2, 2, 10, 40])
    func pairWindow(lag: Double) throws {
        let settings: Settings = [
            "tau_plus": ms(17), "tau_minus": ms(34), "A_plus": number(0.01),
            "A_minus": number(0.012), "mu_plus": number(0), "mu_minus": number(0),
            "w_min": number(0), "w_max": number(100),
        ]
        // The second arrival sees what is left of the target's trace.
        let late = -1.2 * exp(-(800 - lag) / 34)
        let expected = lag > 0 ? exp(-lag / 17) + late : -1.2 * exp(lag / 34) + late
        let found = try change("stdp", settings, lag: lag)
        #expect(abs(found - expected) < 2e-5, "\(found) \(expected)")
        let reverse = try change("anti_hebbian", settings, lag: lag)
        #expect(abs(reverse + expected) < 2e-5)
    }

    @Test(arguments: [-10.0, 10])
    func tripletPair(lag: Double) throws {
        // A single pair has no triplet.
        let settings: Settings = [
            "set": .name("hippocampus"), "w_min": number(0), "w_max": number(100),
        ]
        let late = -(1.6e-3 + 1.4e-3 * exp(-800 / 946)) * exp(-(800 - lag) / 33.7)
        let expected = lag > 0 ? 6.1e-3 * exp(-lag / 16.8) : -1.6e-3 * exp(lag / 33.7)
        let found = try change("stdp_triplet", settings, lag: lag)
        #expect(abs(found - expected - late) < 2e-5)
    }

    /// Pfister & Gerstner (2006): with the target 10 ms after the source, 60 pairs strengthen more
    /// the faster they follow each other; with the target 10 ms before, they weaken at low rates
    /// and strengthen at high ones.
    @Test func tripletsFollowTheRate() throws {
        func change(rate: Double, lag: Double) throws -> Double {
            var experiment = PairExperiment(
                "stdp_triplet",
                ["set": .name("visual_cortex"), "w_min": number(0), "w_max": number(100)])
            experiment.weight = 50
            experiment.sources = (0..<60).map { 100 + (Double($0) * 1000 / rate).rounded() }
            experiment.targets = experiment.sources.map { $0 + lag - 1 }
            return try experiment.weights(until: experiment.sources.last! + 500).final - 50
        }
        let after = try [1, 10, 20, 40].map { try change(rate: $0, lag: 10) }
        #expect(zip(after, after.dropFirst()).allSatisfy { $0 < $1 }, "\(after)")
        #expect(try change(rate: 10, lag: -10) < 0)
        #expect(try change(rate: 50, lag: -10) > 0)
    }

    @Test func weightsAreNormalised() throws {
        var model = Model(seed: 3, resolution: 0.5)
        model.plasticities = [
            PlasticityRule(
                "sum", kind: "normalisation", settings: ["sum": number(40), "interval": ms(100)])
        ]
        model.addStimulus("noise", count: 30, of: .poisson(rate: .hertz(20)))
        model.addPopulation(
            "n", count: 20, of: .lif(), receptors: [Receptor("jump", .delta)])
        model.projections.append(
            Projection(
                from: "noise", to: "n", rule: .fixedIndegree(10),
                weight: .random(
                    Distribution(.uniform(low: -0.9, high: -0.1), dimension: .voltage)),
                delay: ms(1), plasticity: ["sum"]))
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        let before = state.weights(of: 0)
        try Engine(network, workers: 2).run(state, ticks: 300)
        let after = state.weights(of: 0)
        for neuron in 0..<20 {
            let mine = after.targets.indices.filter { after.targets[$0] == UInt32(neuron) }
            let sum = mine.reduce(0.0) { $0 - Double(after.weights[$1]) }
            #expect(abs(sum - 40) < 1e-4)
            let ratios = mine.map { after.weights[$0] / before.weights[$0] }
            #expect(ratios.allSatisfy { abs($0 / ratios[0] - 1) < 1e-5 })
        }
    }

    /// Weights that would cease to be numbers stay what they were, and the run ends with a message
    /// that says which and when.
    @Test func endsWhereAWeightIsNoNumber() throws {
        var experiment = PairExperiment(
            "stdp_power_law",
            [
                "lambda": number(1e300), "alpha": number(0), "mu": number(1), "w_0": number(1),
                "w_max": number(.infinity),
            ])
        experiment.sources = [10, 30, 50]
        experiment.targets = [15, 35]
        do {
            _ = try experiment.weights(until: 100)
            Issue.record("The run went on.")
        } catch let error as NetworkError {
            guard case .weight(let projection, 0, 0, let time) = error else {
                Issue.record("\(error)")
                return
            }
            #expect(projection == "pre -> post")
            #expect(time == 30, "\(error)")
        }
    }
}
