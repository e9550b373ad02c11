/// How a gradient moves parameters (Kingma & Ba 2015, arXiv 1412.6980), with beta_1 = 0.9 and
/// beta_2 = 0.999, at step t = 1, 2, …:
///
///     adam      m <- beta_1 m + (1 - beta_1) g      n <- beta_2 n + (1 - beta_2) g²
///               p -= rate / (1 - beta_1^t) m / (√(n / (1 - beta_2^t)) + 1e-8)
///     adamax    m as above                          n <- max(beta_2 n, |g| + 1e-8)
///               p -= rate / (1 - beta_1^t) m / n
struct SurrogateOptimiser {
    let kind: GradientDescent.Method
    /// What has been seen: m, n and the number of steps.
    private(set) var first: [Double]
    private(set) var second: [Double]
    private(set) var step = 0

    init(_ kind: GradientDescent.Method, count: Int) {
        self.kind = kind
        first = Array(repeating: 0, count: count)
        second = first
    }

    mutating func restore(first: [Double], second: [Double], step: Int) {
        precondition(
            first.count == self.first.count && second.count == first.count,
            "A state belongs to a network with the same parameters.")
        (self.first, self.second, self.step) = (first, second, step)
    }

    /// - Parameter rates: for each parameter.
    mutating func move(
        _ parameters: inout [Double], along gradient: [Double], rates: (Int) -> Double
    ) {
        step += 1
        let start = 1 / (1 - Double.exp(Double(step) * Double.log(0.9)))
        let width = 1 / (1 - Double.exp(Double(step) * Double.log(0.999)))
        for index in parameters.indices {
            let g = gradient[index]
            first[index] = 0.9 * first[index] + 0.1 * g
            let scale: Double
            switch kind {
            case .adam:
                second[index] = 0.999 * second[index] + 0.001 * g * g
                scale = (second[index] * width).squareRoot() + 1e-8
            case .adamax:
                second[index] = max(0.999 * second[index], abs(g) + 1e-8)
                scale = second[index]
            }
            parameters[index] -= rates(index) * start * first[index] / scale
        }
    }

    /// Shortens a gradient to a Euclidean norm of at most `limit`.
    ///
    /// - Returns: the norm that it had.
    static func clip(_ gradient: inout [Double], to limit: Double?) -> Double {
        let norm = gradient.reduce(0) { $0 + $1 * $1 }.squareRoot()
        if let limit, norm > limit {
            let factor = limit / norm
            for index in gradient.indices { gradient[index] *= factor }
        }
        return norm
    }
}
