import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Dopamine-modulated plasticity against a direct event by event integration of the equations of
/// Potjans, Morrison & Diesmann (2010), from the spike times alone.
struct DopamineTests {
    private static let (tauC, tauN, tauPlus, tauMinus) = (200.0, 50.0, 20.0, 20.0)
    private static let (aPlus, aMinus) = (0.01, 0.015)

    private enum Event { case arrival, spike, dopamine }

    /// The weight at each arrival.
    private func exact(
        _ sources: [Double], _ targets: [Double], _ dopamine: [Double], weight: Double
    ) -> [Double] {
        var events: [(time: Double, order: Int, event: Event)] = []
        events += sources.map { ($0, 1, .arrival) }
        events += targets.map { ($0 + 1, 0, .spike) }
        events += dopamine.map { ($0 + 1, 0, .dopamine) }
        events.sort { ($0.time, $0.order) < ($1.time, $1.order) }
        var (time, w, c, n, x, y) = (0.0, weight, 0.0, 0.0, 0.0, 0.0)
        let rate = 1 / Self.tauC + 1 / Self.tauN
        var found: [Double] = []
        for (next, _, event) in events {
            let step = next - time
            w += c * n / rate * (1 - exp(-rate * step))
            c *= exp(-step / Self.tauC)
            n *= exp(-step / Self.tauN)
            x *= exp(-step / Self.tauPlus)
            y *= exp(-step / Self.tauMinus)
            time = next
            switch event {
            case .arrival:
                found.append(w)
                c -= Self.aMinus * y
                x += 1
            case .spike:
                c += Self.aPlus * x
                y += 1
            case .dopamine: n += 1 / Self.tauN
            }
        }
        return found
    }

    private func experiment(baseline: Double = 0) -> PairExperiment {
        func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
        func number(_ value: Double) -> Value { .quantity(.number(value)) }
        var experiment = PairExperiment(
            "three_factor_stdp",
            [
                "tau_plus": ms(Self.tauPlus), "tau_minus": ms(Self.tauMinus),
                "tau_c": ms(Self.tauC), "A_plus": number(Self.aPlus),
                "A_minus": number(Self.aMinus), "baseline": number(baseline),
                "modulator": .name("dopamine"), "w_min": .quantity(.picoamperes(0)),
                "w_max": .quantity(.picoamperes(200)),
            ])
        experiment.modulators = [
            Modulator(
                "dopamine", releasedBy: ["reward"],
                settings: [
                    "tau": ms(Self.tauN), "amount": number(1 / Self.tauN), "delay": ms(1),
                    "baseline": number(0),
                ])
        ]
        experiment.weight = 35
        return experiment
    }

    /// Tolerance: the eligibility and the weight are kept in Float.
    @Test(arguments: 1...5)
    func equalsEquations(seed: UInt64) throws {
        var generator = TestRandom(seed: seed)
        func train() -> [Double] {
            Set((0..<60).map { _ in Int.random(in: 20..<9900, using: &generator) })
                .sorted().map { Double($0) / 10 }
        }
        var experiment = experiment()
        experiment.sources = train()
        // Two spikes of a target are further apart than its refractory time.
        experiment.targets = train().filter { Int(($0 * 10).rounded()) % 3 == 0 }
        experiment.rewards = train()
        let found = try experiment.weights(until: 1000).atArrivals
        let expected = exact(
            experiment.sources, experiment.targets, experiment.rewards, weight: 35)
        for (a, b) in zip(found, expected) {
            #expect(abs(a - b) < 1e-5 * 35, "seed \(seed)")
        }
    }
}
