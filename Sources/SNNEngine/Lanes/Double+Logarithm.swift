extension Double {
    /// log(1 + x) for x > -1, with a small relative error also where x is small: the rounding of
    /// 1 + x is undone to first order (Goldberg 1991, ACM Comput. Surv. 23, 5, theorem 4).
    static func logarithm(ofOnePlus x: Double) -> Double {
        let sum = 1 + x
        return sum == 1 ? x : x * (log(sum) / (sum - 1))
    }

    /// log(1 + x) / x, 1 at x = 0.
    static func logMean(_ x: Double) -> Double {
        let sum = 1 + x
        return sum == 1 ? 1 : log(sum) / (sum - 1)
    }
}
