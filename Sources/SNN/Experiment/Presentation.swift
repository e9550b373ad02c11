import SNNData
import SNNEngine
import SNNModel
import Synchronization

// A labelled data set is shown to a network sample by sample, and the spikes of the neurons that a
// readout looks at are kept. Where every sample is a run of its own, with state and weights those
// of the start, replicas of the state run side by side. Where a sample finds what the one before
// has left, be it membranes or weights, samples follow each other in a single state:
//
//     sequential      | sample 0 | rest | sample 1 | again, more intense | rest | sample 2 | …
//     side by side    | sample 0 | rest |          each in a replica with the same weights

/// Shows samples to a network and keeps the spikes of some populations.
public struct Presentation: Sendable {
    public let network: Network
    /// The open port that samples are bound to.
    public let port: String
    /// What each sample's presentation lasts, in ticks.
    public let ticks: Int
    public let workers: Int
    public let kernels: KernelSet
    /// How samples follow each other.
    public var plan: PhasePlan
    /// Whether the times of all spikes are needed, or counts suffice.
    public var keepsAllEvents = true
    /// Where the port takes shares, the share that counts as 1; that of the samples if nil.
    public var greatestShare: Double?

    public init(
        network: Network, port: String, ticks: Int, workers: Int = 1, kernels: KernelSet = .standard
    ) {
        self.network = network
        self.port = port
        self.ticks = ticks
        self.workers = workers
        self.kernels = kernels
        plan = PhasePlan(
            name: "", isTest: false, of: network.model,
            duration: Double(ticks) * network.resolution)
    }

    /// The presentation of a phase.
    init(_ plan: PhasePlan, network: Network, port: String, workers: Int, kernels: KernelSet) {
        self.init(
            network: network, port: port,
            ticks: Int((plan.duration / network.resolution).rounded()), workers: workers,
            kernels: kernels)
        self.plan = plan
    }

    /// Ends the replicas when someone asks to stop.
    private struct Stopped: Error {}

    /// Presents all samples, as often as the plan says; the answers are those of the last time.
    ///
    /// - Parameters:
    ///   - isTest: whether the samples are those of the test, which keeps the random trains of
    ///     values apart from those of the training.
    ///   - selections: the neurons whose spikes are kept.
    ///   - state: what the first sample finds; in a sequence it is left as the last one leaves it,
    ///     side by side only weights and thresholds are taken from it. Nil for a new one.
    ///   - observe: called before each sample of a sequence, and at its end, with the number of
    ///     samples shown, when weights and thresholds may be looked at.
    ///   - progress: called after each sample with how many are done; from any worker.
    ///   - isCancelled: asked before each sample; if it answers true the rest is left out.
    /// - Throws: `NetworkError` for spikes that do not fit the port, or a weight that ceased to be
    ///   a number.
    public func run(
        _ samples: SpikeSamples, isTest: Bool = false, selections: [Selection],
        from state: NetworkState? = nil, observe: (Int, NetworkState) throws -> Void = { _, _ in },
        progress: @escaping @Sendable (Int) -> Void = { _ in },
        isCancelled: @escaping @Sendable () -> Bool = { false }
    ) throws -> Response {
        guard let stimulus = network.model.stimulus(named: port) else {
            throw NetworkError.noStimulus(port)
        }
        let source = SampleTrains(
            samples, isTest: isTest, port: stimulus, seed: network.model.seed,
            greatestShare: greatestShare)
        let showing = Showing(presentation: self, source: source, selections: selections)
        var response: Response
        if plan.isSequential {
            response = try inSequence(
                showing, state ?? NetworkState(network), observe, progress, isCancelled)
        } else {
            response = try sideBySide(showing, state, progress, isCancelled)
        }
        response.presented = min(response.presented, samples.count)
        return response
    }

    private func inSequence(
        _ showing: Showing, _ state: NetworkState,
        _ observe: (Int, NetworkState) throws -> Void, _ progress: (Int) -> Void,
        _ isCancelled: () -> Bool
    ) throws -> Response {
        let count = showing.source.samples.count
        let replica = Replicas.Replica(
            state: state, engine: Engine(network, workers: 1, kernels: kernels))
        var pieces: [Piece] = []
        var earlier = (counts: [UInt16](), spikes: 0, digest: UInt64(0), repetitions: 0)
        var done = 0
        for pass in 0..<plan.passes {
            let isLast = pass == plan.passes - 1
            if isLast { pieces.reserveCapacity(count) }
            for index in 0..<count {
                if isCancelled() { break }
                try observe(done, state)
                let piece = try showing.show(index, pass: pass, on: replica)
                if isLast {
                    pieces.append(piece)
                } else {
                    earlier.counts += piece.counts
                    earlier.spikes += piece.spikeCount
                    earlier.digest = (earlier.digest &* 0x100_0000_01B3) ^ piece.digest
                    earlier.repetitions += piece.repetitions
                }
                done += 1
                progress(done)
            }
        }
        try observe(done, state)
        let missing = count - pieces.count
        pieces += Array(repeating: Piece(), count: missing)
        var response = Self.gather(
            pieces, unitCount: showing.unitCount, keepsAll: keepsAllEvents)
        response.earlierCounts = earlier.counts
        response.spikeCount += earlier.spikes
        response.repetitions += earlier.repetitions
        response.digest ^= earlier.digest &* 0x9E37_79B9_7F4A_7C15
        response.presented = done == count * plan.passes ? count : min(done, count - 1)
        return response
    }

    private func sideBySide(
        _ showing: Showing, _ start: NetworkState?, _ progress: @escaping @Sendable (Int) -> Void,
        _ isCancelled: @escaping @Sendable () -> Bool
    ) throws -> Response {
        let count = showing.source.samples.count
        let pieces = Mutex<[Piece]>(Array(repeating: Piece(), count: count))
        let done = Atomic(0)
        let learnt = try start.map { try Thresholds(of: $0) }
        let ready = Mutex<Set<ObjectIdentifier>>([])
        let show: @Sendable (Int, Replicas.Replica) throws -> Void = { number, replica in
            if isCancelled() { throw Stopped() }
            let id = ObjectIdentifier(replica.state)
            // One at a time, since looking at weights brings them up to date.
            ready.withLock { known in
                guard let start, known.insert(id).inserted else { return }
                replica.state.takeWeights(of: start)
            }
            let (pass, index) = number.quotientAndRemainder(dividingBy: count)
            let piece = try showing.show(index, pass: pass, on: replica, learnt: learnt)
            if pass == plan.passes - 1 { pieces.withLock { $0[index] = piece } }
            progress(done.wrappingAdd(1, ordering: .relaxed).newValue)
        }
        do {
            try Replicas(network, workers: workers, kernels: kernels)
                .run(count * plan.passes, show)
        } catch is Stopped {}
        var response = Self.gather(
            pieces.withLock { $0 }, unitCount: showing.unitCount, keepsAll: keepsAllEvents)
        response.presented = max(
            0, done.load(ordering: .relaxed) - (plan.passes - 1) * count)
        return response
    }
}
