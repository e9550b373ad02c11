// How a system answers for some of its samples; see RidgeSystem.swift for the equations.

extension RidgeSystem {
    /// With K the Gram matrix and r the mean of its rows over the learned samples, centring in
    /// feature space is  K_ij − r_i − r_j + mean(r).
    func dualOutputs(
        _ learned: [Int], _ judged: [Int], _ penalties: [Double], _ targets: [Double],
        _ targetMeans: [Double]
    ) throws(ReadoutError) -> [[Double]] {
        let n = learned.count, m = judged.count
        let learnedMeans = meanProducts(of: learned, with: learned)
        let judgedMeans = meanProducts(of: judged, with: learned)
        let mean = learnedMeans.reduce(0, +) / Double(n)
        var system = [Double](repeating: 0, count: n * n)
        var bridge = [Double](repeating: 0, count: n * m)
        matrix.withUnsafeBufferPointer { matrix in
            for (j, row) in learned.enumerated() {
                for i in 0 ... j {
                    system[j * n + i] =
                        matrix[row * rows + learned[i]] - learnedMeans[i] - learnedMeans[j] + mean
                }
            }
            for (j, row) in judged.enumerated() {
                for i in 0 ..< n {
                    bridge[j * n + i] =
                        matrix[row * rows + learned[i]] - learnedMeans[i] - judgedMeans[j] + mean
                }
            }
        }
        var results: [[Double]] = []
        for penalty in penalties {
            let coefficients = try DenseAlgebra.solution(
                system, order: n, ridge: penalty * Double(features), targets, columns: classes)
            results.append(
                shifted(
                    DenseAlgebra.product(
                        bridge, transposed: true, coefficients, rows: m, columns: classes,
                        inner: n), by: targetMeans))
        }
        return results
    }

    private func meanProducts(of samples: [Int], with learned: [Int]) -> [Double] {
        matrix.withUnsafeBufferPointer { matrix in
            samples.map { sample in
                var sum = 0.0
                for other in learned { sum += matrix[sample * rows + other] }
                return sum / Double(learned.count)
            }
        }
    }

    /// The scatter matrix of the learned samples is that of all less that of the others, and
    /// centring takes away n m mᵀ, with m the mean of the n learned samples.
    func primalOutputs(
        _ learned: [Int], _ judged: [Int], _ penalties: [Double], _ targets: [Double],
        _ targetMeans: [Double]
    ) throws(ReadoutError) -> [[Double]] {
        let d = features, n = learned.count
        let learnedSamples = gathered(learned)
        var means = [Double](repeating: 0, count: d)
        for i in 0 ..< n { for k in 0 ..< d { means[k] += learnedSamples[i * d + k] } }
        for k in 0 ..< d { means[k] /= Double(n) }

        var system = matrix
        let others = Set(0 ..< rows).subtracting(learned).sorted()
        if !others.isEmpty {
            let share = Self.scatter(of: gathered(others), features: d)
            for index in system.indices { system[index] -= share[index] }
        }
        for j in 0 ..< d {
            for i in 0 ... j { system[j * d + i] -= Double(n) * means[i] * means[j] }
        }
        // The targets are centred, so centring the samples too would change nothing here.
        let right = DenseAlgebra.product(
            learnedSamples, targets, rows: d, columns: classes, inner: n)
        var judgedSamples = gathered(judged)
        for j in judged.indices { for k in 0 ..< d { judgedSamples[j * d + k] -= means[k] } }

        var results: [[Double]] = []
        for penalty in penalties {
            let weights = try DenseAlgebra.solution(
                system, order: d, ridge: penalty * Double(d), right, columns: classes)
            results.append(
                shifted(
                    DenseAlgebra.product(
                        judgedSamples, transposed: true, weights, rows: judged.count,
                        columns: classes, inner: d), by: targetMeans))
        }
        return results
    }

    private func gathered(_ positions: [Int]) -> [Double] {
        var result: [Double] = []
        result.reserveCapacity(positions.count * features)
        for row in positions { result += samples[row * features ..< (row + 1) * features] }
        return result
    }

    private func shifted(_ outputs: [Double], by means: [Double]) -> [Double] {
        var result = outputs
        let count = outputs.count / classes
        for k in 0 ..< classes { for i in 0 ..< count { result[k * count + i] += means[k] } }
        return result
    }
}
