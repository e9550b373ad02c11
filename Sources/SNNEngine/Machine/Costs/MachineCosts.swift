import Glibc
import SNNModel

// What the parts of a run cost on the machine at hand, measured by runs of small networks made of
// the model's own parts, so that whatever the engine does for such neurons and synapses is in the
// figures:
//
//     a population alone                         ns per neuron and tick
//     a population with a stimulus of its own,   ns per element and tick
//       one element for each neuron
//     a population and a burst of spikes         ns per synaptic event, ns per synapse to build
//       through the largest projection
//     a team that does nothing                   ns per barrier
//
// Each is short, so the least of several attempts is taken. All together take 30 to 100 ms.

/// What parts of a run cost on this machine, in ns.
public struct MachineCosts: Sendable {
    /// Of a neuron and tick, by the index of the population.
    public let neuron: [Double]
    /// Of an element and tick, by the index of the projection: those that give each neuron a
    /// stimulus of its own.
    public let drive: [Int: Double]
    /// Of a synapse that transmits a spike, rows of the network in reach of the caches.
    public let event: Double
    /// Of one row, on top of its synapses.
    public let row: Double
    /// Of making a synapse.
    public let synapse: Double
    /// Of a meeting of two workers.
    public let barrier: Double

    /// Measures a model's parts.
    ///
    /// - Precondition: the model is in order, see `check`.
    public init(of model: Model) {
        let bench = CostBench(model)
        let neuron = bench.neurons()
        self.neuron = neuron
        drive = bench.drives(neuron)
        let events = bench.events(neuron)
        event = events.event
        row = events.row
        synapse = events.synapse
        barrier = CostBench.barrier(workers: 2)
    }

    public init(
        neuron: [Double], drive: [Int: Double], event: Double, row: Double, synapse: Double,
        barrier: Double
    ) {
        self.neuron = neuron
        self.drive = drive
        self.event = event
        self.row = row
        self.synapse = synapse
        self.barrier = barrier
    }
}
