extension Double {
    /// Sine, for arguments of moderate size. Error below 4 ulp of 1 for |x| < 1000.
    ///
    /// x = q · π/2 + r with |r| ≤ π/4, then the series of sine or cosine.
    static func sine(_ x: Double) -> Double {
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
