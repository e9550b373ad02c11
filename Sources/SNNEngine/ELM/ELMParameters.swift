/// Everything that an ELM neuron learns, in one list of numbers.
///
/// Matrices lie column after column: the column of a branch is what a spike there adds to the
/// hidden layer.
struct ELMParameters<Number: BinaryFloatingPoint & Sendable>: Sendable {
    /// A part of the list.
    enum Part: Int, CaseIterable {
        case synapses, branchWeights, memoryWeights, hiddenBias
        case updateWeights, updateBias, outputWeights, outputBias, taus
    }

    let shape: ELMShape
    var values: [Number]
    private let starts: [Int]

    /// All zero.
    init(_ shape: ELMShape) {
        self.shape = shape
        var starts = [0]
        for part in Part.allCases { starts.append(starts.last! + Self.count(of: part, shape)) }
        self.starts = starts
        values = Array(repeating: 0, count: starts.last!)
    }

    /// Time constants have a place even where they are not learnt; that is 0 then.
    private static func count(of part: Part, _ shape: ELMShape) -> Int {
        switch part {
        case .synapses: shape.synapseCount
        case .branchWeights: shape.hidden * shape.branches
        case .memoryWeights: shape.hidden * shape.memory
        case .hiddenBias: shape.hidden
        case .updateWeights: shape.memory * shape.hidden
        case .updateBias: shape.memory
        case .outputWeights: shape.outputs * shape.memory
        case .outputBias: shape.outputs
        case .taus: shape.memory
        }
    }

    func range(_ part: Part) -> Range<Int> { starts[part.rawValue]..<starts[part.rawValue + 1] }

    subscript(part: Part) -> ArraySlice<Number> {
        get { values[range(part)] }
        set { values.replaceSubrange(range(part), with: newValue) }
    }

    /// As a training begins: synapses 0.5; the rest uniform with a bound of one over the root of
    /// how many numbers are summed up, as PyTorch's `nn.Linear` does.
    ///
    /// - Parameter neuron: each of a population draws its own.
    init(_ shape: ELMShape, seed: UInt64, neuron: Int = 0) {
        self.init(shape)
        self[.synapses] = ArraySlice(repeating: 0.5, count: shape.synapseCount)
        func draw(_ parts: [Part], fanIn: Int, _ name: String) {
            var random = ElementStream(
                seed: seed, stream: StreamID("elm." + name), element: neuron)
            let bound = 1 / Double(fanIn).squareRoot()
            for part in parts {
                for index in range(part) {
                    values[index] = Number(bound * (2 * random.uniform() - 1))
                }
            }
        }
        draw(
            [.branchWeights, .memoryWeights, .hiddenBias],
            fanIn: shape.branches + shape.memory, "hidden")
        draw([.updateWeights, .updateBias], fanIn: shape.hidden, "update")
        draw([.outputWeights, .outputBias], fanIn: shape.memory, "output")
        set(taus: shape.initialTaus)
    }

    /// Time constants of the memory in ms: tau = bound · sigmoid(p), where p is learnt.
    var taus: [Double] { self[.taus].map { Self.tau(Double($0), shape) } }

    private static func tau(_ p: Double, _ shape: ELMShape) -> Double {
        shape.learnsTau ? shape.tauBound / (1 + Double.exp(-p)) : p
    }

    mutating func set(taus: [Double]) {
        self[.taus] = ArraySlice(
            taus.map { tau in
                guard shape.learnsTau else { return Number(tau) }
                let part = min(max(tau / shape.tauBound, 1e-9), 1 - 1e-9)
                return Number(Double.log(part / (1 - part)))
            })
    }

    /// dτ/dp
    func tauSlope(_ index: Int) -> Double {
        let tau = taus[index]
        return shape.learnsTau ? tau * (1 - tau / shape.tauBound) : 0
    }

    func add(to sum: inout Self) {
        sum.values.withUnsafeMutableBufferPointer { sum in
            values.withUnsafeBufferPointer { values in
                for index in 0..<sum.count { sum[index] += values[index] }
            }
        }
    }

    /// The same in another precision.
    func converted<Other>(to other: Other.Type) -> ELMParameters<Other> {
        var result = ELMParameters<Other>(shape)
        for index in values.indices { result.values[index] = Other(Double(values[index])) }
        return result
    }
}
