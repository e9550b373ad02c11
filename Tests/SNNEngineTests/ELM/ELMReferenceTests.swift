import Foundation
import SNNData
import Testing

@testable import SNNEngine

/// Against an independent implementation in NumPy (`elm_reference.py`) over 1,000 bins. 1e-12 in
/// double precision is some thousand roundings; 1e-5 in single precision five times what NumPy in
/// single precision deviates.
@Suite struct ELMReferenceTests {
    private static let cases = [
        "hand", "plain", "plain_2ms", "branches", "branches_2ms", "neuronio",
    ].flatMap { ["v1_\($0)", "v2_\($0)"] }

    private struct Reference {
        let shape: ELMShape
        let neuron: ELMNeuron
        let train: BinnedTrain
        let bins: [Int]
        let outputs: [Double]

        init(_ name: String) throws {
            let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
                .appendingPathComponent("elm_reference.npz").path
            let file = try NumpyFile(reading: path)
            func array(_ part: String) throws -> NumpyArray { try file.array("\(name).\(part)") }
            func number(_ part: String) throws -> Double { try array(part).values[0] }
            let synapses = try array("synapse_inputs").values.count
            let branches = Set(try array("synapse_branches").values).count
            var shape = ELMShape(
                inputs: Int(try number("input_count")),
                memory: try array("memory_tau").values.count,
                outputs: try array("readout_bias").values.count)
            if branches < synapses {
                shape.routing = name.hasSuffix("neuronio") ? .neuronIO : .random
                shape.branches = branches
                shape.synapsesPerBranch = synapses / branches
            }
            shape.version = try number("version") == 1 ? .v1 : .v2
            shape.bin = try number("bin")
            shape.tauS = try number("tau_s")
            shape.lambda = try number("lambda")
            var arrays: [String: ELMWeights.Array] = [:]
            for (part, _) in ELMWeights.shapes(of: shape) {
                let array = try array(part)
                arrays[part] = .init(shape: array.shape, values: array.values)
            }
            if name.hasSuffix("hand") { arrays["synapse_inputs"] = nil }
            neuron = try ELMNeuron(shape, ELMWeights(arrays: arrays), seed: 1)
            self.shape = shape
            let steps = Int(try number("step_count"))
            let (places, inputs) = (try array("event_bin").values, try array("event_input").values)
            let counts = try array("event_count").values
            var starts = Array(repeating: Int32(0), count: steps + 1)
            for place in places { starts[Int(place) + 1] += 1 }
            for step in 0..<steps { starts[step + 1] += starts[step] }
            train = BinnedTrain(
                starts: starts, inputs: inputs.map { Int32($0) }, counts: counts.map { Float($0) })
            bins = try array("output_bin").values.map { Int($0) }
            outputs = try array("output").values
        }

        func deviation<Number: DenseNumber>(_ number: Number.Type) -> Double {
            let pass = ELMPass<Number>(
                shape, neuron.routing, capacity: 1, bins: train.binCount, keepsStates: false)
            var shown: [Double] = []
            pass.forward(
                neuron.parameters.converted(to: number), [train], judgesAll: true
            ) { bin, outputs in
                guard bins.contains(bin) else { return }
                for index in 0..<shape.outputs { shown.append(Double(outputs[index])) }
            }
            #expect(shown.count == outputs.count)
            return zip(shown, outputs).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
    }

    @Test(arguments: cases) func equalsNumPy(name: String) throws {
        let reference = try Reference(name)
        #expect(reference.deviation(Double.self) <= 1e-12)
        #expect(reference.deviation(Float.self) <= 1e-5)
    }

    /// The routing of NeuronIO is a rule, so it needs no file.
    @Test func windowsLieAsPublished() throws {
        let reference = try Reference("v1_neuronio")
        #expect(ELMRouting(reference.shape, seed: 5).inputs == reference.neuron.routing.inputs)
    }

    /// The repository of the paper has 8,002 numbers for 20 units of memory, 54,002 for 100.
    @Test(arguments: [(20, 8002), (100, 54_002)]) func countsParameters(memory: Int, count: Int) {
        let shape = ELMShape(
            inputs: 1278, memory: memory, outputs: 2, branches: 45, synapsesPerBranch: 100,
            routing: .neuronIO)
        #expect(shape.parameterCount == count)
        let neuron = ELMNeuron(shape, seed: 1)
        #expect(neuron.parameters.values.count - memory == count)
    }

    @Test(arguments: ELMShape.Routing.allCases)
    func weightsComeBack(routing: ELMShape.Routing) throws {
        let shape = routing == .oneToOne
            ? ELMShape(inputs: 6, memory: 3, outputs: 2)
            : ELMShape(
                inputs: 6, memory: 3, outputs: 2, branches: 4, synapsesPerBranch: 2,
                routing: routing)
        let neuron = ELMNeuron(shape, seed: 3)
        let again = try ELMNeuron(shape, neuron.weights, seed: 4)
        #expect(again.weights == neuron.weights)
        #expect(again.parameters.values == neuron.parameters.values)
        var weights = neuron.weights
        weights.arrays["hidden_bias"]?.shape = [5]
        #expect(throws: ELMWeights.Mismatch(
            description: "`hidden_bias` has the shape 5, not 6")) {
            try ELMNeuron(shape, weights, seed: 1)
        }
        weights = neuron.weights
        weights.arrays["memory_bias"]?.values[1] = .nan
        #expect(throws: ELMWeights.Mismatch.self) { try ELMNeuron(shape, weights, seed: 1) }
        weights.arrays["memory_bias"] = nil
        #expect(throws: ELMWeights.Mismatch(description: "there is no array `memory_bias`")) {
            try ELMNeuron(shape, weights, seed: 1)
        }
    }
}
