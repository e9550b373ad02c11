// How a gradient moves numbers that are learnt: Adam or Adamax (Kingma & Ba 2015, arXiv 1412.6980,
// algorithms 1 and 2), with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8, at step t = 1, 2, …:
//
//     m <- β₁ m + (1 - β₁) g           m̂ = m / (1 - β₁^t)
//     adam      n <- β₂ n + (1 - β₂) g²      p -= rate m̂ / (√(n / (1 - β₂^t)) + ε)
//     adamax    n <- max(β₂ n, |g| + ε)      p -= rate m̂ / n

/// What all who learn by gradients have in common.
public enum GradientDescent {
    public enum Method: String, Sendable, CaseIterable { case adam, adamax }

    /// Where it is made up for that moments begin at zero. The two differ by rounding, and by ε.
    enum Correction {
        /// In the moments, as algorithm 1 is printed.
        case ofMoments
        /// In the length of a step, as the end of its section 2 recommends; ε then counts for
        /// more in the first steps.
        case ofStep
    }

    /// Makes the gradient no longer than `most`, or leaves it as it is where that is 0.
    ///
    /// - Returns: its length before.
    @_specialize(where Number == Float)
    @_specialize(where Number == Double)
    static func clip<Number: BinaryFloatingPoint>(
        _ gradient: inout [Number], to most: Double
    ) -> Double {
        var sum = 0.0
        for g in gradient { sum += Double(g) * Double(g) }
        let length = sum.squareRoot()
        guard most > 0, length > most else { return length }
        let factor = Number(most / length)
        for index in gradient.indices { gradient[index] *= factor }
        return length
    }

    /// The rate at a moment of a training, `progress` of 0 ... 1: half a cosine, from the first
    /// rate to zero (Loshchilov & Hutter 2017, arXiv 1608.03983).
    static func cosine(_ rate: Double, at progress: Double) -> Double {
        // cos(π p) = 1 - 2 sin²(π p / 2); a series would do, and this one is exact at both ends.
        let half = sine(Double.pi / 2 * min(max(progress, 0), 1))
        return rate * (1 - half * half)
    }

    /// For 0 ... π / 2.
    private static func sine(_ x: Double) -> Double {
        var (term, sum) = (x, x)
        for n in 1...10 {
            term *= -x * x / Double(2 * n * (2 * n + 1))
            sum += term
        }
        return sum
    }
}

/// The moments of gradients, and the steps that they make.
struct GradientMoments<Number: BinaryFloatingPoint & Sendable>: Sendable, Equatable {
    let method: GradientDescent.Method
    let correction: GradientDescent.Correction
    /// Steps made.
    private(set) var step = 0
    /// m and n of each number.
    private(set) var first: [Number]
    private(set) var second: [Number]

    /// Consecutive numbers that move at a rate of their own.
    struct Part {
        var range: Range<Int>
        var rate: Double
    }

    init(
        _ method: GradientDescent.Method, _ correction: GradientDescent.Correction, count: Int
    ) {
        self.method = method
        self.correction = correction
        first = Array(repeating: 0, count: count)
        second = first
    }

    /// Goes on where another had come to.
    mutating func restore(step: Int, first: [Number], second: [Number]) {
        precondition(
            first.count == self.first.count && second.count == first.count,
            "Moments belong to as many numbers.")
        (self.step, self.first, self.second) = (step, first, second)
    }

    /// - Parameter rate: how far a step goes.
    mutating func move(_ values: inout [Number], along gradient: [Number], rate: Double) {
        move(&values, along: gradient, [Part(range: values.indices, rate: rate)])
    }

    /// - Parameter parts: others stay where they are, and so do their moments.
    @_specialize(where Number == Float)
    @_specialize(where Number == Double)
    mutating func move(_ values: inout [Number], along gradient: [Number], _ parts: [Part]) {
        precondition(values.count == gradient.count && values.count == first.count)
        step += 1
        let left1 = 1 - Self.power(0.9, step)
        let left2 = 1 - Self.power(0.999, step)
        let isMax = method == .adamax
        let isOfStep = correction == .ofStep
        let width = Number(isOfStep ? 1 : 1 / left2)
        values.withUnsafeMutableBufferPointer { values in
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in
                    gradient.withUnsafeBufferPointer { gradient in
                        for part in parts {
                            let rate = part.rate
                            let size = Number(
                                !isOfStep ? rate * (1 / left1)
                                    : isMax ? rate / left1 : rate * left2.squareRoot() / left1)
                            for index in part.range {
                                let g = gradient[index]
                                let mean = 0.9 * first[index] + 0.1 * g
                                first[index] = mean
                                if isMax {
                                    let most = max(0.999 * second[index], g.magnitude + 1e-8)
                                    second[index] = most
                                    values[index] -= size * mean / most
                                } else {
                                    let square = 0.999 * second[index] + 0.001 * g * g
                                    second[index] = square
                                    values[index] -=
                                        size * mean / ((square * width).squareRoot() + 1e-8)
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private static func power(_ base: Double, _ exponent: Int) -> Double {
        Double.exp(Double(exponent) * Double.log(base))
    }
}
