/// Room for numbers that is used again and again, and grows when more is needed.
///
/// @unchecked Sendable because it belongs to one worker at a time.
final class ScratchBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
    private(set) var base: UnsafeMutablePointer<Element>
    private(set) var capacity: Int
    private var memory: PageMemory

    init(_ count: Int = 0) {
        capacity = count
        memory = PageMemory(byteCount: count * MemoryLayout<Element>.stride)
        base = memory.bind(to: Element.self)
    }

    /// Makes room for `count` elements. Where that takes new memory, it is zero and what was in
    /// the old is lost.
    ///
    /// - Parameter exactly: makes room for no more, where it is known that the first is largest.
    func reserve(_ count: Int, exactly: Bool = false) {
        guard count > capacity else { return }
        memory.deallocate()
        capacity = exactly ? count : max(count, capacity + capacity / 4)
        memory = PageMemory(byteCount: capacity * MemoryLayout<Element>.stride)
        base = memory.bind(to: Element.self)
    }

    deinit { memory.deallocate() }
}
