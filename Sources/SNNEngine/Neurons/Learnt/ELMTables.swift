/// What the neurons of a population have learnt, in one precision, laid out for steps.
///
/// `@unchecked Sendable` because nothing is written to its memory after `init`.
final class ELMTables<Number: DenseNumber>: @unchecked Sendable {
    typealias Pointer = UnsafeMutablePointer<Number>

    let shape: ELMShape
    private let routing: ELMRouting
    private let room: ELMRoom<Number>
    private let branches, recurrent, hiddenBias, update, updateBias, readout, readoutBias: Pointer
    private let decays, gains: Pointer
    private let synapses: [Number]
    /// Lengths of columns, in whole vectors of either kind of lanes.
    private let hidden, memory, outputs, inputs: Int
    private let kappa: Number
    /// Of h, m, x and y, and of the room for a step.
    private let memoryPlace, outputPlace, hiddenRoom, memoryRoom: Int
    let inputPlace: Int
    let numbersPerNeuron: Int

    init(_ neuron: ELMNeuron) {
        let shape = neuron.shape
        func padded(_ count: Int) -> Int { (count + 15) / 16 * 16 }
        self.shape = shape
        routing = neuron.routing
        (hidden, memory) = (padded(shape.hidden), padded(shape.memory))
        (outputs, inputs) = (padded(shape.outputs), padded(shape.inputs))
        let room = ELMRoom<Number>([
            shape.branches * hidden, shape.memory * hidden, hidden, shape.hidden * memory, memory,
            shape.memory * outputs, outputs, memory, memory,
        ])
        self.room = room
        let parameters = neuron.parameters
        func columns(_ part: ELMParameters<Double>.Part, _ rows: Int, _ length: Int) -> Pointer {
            let values = Array(parameters[part])
            let count = values.count / max(rows, 1)
            let place = room.take(count * length)
            for column in 0..<count {
                for row in 0..<rows {
                    place[column * length + row] = Number(values[column * rows + row])
                }
            }
            return place
        }
        branches = columns(.branchWeights, shape.hidden, hidden)
        recurrent = columns(.memoryWeights, shape.hidden, hidden)
        hiddenBias = columns(.hiddenBias, shape.hidden, hidden)
        update = columns(.updateWeights, shape.memory, memory)
        updateBias = columns(.updateBias, shape.memory, memory)
        readout = columns(.outputWeights, shape.outputs, outputs)
        readoutBias = columns(.outputBias, shape.outputs, outputs)
        decays = room.take(memory)
        gains = room.take(memory)
        for (index, tau) in parameters.taus.enumerated() {
            let (decay, gain) = shape.memoryFactors(tau)
            (decays[index], gains[index]) = (Number(decay), Number(gain))
        }
        synapses = parameters[.synapses].map { Number(max($0, 0)) }
        kappa = Number(shape.branchDecay)
        memoryPlace = hidden
        inputPlace = hidden + memory
        outputPlace = inputPlace + inputs
        hiddenRoom = outputPlace + outputs
        memoryRoom = hiddenRoom + hidden
        numbersPerNeuron = memoryRoom + memory
    }

    /// Ends a bin of a neuron.
    ///
    /// - Returns: its first output.
    @inline(__always)
    func step<L: NeuronLanes>(_ lanes: L.Type, _ state: Pointer) -> Number
    where L.Number == Number {
        let (h, m, x) = (state, state + memoryPlace, state + inputPlace)
        let (y, a, z) = (state + outputPlace, state + hiddenRoom, state + memoryRoom)
        each(L.self, hidden) { (L.load(h + $0) * L.all(Double(kappa))).store(h + $0) }
        each(L.self, inputs) { first in
            let counts = L.load(x + first)
            // Those that are not zero; few inputs spike in a bin.
            var bits = L.bits(counts, above: L.all(0)) | L.bits(L.all(0), above: counts)
            guard bits != 0 else { return }
            L.all(0).store(x + first)
            var buffer = counts
            withUnsafeBytes(of: &buffer) { counts in
                let counts = counts.assumingMemoryBound(to: Number.self)
                while bits != 0 {
                    let lane = bits.trailingZeroBitCount
                    hear(lanes, first &+ lane, counts[lane], h)
                    bits &= bits &- 1
                }
            }
        }
        each(L.self, memory) { (L.load(decays + $0) * L.load(m + $0)).store(z + $0) }
        each(L.self, hidden) { (L.load(hiddenBias + $0) + L.load(h + $0)).store(a + $0) }
        add(L.self, recurrent, z, shape.memory, hidden, to: a)
        each(L.self, hidden) { L.greatest(L.load(a + $0), L.all(0)).store(a + $0) }
        // What Δm will be takes the place of m until it is added.
        each(L.self, memory) { L.load(updateBias + $0).store(m + $0) }
        add(L.self, update, a, shape.hidden, memory, to: m)
        each(L.self, memory) {
            let change = L.load(gains + $0) * ELMSquashing.value(L.load(m + $0))
            (L.load(z + $0) + change).store(m + $0)
        }
        each(L.self, outputs) { L.load(readoutBias + $0).store(y + $0) }
        add(L.self, readout, m, shape.memory, outputs, to: y)
        return y[0]
    }

    /// Adds what spikes of an input send to the hidden layer.
    @inline(__always)
    private func hear<L: NeuronLanes>(
        _ lanes: L.Type, _ input: Int, _ strength: Number, _ h: Pointer
    ) where L.Number == Number {
        for place in Int(routing.starts[input])..<Int(routing.starts[input + 1]) {
            let synapse = Int(routing.listeners[place])
            let column = branches + Int(routing.branches[synapse]) * hidden
            let w = L.all(Double(synapses[synapse] * strength))
            each(L.self, hidden) { (L.load(h + $0) + w * L.load(column + $0)).store(h + $0) }
        }
    }

    /// All outputs of a neuron at the end of its last bin.
    func outputs(_ state: UnsafePointer<Number>) -> [Number] {
        (0..<shape.outputs).map { state[outputPlace + $0] }
    }

    @inline(__always)
    private func each<L: NeuronLanes>(_ lanes: L.Type, _ count: Int, _ body: (Int) -> Void) {
        var index = 0
        while index < count {
            body(index)
            index &+= L.count
        }
    }

    /// Adds columns times numbers, column after column, to sums of four vectors at a time.
    @inline(__always)
    private func add<L: NeuronLanes>(
        _ lanes: L.Type, _ columns: Pointer, _ factors: Pointer, _ count: Int, _ length: Int,
        to sum: Pointer
    ) where L.Number == Number {
        var row = 0
        while row < length {
            let last = min(row &+ 4 &* L.count, length)
            if last &- row == 4 &* L.count {
                var s0 = L.load(sum + row)
                var s1 = L.load(sum + row + L.count)
                var s2 = L.load(sum + row + 2 &* L.count)
                var s3 = L.load(sum + row + 3 &* L.count)
                var column = columns + row
                for index in 0..<count {
                    let factor = L.all(Double(factors[index]))
                    s0 = s0 + factor * L.load(column)
                    s1 = s1 + factor * L.load(column + L.count)
                    s2 = s2 + factor * L.load(column + 2 &* L.count)
                    s3 = s3 + factor * L.load(column + 3 &* L.count)
                    column += length
                }
                s0.store(sum + row)
                s1.store(sum + row + L.count)
                s2.store(sum + row + 2 &* L.count)
                s3.store(sum + row + 3 &* L.count)
            } else {
                var place = row
                while place < last {
                    var s = L.load(sum + place)
                    var column = columns + place
                    for index in 0..<count {
                        s = s + L.all(Double(factors[index])) * L.load(column)
                        column += length
                    }
                    s.store(sum + place)
                    place &+= L.count
                }
            }
            row = last
        }
    }
}
