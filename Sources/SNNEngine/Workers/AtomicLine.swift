import Synchronization

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
    func relaxed() -> Int32 { pointer.pointee.load(ordering: .relaxed) }

    @inline(__always)
    func store(_ value: Int32) { pointer.pointee.store(value, ordering: .sequentiallyConsistent) }

    @inline(__always)
    func relax(_ value: Int32) { pointer.pointee.store(value, ordering: .relaxed) }

    /// Adds and returns the new value.
    @inline(__always)
    func add(_ value: Int32) -> Int32 {
        pointer.pointee.wrappingAdd(value, ordering: .sequentiallyConsistent).newValue
    }
}
