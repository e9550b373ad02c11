import Glibc

/// An integrator that shares nothing with the engine's: extrapolated midpoint steps (Gragg 1965,
/// SIAM J. Numer. Anal. 2, 384; Bulirsch & Stoer) with libm's functions, halved until two orders
/// agree within 1e-12, and thresholds found by bisection over the length of a step.
struct ExactFlowReference {
    /// dy/dt at a time.
    var rates: (Double, [Double]) -> [Double]
    var tolerance = 1e-12

    private static let counts = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20]

    /// One step; the error is that of the last extrapolation over what is allowed.
    private func step(
        _ t: Double, _ y: [Double], _ length: Double
    ) -> (y: [Double], error: Double) {
        var rows: [[[Double]]] = []
        for (k, count) in Self.counts.enumerated() {
            var row = [midpoint(t, y, length, count)]
            for j in 0..<k {
                let ratio = Double(count) / Double(Self.counts[k - j - 1])
                let factor = 1 / (ratio * ratio - 1)
                row.append(zip(row[j], rows[k - 1][j]).map { $0 + ($0 - $1) * factor })
            }
            rows.append(row)
        }
        let (best, other) = (rows[9][9], rows[9][8])
        let error = zip(best, other).map { abs($0 - $1) / (tolerance * (1 + abs($0))) }.max()!
        return (best, error.isNaN ? .infinity : error)
    }

    private func midpoint(
        _ t: Double, _ y: [Double], _ length: Double, _ count: Int
    ) -> [Double] {
        let h = length / Double(count)
        var (last, now) = (y, zip(y, rates(t, y)).map { $0 + h * $1 })
        for k in 1..<count {
            let k2 = rates(t + Double(k) * h, now)
            (last, now) = (now, (0..<y.count).map { last[$0] + 2 * h * k2[$0] })
        }
        let end = rates(t + length, now)
        return (0..<y.count).map { 0.5 * (now[$0] + last[$0] + h * end[$0]) }
    }

    /// Integrates from `t` to `end`, or until y[0] reaches `threshold`.
    func run(
        _ t: Double, _ y: [Double], until end: Double, threshold: Double
    ) -> (time: Double, y: [Double], isCrossing: Bool) {
        var (t, y) = (t, y)
        var length = 0.25
        while t < end {
            length = min(length, end - t)
            let (next, error) = step(t, y, length)
            if error > 1 {
                length /= 2
                continue
            }
            if next[0] >= threshold {
                var (low, high) = (0.0, length)
                for _ in 0..<60 {
                    let middle = 0.5 * (low + high)
                    if step(t, y, middle).y[0] >= threshold { high = middle } else { low = middle }
                }
                return (t + high, step(t, y, high).y, true)
            }
            (t, y) = (t + length, next)
            if error < 1e-3 { length *= 1.5 }
        }
        return (end, y, false)
    }
}
