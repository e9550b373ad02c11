import CKernels
import SNNModel

/// Draws many numbers of one distribution at a time.
///
///     let draw = DistributionDraw(Distribution(.normal(mean: 1, sd: 0.1), lower: 0))
///     draw.fill(numbers, count: 500, from: &stream)
///
/// The numbers are those that as many calls of `ElementStream.draw` would give, to the bit. The
/// stream may be left further along than those calls would leave it.
struct DistributionDraw: Sendable {
    /// How many more numbers than asked for may be written.
    static let overrun = 16
    private static let stretch = 512

    let distribution: Distribution
    private let isBounded: Bool
    private let lower: Double
    private let upper: Double
    /// Mean and standard deviation of the logarithm, for the lognormal.
    private let logarithm: (mean: Double, sd: Double)

    init(_ distribution: Distribution) {
        self.distribution = distribution
        isBounded = distribution.lower != nil || distribution.upper != nil
        lower = distribution.lower ?? -.infinity
        upper = distribution.upper ?? .infinity
        if case .lognormal(let mean, let sd) = distribution.shape, mean > 0 {
            let variance = Double.log(1 + (sd * sd) / (mean * mean))
            logarithm = (Double.log(mean) - variance / 2, variance.squareRoot())
        } else {
            logarithm = (0, 0)
        }
    }

    /// - Parameter numbers: room for `count + overrun`.
    func fill(
        _ numbers: UnsafeMutablePointer<Double>, count: Int, from stream: inout ElementStream
    ) {
        if case .gamma = distribution.shape {
            for index in 0..<count { numbers[index] = stream.draw(distribution) }
            return
        }
        if !isBounded {
            drawUnbounded(numbers, Self.whole(count), &stream)
            return
        }
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.stretch) { room in
            let candidates = room.baseAddress!
            var found = 0
            var missed = 0
            while found < count {
                let tried = min(Self.whole(count - found), Self.stretch)
                drawUnbounded(candidates, tried, &stream)
                let before = found
                found = keep(candidates, tried, numbers, found)
                missed = found == before ? missed + tried : 0
                if missed > Limits.redrawsMax {
                    // Practically unreachable, as in `ElementStream.draw`.
                    let last = min(max(distribution.mean, lower), upper)
                    while found < count {
                        numbers[found] = last
                        found += 1
                    }
                }
            }
        }
    }

    /// Whole vectors of pairs.
    private static func whole(_ count: Int) -> Int { (count + 15) & ~15 }

    /// Appends the candidates within the bounds to the `found` numbers so far. What is written
    /// beyond the new number of them does not count.
    @inline(__always)
    private func keep(
        _ candidates: UnsafeMutablePointer<Double>, _ count: Int,
        _ numbers: UnsafeMutablePointer<Double>, _ found: Int
    ) -> Int {
        let low = SIMD8<Double>.all(lower)
        let high = SIMD8<Double>.all(upper)
        var found = found
        var index = 0
        while index < count {
            let x = SIMD8<Double>.load(candidates + index)
            var kept = SIMD8<Double>.bits(x, atLeast: low) & SIMD8<Double>.bits(high, atLeast: x)
            if kept == 0xFF {
                x.store(numbers + found)
                found &+= 8
            } else {
                while kept != 0 {
                    numbers[found] = candidates[index &+ kept.trailingZeroBitCount]
                    found &+= 1
                    kept &= kept &- 1
                }
            }
            index &+= 8
        }
        return found
    }

    private func drawUnbounded(
        _ numbers: UnsafeMutablePointer<Double>, _ count: Int, _ stream: inout ElementStream
    ) {
        switch distribution.shape {
        case .uniform(let low, let high):
            stream.fillUniform(numbers, count: count)
            let (low, width) = (SIMD8<Double>.all(low), SIMD8<Double>.all(high - low))
            Self.map(numbers, count) { low + width * $0 }
        case .normal(let mean, let sd):
            stream.fillNormal(numbers, count: count)
            let (mean, sd) = (SIMD8<Double>.all(mean), SIMD8<Double>.all(sd))
            Self.map(numbers, count) { mean + sd * $0 }
        case .lognormal(let mean, _):
            stream.fillNormal(numbers, count: count)
            let (mu, sd) = (SIMD8<Double>.all(logarithm.mean), SIMD8<Double>.all(logarithm.sd))
            if mean > 0 {
                Self.map(numbers, count) { SIMD8<Double>.exp(mu + sd * $0) }
            } else {
                Self.map(numbers, count) { _ in SIMD8<Double>.all(0) }
            }
        case .exponential(let mean):
            stream.fillExponential(numbers, count: count)
            let mean = SIMD8<Double>.all(mean)
            Self.map(numbers, count) { mean * $0 }
        case .gamma: preconditionFailure("Gamma numbers are drawn one by one.")
        }
    }

    @inline(__always)
    private static func map(
        _ numbers: UnsafeMutablePointer<Double>, _ count: Int,
        _ transform: (SIMD8<Double>) -> SIMD8<Double>
    ) {
        var index = 0
        while index < count {
            transform(SIMD8<Double>.load(numbers + index)).store(numbers + index)
            index &+= 8
        }
    }
}
