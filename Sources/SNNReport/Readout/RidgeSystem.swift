// Ridge regression on one-vs-all targets. With standardised features Z (n samples × d features),
// targets Y (n × classes) and an intercept that is not penalised, the weights minimise
//
//     ‖Yc − Zc W‖² + λ d ‖W‖²           (index c: centred on the samples that are learned from)
//
// and are found in whichever space is smaller:
//
//     primal  (ZcᵀZc + λ d 1) W = ZcᵀYc          d equations
//     dual    (ZcZcᵀ + λ d 1) A = Yc, W = ZcᵀA   n equations
//
// The penalty is counted in units of d, the mean squared length of a standardised sample, so one
// grid of λ serves every number of features. (Hoerl & Kennard 1970; dual: Saunders et al. 1998.)
//
// A system is built once per set of features and then answers for every penalty and every choice
// of samples: leaving samples out takes rows and columns from the Gram matrix (dual) or subtracts
// their share from the scatter matrix (primal), and centring is repaired algebraically.

/// The equations of a ridge readout, for any penalty and any subset of the samples.
struct RidgeSystem {
    enum Form { case primal, dual }

    let form: Form
    let rows: Int
    let features: Int
    let classes: Int
    /// Targets, rows × classes column-major: 1 for the sample's class, 0 for the others.
    let targets: [Double]
    /// Dual: the Gram matrix, whole. Primal: the scatter matrix, upper triangle.
    let matrix: [Double]
    /// Primal only: the standardised samples, features × rows.
    let samples: [Double]

    init(
        _ features: FeatureMatrix, _ standardisation: Standardisation, labels: [Int], classes: Int,
        form: Form? = nil
    ) {
        DenseAlgebra.useOneThread()
        rows = features.rows
        self.features = standardisation.count
        self.classes = classes
        self.form = form ?? (standardisation.count <= features.rows ? .primal : .dual)
        var targets = [Double](repeating: 0, count: rows * classes)
        for (row, label) in labels.enumerated() { targets[label * rows + row] = 1 }
        self.targets = targets
        switch self.form {
        case .primal:
            samples = Self.standardised(features, standardisation)
            matrix = Self.scatter(of: samples, features: standardisation.count)
        case .dual:
            samples = []
            matrix = Self.gram(of: features, standardisation)
        }
    }

    /// Outputs for the samples `judged` after learning from the samples `learned`: for each
    /// penalty, judged × classes column-major.
    func outputs(
        learned: [Int], judged: [Int], penalties: [Double]
    ) throws(ReadoutError) -> [[Double]] {
        let (centred, means) = centredTargets(learned)
        switch form {
        case .dual: return try dualOutputs(learned, judged, penalties, centred, means)
        case .primal: return try primalOutputs(learned, judged, penalties, centred, means)
        }
    }

    /// Targets of some samples with their means removed, and these means.
    func centredTargets(_ learned: [Int]) -> (centred: [Double], means: [Double]) {
        let count = learned.count
        var centred = [Double](repeating: 0, count: count * classes)
        var means = [Double](repeating: 0, count: classes)
        for k in 0 ..< classes {
            var sum = 0.0
            for row in learned { sum += targets[k * rows + row] }
            means[k] = sum / Double(count)
            for (i, row) in learned.enumerated() {
                centred[k * count + i] = targets[k * rows + row] - means[k]
            }
        }
        return (centred, means)
    }
}

extension RidgeSystem {
    /// Standardised samples, features × rows.
    static func standardised(
        _ features: FeatureMatrix, _ standardisation: Standardisation
    ) -> [Double] {
        let count = features.rows * standardisation.count
        return [Double](unsafeUninitializedCapacity: count) { block, initialised in
            if count > 0 {
                standardisation.write(
                    features, rows: 0 ..< features.rows, kept: 0 ..< standardisation.count,
                    to: block.baseAddress!)
            }
            initialised = count
        }
    }

    /// The sum over samples of z zᵀ, upper triangle.
    static func scatter(of samples: [Double], features: Int) -> [Double] {
        var result = [Double](repeating: 0, count: features * features)
        guard !samples.isEmpty else { return result }
        DenseAlgebra.addOuter(
            samples, order: features, inner: samples.count / features, to: &result)
        return result
    }

    /// All scalar products of two samples. Features pass through in blocks, so the standardised
    /// matrix, which may be far larger than the result, never exists as a whole.
    static func gram(of features: FeatureMatrix, _ standardisation: Standardisation) -> [Double] {
        let rows = features.rows
        var result = [Double](repeating: 0, count: rows * rows)
        forEachBlock(of: features, standardisation) { block, range in
            DenseAlgebra.addInner(block, order: rows, inner: range.count, to: &result)
        }
        DenseAlgebra.mirror(&result, order: rows)
        return result
    }

    /// Hands out all samples with some features at a time, features × rows.
    static func forEachBlock(
        of features: FeatureMatrix, _ standardisation: Standardisation,
        _ body: (UnsafeMutablePointer<Double>, Range<Int>) -> Void
    ) {
        let blockFeaturesMax = 512
        let block = UnsafeMutablePointer<Double>.allocate(
            capacity: max(1, blockFeaturesMax * features.rows))
        defer { block.deallocate() }
        var start = 0
        while start < standardisation.count {
            let range = start ..< min(start + blockFeaturesMax, standardisation.count)
            standardisation.write(features, rows: 0 ..< features.rows, kept: range, to: block)
            body(block, range)
            start = range.upperBound
        }
    }
}
