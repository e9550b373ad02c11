import Synchronization

// Independent runs side by side. When a stimulus is a set of samples and no weight changes, samples
// cannot influence each other, so each worker takes the next one and runs it alone in a state of
// its own, with the network's immutable part shared. There is nothing to wait for and nothing that
// the order could change.

/// Runs many independent presentations of one network on all workers.
///
///     try Replicas(network, workers: 2).run(samples.count) { index, replica in
///         try replica.state.bind(trains(index), to: "cochlea")
///         try replica.engine.run(replica.state, ticks: 10_000)
///     }
public final class Replicas: Sendable {
    /// A state of one worker, with the engine that runs it.
    public struct Replica {
        public let state: NetworkState
        public let engine: Engine

        public init(state: NetworkState, engine: Engine) {
            self.state = state
            self.engine = engine
        }
    }

    private let network: Network
    private let workers: Workers
    private let kernels: KernelSet

    public init(_ network: Network, workers: Int, kernels: KernelSet = .standard) {
        self.network = network
        self.workers = Workers(min(max(workers, 1), Limits.workersMax))
        self.kernels = kernels
    }

    /// Calls `body` once for each index below `count`, several at a time, each in ascending order
    /// on its worker. The state is as the worker's last presentation left it.
    ///
    /// - Throws: the first error of `body`; presentations that have not begun are then left out.
    public func run(_ count: Int, _ body: @escaping @Sendable (Int, Replica) throws -> Void) throws
    {
        let queue = Queue()
        workers.run { [network, kernels] _ in
            let replica = Replica(
                state: NetworkState(network), engine: Engine(network, workers: 1, kernels: kernels))
            while let index = queue.take(below: count) {
                do { try body(index, replica) } catch { queue.fail(error) }
            }
        }
        if let error = queue.failure.withLock({ $0 }) { throw error }
    }

    /// Hands out the numbers of presentations until one fails.
    private final class Queue: Sendable {
        private let next = Atomic(0)
        let failure = Mutex<(any Error)?>(nil)

        func take(below count: Int) -> Int? {
            if failure.withLock({ $0 != nil }) { return nil }
            let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
            return index < count ? index : nil
        }

        func fail(_ error: any Error) {
            failure.withLock { $0 = $0 ?? error }
        }
    }
}
