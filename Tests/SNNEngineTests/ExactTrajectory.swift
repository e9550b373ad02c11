import Glibc
import SNNModel

@testable import SNNEngine

#if arch(x86_64)
    typealias Wide = Float80
#else
    typealias Wide = Double
#endif

/// A small generator for tests that print their seed (Steele et al. 2014, splitmix64).
struct TrajectoryRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }

    mutating func uniform(_ range: ClosedRange<Double>) -> Double {
        let part = Double(next() >> 11) * 0x1p-53
        return range.lowerBound + part * (range.upperBound - range.lowerBound)
    }

    mutating func chance(_ probability: Double) -> Bool { uniform(0...1) < probability }
}

/// V of a LIF neuron without a threshold, between and after inputs, from the solution as it stands
/// in textbooks: sums of (p + q t + r t²) e^(-t/τ) in wide numbers, nothing shared with the engine.
struct ExactTrajectory {
    struct Term {
        var rate: Wide
        var p: Wide
        var q: Wide
        var r: Wide
    }

    /// From `start` on, V is `rest` plus the terms, with t counted from `start`.
    struct Piece {
        var start: Double
        var rest: Wide
        var terms: [Term]

        func value(_ time: Double) -> Wide {
            let t = Wide(time) - Wide(start)
            return terms.reduce(rest) { sum, x in
                sum + (x.p + t * (x.q + t * x.r)) * Glibc.exp(-x.rate * t)
            }
        }

        func slope(_ time: Double) -> Wide {
            let t = Wide(time) - Wide(start)
            return terms.reduce(0) { sum, x in
                let value = x.p + t * (x.q + t * x.r)
                return sum + (x.q + 2 * t * x.r - x.rate * value) * Glibc.exp(-x.rate * t)
            }
        }
    }

    struct Receptor {
        var tau: Double
        var isAlpha: Bool
    }

    let tau: Double
    let capacitance: Double
    let rest: Double
    let receptors: [Receptor]
    private(set) var pieces: [Piece] = []

    /// Inputs in the order of time, all later than 0.
    init(
        tau: Double, capacitance: Double, rest: Double, potential: Double,
        receptors: [Receptor], inputs: [ExactNeuron.Input]
    ) {
        self.tau = tau
        self.capacitance = capacitance
        self.rest = rest
        self.receptors = receptors
        var (I, D) = (receptors.map { _ in Wide(0) }, receptors.map { _ in Wide(0) })
        pieces = [piece(from: 0, Wide(potential), I, D)]
        for input in inputs {
            let last = pieces[pieces.count - 1]
            let time = Wide(input.time) - Wide(last.start)
            let V = last.value(input.time)
            for (k, receptor) in receptors.enumerated() {
                let factor = Glibc.exp(-time / Wide(receptor.tau))
                I[k] = (I[k] + D[k] * time) * factor
                D[k] *= factor
            }
            let k = input.receptor
            if receptors[k].isAlpha {
                D[k] += Wide(input.weight) * Glibc.exp(Wide(1)) / Wide(receptors[k].tau)
            } else {
                I[k] += Wide(input.weight)
            }
            pieces.append(piece(from: input.time, V, I, D))
        }
    }

    private func piece(from start: Double, _ V: Wide, _ I: [Wide], _ D: [Wide]) -> Piece {
        let membrane = 1 / Wide(tau)
        let C = Wide(capacitance)
        var own = Term(rate: membrane, p: V - Wide(rest), q: 0, r: 0)
        var terms: [Term] = []
        for (k, receptor) in receptors.enumerated() {
            if receptor.tau == tau {
                own.q += I[k] / C
                own.r += D[k] / (2 * C)
                continue
            }
            let rate = 1 / Wide(receptor.tau)
            let difference = membrane - rate
            let q = D[k] / C / difference
            let p = (I[k] / C - q) / difference
            own.p -= p
            terms.append(Term(rate: rate, p: p, q: q, r: 0))
        }
        return Piece(start: start, rest: Wide(rest), terms: terms + [own])
    }

    /// All maxima of V up to `end`, on a fine grid and by bisection, and the borders of pieces.
    func extremes(until end: Double, step: Double) -> [(time: Double, value: Wide)] {
        var found: [(time: Double, value: Wide)] = []
        for (index, piece) in pieces.enumerated() {
            let last = index + 1 < pieces.count ? pieces[index + 1].start : end
            found.append((piece.start, piece.value(piece.start)))
            for (low, high) in rises(piece, until: last, step: step) {
                var (a, b) = (low, high)
                for _ in 0..<60 {
                    let middle = 0.5 * (a + b)
                    if piece.slope(middle) > 0 { a = middle } else { b = middle }
                }
                found.append((a, piece.value(a)))
            }
        }
        found.append((end, pieces[pieces.count - 1].value(end)))
        return found
    }

    /// Intervals in which the slope turns from above zero to below.
    private func rises(
        _ piece: Piece, until end: Double, step: Double
    ) -> [(Double, Double)] {
        var found: [(Double, Double)] = []
        let count = Int(((end - piece.start) / step).rounded(.up))
        guard count > 0 else { return [] }
        let dt = (end - piece.start) / Double(count)
        let factors = piece.terms.map { Double(Glibc.exp(-$0.rate * Wide(dt))) }
        var powers = piece.terms.map { _ in 1.0 }
        let (rates, p) = (piece.terms.map { Double($0.rate) }, piece.terms.map { Double($0.p) })
        let (q, r) = (piece.terms.map { Double($0.q) }, piece.terms.map { Double($0.r) })
        var wasRising = false
        for k in 0...count {
            let t = Double(k) * dt
            var slope = 0.0
            for n in 0..<factors.count {
                let value = p[n] + t * (q[n] + t * r[n])
                slope += (q[n] + 2 * t * r[n] - rates[n] * value) * powers[n]
                powers[n] *= factors[n]
            }
            if wasRising && slope <= 0 {
                found.append((piece.start + t - dt, piece.start + t))
            }
            wasRising = slope > 0
        }
        return found
    }

    /// The first time at which V reaches `threshold`, given its extremes; between two of them V
    /// has no maximum, so it is enough to look at their values.
    func firstCrossing(
        of threshold: Double, _ extremes: [(time: Double, value: Wide)]
    ) -> Double? {
        guard let first = extremes.firstIndex(where: { $0.value >= Wide(threshold) }) else {
            return nil
        }
        if first == 0 { return extremes[0].time }
        var (low, high) = (extremes[first - 1].time, extremes[first].time)
        let piece = pieces.last { $0.start <= low }!
        for _ in 0..<80 {
            let middle = 0.5 * (low + high)
            if piece.value(middle) >= Wide(threshold) { high = middle } else { low = middle }
        }
        return high
    }

    /// Whether V is below `threshold` again when the input after `time` comes, or at the end.
    func falls(below threshold: Double, after time: Double, until end: Double) -> Bool {
        let index = pieces.lastIndex { $0.start <= time }!
        let last = index + 1 < pieces.count ? pieces[index + 1].start : end
        return pieces[index].value(last) < Wide(threshold)
    }
}
