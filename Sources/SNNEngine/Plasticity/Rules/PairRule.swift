import SNNModel

// One form for all rules that pair spikes. A synapse has two traces of the arrivals of its source,
// x1 and x2, and two of the spikes of its target, y1 and y2, each decaying exactly, each raised by
// one or set to one at an event. Its strength w changes at events only:
//
//     at an arrival    w += f(w) · (pre  + preY · y1 + preYX · y1 · x2)        then x1, x2 rise
//     at a spike       w += g(w) · (post + postX · x1 + postXY · x1 · y2)      then y1, y2 rise
//
// x2 and y2 count without the event itself. Both f and g have the form scale · (a + b w)^mu. With
// w kept in bounds this is
//
//     pair rules                     preY < 0, postX > 0; mu as in Gütig et al. (2003)
//     triplet rule                   preYX and postXY besides (Pfister & Gerstner 2006)
//     inhibitory plasticity          pre = -eta alpha, preY = postX = eta (Vogels et al. 2011)
//     rule of Diehl & Cook (2015)    preY and postXY, traces set to one
//
// and so on. With an eligibility trace c the changes go to c instead, and c drives w as far as a
// modulator is there. What the kinds of the catalogue mean in these terms is said in
// `PairRule+Kinds`.

/// How much a change depends on the strength itself: scale · (a + b w)^mu.
struct WeightDependence: Sendable, Equatable {
    var scale: Double
    var a: Double
    var b: Double
    var mu: Double

    static func constant(_ scale: Double) -> Self { Self(scale: scale, a: 1, b: 0, mu: 0) }

    @inline(__always)
    func callAsFunction(_ w: Double) -> Double {
        if mu == 0 { return scale }
        let base = a + b * w
        return mu == 1 ? scale * base : scale * power(base)
    }

    @inline(never)
    private func power(_ base: Double) -> Double {
        base <= 1e-300 ? 0 : Double.exp(mu * Double.log(base))
    }
}

/// The six amplitudes of a pair rule.
struct PairAmplitudes: Sendable, Equatable {
    var pre = 0.0
    var preY = 0.0
    var preYX = 0.0
    var post = 0.0
    var postX = 0.0
    var postXY = 0.0
}

/// Which pairs of spikes count.
enum Pairing: String, Sendable {
    /// All of them: traces are raised by one.
    case all = "all_to_all"
    /// Each with the nearest of the other side: traces are set to one.
    case nearest
    /// A target's spike with all arrivals since its last; an arrival with the last spike.
    case preCentred = "nearest_pre_centred"
    /// A target's spike with the last arrival, and the other way, if nothing lies between.
    case restricted = "nearest_restricted"
}

/// A rule that pairs spikes; see the head of this file.
///
/// An object, so that handing it around counts one reference. `@unchecked Sendable` because it
/// changes only while it is made.
final class PairRule: @unchecked Sendable {
    var amplitudes = PairAmplitudes()
    /// Which amplitudes follow modulators, and by which formula.
    var modulated: [(path: WritableKeyPath<PairAmplitudes, Double> & Sendable, formula: Formula)] =
        []
    var preDependence = WeightDependence.constant(1)
    var postDependence = WeightDependence.constant(1)
    let x1: Decay
    let x2: Decay?
    let y1: Decay
    let y2: Decay?
    var pairing = Pairing.all
    /// Bounds of |w|, or of w itself if `isSigned`.
    var least = 0.0
    var most = Double.infinity
    /// Whether w may change its sign.
    var isSigned = false
    var eligibility: Eligibility?

    init(x1: Decay, x2: Decay? = nil, y1: Decay, y2: Decay? = nil) {
        self.x1 = x1
        self.x2 = x2
        self.y1 = y1
        self.y2 = y2
    }

    /// A trace c that collects changes: dc/dt = -c / tau, dw/dt = c (m - baseline).
    struct Eligibility: Sendable {
        var decay: Decay
        /// The name of the modulator m.
        var modulator: String
        var baseline: Double
    }

    /// Whether the source's traces are set to one by an event rather than raised.
    var setsX: Bool { pairing == .nearest || pairing == .restricted }
    /// The same of the target's.
    var setsY: Bool { pairing != .all }

    /// Whether all it needs is in rows and logs of grid spikes, see `PlasticTable`.
    var isPlain: Bool { eligibility == nil && (pairing == .all || pairing == .nearest) }

    /// Numbers per synapse besides its weight.
    var columnCount: Int { eligibility != nil || pairing == .preCentred ? 1 : 0 }
}
