/// How a gradient moves weights.
///
///     sgd     w -= eta g
///     adam    Kingma & Ba (2015), arXiv 1412.6980, with beta_1 = 0.9, beta_2 = 0.999, 1e-8
struct EPropOptimiser {
    enum Kind: String { case sgd, adam }

    private let kind: Kind
    private let eta: Double
    private var first: [Double]
    private var second: [Double]
    private var decays = (1.0, 1.0)

    init(_ kind: Kind, eta: Double, count: Int) {
        self.kind = kind
        self.eta = eta
        first = kind == .adam ? Array(repeating: 0, count: count) : []
        second = first
    }

    mutating func move(_ weights: inout [Double], along gradient: [Double]) {
        switch kind {
        case .sgd:
            for index in weights.indices { weights[index] -= eta * gradient[index] }
        case .adam:
            decays = (decays.0 * 0.9, decays.1 * 0.999)
            let step = eta * (1 - decays.1).squareRoot() / (1 - decays.0)
            for index in weights.indices {
                let g = gradient[index]
                first[index] = 0.9 * first[index] + 0.1 * g
                second[index] = 0.999 * second[index] + 0.001 * g * g
                weights[index] -= step * first[index] / (second[index].squareRoot() + 1e-8)
            }
        }
    }
}
