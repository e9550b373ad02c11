import SNNModel
import Testing

@testable import SNNEngine

// Single neurons against NEST 3.10. Where the scheme is the same, spikes fall on the same ticks and
// traces agree to 5e-9: weights and traces are written down with nine decimals, and the roundings
// of some ten weights meet in one membrane.

@Suite struct NeuronReferenceTests {
    static let lif = ["tau_m", "C_m", "E_L", "V_th", "V_reset", "t_ref", "I_e", "V_m"]

    @Test(arguments: KernelSet.allCases) func lifWithDeltaInput(_ kernels: KernelSet) throws {
        guard let reference = try NeuronReference("lif_delta_grid") else { return }
        let outcome = reference.drive(
            Population(
                "n", count: 1, kind: "lif", settings: reference.settings(Self.lif),
                receptors: [Receptor("jump", .delta)]), kernels: kernels)
        #expect(outcome.spikeTicks == reference.spikeTicks)
        #expect(outcome.deviation["V_m"]! < 5e-9)
    }

    @Test(arguments: KernelSet.allCases)
    func lifWithExponentialCurrents(_ kernels: KernelSet) throws {
        guard let reference = try NeuronReference("lif_exp_grid") else { return }
        let outcome = reference.drive(
            Population(
                "n", count: 1, kind: "lif", settings: reference.settings(Self.lif),
                receptors: [
                    Receptor("ex", .exponential, tau: reference.tau("tau_syn_ex")),
                    Receptor("in", .exponential, tau: reference.tau("tau_syn_in")),
                ]), kernels: kernels, names: ["I_syn_ex": "I_ex", "I_syn_in": "I_in"])
        #expect(outcome.spikeTicks == reference.spikeTicks)
        for (name, deviation) in outcome.deviation { #expect(deviation < 5e-9, "\(name)") }
    }

    @Test(arguments: KernelSet.allCases) func lifWithAlphaCurrents(_ kernels: KernelSet) throws {
        guard let reference = try NeuronReference("lif_alpha_grid") else { return }
        let outcome = reference.drive(
            Population(
                "n", count: 1, kind: "lif", settings: reference.settings(Self.lif),
                receptors: [Receptor("ex", .alpha, tau: reference.tau("tau_syn_ex"))]),
            kernels: kernels)
        #expect(outcome.spikeTicks == reference.spikeTicks)
        #expect(outcome.deviation["V_m"]! < 5e-9)
    }
}
