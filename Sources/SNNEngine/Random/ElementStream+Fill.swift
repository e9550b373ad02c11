import CKernels

// Many numbers of one element at a time. Each fill gives what as many single draws would give, to
// the bit, and leaves the stream where they would leave it.

extension ElementStream {
    /// The next `count` words: as `word()`, at about a third of its cost.
    mutating func fill(_ words: UnsafeMutablePointer<UInt32>, count: Int) {
        var index = 0
        while index < count, !isAtBlock {
            words[index] = word()
            index += 1
        }
        let blocks = (count - index) / 4
        Philox.fill(words + index, blocks: blocks, from: counter, key: key)
        skip(blocks)
        index += 4 * blocks
        while index < count {
            words[index] = word()
            index += 1
        }
    }

    /// The next `count` uniform numbers: as `uniform()`.
    mutating func fillUniform(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
        fill(numbers, count) { $0 } single: { $0.uniform() }
    }

    /// The next `count` exponential numbers of mean 1: as `exponential()`.
    mutating func fillExponential(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
        fill(numbers, count) { SIMD8<Double>.exponential($0) } single: { $0.exponential() }
    }

    /// The next `count` standard normal numbers: as `normal()`.
    mutating func fillNormal(_ numbers: UnsafeMutablePointer<Double>, count: Int) {
        var index = 0
        while index < count, !isAtBlock || hasSpareNormal {
            numbers[index] = normal()
            index += 1
        }
        while index + 16 <= count {
            let (u, v) = Philox.pairs(counter, step: SIMD2(1, 0), key: key)
            let (a, b) = SIMD8<Double>.normals(
                snn_uniform(u), snn_uniform(v), side: snn_sign(v, 0), turn: snn_sign(v, 1))
            snn_store_f64_pairs(numbers + index, a, b)
            skip(8)
            index += 16
        }
        while index < count {
            numbers[index] = normal()
            index += 1
        }
    }

    /// Numbers that take two words each.
    @inline(__always)
    private mutating func fill(
        _ numbers: UnsafeMutablePointer<Double>, _ count: Int,
        _ transform: (SIMD8<Double>) -> SIMD8<Double>, single: (inout ElementStream) -> Double
    ) {
        var index = 0
        while index < count, !isAtBlock {
            numbers[index] = single(&self)
            index += 1
        }
        while index + 16 <= count {
            let (first, second) = Philox.pairs(counter, step: SIMD2(1, 0), key: key)
            snn_store_f64_pairs(
                numbers + index, transform(snn_uniform(first)), transform(snn_uniform(second)))
            skip(8)
            index += 16
        }
        while index < count {
            numbers[index] = single(&self)
            index += 1
        }
    }
}

extension Lanes {
    /// An exponential number of mean 1 from a uniform one in [0, 1).
    @inline(__always)
    static func exponential(_ u: Self) -> Self { all(0) - log(all(1) - u) }
}
