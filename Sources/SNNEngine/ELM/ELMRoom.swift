/// Memory for the passes of a few samples: one allocation, cut into rows of whole cache lines.
final class ELMRoom<Number: DenseNumber> {
    private var base: UnsafeMutableRawPointer
    private var used = 0
    private let byteCount: Int
    private static var line: Int { 64 }

    init(_ counts: [Int]) {
        byteCount = counts.reduce(0) { $0 + Self.bytes($1) }
        base = .allocate(byteCount: max(byteCount, Self.line), alignment: Self.line)
        base.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    }

    /// A vector more than asked for: loops go in whole vectors.
    private static func bytes(_ count: Int) -> Int {
        let needed = (count + Number.Vector.count) * MemoryLayout<Number>.stride
        return (needed + line - 1) / line * line
    }

    func take(_ count: Int) -> UnsafeMutablePointer<Number> {
        precondition(used + Self.bytes(count) <= byteCount, "The room was measured.")
        defer { used += Self.bytes(count) }
        return (base + used).bindMemory(to: Number.self, capacity: count + Number.Vector.count)
    }

    deinit { base.deallocate() }
}
