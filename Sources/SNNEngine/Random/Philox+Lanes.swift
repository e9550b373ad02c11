import CKernels

// Eight blocks of Philox side by side. A number of 32 bits sits in a lane of 64, because processors
// multiply 32 by 32 bits into such lanes; what a product leaves in the upper half is not looked at
// again. The ten rounds are written out: in a loop, the compiler forgets that upper halves do not
// matter and multiplies all 64 bits.
//
//     lane          0          1          2     …       with step (1, 0)
//     counter     x y z w   x+1 y z w  x+2 y z w
//     words       0 1 2 3   4 5 6 7    8 9 10 11 …      as the scalar blocks give them, in order

extension Philox {
    /// Blocks that are made side by side.
    static let width = 8

    /// The words of eight counters: `first` holds the words x and y of each block as a pair, x
    /// below, `second` its words z and w.
    @inline(__always)
    static func pairs(
        _ counter: SIMD4<UInt32>, step: SIMD2<UInt32>, key: SIMD2<UInt32>
    ) -> (first: SIMD8<UInt64>, second: SIMD8<UInt64>) {
        let lanes = SIMD8<UInt64>(0, 1, 2, 3, 4, 5, 6, 7)
        var state = Rounds(
            a: SIMD8(repeating: UInt64(counter.x)) &+ snn_wide_product(lanes, step.x),
            b: SIMD8(repeating: UInt64(counter.y)) &+ snn_wide_product(lanes, step.y),
            c: SIMD8(repeating: UInt64(counter.z)), d: SIMD8(repeating: UInt64(counter.w)))
        state.round(key, 0)
        state.round(key, 1)
        state.round(key, 2)
        state.round(key, 3)
        state.round(key, 4)
        state.round(key, 5)
        state.round(key, 6)
        state.round(key, 7)
        state.round(key, 8)
        state.round(key, 9)
        return (snn_joined(state.a, state.b), snn_joined(state.c, state.d))
    }

    /// Four words for each of `blocks` counters, the first of which is `counter` and each next one
    /// `step` further in its first two words: what `block` gives for each, word for word.
    @inline(never)
    static func fill(
        _ words: UnsafeMutablePointer<UInt32>, blocks: Int, from counter: SIMD4<UInt32>,
        step: SIMD2<UInt32> = SIMD2(1, 0), key: SIMD2<UInt32>
    ) {
        var counter = counter
        var block = 0
        while block &+ width <= blocks {
            let (first, second) = pairs(counter, step: step, key: key)
            snn_store_pairs(words + 4 &* block, first, second)
            counter.x &+= 8 &* step.x
            counter.y &+= 8 &* step.y
            block &+= width
        }
        while block < blocks {
            let last = Self.block(counter, key: key)
            UnsafeMutableRawPointer(words + 4 &* block)
                .storeBytes(of: last, as: SIMD4<UInt32>.self)
            counter.x &+= step.x
            counter.y &+= step.y
            block &+= 1
        }
    }

    private struct Rounds {
        var a, b, c, d: SIMD8<UInt64>

        @inline(__always)
        mutating func round(_ key: SIMD2<UInt32>, _ number: UInt32) {
            let p = snn_wide_product(a, 0xD251_1F53)
            let q = snn_wide_product(c, 0xCD9E_8D57)
            let first = UInt64(key.x &+ number &* 0x9E37_79B9)
            let second = UInt64(key.y &+ number &* 0xBB67_AE85)
            a = snn_opaque(snn_upper(q) ^ b ^ SIMD8(repeating: first))
            b = q
            c = snn_opaque(snn_upper(p) ^ d ^ SIMD8(repeating: second))
            d = p
        }
    }
}
