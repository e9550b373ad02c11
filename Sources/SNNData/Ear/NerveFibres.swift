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
        let none = Self.exponential(ready * Self.logarithm1m(p))
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

    /// ln(1 - p) to p⁶, good to 5e-7 for p < 0.1 and to 2e-4 for p < 0.3.
    @inline(__always)
    static func logarithm1m(_ p: Lanes16) -> Lanes16 {
        var sum = p * Float(1.0 / 6) + Float(1.0 / 5)
        sum = sum * p + Float(1.0 / 4)
        sum = sum * p + Float(1.0 / 3)
        sum = sum * p + Float(1.0 / 2)
        sum = sum * p + 1
        return 0 - sum * p
    }

    /// e^x for -80 < x <= 0 with a relative error below 5e-6: 2^i · 2^f with f in (-1, 0].
    @inline(__always)
    static func exponential(_ x: Lanes16) -> Lanes16 {
        let y = x * Float(1.442_695_040_888_963_4)
        let whole = snn_lanes_truncated(y)
        let f = y - snn_lanes_float(whole)
        // Taylor in f ln 2; |f ln 2| < 0.7, so the next term is below 1e-8.
        let z = f * Float(0.693_147_180_559_945_3)
        var sum = z * Float(1.0 / 5040) + Float(1.0 / 720)
        sum = sum * z + Float(1.0 / 120)
        sum = sum * z + Float(1.0 / 24)
        sum = sum * z + Float(1.0 / 6)
        sum = sum * z + Float(1.0 / 2)
        sum = sum * z + 1
        sum = sum * z + 1
        let power = (whole &+ 127) &<< 23
        return sum * unsafeBitCast(power, to: Lanes16.self)
    }
}
