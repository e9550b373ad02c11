import Glibc

// Memory for large arrays. From `mappedMin` bytes on it is mapped straight from the kernel:
//
// - it is zero without being touched, so the worker that fills it decides on which node it lies;
// - it is given back when it is released, so that the peak of memory can be predicted;
// - from 2 MiB on it begins on a boundary of 2 MiB and asks for huge pages, where they are on.
//
// Smaller blocks come from `malloc`, aligned to cache lines.

/// A block of zeroed memory, released by hand.
///
///     let block = PageMemory(byteCount: count * 8)
///     let values = block.bind(to: Double.self)
///     …
///     block.deallocate()
///
/// `@unchecked Sendable` because it only names memory; who writes to it is up to its owner.
struct PageMemory: @unchecked Sendable {
    let base: UnsafeMutableRawPointer
    let byteCount: Int
    /// Bytes mapped; 0 where the block came from `malloc`.
    private let mappedCount: Int

    /// Blocks from this size on are mapped. A mapping costs a few microseconds and rounds up to
    /// pages of 4 KiB, at most 3 % here.
    static let mappedMin = 128 << 10

    /// Cache lines, and the widest vector.
    static let alignment = 64

    init(byteCount: Int) {
        precondition(byteCount >= 0, "A block cannot have a negative size.")
        self.byteCount = byteCount
        if byteCount >= Self.mappedMin {
            let page = 4096
            mappedCount = (byteCount + page - 1) / page * page
            base = Self.map(mappedCount)
        } else {
            mappedCount = 0
            let size = max(byteCount, Self.alignment)
            base = .allocate(byteCount: size, alignment: Self.alignment)
            base.initializeMemory(as: UInt8.self, repeating: 0, count: size)
        }
    }

    func deallocate() {
        if mappedCount > 0 { munmap(base, mappedCount) } else { base.deallocate() }
    }

    /// Sets all bytes to zero.
    func clear() { base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount) }

    /// The block as elements of one trivial type, all bits zero.
    func bind<Element: BitwiseCopyable>(to type: Element.Type) -> UnsafeMutablePointer<Element> {
        base.bindMemory(to: type, capacity: byteCount / MemoryLayout<Element>.stride)
    }

    private static func map(_ size: Int) -> UnsafeMutableRawPointer {
        let isHuge = size >= HugePages.size && HugePages.isOn
        // Room to begin at a boundary; what is left over is given back at once.
        let room = isHuge ? size + HugePages.size : size
        let flags = MAP_PRIVATE | MAP_ANONYMOUS
        guard let start = mmap(nil, room, PROT_READ | PROT_WRITE, flags, -1, 0),
            start != MAP_FAILED
        else { fatalError("The system refuses \(size) bytes of memory.") }
        guard isHuge else { return start }
        let boundary = UInt(HugePages.size)
        let skipped = Int((boundary - UInt(bitPattern: start) % boundary) % boundary)
        let base = start + skipped
        if skipped > 0 { munmap(start, skipped) }
        if room - skipped > size { munmap(base + size, room - skipped - size) }
        // Advice only: an old kernel may refuse it, and small pages do as well.
        madvise(base, size, MADV_HUGEPAGE)
        return base
    }
}
