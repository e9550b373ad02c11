/// Which synapses hear an input, and on which branches they lie.
struct ELMRouting: Sendable {
    /// By synapse; the input is negative for a synapse that hears nothing.
    let inputs: [Int32]
    let branches: [Int32]
    /// The synapses of input i are `listeners[starts[i]..<starts[i + 1]]`.
    let starts: [Int32]
    let listeners: [Int32]

    /// - Parameters:
    ///   - seed: draws the inputs of random routing.
    ///   - neuron: each of a population draws its own.
    init(_ shape: ELMShape, seed: UInt64, neuron: Int = 0) {
        let count = shape.synapseCount
        let width = max(shape.synapsesPerBranch, 1)
        switch shape.routing {
        case .oneToOne:
            self.init(
                inputs: (0..<Int32(count)).map { $0 }, branches: (0..<Int32(count)).map { $0 },
                inputCount: shape.inputs)
        case .random:
            var random = ElementStream(
                seed: seed, stream: StreamID("elm.routing"), element: neuron)
            self.init(
                inputs: (0..<count).map { _ in Int32(random.index(below: shape.inputs)) },
                branches: (0..<count).map { Int32($0 / width) }, inputCount: shape.inputs)
        case .neuronIO:
            let n = shape.inputs
            let stride = (n + shape.branches - 1) / max(shape.branches, 1)
            self.init(
                inputs: (0..<count).map { synapse in
                    let place = synapse / width * stride + synapse % width
                    return place < n ? Int32(place % 2 * (n / 2) + place / 2) : -1
                },
                branches: (0..<count).map { Int32($0 / width) }, inputCount: n)
        }
    }

    init(inputs: [Int32], branches: [Int32], inputCount: Int) {
        self.inputs = inputs
        self.branches = branches
        var starts = Array(repeating: Int32(0), count: inputCount + 1)
        for input in inputs where input >= 0 { starts[Int(input) + 1] += 1 }
        for input in 0..<inputCount { starts[input + 1] += starts[input] }
        var next = starts
        var listeners = Array(repeating: Int32(0), count: Int(starts[inputCount]))
        for (synapse, input) in inputs.enumerated() where input >= 0 {
            listeners[Int(next[Int(input)])] = Int32(synapse)
            next[Int(input)] += 1
        }
        self.starts = starts
        self.listeners = listeners
    }
}
