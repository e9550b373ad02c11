import COpenBLAS

// Recursive least squares, the rule of FORCE (Sussillo & Abbott 2009, Neuron 63, 544):
//
//     k = P r,   c = 1 / (1 + r . k),   P -= c k kᵀ,   w -= e c k,   e = w . r - y
//
// from P = 1 / alpha. After n updates w is the ridge solution for these n pairs with penalty alpha.

/// Several linear readouts that share one inverse correlation matrix.
struct RecursiveLeastSquares {
    /// By readout.
    private(set) var weights: [[Double]]
    /// Whether P stays what it has become.
    var isFrozen = false
    /// The upper triangle of P.
    private var inverse: [Double]
    private var gain: [Double]
    private let order: Int

    init(order: Int, readouts: Int, alpha: Double) {
        DenseThreads.useOne()
        self.order = order
        weights = Array(repeating: Array(repeating: 0, count: order), count: readouts)
        gain = Array(repeating: 0, count: order)
        inverse = Array(repeating: 0, count: order * order)
        for index in 0..<order { inverse[index * order + index] = 1 / alpha }
    }

    /// Learns that `trace` stands for these targets, one for each readout.
    mutating func learn(_ trace: UnsafePointer<Double>, _ targets: [Double]) {
        precondition(targets.count == weights.count, "Every readout has a target.")
        let n = Int32(order)
        cblas_dsymv(CblasRowMajor, CblasUpper, n, 1, inverse, n, trace, 1, 0, &gain, 1)
        let c = 1 / (1 + cblas_ddot(n, trace, 1, gain, 1))
        if !isFrozen { cblas_dsyr(CblasRowMajor, CblasUpper, n, -c, gain, 1, &inverse, n) }
        for (index, target) in targets.enumerated() {
            let error = cblas_ddot(n, weights[index], 1, trace, 1) - target
            cblas_daxpy(n, -error * c, gain, 1, &weights[index], 1)
        }
    }
}
