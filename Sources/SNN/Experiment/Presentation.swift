import SNNData
import SNNEngine
import SNNModel
import Synchronization

// A labelled data set is shown to a network sample by sample, and the spikes of the neurons that a
// readout looks at are kept. With a reset between samples every sample is a run of its own, and
// replicas of the state run side by side; without one the samples follow each other in a single
// state.

/// Shows samples to a network and keeps the spikes of some populations.
public struct Presentation: Sendable {
    public let network: Network
    /// The open port that samples are bound to.
    public let port: String
    /// What each sample's presentation lasts, in ticks.
    public let ticks: Int
    public let workers: Int
    public let kernels: KernelSet

    public init(
        network: Network, port: String, ticks: Int, workers: Int = 1, kernels: KernelSet = .standard
    ) {
        self.network = network
        self.port = port
        self.ticks = ticks
        self.workers = workers
        self.kernels = kernels
    }

    /// Spikes of the presentations in the form of a data set, with neurons for channels.
    public struct Response: Sendable {
        /// Sample *i* has the events `offsets[i] ..< offsets[i + 1]`.
        public internal(set) var offsets: [Int] = [0]
        /// In ms from the start of the sample.
        public internal(set) var times: [Float] = []
        /// Neurons counted through all selections.
        public internal(set) var units: [UInt32] = []
        public let unitCount: Int
        /// Spikes of all neurons of the network, in all samples.
        public internal(set) var spikeCount = 0
        /// A fingerprint of all spikes of all samples.
        public internal(set) var digest: UInt64 = 0
        /// Samples that were presented; the rest has no events, because someone asked to stop.
        public internal(set) var presented = 0
    }

    /// Ends the replicas when someone asks to stop.
    private struct Stopped: Error {}

    /// What one sample gave.
    private struct Piece: Sendable {
        var times: [Float] = []
        var units: [UInt32] = []
        var spikeCount = 0
        var digest: UInt64 = 0
    }

    /// Presents all samples.
    ///
    /// - Parameters:
    ///   - isTest: whether the samples are those of the test, which keeps the random trains of
    ///     values apart from those of the training.
    ///   - selections: the neurons whose spikes are kept.
    ///   - progress: called after each sample with how many are done; from any worker.
    ///   - isCancelled: asked before each sample; if it answers true the rest is left out.
    /// - Throws: `NetworkError` for spikes that do not fit the port.
    public func run(
        _ samples: SpikeSamples, isTest: Bool = false, selections: [Selection],
        progress: @escaping @Sendable (Int) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Response {
        let pieces = Mutex<[Piece]>(Array(repeating: Piece(), count: samples.count))
        let done = Atomic(0)
        let starts = unitStarts(selections)
        let resets = network.model.resetsBetweenSamples
        guard let stimulus = network.model.stimulus(named: port) else {
            throw NetworkError.noStimulus(port)
        }
        let source = SampleTrains(
            samples, isTest: isTest, port: stimulus, seed: network.model.seed)
        let show: @Sendable (Int, Replicas.Replica) throws -> Void = { index, replica in
            if isCancelled() { throw Stopped() }
            if resets { replica.state.reset() }
            let piece = try present(index, of: source, to: replica, selections, starts)
            pieces.withLock { $0[index] = piece }
            progress(done.wrappingAdd(1, ordering: .relaxed).newValue)
        }
        do {
            try Replicas(network, workers: resets ? workers : 1, kernels: kernels)
                .run(samples.count, show)
        } catch is Stopped {}
        var response = gather(pieces.withLock { $0 }, unitCount: starts.last ?? 0)
        response.presented = done.load(ordering: .relaxed)
        return response
    }

    /// Where the units of each selection begin, and the total.
    private func unitStarts(_ selections: [Selection]) -> [Int] {
        var starts = [0]
        for selection in selections {
            starts.append(starts.last! + (network.model.count(of: selection) ?? 0))
        }
        return starts
    }

    private func present(
        _ index: Int, of source: SampleTrains, to replica: Replicas.Replica,
        _ selections: [Selection], _ starts: [Int]
    ) throws -> Piece {
        let state = replica.state
        let first = state.tick
        let digestBefore = state.digest
        let spikesBefore = state.spikeCount
        let offset = Double(first) * network.resolution
        try state.bind(
            source.trains(
                of: index, duration: Double(ticks) * network.resolution, from: offset), to: port)
        var piece = Piece()
        let resolution = network.resolution
        let recorder = Recorder([Recording(.spikes, of: selections)], of: network) { batch in
            guard case .spikes(let selection, let ticks, let elements, _) = batch else { return }
            let low = selections[selection].range?.lowerBound ?? 0
            for (tick, element) in zip(ticks, elements) {
                piece.times.append(Float(Double(tick - first) * resolution))
                piece.units.append(UInt32(element - low + starts[selection]))
            }
        }
        try replica.engine.run(state, ticks: ticks, recorder: recorder)
        piece.digest = state.digest &- digestBefore
        piece.spikeCount = state.spikeCount - spikesBefore
        return piece
    }

    private func gather(_ pieces: [Piece], unitCount: Int) -> Response {
        var response = Response(unitCount: unitCount)
        let total = pieces.reduce(0) { $0 + $1.times.count }
        response.times.reserveCapacity(total)
        response.units.reserveCapacity(total)
        for piece in pieces {
            response.times += piece.times
            response.units += piece.units
            response.offsets.append(response.times.count)
            response.spikeCount += piece.spikeCount
            // Order counts here: the same spikes in another sample are another result.
            response.digest = (response.digest &* 0x100_0000_01B3) ^ piece.digest
        }
        return response
    }
}
