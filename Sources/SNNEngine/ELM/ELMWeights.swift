// What is learnt, as arrays with names and shapes, for files. Matrices are as PyTorch has them:
// a row for each sum, so the numbers of a row follow each other.

/// The learnt numbers of an ELM neuron, or of a network that spikes, by name.
public struct ELMWeights: Sendable, Equatable {
    public struct Array: Sendable, Equatable {
        public var shape: [Int]
        public var values: [Double]

        public init(shape: [Int], values: [Double]) {
            self.shape = shape
            self.values = values
        }
    }

    public var arrays: [String: Array]

    public init(arrays: [String: Array]) { self.arrays = arrays }

    /// Why weights are not those of a neuron or network.
    public struct Mismatch: Error, Equatable, CustomStringConvertible {
        public let description: String
        /// What to do about it, where more is known than which arrays there are to be.
        public let help: String?

        init(description: String, help: String? = nil) {
            self.description = description
            self.help = help
        }
    }

    /// The numbers of an array.
    ///
    /// - Throws: `Mismatch` where it is missing, of another shape or not finite.
    func values(_ name: String, shape: [Int]) throws(Mismatch) -> [Double] {
        guard let array = arrays[name] else {
            throw .init(description: "there is no array `\(name)`")
        }
        guard array.shape == shape, array.values.count == shape.reduce(1, *) else {
            throw .init(
                description: "`\(name)` has the shape \(Self.text(array.shape)), not "
                    + Self.text(shape))
        }
        // All networks are trained in single precision.
        guard array.values.allSatisfy({ Float($0).isFinite }) else {
            throw .init(
                description: "`\(name)` holds something that is no finite number of 4 bytes")
        }
        return array.values
    }

    /// As in `20 x 100`.
    static func text(_ shape: [Int]) -> String {
        shape.isEmpty ? "of a single number" : shape.map(String.init).joined(separator: " x ")
    }

    /// What arrays a neuron of this shape has, with their shapes. `synapse_inputs` says which input
    /// each synapse hears, -1 for none; the one array that need not be there.
    public static func shapes(of shape: ELMShape) -> [(name: String, shape: [Int])] {
        [
            ("synapse_weights", [shape.synapseCount]),
            ("synapse_inputs", [shape.synapseCount]),
            ("hidden_weights", [shape.hidden, shape.branches + shape.memory]),
            ("hidden_bias", [shape.hidden]),
            ("memory_weights", [shape.memory, shape.hidden]),
            ("memory_bias", [shape.memory]),
            ("readout_weights", [shape.outputs, shape.memory]),
            ("readout_bias", [shape.outputs]),
            ("memory_tau", [shape.memory]),
        ]
    }
}

extension ELMWeights {
    /// The weights of neurons that lie along the first axis of each array.
    ///
    /// - Throws: `Mismatch` for an array of another length.
    public func cut(_ count: Int) throws(Mismatch) -> [ELMWeights] {
        var cut = Swift.Array(repeating: ELMWeights(arrays: [:]), count: count)
        for (name, array) in arrays.sorted(by: { $0.key < $1.key }) {
            guard array.shape.first == count, array.values.count == array.shape.reduce(1, *) else {
                throw Mismatch(
                    description: "`\(name)` does not have \(count) rows, one for each neuron")
            }
            let length = array.values.count / count
            for neuron in 0..<count {
                cut[neuron].arrays[name] = Array(
                    shape: Swift.Array(array.shape.dropFirst()),
                    values: Swift.Array(array.values[neuron * length..<(neuron + 1) * length]))
            }
        }
        return cut
    }
}

/// A neuron with what it has learnt.
public struct ELMNeuron: Sendable {
    public let shape: ELMShape
    var parameters: ELMParameters<Double>
    var routing: ELMRouting

    init(shape: ELMShape, parameters: ELMParameters<Double>, routing: ELMRouting) {
        self.shape = shape
        self.parameters = parameters
        self.routing = routing
    }

    /// As a training begins.
    ///
    /// - Parameters:
    ///   - seed: draws weights and routing.
    ///   - neuron: each of a population draws its own.
    public init(_ shape: ELMShape, seed: UInt64, neuron: Int = 0) {
        self.init(
            shape: shape, parameters: ELMParameters(shape, seed: seed, neuron: neuron),
            routing: ELMRouting(shape, seed: seed, neuron: neuron))
    }

    /// - Throws: `ELMWeights.Mismatch` naming the array that is missing, of another shape or not
    ///   finite.
    public init(
        _ shape: ELMShape, _ weights: ELMWeights, seed: UInt64, neuron: Int = 0
    ) throws(ELMWeights.Mismatch) {
        self.init(shape, seed: seed, neuron: neuron)
        var found: [String: [Double]] = [:]
        for (name, wanted) in ELMWeights.shapes(of: shape) {
            let isOptional = name == "synapse_inputs" || name == "memory_tau"
            if isOptional, weights.arrays[name] == nil { continue }
            found[name] = try weights.values(name, shape: wanted)
        }
        if let inputs = found["synapse_inputs"] {
            guard inputs.allSatisfy({ $0 == $0.rounded() && $0 >= -1 && $0 < Double(shape.inputs) })
            else {
                throw .init(
                    description: "`synapse_inputs` names inputs beyond the \(shape.inputs) "
                        + "there are")
            }
            let width = shape.routing == .oneToOne ? 1 : shape.synapsesPerBranch
            routing = ELMRouting(
                inputs: inputs.map { Int32($0) },
                branches: (0..<Int32(inputs.count)).map { $0 / Int32(width) },
                inputCount: shape.inputs)
        }
        take(found)
        if let taus = found["memory_tau"] {
            guard taus.allSatisfy({ $0 > 0 }) else {
                throw .init(description: "`memory_tau` is not positive everywhere")
            }
            parameters.set(taus: taus)
        }
    }

    private mutating func take(_ found: [String: [Double]]) {
        let (hidden, branches, memory) = (shape.hidden, shape.branches, shape.memory)
        func columns(_ values: [Double], _ width: Int, _ range: Range<Int>) -> ArraySlice<Double> {
            let rows = values.count / max(width, 1)
            return ArraySlice(
                range.flatMap { column in (0..<rows).map { values[$0 * width + column] } })
        }
        parameters[.synapses] = ArraySlice(found["synapse_weights"] ?? [])
        if let values = found["hidden_weights"] {
            let width = branches + memory
            parameters[.branchWeights] = columns(values, width, 0..<branches)
            parameters[.memoryWeights] = columns(values, width, branches..<width)
        }
        parameters[.hiddenBias] = ArraySlice(found["hidden_bias"] ?? [])
        parameters[.updateWeights] = columns(found["memory_weights"] ?? [], hidden, 0..<hidden)
        parameters[.updateBias] = ArraySlice(found["memory_bias"] ?? [])
        parameters[.outputWeights] = columns(found["readout_weights"] ?? [], memory, 0..<memory)
        parameters[.outputBias] = ArraySlice(found["readout_bias"] ?? [])
    }

    /// Everything learnt, and which input each synapse hears.
    public var weights: ELMWeights {
        func rows(_ parts: [ELMParameters<Double>.Part], _ count: Int) -> [Double] {
            let matrices = parts.map { (values: Array(parameters[$0]), $0) }
            return (0..<count).flatMap { row in
                matrices.flatMap { values, _ in
                    stride(from: row, to: values.count, by: count).map { values[$0] }
                }
            }
        }
        let values: [String: [Double]] = [
            "synapse_weights": parameters[.synapses].map { max($0, 0) },
            "synapse_inputs": routing.inputs.map(Double.init),
            "hidden_weights": rows([.branchWeights, .memoryWeights], shape.hidden),
            "hidden_bias": Array(parameters[.hiddenBias]),
            "memory_weights": rows([.updateWeights], shape.memory),
            "memory_bias": Array(parameters[.updateBias]),
            "readout_weights": rows([.outputWeights], shape.outputs),
            "readout_bias": Array(parameters[.outputBias]),
            "memory_tau": parameters.taus,
        ]
        return ELMWeights(
            arrays: Dictionary(
                uniqueKeysWithValues: ELMWeights.shapes(of: shape).map { name, shape in
                    (name, .init(shape: shape, values: values[name] ?? []))
                }))
    }
}
