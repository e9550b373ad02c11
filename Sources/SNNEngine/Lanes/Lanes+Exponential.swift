// Our own exp and log, because the C library's differ between processors and versions in the last
// bit, and ours must not.

extension Lanes {
    /// e^x, with a relative error below 5e-16 for -708 <= x <= 709; arguments beyond are taken as
    /// these bounds (so the least result is 3e-308 rather than 0).
    ///
    /// x = n ln 2 + r with |r| <= ln 2 / 2, and e^r = 1 + 2 r P(r²) / (Q(r²) - r P(r²)): the
    /// rational approximation of S. Moshier's Cephes library.
    @inline(__always)
    static func exp(_ x: Self) -> Self {
        let bounded = least(greatest(x, all(-708)), all(709))
        let shift = all(6_755_399_441_055_744)  // 1.5 · 2^52: adding it rounds to a whole number
        let shifted = bounded * all(1.442_695_040_888_963_4) + shift
        let n = shifted - shift
        let r = bounded - n * all(0.693_145_751_953_125) - n * all(1.428_606_820_309_417_232_12e-6)
        let z = r * r
        var p = all(1.261_771_930_748_105_908_78e-4) * z + all(3.029_944_077_074_419_613_00e-2)
        p = r * (p * z + all(1))
        var q = all(3.001_985_051_386_644_550_42e-6) * z + all(2.524_483_403_496_841_041_92e-3)
        q = q * z + all(2.272_655_482_081_550_287_66e-1)
        q = q * z + all(2)
        let fraction = p / (q - p)
        return scaled(all(1) + (fraction + fraction), byPowerIn: shifted)
    }

    /// The natural logarithm of a positive normal number, with a relative error below 5e-16.
    ///
    /// x = 2^k (1 + f) with √½ <= 1 + f < √2, s = f / (2 + f), and log(1 + f) = f - s (f - R(s²)):
    /// the approximation of Sun's fdlibm.
    @inline(__always)
    static func log(_ x: Self) -> Self {
        var k = exponent(x)
        var m = fraction(x)
        let high = all(1.414_213_562_373_095_1)
        k = choose(m, atLeast: high, k + all(1), k)
        m = choose(m, atLeast: high, m * all(0.5), m)
        let f = m - all(1)
        let s = f / (all(2) + f)
        let z = s * s
        var r = all(1.479_819_860_511_658_591e-1) * z + all(1.531_383_769_920_937_332e-1)
        r = r * z + all(1.818_357_216_161_805_012e-1)
        r = r * z + all(2.222_219_843_214_978_396e-1)
        r = r * z + all(2.857_142_874_366_239_149e-1)
        r = r * z + all(3.999_999_999_940_941_908e-1)
        r = (r * z + all(6.666_666_666_666_735_130e-1)) * z
        let half = all(0.5) * f * f
        let low = s * (half + r) + k * all(1.908_214_929_270_587_700_02e-10)
        return k * all(6.931_471_803_691_238_164_90e-1) - ((half - low) - f)
    }
}

extension NeuronLanes where Number == Float {
    /// e^x, with a relative error below 2e-7 for -87 <= x <= 88; arguments beyond are taken as
    /// these bounds.
    ///
    /// x = n ln 2 + r with |r| <= ln 2 / 2, and a polynomial for e^r: that of Moshier's Cephes.
    @inline(__always)
    static func singleExponential(_ x: Self) -> Self {
        let bounded = least(greatest(x, all(-87)), all(88))
        let shift = all(12_582_912)  // 1.5 · 2^23: adding it rounds to a whole number
        let shifted = bounded * all(1.442_695_04) + shift
        let n = shifted - shift
        let r = bounded - n * all(0.693_359_375) - n * all(-2.121_944_40e-4)
        var p = all(1.987_569_15e-4) * r + all(1.398_199_95e-3)
        p = p * r + all(8.333_451_9e-3)
        p = p * r + all(4.166_579_6e-2)
        p = p * r + all(1.666_666_55e-1)
        p = p * r + all(5.000_000_1e-1)
        return scaled(p * (r * r) + r + all(1), byPowerIn: shifted)
    }
}

extension SingleLanes {
    /// The natural logarithm of a positive normal number, with an error below 2e-7 of it, or of 1
    /// where that is more.
    ///
    /// x = 2^e (1 + f) with √½ <= 1 + f < √2, and a polynomial for log(1 + f): that of Moshier's
    /// Cephes.
    @inline(__always)
    static func log(_ x: Self) -> Self {
        var e = exponent(x)
        var m = fraction(x)
        let high = all(1.414_213_56)
        e = choose(m, atLeast: high, e + all(1), e)
        m = choose(m, atLeast: high, m * all(0.5), m)
        let f = m - all(1)
        let z = f * f
        var p = all(7.037_683_629_2e-2) * f - all(1.151_461_031_0e-1)
        p = p * f + all(1.167_699_874_0e-1)
        p = p * f - all(1.242_014_084_6e-1)
        p = p * f + all(1.424_932_278_7e-1)
        p = p * f - all(1.666_805_766_5e-1)
        p = p * f + all(2.000_071_476_5e-1)
        p = p * f - all(2.499_999_399_3e-1)
        p = p * f + all(3.333_333_117_4e-1)
        let low = p * f * z - e * all(2.121_944_40e-4) - all(0.5) * z
        return f + low + e * all(0.693_359_375)
    }
}

extension Double {
    /// (e^x - 1) / x, 1 at x = 0; relative error below 1e-15.
    static func exponentialMean(_ x: Double) -> Double {
        abs(x) < 0.5 ? exponentialTail(x, from: 1) : (exp(x) - 1) / x
    }

    /// (e^x - 1 - x) / x², ½ at x = 0; relative error below 1e-15 times 1 + 1/|x|.
    static func exponentialMoment(_ x: Double) -> Double {
        abs(x) < 0.5 ? exponentialTail(x, from: 2) : ((exp(x) - 1) - x) / (x * x)
    }

    /// x^0 / n! + x^1 / (n + 1)! + …, for |x| < ½.
    private static func exponentialTail(_ x: Double, from n: Int) -> Double {
        var sum = 1.0
        var k = n + 16
        while k > n {
            sum = 1 + x / Double(k) * sum
            k -= 1
        }
        return sum / Double(n)  // n! = n for 1 and 2
    }
}
