// A few samples go through the neuron side by side, forward and back. What two layers do to all
// samples in a bin is a product of matrices; the input is not, since it is sparse: a spike adds a
// column of W_b to h. Going back the same holds. With G the adjoint of h,
//
//     G(t) = dE/da(t) + κ_b G(t + 1)
//
// a spike of synapse i on branch j in bin t gives dE/dW_b[:, j] += w_i x G(t) and
// dE/dw_i += x W_b[:, j] · G(t). So input costs per spike, not per input and bin.
//
// Products with the transposed states, which make the gradients of the matrices, are put off and
// done for sixteen bins at a time.

/// The passes of at most `capacity` samples of `bins` bins.
final class ELMPass<Number: DenseNumber> {
    typealias Vector = Number.Vector
    typealias Pointer = UnsafeMutablePointer<Number>

    let shape: ELMShape
    let routing: ELMRouting
    let capacity: Int
    let bins: Int
    /// Whether the states of all bins are kept, for the way back.
    let keepsStates: Bool
    private let room: ELMRoom<Number>
    /// The hidden layer, Δm and κ_m m of each bin; of one where states are not kept.
    let hidden, updates, faded: Pointer
    let input, memory: Pointer
    /// κ_m and g, repeated for each sample.
    let decays, gains: Pointer
    /// Of the last bin, or of that being shown to `judge`.
    let outputs: Pointer
    /// w_i
    var synapses: [Number] = []

    static var blockBins: Int { 16 }

    init(
        _ shape: ELMShape, _ routing: ELMRouting, capacity: Int, bins: Int, keepsStates: Bool
    ) {
        self.shape = shape
        self.routing = routing
        self.capacity = capacity
        self.bins = bins
        self.keepsStates = keepsStates
        let kept = keepsStates ? bins : 1
        let (wide, narrow) = (capacity * shape.hidden, capacity * shape.memory)
        room = ELMRoom([
            kept * wide, kept * narrow, kept * narrow, wide, narrow, narrow, narrow,
            capacity * shape.outputs,
        ])
        hidden = room.take(kept * wide)
        updates = room.take(kept * narrow)
        faded = room.take(kept * narrow)
        input = room.take(wide)
        memory = room.take(narrow)
        decays = room.take(narrow)
        gains = room.take(narrow)
        outputs = room.take(capacity * shape.outputs)
    }

    /// Takes over what does not change while samples are shown.
    func prepare(_ parameters: ELMParameters<Number>) {
        synapses = parameters[.synapses].map { max($0, 0) }
        for (index, tau) in parameters.taus.enumerated() {
            let (decay, gain) = shape.memoryFactors(tau)
            for sample in 0..<capacity {
                decays[sample * shape.memory + index] = Number(decay)
                gains[sample * shape.memory + index] = Number(gain)
            }
        }
    }

    /// Shows samples from the start.
    ///
    /// - Parameters:
    ///   - samples: at most `capacity`, each of `bins` bins.
    ///   - judge: gets the outputs of a bin, `shape.outputs` of each sample.
    ///   - judgesAll: of each bin, rather than of the last one.
    @_specialize(where Number == Float)
    @_specialize(where Number == Double)
    func forward(
        _ parameters: ELMParameters<Number>, _ samples: [BinnedTrain], judgesAll: Bool = false,
        judge: (_ bin: Int, _ outputs: Pointer) -> Void
    ) {
        precondition(samples.count <= capacity && samples.allSatisfy { $0.binCount == bins })
        prepare(parameters)
        let n = samples.count
        let (wide, narrow) = (n * shape.hidden, n * shape.memory)
        memory.update(repeating: 0, count: narrow)
        input.update(repeating: 0, count: wide)
        let kappa = Number(shape.branchDecay)
        parameters.values.withUnsafeBufferPointer { values in
            let part = { (part: ELMParameters<Number>.Part) in
                values.baseAddress! + parameters.range(part).lowerBound
            }
            let (branchWeights, memoryWeights) = (part(.branchWeights), part(.memoryWeights))
            let (updateWeights, outputWeights) = (part(.updateWeights), part(.outputWeights))
            for bin in 0..<bins {
                let place = keepsStates ? bin : 0
                let (h, d) = (hidden + place * wide, updates + place * narrow)
                let z = faded + place * narrow
                multiply(decays, memory, into: z, narrow)
                scale(input, by: kappa, wide)
                for (index, sample) in samples.enumerated() {
                    add(sample, bin, branchWeights, to: input + index * shape.hidden)
                }
                repeated(part(.hiddenBias), shape.hidden, n, adding: input, to: h)
                Number.multiply(
                    memoryWeights, isTransposed: false, z, isTransposed: false,
                    rows: shape.hidden, columns: n, inner: shape.memory, adding: 1, to: h)
                rectify(h, wide)
                repeated(part(.updateBias), shape.memory, n, adding: nil, to: d)
                Number.multiply(
                    updateWeights, isTransposed: false, h, isTransposed: false,
                    rows: shape.memory, columns: n, inner: shape.hidden, adding: 1, to: d)
                squash(d, narrow)
                remember(z, d, narrow)
                guard judgesAll || bin == bins - 1 else { continue }
                repeated(part(.outputBias), shape.outputs, n, adding: nil, to: outputs)
                Number.multiply(
                    outputWeights, isTransposed: false, memory, isTransposed: false,
                    rows: shape.outputs, columns: n, inner: shape.memory, adding: 1, to: outputs)
                judge(bin, outputs)
            }
        }
    }

    /// Adds what a sample's spikes of a bin send to the hidden layer.
    @inline(__always)
    private func add(
        _ sample: BinnedTrain, _ bin: Int, _ weights: UnsafePointer<Number>, to sum: Pointer
    ) {
        let width = shape.hidden
        for entry in Int(sample.starts[bin])..<Int(sample.starts[bin + 1]) {
            let input = Int(sample.inputs[entry])
            for place in Int(routing.starts[input])..<Int(routing.starts[input + 1]) {
                let synapse = Int(routing.listeners[place])
                let strength = synapses[synapse] * Number(sample.counts[entry])
                let column = weights + Int(routing.branches[synapse]) * width
                var row = 0
                while row < width {
                    sum[row] += strength * column[row]
                    row &+= 1
                }
            }
        }
    }

    // MARK: - Number by number

    @inline(__always)
    func multiply(_ a: Pointer, _ b: Pointer, into c: Pointer, _ count: Int) {
        var index = 0
        while index < count {
            (Vector.load(a + index) * Vector.load(b + index)).store(c + index)
            index &+= Vector.count
        }
    }

    @inline(__always)
    func scale(_ a: Pointer, by factor: Number, _ count: Int) {
        let factor = Vector.all(Double(factor))
        var index = 0
        while index < count {
            (Vector.load(a + index) * factor).store(a + index)
            index &+= Vector.count
        }
    }

    /// One column for each sample, or the sum of it and of what samples have.
    @inline(__always)
    private func repeated(
        _ column: UnsafePointer<Number>, _ length: Int, _ samples: Int, adding sum: Pointer?,
        to result: Pointer
    ) {
        var start = 0
        for _ in 0..<samples {
            var row = 0
            if let sum {
                while row < length {
                    result[start &+ row] = column[row] + sum[start &+ row]
                    row &+= 1
                }
            } else {
                (result + start).update(from: column, count: length)
            }
            start &+= length
        }
    }

    @inline(__always)
    private func rectify(_ a: Pointer, _ count: Int) {
        var index = 0
        while index < count {
            Vector.greatest(Vector.load(a + index), Vector.all(0)).store(a + index)
            index &+= Vector.count
        }
    }

    /// ctanh
    @inline(__always)
    private func squash(_ a: Pointer, _ count: Int) {
        var index = 0
        while index < count {
            ELMSquashing.value(Vector.load(a + index)).store(a + index)
            index &+= Vector.count
        }
    }

    @inline(__always)
    private func remember(_ z: Pointer, _ d: Pointer, _ count: Int) {
        var index = 0
        while index < count {
            let gain = Vector.load(gains + index) * Vector.load(d + index)
            (Vector.load(z + index) + gain).store(memory + index)
            index &+= Vector.count
        }
    }
}

/// 1.7159 tanh(2 x / 3) (LeCun 1998).
enum ELMSquashing {
    @inline(__always)
    static func value<L: NeuronLanes>(_ x: L) -> L {
        let e = L.exp(x * L.all(4.0 / 3))
        return L.all(1.7159) - L.all(2 * 1.7159) / (e + L.all(1))
    }

    /// The slope where the value is y.
    @inline(__always)
    static func slope<L: NeuronLanes>(_ y: L) -> L {
        let part = y * L.all(1 / 1.7159)
        return L.all(1.7159 * 2 / 3) * (L.all(1) - part * part)
    }
}
