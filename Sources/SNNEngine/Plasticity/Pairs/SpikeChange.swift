// What a spike of the target does to a synapse, for a few synapses side by side or for one, with
// the same bits: single precision, as weights are kept.

/// The change of |w|, or of a signed w, by a spike of the target that reaches the synapse n ticks
/// after the source's last arrival: w += g(w) · (post + postX · x1 · exp(-n h / tau)), kept within
/// bounds.
struct SpikeChange {
    let post: Float
    private let hasPost: Bool
    let postX: Float
    /// The source's trace with its last arrival.
    let x1: Float
    /// A tick in time constants.
    let step: Float
    let dependence: WeightDependence
    let least: Float
    let most: Float

    init(_ rule: PairRule, _ amplitudes: PairAmplitudes, x1: Double) {
        post = Float(amplitudes.post)
        hasPost = amplitudes.post != 0 || !rule.modulated.isEmpty
        postX = Float(amplitudes.postX)
        self.x1 = Float(x1)
        step = Float(rule.x1.resolution / rule.x1.tau)
        dependence = rule.postDependence
        least = Float(rule.least)
        most = Float(rule.most)
    }

    @inline(__always)
    func callAsFunction<L: SingleLanes>(_ w: L, lag: L) -> L {
        self(w, lag: lag, post: L.all(post), postX: L.all(postX))
    }

    /// The same with amplitudes of the moment. A power of the weight and the decay of the trace
    /// are one exponential.
    @inline(__always)
    func callAsFunction<L: SingleLanes>(_ w: L, lag: L, post: L, postX: L) -> L {
        let (scale, exponent) = dependence.parts(w)
        let decayed = exponent.map { $0 - lag * L.all(step) } ?? (L.all(0) - lag * L.all(step))
        var change = postX * (L.all(x1) * L.exp(decayed))
        if hasPost { change = change + (exponent.map { post * L.exp($0) } ?? post) }
        let new = w + scale * change
        let bounded = L.choose(L.all(least), above: new, L.all(least), new)
        return L.choose(bounded, above: L.all(most), L.all(most), bounded)
    }
}

extension SingleLanes {
    @inline(__always) static func all(_ value: Float) -> Self { all(Double(value)) }
}

extension WeightDependence {
    /// A factor and, for a power, an exponent: scale · (a + b w)^mu = factor · e^exponent. In
    /// single precision; a power of what is not positive is zero.
    @inline(__always)
    func parts<L: SingleLanes>(_ w: L) -> (factor: L, exponent: L?) {
        if mu == 0 { return (L.all(scale), nil) }
        let base = L.all(a) + L.all(b) * w
        if mu == 1 { return (L.all(scale) * base, nil) }
        let tiny = L.all(1e-37)
        let factor = L.choose(tiny, atLeast: base, L.all(0), L.all(scale))
        return (factor, L.all(mu) * L.log(L.greatest(base, tiny)))
    }
}
