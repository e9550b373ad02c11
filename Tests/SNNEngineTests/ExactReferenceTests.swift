import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Spikes off the grid, as NEST 3.10's precise models give them.
@Suite struct ExactReferenceTests {
    /// Inputs with arrival times as written, and the spike times expected.
    private func reference(
        _ name: String
    ) throws -> (parameters: [String: Double], inputs: [ExactNeuron.Input], spikes: [Double])? {
        guard let url = sharedFile("reference/\(name).json") else { return nil }
        let text = try String(contentsOf: url, encoding: .utf8)
            .replacingOccurrences(of: "-Infinity", with: "-1e308")
        let all = try JSONSerialization.jsonObject(with: Data(text.utf8)) as! [String: Any]
        let input = all["input"] as! [String: Any]
        let delay = input["delay_ms"] as! Double
        let inputs = zip(input["times_ms"] as! [Double], input["weights"] as! [Double])
            .map { ($0 + delay, 0, $1) }
        return (
            (all["params"] as! [String: Any]).compactMapValues { $0 as? Double }, inputs,
            (all["expected"] as! [String: Any])["spike_times_ms"] as! [Double]
        )
    }

    @Test(arguments: ["lif_delta_precise", "lif_exp_precise"], [1, 15, 5000])
    func spikesAsPrecise(_ name: String, _ epoch: Int) throws {
        guard let reference = try reference(name) else { return }
        var settings = Settings()
        for key in NeuronReferenceTests.lif {
            settings[key] = .quantity(Quantity(reference.parameters[key]!))
        }
        let tau = reference.parameters["tau_syn_ex"]
        let receptor = tau.map { Receptor("x", .exponential, tau: .quantity(.milliseconds($0))) }
            ?? Receptor("x", .delta)
        let neuron = ExactNeuron(
            Population("n", count: 1, kind: "lif", settings: settings, receptors: [receptor]))
        neuron.run(reference.inputs, through: 5000, epoch: epoch, isLazy: true)
        #expect(neuron.spikeTimes.count == reference.spikes.count)
        for (own, other) in zip(neuron.spikeTimes, reference.spikes) {
            #expect(abs(own - other) < 1e-6, "\(own) \(other)")
        }
    }
}
