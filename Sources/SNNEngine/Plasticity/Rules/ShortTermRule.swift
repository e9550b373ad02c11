import SNNModel

// Short-term plasticity after Tsodyks, Pawelzik & Markram (1998), Neural Comput. 10, 821-835, in
// the event form of NEST's tsodyks2_synapse. At an arrival after an interval h, first
//
//     x <- 1 + (x - x u - 1) exp(-h / tau_rec)
//     u <- U + u (1 - U) exp(-h / tau_fac)
//
// with the old u in the first line, then w x u is delivered. All synapses of a source that share
// the moment of arrival share u and x, so nothing is stored per synapse.

/// The parameters of short-term plasticity.
struct ShortTermRule: Sendable {
    /// U of the paper: the part of the resources that a first spike uses.
    var use: Double
    var recovery: Decay
    /// nil without facilitation.
    var facilitation: Decay?

    init?(_ rule: PlasticityRule, resolution: Double) {
        guard rule.kind == "tsodyks_markram" else { return nil }
        let settings = RuleSettings(rule)
        use = settings.number("U")
        recovery = Decay(tau: settings.number("tau_rec"), resolution: resolution)
        let fac = settings.number("tau_fac")
        facilitation = fac > 0 ? Decay(tau: fac, resolution: resolution) : nil
    }
}

/// The state of the resources of one source's synapses.
struct ShortTermState {
    var u: Double
    var x: Double

    init(_ rule: ShortTermRule) {
        u = rule.use
        x = 1
    }

    /// Goes through an arrival and returns the factor of what is delivered.
    ///
    /// - Parameters:
    ///   - ticks, rest: the time since the last arrival, see `DecayView`; nil at the first.
    @inline(__always)
    mutating func arrive(_ rule: ShortTermRule, after interval: (ticks: Int, rest: Double)?)
        -> Double
    {
        if let (ticks, rest) = interval {
            x = 1 + (x - x * u - 1) * rule.recovery.view.after(ticks, rest)
            let left = rule.facilitation?.view.after(ticks, rest) ?? 0
            u = rule.use + u * (1 - rule.use) * left
        }
        return x * u
    }
}
