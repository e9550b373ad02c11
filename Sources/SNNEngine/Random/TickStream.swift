/// Random numbers for many elements at one tick.
///
/// Each is a function of seed, stream, tick and element alone: any stretch of elements can be drawn
/// at any tick, in any order.
struct TickStream: Sendable {
    private let key: SIMD2<UInt32>
    private let stream: StreamID

    init(seed: UInt64, stream: StreamID) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32))
        self.stream = stream
    }

    /// Another of the sequences of the same elements and ticks; number 0 is this one.
    func branch(_ number: UInt64) -> TickStream {
        TickStream(key: key, stream: stream.branch(number))
    }

    private init(key: SIMD2<UInt32>, stream: StreamID) {
        self.key = key
        self.stream = stream
    }

    @inline(__always)
    private func counter(_ block: Int, _ tick: Int) -> SIMD4<UInt32> {
        SIMD4(
            UInt32(truncatingIfNeeded: block), UInt32(truncatingIfNeeded: tick), stream.low,
            stream.high)
    }

    /// The four words of one block.
    func block(_ index: Int, tick: Int) -> SIMD4<UInt32> {
        Philox.block(counter(index, tick), key: key)
    }

    /// The words of some blocks.
    func fill(
        _ words: UnsafeMutablePointer<UInt32>, blocks: Range<Int>, tick: Int
    ) {
        Philox.fill(words, blocks: blocks.count, from: counter(blocks.lowerBound, tick), key: key)
    }

    /// The words x and y, and z and w, of eight blocks.
    @inline(__always)
    func pairs(_ block: Int, tick: Int) -> (first: SIMD8<UInt64>, second: SIMD8<UInt64>) {
        Philox.pairs(counter(block, tick), step: SIMD2(1, 0), key: key)
    }

    /// Uniform in 0 ..< 1, from the first two words of a block.
    func uniform(_ index: Int, tick: Int) -> Double {
        let words = block(index, tick: tick)
        return Philox.uniform(words.x, words.y)
    }
}
