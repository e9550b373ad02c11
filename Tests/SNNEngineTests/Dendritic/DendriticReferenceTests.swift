import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Against an independent integration by SciPy with tolerances of 1e-11
/// (`dendritic_reference.py`): a plateau of NMDA receptors, steady firing, and a storm of input
/// with bursts.
@Suite struct DendriticReferenceTests {
    private struct Case: Decodable {
        struct Receptor: Decodable {
            let shape: String
            let tau: Double
            let reversal: Double?
            let magnesium: Double?
        }
        let name: String
        let dendrites: Int
        let receptors: [Receptor]
        let cell: [String: Double]
        let ticks: Int
        /// Ticks between two samples of V_m, w and some U.
        let every: Int
        let watched: [Int]
        /// Tick, receptor, dendrite, weight.
        let input: [[Double]]
        let spikes: [Double]
        let trace: [[Double]]

        var population: Population {
            var settings: Settings = ["dendrites": .quantity(.number(Double(dendrites)))]
            for (name, value) in cell {
                let entry = Catalogue.kind(.neuron, "dendritic")!.parameter(name)!
                settings[name] = .quantity(Quantity(value, entry.dimension))
            }
            let receptors = receptors.enumerated().map { index, receptor in
                SNNModel.Receptor(
                    "r\(index)", .init(rawValue: receptor.shape)!,
                    tau: .quantity(.milliseconds(receptor.tau)),
                    reversal: receptor.reversal.map { .quantity(.millivolts($0)) },
                    magnesium: receptor.magnesium.map { .quantity(.number($0)) })
            }
            return Population(
                "cell", count: 1, kind: "dendritic", settings: settings, receptors: receptors)
        }
    }

    private static func cases() throws -> [Case] {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("dendritic_reference.json")
        return try JSONDecoder().decode([Case].self, from: Data(contentsOf: file))
    }

    /// Runge-Kutta steps of 0.025 ms are wrong by less than 1e-6 mV below the threshold, where
    /// dendrites answer within 0.3 ms. Steps of the upswing shift spikes by 1e-6 ms, and so what
    /// follows; near the next upswing V_m grows by 10 mV in 0.1 ms, hence 1e-3 mV.
    @Test(arguments: KernelSet.allCases)
    func agreesWithSciPy(_ kernels: KernelSet) throws {
        for reference in try Self.cases() {
            let neuron = DrivenNeuron(reference.population, kernels: kernels)
            var due: [Int: [[Double]]] = [:]
            for input in reference.input { due[Int(input[0]), default: []].append(input) }
            var samples = reference.trace.makeIterator()
            let names = ["V_m", "w"] + reference.watched.map { "U_\($0 + 1)" }
            var greatest = Array(repeating: 0.0, count: names.count)
            for tick in 1...reference.ticks {
                for input in due[tick] ?? [] {
                    neuron.add(input[3], to: Int(input[1]), place: Int(input[2]))
                }
                neuron.advance()
                guard tick % reference.every == 0, let sample = samples.next() else { continue }
                for (index, name) in names.enumerated() {
                    greatest[index] = max(
                        greatest[index], abs(neuron.value(name) - sample[index]))
                }
            }
            let ticks = reference.spikes.map { Int(($0 / 0.1).rounded(.up)) }
            #expect(neuron.spikeTicks == ticks, "\(reference.name)")
            let allowed = reference.spikes.isEmpty ? 1e-6 : 1e-3
            for (name, deviation) in zip(names, greatest) {
                #expect(deviation < allowed, "\(name) of \(reference.name)")
            }
        }
    }
}
