/// Room for the way back.
final class ELMAdjoints<Number: DenseNumber> {
    typealias Pointer = UnsafeMutablePointer<Number>
    private let room: ELMRoom<Number>
    /// dE/da and dE/du of a block of bins.
    let hidden, updates: Pointer
    /// G, dE/dm, dE/d(κ_m m).
    let input, memory, faded: Pointer
    /// Sums over bins of dE/da, dE/du, and of what decays and gains are for.
    let hiddenSum, updateSum, decaySum, gainSum: Pointer
    /// dE/dy of a bin.
    let outputs: Pointer
    let lastMemory: Pointer

    init(_ shape: ELMShape, capacity: Int) {
        let (wide, narrow) = (capacity * shape.hidden, capacity * shape.memory)
        let block = ELMPass<Number>.blockBins
        let outputCount = capacity * shape.outputs
        room = ELMRoom(
            [block * wide, block * narrow, wide, wide, outputCount]
                + Array(repeating: narrow, count: 6))
        hidden = room.take(block * wide)
        updates = room.take(block * narrow)
        input = room.take(wide)
        hiddenSum = room.take(wide)
        outputs = room.take(outputCount)
        memory = room.take(narrow)
        faded = room.take(narrow)
        updateSum = room.take(narrow)
        decaySum = room.take(narrow)
        gainSum = room.take(narrow)
        lastMemory = room.take(narrow)
    }
}

extension ELMPass {
    /// Goes back through the samples that were shown last and adds to the gradient.
    ///
    /// - Parameters:
    ///   - blame: writes dE/dy of a bin, `shape.outputs` of each sample; false where it is zero.
    /// - Precondition: states were kept.
    @_specialize(where Number == Float)
    @_specialize(where Number == Double)
    func backward(
        _ parameters: ELMParameters<Number>, _ samples: [BinnedTrain],
        _ adjoints: ELMAdjoints<Number>, into gradient: inout ELMParameters<Number>,
        blame: (_ bin: Int, _ gradient: Pointer) -> Bool
    ) {
        precondition(keepsStates)
        let n = samples.count
        let (wide, narrow) = (n * shape.hidden, n * shape.memory)
        for (sum, count) in [
            (adjoints.input, wide), (adjoints.hiddenSum, wide), (adjoints.memory, narrow),
            (adjoints.updateSum, narrow), (adjoints.decaySum, narrow), (adjoints.gainSum, narrow),
        ] { sum.update(repeating: 0, count: count + Vector.count) }
        parameters.values.withUnsafeBufferPointer { values in
            gradient.values.withUnsafeMutableBufferPointer { sums in
                let (firstValue, firstSum) = (values.baseAddress!, sums.baseAddress!)
                let weights = { (part: ELMParameters<Number>.Part) in
                    firstValue + parameters.range(part).lowerBound
                }
                let sum = { (part: ELMParameters<Number>.Part) in
                    firstSum + parameters.range(part).lowerBound
                }
                for bin in stride(from: bins - 1, through: 0, by: -1) {
                    let place = bin % Self.blockBins
                    let da = adjoints.hidden + place * wide
                    let du = adjoints.updates + place * narrow
                    let (h, d, z) = (
                        hidden + bin * wide, updates + bin * narrow, faded + bin * narrow
                    )
                    if blame(bin, adjoints.outputs) {
                        blameOutputs(n, z, d, adjoints, weights, sum)
                    }
                    blameUpdate(d, du, adjoints, narrow)
                    Number.multiply(
                        weights(.updateWeights), isTransposed: true, du, isTransposed: false,
                        rows: shape.hidden, columns: n, inner: shape.memory, adding: 0, to: da)
                    blameHidden(h, da, adjoints, wide)
                    for (index, sample) in samples.enumerated() {
                        blameInput(
                            sample, bin, weights(.branchWeights), sum(.branchWeights),
                            sum(.synapses), adjoints.input + index * shape.hidden)
                    }
                    Number.multiply(
                        weights(.memoryWeights), isTransposed: true, da, isTransposed: false,
                        rows: shape.memory, columns: n, inner: shape.hidden, adding: 0,
                        to: adjoints.faded)
                    blameMemory(bin, adjoints, narrow)
                    if place == 0 {
                        let block = min(Self.blockBins, bins - bin)
                        Number.multiply(
                            adjoints.updates, isTransposed: false, h, isTransposed: true,
                            rows: shape.memory, columns: shape.hidden, inner: n * block, adding: 1,
                            to: sum(.updateWeights))
                        Number.multiply(
                            adjoints.hidden, isTransposed: false, z, isTransposed: true,
                            rows: shape.hidden, columns: shape.memory, inner: n * block, adding: 1,
                            to: sum(.memoryWeights))
                    }
                }
                for sample in 0..<n {
                    for row in 0..<shape.hidden {
                        sum(.hiddenBias)[row] += adjoints.hiddenSum[sample * shape.hidden + row]
                    }
                    for row in 0..<shape.memory {
                        sum(.updateBias)[row] += adjoints.updateSum[sample * shape.memory + row]
                    }
                }
            }
        }
        // A synapse at zero does not grow any more: relu has no slope there.
        for index in gradient.range(.synapses) where parameters.values[index] <= 0 {
            gradient.values[index] = 0
        }
        if shape.learnsTau { blameTaus(parameters, n, adjoints, &gradient) }
    }

    private func blameOutputs(
        _ n: Int, _ z: Pointer, _ d: Pointer, _ adjoints: ELMAdjoints<Number>,
        _ weights: (ELMParameters<Number>.Part) -> UnsafePointer<Number>,
        _ sum: (ELMParameters<Number>.Part) -> Pointer
    ) {
        var index = 0
        while index < n * shape.memory {
            let gain = Vector.load(gains + index) * Vector.load(d + index)
            (Vector.load(z + index) + gain).store(adjoints.lastMemory + index)
            index &+= Vector.count
        }
        Number.multiply(
            adjoints.outputs, isTransposed: false, adjoints.lastMemory, isTransposed: true,
            rows: shape.outputs, columns: shape.memory, inner: n, adding: 1,
            to: sum(.outputWeights))
        for sample in 0..<n {
            for row in 0..<shape.outputs {
                sum(.outputBias)[row] += adjoints.outputs[sample * shape.outputs + row]
            }
        }
        Number.multiply(
            weights(.outputWeights), isTransposed: true, adjoints.outputs, isTransposed: false,
            rows: shape.memory, columns: n, inner: shape.outputs, adding: 1, to: adjoints.memory)
    }

    /// From dE/dm to dE/du.
    private func blameUpdate(
        _ d: Pointer, _ du: Pointer, _ adjoints: ELMAdjoints<Number>, _ count: Int
    ) {
        var index = 0
        while index < count {
            let y = Vector.load(d + index)
            let dm = Vector.load(adjoints.memory + index)
            let change = dm * Vector.load(gains + index) * ELMSquashing.slope(y)
            change.store(adjoints.faded + index)
            (Vector.load(adjoints.updateSum + index) + change).store(adjoints.updateSum + index)
            (Vector.load(adjoints.gainSum + index) + dm * y).store(adjoints.gainSum + index)
            index &+= Vector.count
        }
        // Behind it lies the bin after, which is there already.
        du.update(from: adjoints.faded, count: count)
    }

    /// From the gradient of the hidden layer to that of what it rectifies, and to G. The last
    /// vector reaches into the bin after, and does to it once more what has been done.
    private func blameHidden(
        _ h: Pointer, _ da: Pointer, _ adjoints: ELMAdjoints<Number>, _ count: Int
    ) {
        let kappa = Vector.all(shape.branchDecay)
        let zero = Vector.all(0)
        var index = 0
        while index < count {
            let change = Vector.choose(
                Vector.load(h + index), above: zero, Vector.load(da + index), zero)
            change.store(da + index)
            let sum = Vector.load(adjoints.hiddenSum + index)
            (sum + change).store(adjoints.hiddenSum + index)
            (kappa * Vector.load(adjoints.input + index) + change).store(adjoints.input + index)
            index &+= Vector.count
        }
    }

    @inline(__always)
    private func blameInput(
        _ sample: BinnedTrain, _ bin: Int, _ weights: UnsafePointer<Number>, _ sums: Pointer,
        _ synapseSums: Pointer, _ g: Pointer
    ) {
        let width = shape.hidden
        for entry in Int(sample.starts[bin])..<Int(sample.starts[bin + 1]) {
            let input = Int(sample.inputs[entry])
            let x = Number(sample.counts[entry])
            for place in Int(routing.starts[input])..<Int(routing.starts[input + 1]) {
                let synapse = Int(routing.listeners[place])
                let column = Int(routing.branches[synapse]) * width
                let (from, to) = (weights + column, sums + column)
                let strength = Vector.all(Double(synapses[synapse] * x))
                var dot = Vector.all(0)
                var row = 0
                while row &+ Vector.count <= width {
                    let slope = Vector.load(g + row)
                    dot = dot + slope * Vector.load(from + row)
                    (Vector.load(to + row) + strength * slope).store(to + row)
                    row &+= Vector.count
                }
                var total = Number(0)
                withUnsafePointer(to: dot) { lanes in
                    lanes.withMemoryRebound(to: Number.self, capacity: Vector.count) { lanes in
                        for lane in 0..<Vector.count { total += lanes[lane] }
                    }
                }
                while row < width {
                    total += g[row] * from[row]
                    to[row] += synapses[synapse] * x * g[row]
                    row &+= 1
                }
                synapseSums[synapse] += x * total
            }
        }
    }

    /// From a bin's memory to that of the bin before.
    private func blameMemory(_ bin: Int, _ adjoints: ELMAdjoints<Number>, _ count: Int) {
        let hasLast = bin > 0 && shape.learnsTau
        let (z, d) = (faded + (bin - 1) * count, updates + (bin - 1) * count)
        var index = 0
        while index < count {
            let dz = Vector.load(adjoints.faded + index) + Vector.load(adjoints.memory + index)
            if hasLast {
                let last = Vector.load(z + index)
                    + Vector.load(gains + index) * Vector.load(d + index)
                let sum = Vector.load(adjoints.decaySum + index)
                (sum + dz * last).store(adjoints.decaySum + index)
            }
            (dz * Vector.load(decays + index)).store(adjoints.memory + index)
            index &+= Vector.count
        }
    }

    private func blameTaus(
        _ parameters: ELMParameters<Number>, _ n: Int, _ adjoints: ELMAdjoints<Number>,
        _ gradient: inout ELMParameters<Number>
    ) {
        let first = gradient.range(.taus).lowerBound
        for (index, tau) in parameters.taus.enumerated() {
            let slopes = shape.memorySlopes(tau)
            var sum = 0.0
            for sample in 0..<n {
                let place = sample * shape.memory + index
                sum += Double(adjoints.decaySum[place]) * slopes.decay
                    + Double(adjoints.gainSum[place]) * slopes.gain
            }
            gradient.values[first + index] += Number(sum * parameters.tauSlope(index))
        }
    }
}
