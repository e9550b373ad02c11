/// All synapses of one projection, each with its ends, delay and weight, in an order that depends
/// on nothing but the network: by source, then delay, then target, then as they were drawn.
public struct SynapseList: Sendable, Equatable {
    /// Indices within the source population or stimulus.
    public var sources: [UInt32] = []
    /// Indices within the target population.
    public var targets: [UInt32] = []
    /// Ticks from spike to action.
    public var delays: [UInt16] = []
    /// nS, pA or mV.
    public var weights: [Float] = []

    public init() {}

    public var count: Int { weights.count }

    mutating func reserve(_ count: Int) {
        sources.reserveCapacity(count)
        targets.reserveCapacity(count)
        delays.reserveCapacity(count)
        weights.reserveCapacity(count)
    }

    mutating func append(_ source: UInt32, _ target: UInt32, _ delay: UInt16, _ weight: Float) {
        sources.append(source)
        targets.append(target)
        delays.append(delay)
        weights.append(weight)
    }

    /// Whether the synapses are the same, whatever their weights.
    func hasSynapses(of other: SynapseList) -> Bool {
        sources == other.sources && targets == other.targets && delays == other.delays
    }
}
