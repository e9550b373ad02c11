// When does V reach the threshold θ? A bound that never lies, applied until it is sharp.
//
// With the terms of ExactLIF.swift, V(s) - V∞ is a sum of multiples of e^(-s/τm), K(s) and M(s).
// Each of these is a power of s times an average of decaying exponentials: K(s) C / s is the mean
// of e^(-cs) over c between 1/τ and 1/τm, and M(s) C / s² is half of such a mean. The Taylor
// polynomials of a decaying exponential lie above it and below it in turn, for every s > 0, and so
// they do for an average. Hence, for all s >= 0,
//
//     1 - s/τm   <=  e^(-s/τm)  <=  1 - s/τm + s²/2τm²
//     s/C - s²/2C (1/τ + 1/τm)  <=  K(s)  <=  s/C
//     0  <=  M(s)  <=  s²/2C
//
// Taking the upper bound for terms that are added and the lower for those that are subtracted,
//
//     V(s)  <=  V(0) + V'(0) s + q s²/2,
//     q = max(V - V∞, 0)/τm² + Σ max(-I, 0)/C (1/τ + 1/τm) + Σ max(D, 0)/C  >= 0.
//
// So V cannot reach θ before the first root of the right-hand side. There the state is known in
// closed form, and the argument begins anew: the steps never pass a crossing, however close it is
// to its neighbour (up and down again between two inputs). They are Newton's steps but for
// q - V''(0), so they converge quadratically to a crossing with a slope, and geometrically along a
// near-tangency, where V rises and falls again.
//
// They end when V(0) >= θ (a crossing, to rounding), when a step is lost in rounding, or when V
// will never reach θ again, because V∞ + B <= θ for one of these two bounds B of V(s) - V∞:
//
//     max(V - V∞, 0) + Σ max(I, 0) max K + Σ max(D, 0) max M
//     max(V - V∞ + Σ max(I, 0) β/C + Σ max(D, 0) β²/C, 0), the sums over τ < τm, + the other terms
//
// The latter because for τ < τm K(s) <= β/C e^(-s/τm) and M(s) <= β²/C e^(-s/τm).
//
// The steps depend on the state alone, not on how far anyone wants to see: a search that stops at
// the end of an epoch is taken up where it was left, and finds the same spike to the bit.

/// A neuron at one time, as far as its future is concerned.
struct LIFOutlook {
    var potential: Double
    /// Σ I, in pA
    var current = 0.0
    /// Σ max(-I, 0) (1/τ + 1/τm) + Σ max(D, 0), in pA/ms
    var bend = 0.0
    /// Σ max(I, 0) max K + Σ max(D, 0) max M, over all currents
    var crest = 0.0
    /// The sums of β over currents with τ < τm, and the part of `crest` of the others.
    var share = 0.0
    var slowCrest = 0.0

    init(_ potential: Double) { self.potential = potential }

    /// Adds a current (I + D s) e^(-s/τ).
    @inline(__always)
    mutating func add(_ I: Double, _ D: Double, _ row: CurrentRow) {
        let (up, rise) = (Double.greatest(I, 0), Double.greatest(D, 0))
        current += I
        bend += (up - I) * row.curb + rise
        crest += up * row.crest + rise * row.slopeCrest
        share += up * row.share + rise * row.slopeShare
        slowCrest += up * row.slowCrest + rise * row.slowSlopeCrest
    }

    /// The greatest V that the bounds allow at any later time.
    @inline(__always)
    func ceiling(_ row: LIFRow) -> Double {
        let gap = potential - row.asymptote
        let first = Double.greatest(gap, 0) + crest
        let second = Double.greatest(gap + share, 0) + slowCrest
        return row.asymptote + Double.least(first, second)
    }

    /// ms for which V certainly stays below θ.
    @inline(__always)
    func clearance(_ row: LIFRow) -> Double {
        if ceiling(row) <= row.threshold { return .infinity }
        let gap = potential - row.asymptote
        let slope = current * row.inverse + gap * row.rate
        let q = bend * row.inverse + Double.greatest(gap, 0) * row.rate * row.rate
        let left = row.threshold - potential
        let root = (slope * slope + 2 * q * left).squareRoot()
        if slope > 0 { return 2 * left / (slope + root) }
        return q > 0 ? (root - slope) / q : .infinity
    }
}

extension ExactLIF {
    /// The outlook at the instant of a record.
    @inline(__always)
    func outlook(_ record: LazyRecord, _ row: LIFRow) -> LIFOutlook {
        var outlook = LIFOutlook(record.potential)
        var index = 0
        while index < currents.count {
            let place = currents[index]
            let I = record.at[place.value]
            let D = place.shape == .alpha ? record.at[place.slope] : 0
            if I != 0 || D != 0 { outlook.add(I, D, row.current(index)) }
            index &+= 1
        }
        return outlook
    }

    /// The outlook `s` ms after the instant of a record.
    @inline(__always)
    func outlook(_ record: LazyRecord, _ row: LIFRow, after s: Double) -> LIFOutlook {
        let membrane = Double.exp(s * row.rate)
        let gap = (record.potential - row.asymptote) * membrane
        var outlook = LIFOutlook(row.asymptote + gap)
        var index = 0
        while index < currents.count {
            let place = currents[index]
            let I = record.at[place.value]
            let D = place.shape == .alpha ? record.at[place.slope] : 0
            if I != 0 || D != 0 {
                let current = row.current(index)
                let synapse = Double.exp(s * current.rate)
                outlook.potential += I * current.response(s, membrane, synapse, row.inverse)
                if D != 0 {
                    outlook.potential +=
                        D * current.slopeResponse(s, membrane, synapse, row.inverse)
                }
                outlook.add((I + s * D) * synapse, D * synapse, current)
            }
            index &+= 1
        }
        return outlook
    }

    /// Takes the search for the next spike of a free neuron up to `limit` ms after its instant.
    /// Changes `safe` alone.
    @inline(__always)
    func search(_ record: LazyRecord, _ row: LIFRow, upTo limit: Double) {
        var s = record.safe
        while s.sign == .plus && s <= limit {
            if currents.count == 0 {
                guard row.asymptote > row.threshold else {
                    s = .infinity
                    break
                }
                // V rises to θ and beyond.
                let ratio = (row.threshold - record.potential) / (row.asymptote - row.threshold)
                s = -row.tau * Double.logarithm(ofOnePlus: ratio)
                break
            }
            let outlook = outlook(record, row, after: s)
            if outlook.potential >= row.threshold {
                s = -s
                break
            }
            let step = outlook.clearance(row)
            let next = s + step
            s = step <= 1e-15 * row.tau || next == s ? -next : next
        }
        record.safe = s
    }
}
