import CKernels
import Glibc
import Synchronization

// The barrier at which workers meet after each epoch. On a quiet machine the others are a fraction
// of a microsecond behind, so waiting begins by polling; on a loaded one the missing worker may
// have lost its processor, so polling gives way to yielding and at last to sleep on a futex.
//
// How long to poll is learned. Waking a sleeper costs some tens of microseconds (33 measured
// between two virtual processors), so polling that long is never more than twice the best, and less
// would let teams fall asleep over a few microseconds of imbalance, and stay so. Where waits end
// while polling, the time allowed settles at twice the usual wait; where they do not, it shrinks,
// and the processor is left to whoever needs it, which is often the worker that is waited for.

/// Lets a fixed number of workers wait for each other, again and again.
final class SpinBarrier: Sendable {
    private let workers: Int32
    private let arrived: AtomicLine
    private let phase: AtomicLine
    private let sleepers: AtomicLine
    /// Nanoseconds of polling before sleep.
    private let patience: AtomicLine
    private let waits: AtomicLine
    private let isOversubscribed: Bool

    /// Nanoseconds of polling at first, at least and at most.
    static let patienceAtFirst: Int32 = 100_000
    static let patienceMin: Int32 = 50_000
    static let patienceMax: Int32 = 200_000

    /// - Parameter oversubscribed: there are more workers than processors, so polling is pointless.
    init(workers: Int, oversubscribed: Bool) {
        self.workers = Int32(workers)
        arrived = AtomicLine()
        phase = AtomicLine()
        sleepers = AtomicLine()
        patience = AtomicLine(Self.patienceAtFirst)
        waits = AtomicLine()
        isOversubscribed = oversubscribed
    }

    /// All that workers have waited so far, in us, but for waits below a few of them. Wraps around.
    var waited: Int32 { waits.relaxed() }

    /// Returns when all workers have called it. Do not rename: profiles show waiting by this name.
    @inline(never)
    func wait() {
        if workers == 1 { return }
        let entered = phase.acquire()
        if arrived.add(1) == workers {
            arrived.store(0)
            phase.store(entered &+ 1)
            if sleepers.load() != 0 {
                snn_futex_wake_all(phase.address)
            }
            return
        }
        if isOversubscribed {
            let begin = Self.now
            sleep(until: entered)
            note(Self.now - begin)
            return
        }
        // Most waits on a quiet machine end here, without a look at the clock.
        var poll = 0
        while poll < 64 {
            if phase.acquire() != entered { return }
            snn_pause()
            poll += 1
        }
        waitLonger(entered)
    }

    private func waitLonger(_ entered: Int32) {
        let begin = Self.now
        let allowed = Int(patience.relaxed())
        var poll = 0
        var waited = 0
        while waited < allowed {
            if phase.acquire() != entered {
                learn(allowed, from: 2 * waited)
                note(waited)
                return
            }
            snn_pause()
            poll += 1
            if poll & 31 == 0 { waited = Self.now - begin }
            if poll & 255 == 0 { sched_yield() }
        }
        sleep(until: entered)
        learn(allowed, from: Int(Self.patienceMin))
        note(Self.now - begin)
    }

    private func sleep(until entered: Int32) {
        _ = sleepers.add(1)
        while phase.load() == entered {
            snn_futex_wait(phase.address, entered)
        }
        _ = sleepers.add(-1)
    }

    /// Moves the time allowed for polling an eighth of the way. Workers may overwrite each other:
    /// any of their values will do.
    private func learn(_ allowed: Int, from target: Int) {
        let next = allowed + (target - allowed) / 8
        let bounded = min(max(Int32(next), Self.patienceMin), Self.patienceMax)
        if bounded != Int32(allowed) { patience.relax(bounded) }
    }

    private func note(_ nanoseconds: Int) {
        if nanoseconds >= 1000 { _ = waits.add(Int32(clamping: nanoseconds / 1000)) }
    }

    /// In ns.
    static var now: Int {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return time.tv_sec * 1_000_000_000 + time.tv_nsec
    }
}
