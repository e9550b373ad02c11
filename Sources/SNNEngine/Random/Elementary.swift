// The transcendental functions of building and drawing, made of additions and multiplications only,
// so that they give the same bits on every processor and with every C library.

enum Elementary {
    /// Natural logarithm of a positive normal number; −∞ at 0. Error below 2 ulp.
    ///
    /// x = m · 2ᵏ with m in [√½, √2);  log m = 2 artanh(s) with s = (m − 1) / (m + 1).
    static func log(_ x: Double) -> Double {
        guard x > 0 else { return x == 0 ? -.infinity : .nan }
        var exponent = Double(x.exponent)
        var m = x.significand
        if m > 1.414_213_562_373_095_1 {
            m *= 0.5
            exponent += 1
        }
        let s = (m - 1) / (m + 1)
        let z = s * s
        // s ≤ 0.1716, so z ≤ 0.0295 and twelve terms leave less than 2⁻⁵⁵ of the sum.
        var sum = 0.0
        var k = 23.0
        while k >= 3 {
            sum = (sum + 1 / k) * z
            k -= 2
        }
        return exponent * 6.931_471_803_691_238e-1
            + (2 * s + 2 * s * sum + exponent * 1.908_214_929_270_587_7e-10)
    }

    /// e to the power of x, 0 below −708 and ∞ above 709.78. Error below 2 ulp.
    ///
    /// x = k log 2 + r with |r| ≤ ½ log 2; then the series of e^r to fourteen terms.
    static func exp(_ x: Double) -> Double {
        if x < -708 { return 0 }
        if x > 709.78 { return .infinity }
        let k = (x * 1.442_695_040_888_963_4).rounded(.toNearestOrEven)
        let r = (x - k * 6.931_471_803_691_238e-1) - k * 1.908_214_929_270_587_7e-10
        var sum = 1.0
        var n = 14.0
        while n >= 1 {
            sum = 1 + sum * r / n
            n -= 1
        }
        return sum * Double(sign: .plus, exponent: Int(k), significand: 1)
    }

    /// Sine, for arguments of moderate size. Error below 4 ulp of 1 for |x| < 1000.
    ///
    /// x = q · π/2 + r with |r| ≤ π/4, then the series of sine or cosine.
    static func sin(_ x: Double) -> Double {
        let q = (x * 0.636_619_772_367_581_3).rounded(.toNearestOrEven)
        let r = (x - q * 1.570_796_326_734_125_6) - q * 6.077_100_506_506_192e-11
        let z = r * r
        let quarter = Int(q) & 3
        var sum = 0.0
        if quarter & 1 == 0 {
            var n = 19.0
            sum = 1
            while n >= 3 {
                sum = 1 - sum * z / (n * (n - 1))
                n -= 2
            }
            sum *= r
        } else {
            var n = 20.0
            sum = 1
            while n >= 2 {
                sum = 1 - sum * z / (n * (n - 1))
                n -= 2
            }
        }
        return quarter & 2 == 0 ? sum : -sum
    }
}
