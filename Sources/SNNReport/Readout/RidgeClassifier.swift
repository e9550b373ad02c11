/// A linear readout: the class whose output is largest.
///
///     let readout = try RidgeClassifier.fit(
///         features: train, labels: labels, classes: 10, penalty: 0.1)
///     let guesses = readout.predict(test)
///
/// One-vs-all ridge regression with an intercept on standardised features; the equations stand in
/// RidgeSystem.swift. Mean, scale and choice of features come from the training samples alone.
public struct RidgeClassifier: Sendable {
    public let classes: Int
    /// λ, in units of the mean squared length of a standardised sample.
    public let penalty: Double
    public let standardisation: Standardisation
    /// Kept features × classes, column-major.
    public let weights: [Double]
    /// One per class: its share of the training samples.
    public let intercepts: [Double]

    /// Fits weights to training samples.
    ///
    /// - Throws: `ReadoutError` for missing or wrong labels, a single class, values that are not
    ///   finite, or a penalty that is not positive.
    /// - Complexity: O(*n*³ + *n*² *d*) or O(*d*³ + *d*² *n*) for *n* samples of *d* features, the
    ///   smaller of the two.
    public static func fit(
        features: FeatureMatrix, labels: [Int], classes: Int, penalty: Double
    ) throws(ReadoutError) -> RidgeClassifier {
        try fit(features: features, labels: labels, classes: classes, penalty: penalty, form: nil)
    }

    static func fit(
        features: FeatureMatrix, labels: [Int], classes: Int, penalty: Double,
        form: RidgeSystem.Form?
    ) throws(ReadoutError) -> RidgeClassifier {
        try check(features, labels: labels, classes: classes)
        guard penalty > 0 else { throw .penaltyNotPositive(penalty) }
        let standardisation = Standardisation(of: features)
        let system = RidgeSystem(
            features, standardisation, labels: labels, classes: classes, form: form)
        let (targets, means) = system.centredTargets(Array(0 ..< features.rows))
        let ridge = penalty * Double(standardisation.count)
        var weights: [Double]
        switch system.form {
        case .primal:
            let right = DenseAlgebra.product(
                system.samples, targets, rows: system.features, columns: classes,
                inner: system.rows)
            weights = try DenseAlgebra.solution(
                system.matrix, order: system.features, ridge: ridge, right, columns: classes)
        case .dual:
            let coefficients = try DenseAlgebra.solution(
                system.matrix, order: system.rows, ridge: ridge, targets, columns: classes)
            weights = Array(repeating: 0, count: system.features * classes)
            RidgeSystem.forEachBlock(of: features, standardisation) { block, range in
                let part = DenseAlgebra.product(
                    block, coefficients, rows: range.count, columns: classes, inner: system.rows)
                for k in 0 ..< classes {
                    for (i, feature) in range.enumerated() {
                        weights[k * system.features + feature] = part[k * range.count + i]
                    }
                }
            }
        }
        return RidgeClassifier(
            classes: classes, penalty: penalty, standardisation: standardisation,
            weights: weights, intercepts: means)
    }

    /// The outputs of all classes for each sample, row after row.
    public func outputs(_ features: FeatureMatrix) -> [Double] {
        let rows = features.rows
        var result = [Double](repeating: 0, count: rows * classes)
        RidgeSystem.forEachBlock(of: features, standardisation) { block, range in
            var part: [Double] = []
            for k in 0 ..< classes {
                let start = k * standardisation.count
                part += weights[start + range.lowerBound ..< start + range.upperBound]
            }
            let product = DenseAlgebra.product(
                part, transposed: true, block, rows: classes, columns: rows, inner: range.count)
            for index in result.indices { result[index] += product[index] }
        }
        for row in 0 ..< rows {
            for k in 0 ..< classes { result[row * classes + k] += intercepts[k] }
        }
        return result
    }

    /// The class of each sample; of equal outputs the lower class wins.
    public func predict(_ features: FeatureMatrix) -> [Int] {
        let outputs = outputs(features)
        return (0 ..< features.rows).map { row in
            Self.strongest(classes) { outputs[row * classes + $0] }
        }
    }

    static func strongest(_ classes: Int, _ output: (Int) -> Double) -> Int {
        var best = 0
        for k in 1 ..< classes where output(k) > output(best) { best = k }
        return best
    }

    /// What every fit asks of its data.
    static func check(
        _ features: FeatureMatrix, labels: [Int], classes: Int
    ) throws(ReadoutError) {
        guard features.rows > 0 else { throw .noSamples }
        guard labels.count == features.rows else {
            throw .labelsMissing(samples: features.rows, labels: labels.count)
        }
        if let wrong = labels.first(where: { $0 < 0 || $0 >= classes }) {
            throw .labelOutOfRange(label: wrong, classes: classes)
        }
        guard Set(labels).count > 1 else { throw .oneClass }
        if let wrong = features.values.firstIndex(where: { !$0.isFinite }) {
            throw .notFinite(row: wrong / features.columns, column: wrong % features.columns)
        }
    }
}
