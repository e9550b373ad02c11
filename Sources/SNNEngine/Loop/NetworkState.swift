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
    /// Stimuli have emitted all spikes before this tick.
    var emittedEnd = 0

    public init(_ network: Network) {
        self.network = network
        parts = network.partitions.map { PartitionState($0) }
        stimulusBuffers = network.stimuli.map { _ in [SpikeBuffer(), SpikeBuffer()] }
    }

    /// Goes back to tick 0 and the initial values; bound trains stay.
    public func reset() {
        tick = 0
        emittedEnd = 0
        for part in parts { part.reset() }
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
    public var byteCount: Int { parts.reduce(0) { $0 + $1.byteCount } }
}

/// The state of one partition.
final class PartitionState {
    let neurons: NeuronState
    let rings: [InputRing]
    /// Two buffers used in turn, so that one can be read while the other is written.
    let buffers = [SpikeBuffer(), SpikeBuffer()]
    /// Injected current of this tick, where there is any.
    let current: UnsafeMutablePointer<Double>?
    /// For each receptor the slot of this tick, as kernels want it.
    let slots: UnsafeMutablePointer<UnsafeMutablePointer<Double>>
    var digest: UInt64 = 0
    var spikeCount = 0

    private let partition: Partition
    private let memory: UnsafeMutablePointer<Double>
    private let memoryCount: Int

    init(_ partition: Partition) {
        self.partition = partition
        let block = partition.block
        neurons = block.makeState()
        let ringSize = partition.slotCount * block.paddedCount
        memoryCount = block.receptorCount * ringSize
        memory = UnsafeMutableRawPointer
            .allocate(byteCount: max(memoryCount, 8) * 8, alignment: 64)
            .bindMemory(to: Double.self, capacity: max(memoryCount, 8))
        memory.initialize(repeating: 0, count: max(memoryCount, 8))
        let base = memory
        rings = (0..<block.receptorCount).map {
            InputRing(
                base: base + $0 * ringSize, stride: block.paddedCount,
                mask: partition.slotCount - 1)
        }
        slots = .allocate(capacity: max(block.receptorCount, 1))
        slots.initialize(repeating: memory, count: max(block.receptorCount, 1))
        if partition.currents.isEmpty {
            current = nil
        } else {
            let pointer = UnsafeMutableRawPointer
                .allocate(byteCount: block.paddedCount * 8, alignment: 64)
                .bindMemory(to: Double.self, capacity: block.paddedCount)
            pointer.initialize(repeating: 0, count: block.paddedCount)
            current = pointer
        }
    }

    deinit {
        memory.deallocate()
        slots.deallocate()
        current?.deallocate()
    }

    var partitionPaddedCount: Int { partition.block.paddedCount }

    var byteCount: Int {
        memoryCount * 8 + neurons.byteCount + buffers.reduce(0) { $0 + $1.byteCount }
    }

    func reset() {
        memory.update(repeating: 0, count: memoryCount)
        partition.block.reset(neurons)
        digest = 0
        spikeCount = 0
    }
}
