// What one spike does to a coarse step. A spike of weight 1 that arrives at tick k of a step adds
// e^(-(t - k) / tau) to the drive from then on. A step of Runge and Kutta wants smooth numbers, so
// the rest of the step sees in its place the parabola with the same integral, first and second
// moment:
//
//     drive   ______|‾‾‾‾──  ≈  a parabola, given by its values at the ends and the middle
//
// A response that varies little within a step, as that of calcium does, cannot tell the two apart.
// At the end of the step the exponential is exact again. All this is linear in the spikes, so a
// spike adds four numbers that are known beforehand for each tick of a step, and nobody has to
// remember when it came.

/// The four numbers by which a spike of weight 1 enters a step, for every tick of it.
struct DriveBasis {
    /// For the k-th tick of a step, counted from 0: the drive at the end of the step, then the
    /// parabola's values at the beginning, the middle and the end.
    let rows: [SIMD4<Double>]
    /// What is left at the end of a step of what was there at its beginning.
    let decay: Double
    let tau: Double

    /// - Parameters:
    ///   - tau: of the decay, in ms.
    ///   - ticks: of a step.
    init(tau: Double, ticks: Int, resolution: Double) {
        self.tau = tau
        let length = Double(ticks) * resolution
        decay = Double.exp(-length / tau)
        rows = (0..<ticks).map { tick in
            // Steps end on their ticks: the first tick lies one resolution behind the beginning.
            let u = Double(tick + 1) / Double(ticks)
            let moments = Self.moments(from: u, rate: length / tau)
            // Legendre's polynomials of the step, 1, z, (3 z² - 1) / 2 with z = 2 x - 1.
            let (a, b) = (moments.0, 2 * moments.1 - moments.0)
            let c = 6 * moments.2 - 6 * moments.1 + moments.0
            return SIMD4(
                Double.exp(-length * (1 - u) / tau), a - 3 * b + 5 * c, a - 2.5 * c,
                a + 3 * b + 5 * c)
        }
    }

    /// ∫ xⁿ e^(-r (x - u)) dx from u to 1, for n = 0, 1, 2.
    private static func moments(from u: Double, rate r: Double) -> (Double, Double, Double) {
        // Gauss's rule with five points: exact for polynomials of ninth degree, and r is small.
        let points = [
            (0.0, 0.568_888_888_888_888_9), (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
            (-0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
            (0.906_179_845_938_664, 0.236_926_885_056_189_1),
            (-0.906_179_845_938_664, 0.236_926_885_056_189_1),
        ]
        var sums = (0.0, 0.0, 0.0)
        for (point, weight) in points {
            let x = u + (1 - u) * (point + 1) / 2
            let value = weight / 2 * (1 - u) * Double.exp(-r * (x - u))
            sums.0 += value
            sums.1 += value * x
            sums.2 += value * x * x
        }
        return sums
    }
}
