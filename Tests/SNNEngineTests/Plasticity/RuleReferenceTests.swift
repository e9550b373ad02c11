import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Rules against the weights that NEST 3.10 had at every arrival of the source's spikes, and at the
/// end.
///
/// Tolerance: weights are kept in Float, with a relative error of 6e-8 at each of up to 120
/// changes.
struct RuleReferenceTests {
    private func check(
        _ name: String, tolerance: Double = 1e-5, arrivesAtStart: Bool = false,
        comparing: Int = .max,
        _ experiment: (RuleReference) -> PairExperiment
    ) throws {
        guard let reference = try RuleReference(name) else {
            print("skipped: there is no shared reference \(name)")
            return
        }
        var experiment = experiment(reference)
        experiment.sources = reference.sources
        // NEST takes time 0 for the last arrival before the first.
        if arrivesAtStart { experiment.sources.insert(0, at: 0) }
        experiment.targets = reference.targets
        experiment.dendritic = reference.delay
        experiment.weight = reference.weight
        var found = try experiment.weights(until: reference.duration)
        if arrivesAtStart { found.atArrivals.removeFirst() }
        #expect(found.atArrivals.count == reference.atArrivals.count)
        for (index, (a, b)) in zip(found.atArrivals, reference.atArrivals).enumerated()
        where index < comparing {
            #expect(abs(a - b) <= tolerance * abs(b), "arrival \(index): \(a), NEST \(b)")
        }
        if comparing < .max { return }
        // NEST leaves a weight as the last arrival made it.
        #expect(abs(found.atArrivals.last! - reference.final) <= tolerance * reference.final)
    }

    private func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
    private func number(_ value: Double) -> Value { .quantity(.number(value)) }
    private func current(_ value: Double) -> Value { .quantity(.picoamperes(value)) }

    private func pair(_ reference: RuleReference, _ pairing: String) -> PairExperiment {
        let p = reference.parameters
        return PairExperiment(
            "stdp",
            [
                "tau_plus": ms(p["tau_plus"]!), "tau_minus": ms(20),
                "A_plus": number(p["lambda"]!), "A_minus": number(p["lambda"]! * p["alpha"]!),
                "mu_plus": number(p["mu_plus"]!), "mu_minus": number(p["mu_minus"]!),
                "w_min": current(0), "w_max": current(p["Wmax"]!), "pairing": .name(pairing),
            ])
    }

    @Test(arguments: ["stdp_pair_additive", "stdp_pair_guetig"])
    func pairs(name: String) throws { try check(name) { pair($0, "all_to_all") } }

    @Test func nearest() throws {
        try check("stdp_nn_symm", arrivesAtStart: true) { pair($0, "nearest") }
    }

    @Test func preCentred() throws {
        try check("stdp_nn_pre_centered") { pair($0, "nearest_pre_centred") }
    }

    @Test func powerLaw() throws {
        try check("stdp_power_law") { reference in
            let p = reference.parameters
            return PairExperiment(
                "stdp_power_law",
                [
                    "tau_plus": ms(p["!tau_plus"]!), "tau_minus": ms(20),
                    "lambda": number(p["!lambda"]!), "alpha": number(p["!alpha"]!),
                    "mu": number(p["!mu"]!), "w_0": current(1), "w_max": current(1e6),
                ])
        }
    }

    @Test func triplet() throws {
        try check("stdp_triplet") { reference in
            let p = reference.parameters
            return PairExperiment(
                "stdp_triplet",
                [
                    "tau_plus": ms(p["tau_plus"]!), "tau_x": ms(p["tau_plus_triplet"]!),
                    "tau_minus": ms(20), "tau_y": ms(110),
                    "A2_plus": current(p["Aplus"]!), "A2_minus": current(p["Aminus"]!),
                    "A3_plus": current(p["Aplus_triplet"]!),
                    "A3_minus": current(p["Aminus_triplet"]!),
                    "w_min": current(0), "w_max": current(p["Wmax"]!),
                ])
        }
    }

    @Test func inhibitory() throws {
        try check("vogels_sprekeler") { reference in
            let p = reference.parameters
            // alpha = 2 · target rate · tau, the rate in kHz.
            return PairExperiment(
                "vogels_sprekeler",
                [
                    "tau": ms(p["tau"]!), "eta": current(p["eta"]!),
                    "target_rate": .quantity(
                        Quantity(p["alpha"]! / 2 / p["tau"]!, .rate)),
                    "w_min": current(0), "w_max": current(p["Wmax"]!),
                ])
        }
    }

    /// NEST brings synapses up to date at the end of every millisecond, before it delivers the
    /// source's spikes of that millisecond, so a target's spike between the two meets the wrong
    /// trace. That happens first before the eighth arrival; `DopamineTests` checks the rest.
    @Test func dopamine() throws {
        try check("stdp_dopamine", comparing: 7) { reference in
            let p = reference.parameters
            var experiment = PairExperiment(
                "three_factor_stdp",
                [
                    "tau_plus": ms(p["tau_plus"]!), "tau_minus": ms(20), "tau_c": ms(p["tau_c"]!),
                    "A_plus": number(p["A_plus"]!), "A_minus": number(p["A_minus"]!),
                    "baseline": number(p["b"]!), "modulator": .name("dopamine"),
                    "w_min": current(p["Wmin"]!), "w_max": current(p["Wmax"]!),
                ])
            experiment.modulators = [
                Modulator(
                    "dopamine", releasedBy: ["reward"],
                    settings: [
                        "tau": ms(p["tau_n"]!), "amount": number(1 / p["tau_n"]!),
                        "delay": ms(1), "baseline": number(0),
                    ])
            ]
            experiment.rewards = reference.dopamine
            return experiment
        }
    }
}
