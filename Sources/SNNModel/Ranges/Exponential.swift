// The few transcendental functions that checking and describing need, since this target imports
// nothing. They decide no spike: the engine has its own.

enum Exponential {
    /// e^x, within a few units in the last place; 0 and infinity beyond the range of a Double.
    static func exp(_ x: Double) -> Double {
        if x.isNaN { return x }
        if x > 709.7 { return .infinity }
        if x < -745 { return 0 }
        let log2 = 0.693_147_180_559_945_3
        let k = (x / log2).rounded()
        let r = x - k * log2
        var term = 1.0
        var sum = 1.0
        for n in 1...18 {
            term *= r / Double(n)
            sum += term
        }
        // In two steps, because 2^k alone may be below the least normal number.
        let half = Int(k) / 2
        return sum * Double(sign: .plus, exponent: half, significand: 1)
            * Double(sign: .plus, exponent: Int(k) - half, significand: 1)
    }

    /// The natural logarithm of a number that is not negative; minus infinity at 0.
    ///
    /// x = m 2^k and log m = 2 artanh((m − 1) / (m + 1)).
    static func log(_ x: Double) -> Double {
        guard x > 0, x.isFinite else { return x == 0 ? -.infinity : (x > 0 ? x : .nan) }
        var m = x.significand
        var k = Double(x.exponent)
        if m > 1.414_213_562_373_095_1 {
            m /= 2
            k += 1
        }
        let s = (m - 1) / (m + 1)
        var power = s
        var sum = s
        for n in stride(from: 3, through: 27, by: 2) {
            power *= s * s
            sum += power / Double(n)
        }
        return 2 * sum + k * 0.693_147_180_559_945_3
    }

    /// The integral of `f` from `low` to `high` by Simpson's rule with `2 * pairs` steps.
    static func integral(
        from low: Double, to high: Double, pairs: Int = 500, of f: (Double) -> Double
    ) -> Double {
        guard low < high else { return 0 }
        let step = (high - low) / Double(2 * pairs)
        var sum = f(low) + f(high)
        for i in 1..<(2 * pairs) { sum += (i % 2 == 1 ? 4 : 2) * f(low + Double(i) * step) }
        return sum * step / 3
    }
}
