// Philox4x32-10 (Salmon, Moraes, Dror & Shaw 2011, "Parallel random numbers: as easy as 1, 2, 3"):
// ten rounds of multiplications turn a counter and a key into four random words. There is no state,
// so the number that an element gets depends on its name and not on who asks for it, or when.

/// The counter-based generator behind every random number of the engine.
enum Philox {
    /// Four random words for this counter and key.
    @inline(__always)
    static func block(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
        var (a, b, c, d) = (counter.x, counter.y, counter.z, counter.w)
        var (first, second) = (key.x, key.y)
        var round = 0
        while round < 10 {
            let p = UInt64(a) &* 0xD251_1F53
            let q = UInt64(c) &* 0xCD9E_8D57
            a = UInt32(truncatingIfNeeded: q &>> 32) ^ b ^ first
            b = UInt32(truncatingIfNeeded: q)
            c = UInt32(truncatingIfNeeded: p &>> 32) ^ d ^ second
            d = UInt32(truncatingIfNeeded: p)
            first &+= 0x9E37_79B9
            second &+= 0xBB67_AE85
            round &+= 1
        }
        return SIMD4(a, b, c, d)
    }

    /// Uniform in 0 ..< 1, a multiple of 2⁻⁵³, from two words.
    @inline(__always)
    static func uniform(_ high: UInt32, _ low: UInt32) -> Double {
        Double(UInt64(high &>> 5) &<< 26 | UInt64(low &>> 6)) * 0x1p-53
    }
}

/// Names an independent sequence of random numbers: "the `tau_m` of `exc`".
///
/// The identity is a hash of the name, so adding a population to a model leaves all others' numbers
/// as they were.
struct StreamID: Hashable, Sendable {
    let low: UInt32
    let high: UInt32

    init(_ name: String) {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325  // FNV-1a
        for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        hash = mixed(hash)
        self.init(hash: hash)
    }

    private init(hash: UInt64) {
        low = UInt32(truncatingIfNeeded: hash)
        high = UInt32(truncatingIfNeeded: hash &>> 32)
    }

    /// One of many independent sequences within this one; number 0 is this one itself.
    func branch(_ number: UInt64) -> StreamID {
        let own = UInt64(high) &<< 32 | UInt64(low)
        return number == 0 ? self : StreamID(hash: mixed(own ^ mixed(number)))
    }
}

/// The finalising step of SplitMix64 (Steele, Lea & Flood 2014): every input bit reaches every
/// output bit.
@inline(__always)
func mixed(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z &>> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z &>> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z &>> 31)
}
