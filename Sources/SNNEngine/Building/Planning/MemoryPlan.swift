/// The memory that a model will take, in bytes, known before anything is allocated.
///
///     let plan = model.memoryPlan(workers: 2)
///     print(ByteCount(Int(plan.peak)))
///
/// What the program itself takes is not counted. Numbers of synapses that are left to chance enter
/// with their expectation.
public struct MemoryPlan: Sendable {
    /// A population.
    public struct Population: Sendable {
        public let name: String
        /// Parameters, of which those that differ between neurons take memory for each.
        public let parameters: Double
        /// Membranes and synaptic currents.
        public let state: Double
        /// Input on its way to the neurons, and their spikes.
        public let input: Double

        public var bytes: Double { parameters + state + input }
    }

    /// A projection.
    public struct Projection: Sendable {
        /// `exc -> inh`
        public let name: String
        /// Synapses, or how many are expected.
        public let synapses: Double
        public let bytes: Double
        /// What changes: weights that learn, and what their sources have in common.
        public let state: Double
    }

    /// Astrocytes.
    public struct Glia: Sendable {
        public let name: String
        /// Synapses that they cover, or how many are expected.
        public let covered: Double
        /// Parameters, and who covers what.
        public let network: Double
        /// Variables, and current on its way.
        public let state: Double

        public var bytes: Double { network + state }
    }

    public let populations: [Population]
    public let projections: [Projection]
    public let glia: [Glia]
    /// What building takes for a while, besides the network: positions, and room for drawing.
    public let building: Double

    /// What stays the same during a run: parameters and synapses.
    public var network: Double {
        populations.reduce(0) { $0 + $1.parameters } + projections.reduce(0) { $0 + $1.bytes }
            + glia.reduce(0) { $0 + $1.network }
    }

    /// What changes during a run, once for each state of the network.
    public var state: Double {
        populations.reduce(0) { $0 + $1.state + $1.input } + glia.reduce(0) { $0 + $1.state }
            + projections.reduce(0) { $0 + $1.state }
    }

    /// The most at any time, with one state.
    public var peak: Double { peak(states: 1) }

    /// The most at any time, with several states side by side.
    public func peak(states: Int) -> Double { network + max(building, Double(states) * state) }
}
