import CKernels

typealias Lanes16 = SIMD16<Float>

/// Philox4x32-10 (Salmon et al., Proc. SC11, 2011): sixteen streams of random numbers, each a
/// function of its key, its number and a counter, whoever draws them and in whatever order.
struct LanePhilox {
    private let key: (UInt32, UInt32)
    private let lanes: SIMD16<UInt32>
    private let stream: (UInt32, UInt32)

    /// The streams `firstLane ..< firstLane + 16` of `stream` under `seed`.
    init(seed: UInt64, stream: UInt64, firstLane: Int) {
        key = (UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32))
        self.stream = (UInt32(truncatingIfNeeded: stream), UInt32(truncatingIfNeeded: stream >> 32))
        var lanes = SIMD16<UInt32>()
        for lane in 0..<16 { lanes[lane] = UInt32(firstLane + lane) }
        self.lanes = lanes
    }

    /// The four words of every lane at `counter`.
    @inline(__always)
    func words(
        at counter: UInt32
    ) -> (SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>, SIMD16<UInt32>) {
        var a = SIMD16<UInt32>(repeating: counter)
        var b = lanes
        var c = SIMD16<UInt32>(repeating: stream.0)
        var d = SIMD16<UInt32>(repeating: stream.1)
        var (first, second) = key
        for _ in 0..<10 {
            let high = snn_lanes_product_high(a, 0xD251_1F53)
            let low = snn_lanes_product_low(a, 0xD251_1F53)
            let high2 = snn_lanes_product_high(c, 0xCD9E_8D57)
            let low2 = snn_lanes_product_low(c, 0xCD9E_8D57)
            a = high2 ^ b ^ SIMD16(repeating: first)
            b = low2
            c = high ^ d ^ SIMD16(repeating: second)
            d = low
            first = first &+ 0x9E37_79B9
            second = second &+ 0xBB67_AE85
        }
        return (a, b, c, d)
    }

    /// Eight numbers in [0, 1) for every lane at `counter`, two from each word: its upper 24 bits,
    /// and the upper 24 bits when its halves have changed places. What the second knows of the
    /// first
    /// lies below 2⁻¹⁶.
    @inline(__always)
    func fill(_ uniforms: UnsafeMutablePointer<Lanes16>, at counter: UInt32) {
        let words = words(at: counter)
        uniforms[0] = Self.uniform(words.0)
        uniforms[1] = Self.uniform(Self.turned(words.0))
        uniforms[2] = Self.uniform(words.1)
        uniforms[3] = Self.uniform(Self.turned(words.1))
        uniforms[4] = Self.uniform(words.2)
        uniforms[5] = Self.uniform(Self.turned(words.2))
        uniforms[6] = Self.uniform(words.3)
        uniforms[7] = Self.uniform(Self.turned(words.3))
    }

    @inline(__always)
    private static func turned(_ words: SIMD16<UInt32>) -> SIMD16<UInt32> {
        words &>> 16 | words &<< 16
    }

    /// The upper 24 bits of each word as a number in [0, 1).
    @inline(__always)
    static func uniform(_ words: SIMD16<UInt32>) -> Lanes16 {
        let bits = SIMD16<Int32>(truncatingIfNeeded: words &>> 8)
        return snn_lanes_float(bits) * Float(0x1p-24)
    }
}
