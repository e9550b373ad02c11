/// Chunks of 32 arrivals, taken and given back. They lie in slabs, so that none ever moves.
final class ChunkStore {
    static let size = 32
    static let mask = size - 1
    private static let slabSize = 128

    private var slabs: UnsafeMutablePointer<UnsafeMutablePointer<Arrival>>
    private var slabCount = 0
    private var slabCapacity = 8
    /// The chunk after each: of its slot's list, or of the free ones; -1 at the end.
    private var next: UnsafeMutablePointer<Int32>
    private var free: Int32 = -1

    init() {
        slabs = .allocate(capacity: slabCapacity)
        next = .allocate(capacity: slabCapacity * Self.slabSize)
    }

    deinit {
        for slab in 0..<slabCount { slabs[slab].deallocate() }
        slabs.deallocate()
        next.deallocate()
    }

    var byteCount: Int {
        slabCount * Self.slabSize * Self.size * MemoryLayout<Arrival>.stride
            + slabCapacity * (8 + 4 * Self.slabSize)
    }

    @inline(__always)
    func at(_ chunk: Int32) -> UnsafeMutablePointer<Arrival> {
        slabs[Int(chunk) / Self.slabSize] + (Int(chunk) % Self.slabSize) &* Self.size
    }

    func take() -> Int32 {
        if free < 0 { addSlab() }
        let chunk = free
        free = next[Int(chunk)]
        next[Int(chunk)] = -1
        return chunk
    }

    func setNext(of chunk: Int32, to other: Int32) { next[Int(chunk)] = other }

    /// Returns the chunk that followed, -1 where there was none.
    @inline(__always)
    func giveBack(_ chunk: Int32) -> Int32 {
        let following = next[Int(chunk)]
        next[Int(chunk)] = free
        free = chunk
        return following
    }

    private func addSlab() {
        if slabCount == slabCapacity {
            slabs = Self.moved(slabs, slabCount, to: 2 * slabCapacity)
            next = Self.moved(
                next, slabCount * Self.slabSize, to: 2 * slabCapacity * Self.slabSize)
            slabCapacity *= 2
        }
        slabs[slabCount] = UnsafeMutableRawPointer
            .allocate(
                byteCount: Self.slabSize * Self.size * MemoryLayout<Arrival>.stride, alignment: 64
            )
            .bindMemory(to: Arrival.self, capacity: Self.slabSize * Self.size)
        for index in (0..<Self.slabSize).reversed() {
            let chunk = slabCount * Self.slabSize + index
            next[chunk] = free
            free = Int32(chunk)
        }
        slabCount += 1
    }

    private static func moved<Value>(
        _ old: UnsafeMutablePointer<Value>, _ count: Int, to capacity: Int
    ) -> UnsafeMutablePointer<Value> {
        let new = UnsafeMutablePointer<Value>.allocate(capacity: capacity)
        new.moveInitialize(from: old, count: count)
        old.deallocate()
        return new
    }
}
