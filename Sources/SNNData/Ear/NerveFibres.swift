// Forty auditory nerve fibres leave each channel. Each fires with the probability p given by its
// hair cell in every sample, and is dead for 1 ms (24 samples) after a spike. What follows listens
// only to the number of spikes. The fibres are exchangeable, so that number is binomial over the
// fibres that are ready, and one draw takes the place of forty:
//
//     k(t) ~ Binomial(n(t), p(t)),    n(t) = 40 - k(t-1) - … - k(t-23)
//
// The draw is by inversion: P(0) = (1-p)^n is above 0.9 most of the time, and then k is 0.

import CKernels

/// The fibres of sixteen channels.
struct NerveFibres {
    static let count = 40
    /// Samples from a fibre's spike to its next possible one.
    static let deadTime = 24

    private var ready = Lanes16(repeating: Float(count))
    private var slot = 0
    /// The numbers of spikes in the last `deadTime` samples.
    private let recent: UnsafeMutablePointer<Lanes16>

    /// - Parameter recent: room for `deadTime` vectors, kept by the caller.
    init(recent: UnsafeMutablePointer<Lanes16>) {
        self.recent = recent
        recent.initialize(repeating: .zero, count: Self.deadTime)
    }

    /// The number of spikes in the next sample.
    ///
    /// - Parameters:
    ///   - p: probability that a ready fibre fires, below 0.3.
    ///   - uniform: one number in [0, 1) for each channel.
    @inline(__always)
    mutating func step(_ p: Lanes16, _ uniform: Lanes16) -> Lanes16 {
        ready = ready + recent[slot]
        let none = Self.exponential(minus: ready * Self.hazard(p))
        var k = Lanes16.zero
        if snn_lanes_mask_ge(uniform, none) != 0 {
            k = Self.inverted(uniform, none: none, p, ready)
            ready = ready - k
        }
        recent[slot] = k
        slot = slot == Self.deadTime - 1 ? 0 : slot &+ 1
        return k
    }

    /// P(k) / P(k-1) = (n-k+1) / k · p / (1-p); counts how many cumulative sums `uniform` reaches.
    @inline(__always)
    private static func inverted(
        _ uniform: Lanes16, none: Lanes16, _ p: Lanes16, _ ready: Lanes16
    ) -> Lanes16 {
        let ratio = p / (1 - p)
        var k = Lanes16.zero
        var sum = none
        var term = none
        var left = ready
        var j: Float = 1
        repeat {
            k = snn_lanes_select_ge(uniform, sum, Lanes16(repeating: j), k)
            term = term * ratio * left * (1 / j)
            sum = sum + term
            left = snn_lanes_max(left - 1, .zero)
            j += 1
        } while snn_lanes_mask_ge(uniform, sum) != 0 && j <= Float(count)
        return snn_lanes_min(k, ready)
    }

    /// -ln(1 - p) to p⁴, good to 3e-5 of its value for p < 0.1 and to 3e-3 for p < 0.3.
    @inline(__always)
    static func hazard(_ p: Lanes16) -> Lanes16 {
        let square = p * p
        let low = p + square * Float(1.0 / 2)
        let high = p * Float(1.0 / 3) + square * Float(1.0 / 4)
        return low + square * high
    }

    /// e^-x to 1.5e-5 (1e-6 for x < 2) for 0 <= x < 15: the eighth power of e^-z, z = x/8, to z⁵.
    @inline(__always)
    static func exponential(minus x: Lanes16) -> Lanes16 {
        let z = x * Float(1.0 / 8)
        let square = z * z
        let high = Float(1.0 / 24) - z * Float(1.0 / 120)
        let middle = Float(1.0 / 2) - z * Float(1.0 / 6)
        let root = (1 - z) + square * (middle + square * high)
        let second = root * root
        let fourth = second * second
        return fourth * fourth
    }
}
