import Synchronization

/// Many arrays that live and die together, laid one after the other into large blocks, so that
/// arrays far below 2 MiB lie in huge pages too.
///
///     let arena = PageArena()
///     let targets = arena.allocate(count, of: UInt16.self)
///
/// Memory is zero and untouched: it lies near the worker that writes to it first. Arrays that
/// different workers fill belong into arenas of their own, since neighbours may share a page.
///
/// - Complexity: `allocate` is O(1).
final class PageArena: Sendable {
    private struct Filling: Sendable {
        var blocks: [PageMemory] = []
        /// Where the next array goes in the block that is being filled.
        var next: UInt = 0
        var end: UInt = 0
        var blockSize: Int
        var allocated = 0
    }

    /// Blocks grow to this many bytes. What is not used of a block is never touched and so takes
    /// no memory, except for the rest of a huge page.
    private static let blockSizeMax = 32 << 20

    private let state: Mutex<Filling>

    /// - Parameter blockSize: bytes of the first block; each is twice as large as the one before,
    ///   so that a small network takes little and a large one has few blocks.
    init(blockSize: Int = 256 << 10) {
        precondition(blockSize > 0, "A block has at least one byte.")
        state = Mutex(Filling(blockSize: blockSize))
    }

    deinit { state.withLock { for block in $0.blocks { block.deallocate() } } }

    /// Zeroed memory that is valid as long as the arena, aligned to cache lines.
    func allocate<Element: BitwiseCopyable>(
        _ count: Int, of type: Element.Type
    ) -> UnsafeMutablePointer<Element> {
        let capacity = max(count, 1)
        let size = capacity * MemoryLayout<Element>.stride
        let line = PageMemory.alignment
        let padded = (size + line - 1) / line * line
        let address = state.withLock { state -> UInt in
            state.allocated += size
            if padded > Self.blockSizeMax / 2 {
                state.blocks.append(PageMemory(byteCount: padded))
                return UInt(bitPattern: state.blocks.last!.base)
            }
            if state.next + UInt(padded) > state.end {
                let block = PageMemory(byteCount: max(padded, state.blockSize))
                state.blocks.append(block)
                state.blockSize = min(2 * state.blockSize, Self.blockSizeMax)
                state.next = UInt(bitPattern: block.base)
                state.end = state.next + UInt(block.byteCount)
            }
            defer { state.next += UInt(padded) }
            return state.next
        }
        return UnsafeMutableRawPointer(bitPattern: address)!
            .bindMemory(to: type, capacity: capacity)
    }

    /// Bytes handed out so far.
    var byteCount: Int { state.withLock { $0.allocated } }
}
