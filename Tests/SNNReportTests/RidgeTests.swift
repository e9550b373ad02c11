import Testing

@testable import SNNReport

/// Samples around one centre per class, with a column that never varies.
struct Clusters {
    var features: FeatureMatrix
    var labels: [Int]

    init(
        samples: Int, columns: Int, classes: Int, noise: Double,
        using random: inout RepeatableRandom
    ) {
        let centres = (0 ..< classes * columns).map { _ in random.normal() }
        features = FeatureMatrix(rows: samples, columns: columns)
        labels = (0 ..< samples).map { $0 % classes }
        for row in 0 ..< samples {
            for column in 0 ..< columns {
                let centre = centres[labels[row] * columns + column]
                features[row, column] = Float(3 + centre + noise * random.normal())
            }
            if columns > 1 { features[row, 1] = 7 }
        }
    }
}

@Suite struct RidgeTests {
    /// Gauss elimination on the bordered normal equations, written without any of the code under
    /// test.
    static func naiveOutputs(
        _ features: FeatureMatrix, _ labels: [Int], classes: Int, penalty: Double
    ) -> [Double] {
        let n = features.rows
        let kept = (0 ..< features.columns).filter { c in
            (0 ..< n).contains { features[$0, c] != features[0, c] }
        }
        var z = [[Double]](repeating: [], count: n)
        for c in kept {
            let mean = (0 ..< n).reduce(0.0) { $0 + Double(features[$1, c]) } / Double(n)
            let deviations = (0 ..< n).map { Double(features[$0, c]) - mean }
            let variance = deviations.reduce(0.0) { $0 + $1 * $1 } / Double(n)
            for i in 0 ..< n { z[i].append(deviations[i] / variance.squareRoot()) }
        }
        for i in 0 ..< n { z[i].append(1) }  // the intercept, free of penalty
        let d = kept.count + 1
        var a = [[Double]](repeating: Array(repeating: 0, count: d + classes), count: d)
        for i in 0 ..< d {
            for j in 0 ..< d { for s in 0 ..< n { a[i][j] += z[s][i] * z[s][j] } }
            if i < d - 1 { a[i][i] += penalty * Double(d - 1) }
            for s in 0 ..< n { a[i][d + labels[s]] += z[s][i] }
        }
        for pivot in 0 ..< d {
            let best = (pivot ..< d).max { abs(a[$0][pivot]) < abs(a[$1][pivot]) }!
            a.swapAt(pivot, best)
            for row in 0 ..< d where row != pivot {
                let factor = a[row][pivot] / a[pivot][pivot]
                for k in pivot ..< d + classes { a[row][k] -= factor * a[pivot][k] }
            }
        }
        return (0 ..< n).flatMap { s in
            (0 ..< classes).map { k in
                (0 ..< d).reduce(0.0) { $0 + z[s][$1] * a[$1][d + k] / a[$1][$1] }
            }
        }
    }

    @Test(arguments: [UInt64(1), 2, 3])
    func solvesTheNormalEquationsInBothForms(seed: UInt64) throws {
        print("seed \(seed)")
        var random = RepeatableRandom(seed: seed)
        for (samples, columns) in [(12, 4), (9, 15)] {
            let data = Clusters(
                samples: samples, columns: columns, classes: 3, noise: 1, using: &random)
            for penalty in [0.01, 1] {
                let expected = Self.naiveOutputs(
                    data.features, data.labels, classes: 3, penalty: penalty)
                for form in [RidgeSystem.Form.primal, .dual] {
                    let readout = try RidgeClassifier.fit(
                        features: data.features, labels: data.labels, classes: 3,
                        penalty: penalty, form: form)
                    #expect(readout.standardisation.kept.contains(1) == false)
                    for (found, wanted) in zip(readout.outputs(data.features), expected) {
                        #expect(abs(found - wanted) < 1e-9)
                    }
                }
            }
        }
    }

    /// What a system says of held-out samples is what a fit to the others alone would say, with
    /// the system's scales.
    @Test(arguments: [UInt64(4), 5])
    func leavesSamplesOutExactly(seed: UInt64) throws {
        print("seed \(seed)")
        var random = RepeatableRandom(seed: seed)
        for (samples, columns) in [(24, 6), (18, 40)] {
            let data = Clusters(
                samples: samples, columns: columns, classes: 3, noise: 2, using: &random)
            let standardisation = Standardisation(of: data.features)
            let judged = [0, 3, 4, 9], learned = (0 ..< samples).filter { !judged.contains($0) }
            let systems = [RidgeSystem.Form.primal, .dual].map {
                RidgeSystem(
                    data.features, standardisation, labels: data.labels, classes: 3, form: $0)
            }
            let answers = try systems.map {
                try $0.outputs(learned: learned, judged: judged, penalties: [0.05, 2])
            }
            for (left, right) in zip(answers[0].joined(), answers[1].joined()) {
                #expect(abs(left - right) < 1e-9)
            }
            // Whatever the samples hold that are left out, the others are learned from alike.
            var random = RepeatableRandom(seed: seed)
            let poisoned = FeatureMatrix(
                rows: samples, columns: columns,
                values: (0 ..< samples * columns).map {
                    judged.contains($0 / columns)
                        ? Float(100 * random.normal()) : data.features.values[$0]
                })
            let other = try RidgeSystem(
                poisoned, standardisation, labels: data.labels, classes: 3
            ).outputs(learned: learned, judged: learned, penalties: [0.05])
            let same = try systems[0].outputs(learned: learned, judged: learned, penalties: [0.05])
            for (left, right) in zip(other[0], same[0]) { #expect(abs(left - right) < 1e-9) }
        }
    }

    @Test func standardisesOnTheTrainingSamplesOnly() throws {
        var random = RepeatableRandom(seed: 6)
        let data = Clusters(samples: 30, columns: 5, classes: 3, noise: 0.3, using: &random)
        let readout = try RidgeClassifier.fit(
            features: data.features, labels: data.labels, classes: 3, penalty: 0.1)
        var poisoned = data.features.subset(0 ..< 10)
        for row in 5 ..< 10 { for column in 0 ..< 5 { poisoned[row, column] *= 1e6 } }
        // The first five rows are judged the same whatever stands beside them.
        #expect(
            readout.outputs(poisoned).prefix(15)
                .elementsEqual(readout.outputs(data.features).prefix(15)) { abs($0 - $1) < 1e-12 })
        #expect(readout.predict(data.features) == data.labels)
    }

    @Test func refusesWhatCannotBeLearned() {
        let two = FeatureMatrix(rows: 2, columns: 1, values: [0, 1])
        func fit(_ matrix: FeatureMatrix, _ labels: [Int], _ penalty: Double = 1) -> ReadoutError? {
            do throws(ReadoutError) {
                _ = try RidgeClassifier.fit(
                    features: matrix, labels: labels, classes: 2, penalty: penalty)
                return nil
            } catch { return error }
        }
        #expect(fit(two, [0, 1]) == nil)
        #expect(fit(FeatureMatrix(rows: 0, columns: 1), []) == .noSamples)
        #expect(fit(two, [0, 0]) == .oneClass)
        #expect(fit(two, [0]) == .labelsMissing(samples: 2, labels: 1))
        #expect(fit(two, [0, 2]) == .labelOutOfRange(label: 2, classes: 2))
        #expect(fit(two, [0, 1], 0) == .penaltyNotPositive(0))
        #expect(
            fit(FeatureMatrix(rows: 2, columns: 1, values: [0, .nan]), [0, 1])
                == .notFinite(row: 1, column: 0))
    }

    @Test func namesTheCommonestClassWhenNothingVaries() throws {
        let flat = FeatureMatrix(rows: 3, columns: 2, values: [1, 1, 1, 1, 1, 1])
        let readout = try RidgeClassifier.fit(
            features: flat, labels: [1, 1, 0], classes: 2, penalty: 1)
        #expect(readout.standardisation.count == 0)
        #expect(readout.predict(flat) == [1, 1, 1])
    }
}
