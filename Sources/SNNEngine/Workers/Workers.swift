import CKernels
import Dispatch

// Workers are blocks that run as long as the simulation, each on a serial queue of its own; the
// caller is worker 0.
//
// A user may ask for more workers than help. Results do not depend on their number, so the team is
// made as large as is useful: a worker without a processor of its own makes the others wait for
// whole time slices, and one whose share of an epoch is shorter than the barrier at its end costs
// more than it brings. See `usefulCount`.

/// A fixed team that runs one block per worker.
final class Workers: Sendable {
    let count: Int
    private let queues: [DispatchQueue]

    init(_ count: Int) {
        self.count = count
        queues = (1..<max(count, 1)).map {
            DispatchQueue(label: "snnsim.worker.\($0)", qos: .userInitiated)
        }
    }

    /// More workers than processors: nobody should poll while waiting.
    var isOversubscribed: Bool { count > Machine.workerCount }

    /// The barrier at which this team meets.
    func makeBarrier() -> SpinBarrier {
        SpinBarrier(workers: count, oversubscribed: isOversubscribed)
    }

    /// Who of this team works.
    func makeRoster(_ team: Team, _ barrier: SpinBarrier) -> Roster {
        Roster(barrier, workers: count) { team.pins?.releaseAll() }
    }

    /// What the workers of one run share.
    struct Team: Sendable {
        fileprivate let pins: Pins?
    }

    /// Prepares a run.
    ///
    /// - Parameter pins: binds workers to processors, for work that is long enough to repay it;
    ///   not where other programs keep processors busy, since a bound worker cannot evade them.
    func team(pins: Bool = true) -> Team {
        let isWorth = pins && Pinning.isOn && count > 1 && !isOversubscribed && !isCrowded
        return Team(pins: isWorth ? Pins(workers: count) : nil)
    }

    /// Others are running on processors that this team would need.
    private var isCrowded: Bool {
        guard let runnable = Machine.runnableCount else { return false }
        return runnable - 1 + count > Machine.processorCount
    }

    /// Runs `body` once per worker, worker 0 on the calling thread, and returns when all are done.
    func run(_ team: Team, _ body: @escaping @Sendable (Int) -> Void) {
        let group = DispatchGroup()
        for (index, queue) in queues.enumerated() {
            queue.async(group: group) { Self.perform(index + 1, team, body) }
        }
        Self.perform(0, team, body)
        group.wait()
    }

    /// The same for work that is cut so that nobody waits within it.
    func run(pins: Bool = true, _ body: @escaping @Sendable (Int) -> Void) {
        run(team(pins: pins), body)
    }

    private static func perform(_ worker: Int, _ team: Team, _ body: (Int) -> Void) {
        snn_flush_denormals()
        if let pins = team.pins {
            pins.whileBound(worker) { body(worker) }
        } else {
            body(worker)
        }
    }
}

/// Whether workers may be bound to processors.
public enum Pinning {
    private static let state = Switch(environment: "SNN_PIN")

    /// On, unless the environment has `SNN_PIN=off` (or `0`). Holds for runs that begin later.
    public static var isOn: Bool {
        get { state.isOn }
        set { state.isOn = newValue }
    }
}

extension Workers {
    /// How many of the workers asked for make a run faster.
    ///
    /// With W workers an epoch takes `work / W` and a meeting of about `barrier · (1 + W / 8)`,
    /// which is counted several times over, since `work` is estimated. The W with the least sum is
    /// taken. Where others keep the machine busy, `Roster` does the rest.
    ///
    /// - Parameters:
    ///   - asked: what the user wants, at least 1.
    ///   - available: workers that can run side by side.
    ///   - work: of an epoch on one processor, in ns.
    static func usefulCount(
        asked: Int, available: Int = Machine.workerCount, work: Double
    ) -> Int {
        func time(_ workers: Int) -> Double {
            let meeting = workers == 1 ? 0 : Limits.barrierNanoseconds * (1 + Double(workers) / 8)
            return work / Double(workers) + Limits.barrierWeight * meeting
        }
        var best = 1
        for workers in 1...max(1, min(asked, available, Limits.workersMax))
        where time(workers) < time(best) { best = workers }
        return best
    }
}
