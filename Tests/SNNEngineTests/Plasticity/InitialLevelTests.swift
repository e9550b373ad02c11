import Glibc
import SNNModel
import Testing

@testable import SNNEngine

/// Modulators that begin with another level than their baseline.
@Suite struct InitialLevelTests {
    /// A target's spike at 15 ms reaches the synapse at 16; a pair of arrivals and spikes, each
    /// with the amplitude of its moment: m = 0.5 + 1.5 exp(-t / 30 ms) at the spike, and at the
    /// arrival.
    @Test func amplitudesFadeWithTheLevel() throws {
        func number(_ value: Double) -> Value { .quantity(.number(value)) }
        func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
        let fading = Formula.multiply(.constant(.number(0.1)), .variable("fade"))
        var experiment = PairExperiment(
            "stdp",
            [
                "A_plus": .formula(fading), "A_minus": .formula(fading), "mu_plus": number(0),
                "mu_minus": number(0), "tau_plus": ms(20), "tau_minus": ms(20),
                "w_max": .quantity(.picoamperes(100)),
            ])
        experiment.modulators = [
            Modulator(
                "fade",
                settings: ["initial": number(2), "baseline": number(0.5), "tau": ms(30)])
        ]
        experiment.weight = 50
        experiment.sources = [10, 40]
        experiment.targets = [15]
        func level(_ t: Double) -> Double { 0.5 + 1.5 * Glibc.exp(-t / 30) }
        let found = try experiment.weights(until: 60)
        let grown = 50 + 10 * level(15) * Glibc.exp(-6.0 / 20)
        let shrunk = grown - 10 * level(40) * Glibc.exp(-24.0 / 20)
        #expect(abs(found.atArrivals[1] - shrunk) < 1e-5)
        #expect(abs(found.final - shrunk) < 1e-5)
        #expect(shrunk < grown - 1)
    }

    @Test func aResetBringsTheLevelBack() throws {
        let level = ModulatorWiring(
            name: "fade", sources: [], decay: Decay(tau: 10, resolution: 1), baseline: 0, delay: 1,
            initial: 3)
        let log = ModulatorLog(level, horizon: 4)
        for _ in 0..<2 {
            for tick in 0...20 {
                log.advance(through: tick)
                #expect(abs(log.level(at: tick) - 3 * Glibc.exp(-Double(tick) / 10)) < 1e-12)
            }
            log.reset()
        }
    }
}
