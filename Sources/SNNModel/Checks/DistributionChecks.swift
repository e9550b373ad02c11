extension ModelChecks {
    /// Whether a distribution is possible and can be drawn from; reports it if not.
    mutating func check(_ distribution: Distribution, at key: String, of subject: String) -> Bool {
        if let problem = distribution.problem {
            findings.report(
                .badDistribution, "the distribution of \(subject) \(problem)", at: key,
                label: "impossible distribution")
            return false
        }
        let isDrawable = distribution.probabilityKept >= Distribution.probabilityKeptMin
        if !isDrawable {
            findings.report(
                .emptyDistribution, "nearly all draws of \(subject) lie outside their bounds",
                at: key, label: "bounds exclude draws",
                help: "draws outside the bounds are repeated, which would not end")
            return false
        }
        return true
    }
}

extension Distribution {
    /// The least probability that bounds may leave. Draws outside are repeated, on average a
    /// thousand times at this limit.
    static let probabilityKeptMin = 1e-3

    /// Why there is no such distribution, or nil.
    var problem: String? {
        let bounds = [lower, upper].compactMap { $0 }
        guard arguments.allSatisfy(\.isFinite), !bounds.contains(where: \.isNaN) else {
            return "has an argument that is not finite"
        }
        if let lower, let upper, lower > upper { return "has a lower bound above its upper bound" }
        switch shape {
        case .uniform(let low, let high):
            return low <= high ? nil : "has a lower end above its upper end"
        case .normal(_, let sd): return sd >= 0 ? nil : "has a negative standard deviation"
        case .lognormal(let mean, let sd):
            if sd < 0 { return "has a negative standard deviation" }
            return mean > 0 ? nil : "is lognormal but has no positive mean"
        case .exponential(let mean):
            return mean > 0 ? nil : "is exponential but has no positive mean"
        case .gamma(let shape, let scale):
            if shape <= 0 { return "is a gamma distribution but has no positive shape" }
            return scale > 0 ? nil : "is a gamma distribution but has no positive scale"
        }
    }

    private var arguments: [Double] {
        switch shape {
        case .uniform(let a, let b), .normal(let a, let b), .lognormal(let a, let b),
            .gamma(let a, let b):
            [a, b]
        case .exponential(let mean): [mean]
        }
    }
}
