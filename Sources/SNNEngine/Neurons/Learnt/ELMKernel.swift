import SNNModel

// Neurons of `elm` in a network. Ticks only count what arrives; at the end of each bin a neuron
// takes what it has counted, input by input, and updates its memory. Matrices lie column after
// column, padded to whole vectors, and each sum is added up in the order of its terms, whatever the
// lanes: so the bits do not depend on lanes, partitions or libraries, and spikes may enter a
// digest.
//
//     column of state   0   y, the first output
//                       1   ticks of the bin that are over
//                       2   of each neuron: h, m, x, y, the room of a step
//
/// The neurons of a block whose dynamics are learnt.
struct ELMKernel {
    /// In the precision of the block: one for all neurons, or one for each.
    private let single: [ELMTables<Float>]
    private let double: [ELMTables<Double>]
    private let count: Int
    /// Inputs of a neuron, and those that fill up the last vector.
    private let inputs: Int
    private let ticksPerBin: Int
    private let sends: Bool
    private let threshold: Double
    private let output: Int
    private let phase: Int
    private let rest: Int
    /// About what a tick of a neuron costs, in ns.
    let cost: Double

    init(_ builder: inout NeuronBuilder, _ elm: ELMPopulation) {
        let parameters = builder.parameters
        count = builder.count
        inputs = Precision.single.padded(elm.inputs)
        ticksPerBin = max(1, Int((elm.shape.bin / builder.resolution).rounded()))
        sends = parameters.choice("output") == "spikes"
        threshold = parameters["threshold"][0]
        let precision = builder.store.precision
        let neurons = elm.neurons(of: parameters.range)
        single = precision == .single ? neurons.map { ELMTables($0) } : []
        double = precision == .double ? neurons.map { ELMTables($0) } : []
        output = builder.addState("y")
        phase = builder.addState(nil)
        rest = builder.addRoom(
            count * (single.first?.numbersPerNeuron ?? double.first?.numbersPerNeuron ?? 0))
        builder.places = inputs
        if parameters.choice("output") == "graded" {
            builder.graded = GradedSending(column: output, interval: ticksPerBin)
        }
        // Eight multiplications in a ns.
        let work = 2 * elm.shape.hidden * elm.shape.memory + elm.shape.inputs
        cost = 2 + Double(work) / 8 / Double(ticksPerBin)
    }

    func advance(_ tick: NeuronTick, _ precision: Precision, _ kernels: KernelSet) -> Int {
        switch (precision, kernels) {
        case (.double, .scalar): advance(Double.self, tick, double)
        case (.double, .vector): advance(SIMD8<Double>.self, tick, double)
        case (.single, .scalar): advance(Float.self, tick, single)
        case (.single, .vector): advance(SIMD16<Float>.self, tick, single)
        }
    }

    @inline(__always)
    private func advance<L: NeuronLanes>(
        _ lanes: L.Type, _ tick: NeuronTick, _ tables: [ELMTables<L.Number>]
    ) -> Int where L.Number: DenseNumber {
        let slot = tick.slot(lanes, 0)
        let state = tick.values(lanes, rest)
        let (size, inputPlace) = (tables[0].numbersPerNeuron, tables[0].inputPlace)
        for neuron in 0..<count {
            let x = state + neuron * size + inputPlace
            let arrived = slot + neuron * inputs
            var input = 0
            while input < inputs {
                (L.load(x + input) + L.load(arrived + input)).store(x + input)
                L.all(0).store(arrived + input)
                input &+= L.count
            }
        }
        let ticks = tick.values(lanes, phase)
        ticks[0] += 1
        guard ticks[0] >= L.Number(ticksPerBin) else { return 0 }
        ticks[0] = 0
        let outputs = tick.values(lanes, output)
        var spiked = 0
        for neuron in 0..<count {
            let own = tables[tables.count == 1 ? 0 : neuron]
            outputs[neuron] = own.step(lanes, state + neuron * size)
            guard sends, Double(outputs[neuron]) > threshold else { continue }
            tick.spikes[spiked] = UInt32(truncatingIfNeeded: neuron)
            spiked += 1
        }
        return spiked
    }
}
