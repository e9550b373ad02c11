import CKernels
import Glibc

// A worker that does not get its processor holds up all others: on a machine that somebody else
// keeps busy, a team can be slower than one of its members. So the team watches itself.
//
//     team    everybody works; where workers spend much of their time waiting, they are set free
//             from the processors they are bound to, and worker 0 tries to do without the others
//     alone   worker 0 does everything and the others sleep; where this is slower than the team
//             was, or after a while, they are called back
//
// Each attempt is compared with what it replaces, and the next comes the later the less it
// helped. Who works is decided between epochs and changes no result.
//
// Worker 0 decides in D(k). The others may be anywhere between the end of A(k) and the barrier of
// epoch k + 1, so they leave after epoch k + 1: all of them have read the decision then, and none
// before. They meet once more when D(k + 1) is done, since worker 0 goes on with what was theirs,
// and come back at the epoch that worker 0 leaves at the gate.

/// Decides, epoch by epoch, whether the team works or worker 0 alone.
///
/// `@unchecked Sendable` because all but atomic words is used by worker 0 only.
final class Roster: @unchecked Sendable {
    private let barrier: SpinBarrier
    private let workers: Int
    private let releasePins: @Sendable () -> Void
    /// The others leave after this epoch.
    private let lastTogether = AtomicLine(.max)
    /// The epoch at which the others come back.
    private let gate = AtomicLine(Roster.closed)
    private static let closed: Int32 = -1

    private var begin = Roster.now
    private var beginEpoch = 0
    private var beginWaited: Int32 = 0
    private var nextReview = 0
    /// ns per epoch of the team, before worker 0 tried without it.
    private var teamTime = Double.infinity
    /// ns until the next attempt of either kind.
    private var pause = Roster.trial
    private var until = 0
    private(set) var changeCount = 0

    /// ns over which a team or a worker is measured.
    static let trial = 20_000_000
    /// ns between attempts at most.
    static let pauseMax = 10_000_000_000
    /// The share of waiting above which a team is taken to be held up: with two workers on one and
    /// a half processors it is 0.5.
    static let waitingMax = 0.35
    /// Epochs between looks at the clock.
    static let reviewEpochs = 8

    init(_ barrier: SpinBarrier, workers: Int, releasePins: @escaping @Sendable () -> Void) {
        self.barrier = barrier
        self.workers = workers
        self.releasePins = releasePins
    }

    /// Whether worker 0 does this epoch alone. For worker 0.
    func isAlone(in epoch: Int) -> Bool { epoch > Int(lastTogether.relaxed()) }

    /// What a worker does after an epoch: the next one, or, where worker 0 goes on alone, sleep
    /// until it is called; nil where it is dismissed.
    func next(after epoch: Int, worker: Int) -> Int? {
        let last = Int(lastTogether.load())
        if epoch == last { barrier.wait() }
        guard worker > 0, epoch >= last else { return epoch + 1 }
        while true {
            let epoch = gate.load()
            if epoch == .max { return nil }
            if epoch != Self.closed { return Int(epoch) }
            snn_futex_wait(gate.address, Self.closed)
        }
    }

    /// Lets everybody who sleeps go home. By worker 0, after its last epoch.
    func dismiss() { open(.max) }

    /// Looks how it went, and decides how to go on. By worker 0, in D(epoch).
    func review(after epoch: Int) {
        guard workers > 1, epoch >= nextReview else { return }
        nextReview = epoch + Self.reviewEpochs
        let now = Self.now
        guard now - begin >= Self.trial, now >= until, epoch > beginEpoch + 1 else { return }
        let time = Double(now - begin) / Double(epoch - beginEpoch)
        if isAlone(in: epoch) {
            // Worth it: stay for a pause that grows. Not worth it: leave the team a longer one.
            if time < teamTime, until == 0 {
                until = now + pause
                return
            }
            backOff(now, isFutile: time >= teamTime)
            lastTogether.store(.max)
            open(Int32(epoch + 1))
        } else if !isAlone(in: epoch + 2) {
            let waited = Double(barrier.waited &- beginWaited) * 1000
            if waited > Self.waitingMax * Double(now - begin) * Double(workers - 1) {
                releasePins()
                teamTime = time
                until = 0
                gate.store(Self.closed)
                lastTogether.store(Int32(epoch + 1))
                changeCount += 1
            }
        }
        begin = now
        beginEpoch = epoch
        beginWaited = barrier.waited
    }

    private func backOff(_ now: Int, isFutile: Bool) {
        pause = min(2 * pause, Self.pauseMax)
        until = isFutile ? now + max(pause, 10 * (now - begin)) : 0
    }

    private func open(_ epoch: Int32) {
        gate.store(epoch)
        snn_futex_wake_all(gate.address)
    }

    private static var now: Int { SpinBarrier.now }
}
