import SNNModel

/// What changes while a network runs: membranes, input on its way, spikes of the current epoch,
/// time.
///
/// Several states may share one network; each is run by one engine at a time.
///
/// `@unchecked Sendable` because during a run every part is written only by the worker that owns
/// its partition, and between runs only by the caller.
public final class NetworkState: @unchecked Sendable {
    public let network: Network
    /// The tick that has been reached: all spikes up to and including it are known.
    public internal(set) var tick = 0

    let parts: [PartitionState]
    /// Two buffers for each part of the stimuli, used in turn.
    let stimulusBuffers: [[SpikeBuffer]]
    /// Trains bound to open ports, by group.
    private(set) var bound: [Int: BoundTrains] = [:]
    /// The astrocytes with calcium.
    let glia: [GliaState]
    /// The astrocytes that are modulators of the activity.
    let integrators: [ActivityIntegrator]
    /// Stimuli have emitted all spikes before this tick.
    var emittedEnd = 0

    public init(_ network: Network) {
        self.network = network
        parts = network.partitions.map { PartitionState($0, network.plastic, glia: network.glia) }
        glia = network.glia.map { GliaState($0) }
        integrators = network.integrators.map {
            ActivityIntegrator($0, epochTicks: network.epochTicks)
        }
        stimulusBuffers = network.stimuli.map { part in
            let resolution = network.isOffGrid[part.group] ? network.resolution : nil
            return [SpikeBuffer(offGrid: resolution), SpikeBuffer(offGrid: resolution)]
        }
        gatherSlowCurrents()
    }

    /// Hands out what astrocytes send from the beginning.
    private func gatherSlowCurrents() {
        for part in parts { part.gatherSlowCurrents(of: glia, at: 0) }
    }

    /// Goes back to tick 0 and the initial values; bound trains stay.
    ///
    /// - Parameter keepingWeights: whether weights stay what they have become.
    public func reset(keepingWeights: Bool = false) {
        if keepingWeights { bringWeightsUpToDate() }
        tick = 0
        emittedEnd = 0
        for part in parts { part.reset(keepingWeights: keepingWeights) }
        for group in glia { group.reset() }
        for integrator in integrators { integrator.reset() }
        gatherSlowCurrents()
    }

    /// Lets the open port of this name emit these spikes, at times from the start of the run.
    ///
    /// - Throws: `NetworkError` for an unknown port, an element that it does not have, or a time
    ///   that is negative or not a number.
    public func bind(_ trains: SpikeTrains, to stimulus: String) throws(NetworkError) {
        guard let group = network.group(named: stimulus), network.groups[group].isStimulus else {
            throw .noStimulus(stimulus)
        }
        bound[group] = try BoundTrains(
            trains, stimulus: stimulus, count: network.groups[group].count,
            resolution: network.resolution)
    }

    /// A fingerprint of all neurons' spikes since tick 0. Two runs have the same digest if they
    /// have the same spikes, in whichever order they were found.
    public var digest: UInt64 { parts.reduce(0) { $0 &+ $1.digest } }

    /// Spikes of all neurons since tick 0.
    public var spikeCount: Int { parts.reduce(0) { $0 + $1.spikeCount } }

    /// Bytes held.
    public var byteCount: Int {
        parts.reduce(glia.reduce(0) { $0 + $1.byteCount }) { $0 + $1.byteCount }
    }
}
