import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Numbers of synapses, weights and delays against theory. With a fixed seed a test gives the same
/// result every time; bounds are so wide that one seed in about a million would fail.
struct SynapseStatisticsTests {
    private static func normalBelow(_ x: Double) -> Double { 0.5 * erfc(-x / 2.0.squareRoot()) }

    /// Normal weights and delays, redrawn outside their bounds, as in the cortical microcircuit.
    @Test func clippedNormalsHaveTheirMoments() throws {
        let model = wired(
            .fixedTotalNumber(1_200_000), sources: 1000, targets: 1000,
            weight: drawn(.normal(mean: 1, sd: 0.5), lower: 0),
            delay: drawn(.normal(mean: 1.5, sd: 0.75), lower: 0.1))
        let all = try Network(model).synapses
        let count = Double(all.count)
        // A normal number above α = -2: mean and variance by the inverse Mills ratio.
        let alpha = -2.0
        let ratio = exp(-alpha * alpha / 2) / (2 * Double.pi).squareRoot()
            / (1 - Self.normalBelow(alpha))
        let mean = 1 + 0.5 * ratio
        let variance = 0.25 * (1 + alpha * ratio - ratio * ratio)
        let measured = all.reduce(0) { $0 + Double($1.weight) } / count
        #expect(abs(measured - mean) < 5 * (variance / count).squareRoot())
        let spread = all.reduce(0) { $0 + pow(Double($1.weight) - measured, 2) } / count
        #expect(abs(spread / variance - 1) < 5 * (2 / count).squareRoot())
        #expect(all.allSatisfy { $0.weight >= 0 })

        var ticks = Array(repeating: 0.0, count: 200)
        for synapse in all { ticks[synapse.delay] += 1 }
        let kept = 1 - Self.normalBelow((0.1 - 1.5) / 0.75)
        func below(_ time: Double) -> Double {
            max(0, Self.normalBelow((time - 1.5) / 0.75) - (1 - kept)) / kept
        }
        #expect(ticks[0] == 0)
        for tick in 1..<60 {
            let chance = below(Double(tick) * 0.1 + 0.05) - below(Double(tick) * 0.1 - 0.05)
            let expected = count * chance
            #expect(abs(ticks[tick] - expected) < 5 * (expected + 4).squareRoot(), "tick \(tick)")
        }
    }

    /// In- and outdegrees of a fixed total number are multinomial: their variance is that of a
    /// Poisson number.
    @Test(arguments: [false, true])
    func degreesOfAFixedTotalNumber(multapses: Bool) throws {
        let model = wired(
            .fixedTotalNumber(40_000), sources: 2000, targets: 1500,
            weight: .quantity(.millivolts(1)), delay: .quantity(.milliseconds(1)),
            multapses: multapses)
        let all = try Network(model).synapses
        for (size, degrees) in [
            (2000, Dictionary(grouping: all, by: \.source)),
            (1500, Dictionary(grouping: all, by: \.target)),
        ] {
            let mean = 40_000 / Double(size)
            let squares = (0..<size).reduce(0.0) { sum, element in
                sum + pow(Double(degrees[element]?.count ?? 0) - mean, 2)
            }
            // A pair in 75 is taken, so distinct pairs lower the variance by about 1.3 %.
            let dispersion = squares / Double(size) / mean
            let error = 5 * (2 / Double(size)).squareRoot()
            #expect(abs(dispersion - 1) < error + 0.02, "\(dispersion)")
        }
    }

    /// Targets that are sources too get fewer synapses, by those onto themselves.
    @Test func autapsesAreLeftOutEvenly() throws {
        var model = wired(
            .fixedTotalNumber(400_000), sources: 1, targets: 20,
            weight: .quantity(.millivolts(1)), delay: .quantity(.milliseconds(1)),
            recurrent: true, autapses: false)
        model.projections[0].source = Selection("b", 0..<4)
        let all = try Network(model).synapses
        // 4 · 20 - 4 pairs, all with the same chance.
        var pairs: [[Int]: Int] = [:]
        for synapse in all { pairs[[synapse.source, synapse.target], default: 0] += 1 }
        #expect(pairs.count == 76)
        let mean = 400_000.0 / 76
        #expect(pairs.values.allSatisfy { abs(Double($0) - mean) < 6 * mean.squareRoot() })
    }

    /// Nearly all pairs: those left out are as even as those taken.
    @Test func distinctPairsOfADenseTotal() throws {
        var counts = Array(repeating: 0, count: 12)
        for seed in 0..<4000 {
            let model = wired(
                .fixedTotalNumber(9), sources: 3, targets: 4, weight: .quantity(.millivolts(1)),
                delay: .quantity(.milliseconds(1)), multapses: false, seed: UInt64(seed))
            for synapse in try Network(model).synapses {
                counts[synapse.source * 4 + synapse.target] += 1
            }
        }
        // Binomial with p = 9/12.
        #expect(counts.allSatisfy { abs(Double($0) - 3000) < 5 * (4000 * 0.1875).squareRoot() })
    }
}
