// Neurons of `elm` with `output = graded` send what they say, not that they say something: at the
// end of each bin their first output goes to their targets as a spike does, as many times stronger
// as it is. Outputs of an epoch are kept, by source, until they are delivered with its spikes, in
// the order (tick, projection, source); two buffers are used in turn, as for spikes.

/// The outputs that the neurons of a partition sent in an epoch.
final class GradedBuffer {
    /// The ticks at which outputs were sent, and `width` outputs for each.
    private(set) var ticks: [Int] = []
    private(set) var values: [Float] = []
    let width: Int

    init(width: Int) { self.width = width }

    var byteCount: Int { 4 * values.capacity + 8 * ticks.capacity }

    func begin() {
        ticks.removeAll(keepingCapacity: true)
        values.removeAll(keepingCapacity: true)
    }

    func append<Number: BinaryFloatingPoint>(_ tick: Int, _ outputs: UnsafePointer<Number>) {
        ticks.append(tick)
        for neuron in 0..<width { values.append(Float(outputs[neuron])) }
    }
}

/// How the neurons of a block send their outputs.
struct GradedSending {
    /// The column of state that holds them, and the ticks between two of them.
    let column: Int
    let interval: Int
}

/// The synapses of a projection from neurons that send outputs.
struct GradedFeed {
    let table: SynapseTable
    /// The parts that its sources lie in, and the first neuron of each.
    let sources: Range<Int>
    let firstNeurons: [Int]
    /// A conductance cannot be negative: outputs below zero do not reach it.
    let isRectified: Bool

    /// Adds what was sent in an epoch to queues.
    ///
    /// - Parameter buffers: of all partitions, nil for those that send none.
    func deliver(_ buffers: [GradedBuffer?], to queues: [InputQueue]) {
        let queue = queues[table.receptor]
        let ticks = buffers[sources.lowerBound]?.ticks ?? []
        for (index, tick) in ticks.enumerated() {
            for (part, first) in zip(sources, firstNeurons) {
                guard let buffer = buffers[part] else { continue }
                for neuron in 0..<buffer.width {
                    let value = buffer.values[index * buffer.width + neuron]
                    guard value != 0, !(isRectified && value < 0) else { continue }
                    deliver(first + neuron, value, at: tick, to: queue)
                }
            }
        }
    }

    private func deliver(_ source: Int, _ value: Float, at tick: Int, to queue: InputQueue) {
        let row = source - table.firstSource
        guard (0..<table.rowCount).contains(row) else { return }
        let targets = table.places ?? table.targets
        table.forEachSynapse(ofRow: row) { synapse, delay in
            let weight = value * (table.weights.map { $0[synapse] } ?? table.constantWeight)
            if let boxes = queue.boxes {
                (boxes + ((tick &+ delay) & queue.mask)).pointee.append(targets[synapse], weight)
            } else if queue.isSingle {
                queue.slot(Float.self, tick &+ delay)[Int(targets[synapse])] += weight
            } else {
                queue.slot(Double.self, tick &+ delay)[Int(targets[synapse])] += Double(weight)
            }
        }
    }
}
