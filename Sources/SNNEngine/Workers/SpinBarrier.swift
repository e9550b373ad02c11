import CKernels
import Glibc
import Synchronization

// The barrier at which workers meet after each epoch. On a quiet machine the others are a fraction
// of a microsecond behind, so waiting begins by polling; on a loaded one the missing worker may
// have lost its processor, so polling gives way to yielding and at last to sleep on a futex.

/// Lets a fixed number of workers wait for each other, again and again.
final class SpinBarrier: Sendable {
    private let workers: Int32
    private let arrived: AtomicLine
    private let phase: AtomicLine
    private let sleepers: AtomicLine
    private let polls: Int

    /// - Parameter oversubscribed: there are more workers than processors, so polling is pointless.
    init(workers: Int, oversubscribed: Bool) {
        self.workers = Int32(workers)
        arrived = AtomicLine()
        phase = AtomicLine()
        sleepers = AtomicLine()
        polls = oversubscribed ? 1 : 4000
    }

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
        var poll = 0
        while phase.acquire() == entered {
            snn_pause()
            poll += 1
            if poll & 255 == 0 { sched_yield() }
            if poll > polls { sleep(until: entered) }
        }
    }

    private func sleep(until entered: Int32) {
        _ = sleepers.add(1)
        if phase.load() == entered {
            snn_futex_wait(phase.address, entered)
        }
        _ = sleepers.add(-1)
    }
}

/// An atomic word alone on its cache lines, at an address that stays.
///
/// `@unchecked Sendable` because all access to its memory is atomic.
final class AtomicLine: @unchecked Sendable {
    private let pointer: UnsafeMutablePointer<Atomic<Int32>>

    init(_ value: Int32 = 0) {
        pointer = UnsafeMutableRawPointer.allocate(byteCount: 128, alignment: 128)
            .bindMemory(to: Atomic<Int32>.self, capacity: 1)
        pointer.initialize(to: Atomic(value))
    }

    deinit {
        pointer.deinitialize(count: 1)
        UnsafeMutableRawPointer(pointer).deallocate()
    }

    var address: UnsafeRawPointer { UnsafeRawPointer(pointer) }

    @inline(__always)
    func load() -> Int32 { pointer.pointee.load(ordering: .sequentiallyConsistent) }

    @inline(__always)
    func acquire() -> Int32 { pointer.pointee.load(ordering: .acquiring) }

    @inline(__always)
    func store(_ value: Int32) { pointer.pointee.store(value, ordering: .sequentiallyConsistent) }

    /// Adds and returns the new value.
    @inline(__always)
    func add(_ value: Int32) -> Int32 {
        pointer.pointee.wrappingAdd(value, ordering: .sequentiallyConsistent).newValue
    }
}
