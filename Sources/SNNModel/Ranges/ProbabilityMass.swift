extension Distribution {
    /// The probability that one draw lies within the bounds, to about one part in a thousand.
    var probabilityKept: Double {
        guard lower != nil || upper != nil else { return 1 }
        let low = lower ?? -.infinity
        let high = upper ?? .infinity
        guard low <= high else { return 0 }
        switch shape {
        case .uniform(let a, let b):
            guard a < b else { return (low...high).contains(a) ? 1 : 0 }
            return max(0, min(high, b) - max(low, a)) / (b - a)
        case .normal(let mean, let sd):
            guard sd > 0 else { return (low...high).contains(mean) ? 1 : 0 }
            return Self.normalMass(from: (low - mean) / sd, to: (high - mean) / sd)
        case .lognormal(let mean, let sd):
            guard sd > 0 else { return (low...high).contains(mean) ? 1 : 0 }
            let (mu, sigma) = Self.logarithmic(mean: mean, sd: sd)
            let ends = (Exponential.log(max(low, 0)), Exponential.log(max(high, 0)))
            return Self.normalMass(from: (ends.0 - mu) / sigma, to: (ends.1 - mu) / sigma)
        case .exponential(let mean):
            let ends = (max(low, 0) / mean, max(high, 0) / mean)
            return Exponential.exp(-ends.0) - Exponential.exp(-ends.1)
        case .gamma(let shape, let scale):
            return Self.gammaMass(shape, from: max(low, 0) / scale, to: max(high, 0) / scale)
        }
    }

    private static func normalMass(from low: Double, to high: Double) -> Double {
        let ends = (min(max(low, -reachOfNormal), reachOfNormal), min(high, reachOfNormal))
        return Exponential.integral(from: ends.0, to: ends.1) { Exponential.exp(-$0 * $0 / 2) }
            / 2.506_628_274_631_000_5
    }

    /// In the variable u = log x the density is proportional to exp(k u − e^u), which has one
    /// smooth peak at u = log k.
    private static func gammaMass(_ k: Double, from low: Double, to high: Double) -> Double {
        let peak = Exponential.log(k)
        let density = { (u: Double) in
            Exponential.exp(k * (u - peak) - (Exponential.exp(u) - k))
        }
        let least = peak - 40 / k - 10
        let most = Exponential.log(k + 9 * k.squareRoot() + 42)
        let from = max(least, Exponential.log(low))
        let to = min(most, Exponential.log(high))
        let all = Exponential.integral(from: least, to: most, pairs: 4000, of: density)
        return Exponential.integral(from: from, to: to, pairs: 4000, of: density) / all
    }
}
