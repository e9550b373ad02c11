/// How a gradient moves numbers that are learnt: Adam or Adamax (Kingma & Ba 2015, arXiv 1412.6980,
/// algorithms 1 and 2), with β₁ = 0.9, β₂ = 0.999 and ε = 1e-8.
public struct GradientDescent: Sendable, Equatable {
    public enum Method: String, Sendable, CaseIterable { case adam, adamax }

    let method: Method
    /// Steps made.
    private(set) var step = 0
    private(set) var first: [Float]
    private(set) var second: [Float]

    init(_ method: Method, count: Int) {
        self.method = method
        first = Array(repeating: 0, count: count)
        second = first
    }

    /// Goes on where another had come to.
    init(_ method: Method, step: Int, first: [Float], second: [Float]) {
        self.method = method
        self.step = step
        self.first = first
        self.second = second
    }

    /// - Parameter rate: how far a step goes.
    mutating func move(_ values: inout [Float], along gradient: [Float], rate: Double) {
        precondition(values.count == gradient.count && values.count == first.count)
        step += 1
        let decay1 = Self.power(0.9, step)
        let decay2 = Self.power(0.999, step)
        let isMax = method == .adamax
        let size = Float(
            isMax ? rate / (1 - decay1) : rate * (1 - decay2).squareRoot() / (1 - decay1))
        let count = values.count
        values.withUnsafeMutableBufferPointer { values in
            first.withUnsafeMutableBufferPointer { first in
                second.withUnsafeMutableBufferPointer { second in
                    gradient.withUnsafeBufferPointer { gradient in
                        for index in 0..<count {
                            let g = gradient[index]
                            let mean = 0.9 * first[index] + 0.1 * g
                            first[index] = mean
                            if isMax {
                                let most = max(0.999 * second[index], abs(g) + 1e-8)
                                second[index] = most
                                values[index] -= size * mean / most
                            } else {
                                let square = 0.999 * second[index] + 0.001 * g * g
                                second[index] = square
                                values[index] -= size * mean / (square.squareRoot() + 1e-8)
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

    /// Makes the gradient no longer than `most`.
    ///
    /// - Returns: its length before.
    static func clip(_ gradient: inout [Float], to most: Double) -> Double {
        var sum = 0.0
        for g in gradient { sum += Double(g) * Double(g) }
        let length = sum.squareRoot()
        guard most > 0, length > most else { return length }
        let factor = Float(most / length)
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
