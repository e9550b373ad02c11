// Reading a network that has learnt without labels (Diehl & Cook 2015, Front. Comput. Neurosci. 9,
// 99). Labels of training samples give each neuron a name, and nothing else:
//
//     class of neuron j   argmax over k of the mean count of j in samples of class k
//     guess for a sample  argmax over k of the mean count of the neurons of class k
//
// Equal means go to the lower class. Neurons that never fired have no class.

/// A class for every neuron.
///
///     let names = LabelAssignment(counts: trainCounts, labels: labels, classes: 10)
///     names.predict(testCounts)
public struct LabelAssignment: Sendable, Equatable {
    /// The class of each neuron; nil for one that was silent.
    public let classOf: [Int?]
    public let classes: Int

    /// - Parameters:
    ///   - counts: One row per sample, one column per neuron.
    ///   - rows: The samples that count; all of them unless given.
    public init(counts: FeatureMatrix, labels: [Int], classes: Int, rows: Range<Int>? = nil) {
        precondition(labels.count == counts.rows, "Every sample has a label.")
        let rows = rows ?? 0 ..< counts.rows
        var sums = [Double](repeating: 0, count: classes * counts.columns)
        var samples = [Double](repeating: 0, count: classes)
        for row in rows {
            samples[labels[row]] += 1
            let base = labels[row] * counts.columns
            for neuron in 0 ..< counts.columns {
                sums[base + neuron] += Double(counts.values[row * counts.columns + neuron])
            }
        }
        self.classes = classes
        classOf = (0 ..< counts.columns).map { neuron in
            var (best, highest): (Int?, Double) = (nil, 0)
            for label in 0 ..< classes where samples[label] > 0 {
                let mean = sums[label * counts.columns + neuron] / samples[label]
                if mean > highest { (best, highest) = (label, mean) }
            }
            return best
        }
    }

    /// How many neurons stand for each class.
    public var neuronsPerClass: [Int] {
        classOf.reduce(into: [Int](repeating: 0, count: classes)) { counts, label in
            if let label { counts[label] += 1 }
        }
    }

    /// A class for each sample; the lowest that a neuron stands for where none of them fired.
    public func predict(_ counts: FeatureMatrix, rows: Range<Int>? = nil) -> [Int] {
        precondition(counts.columns == classOf.count, "Neurons are the same as before.")
        let sizes = neuronsPerClass
        let fallback = sizes.firstIndex { $0 > 0 } ?? 0
        return (rows ?? 0 ..< counts.rows).map { row in
            var sums = [Double](repeating: 0, count: classes)
            for (neuron, label) in classOf.enumerated() {
                guard let label else { continue }
                sums[label] += Double(counts.values[row * counts.columns + neuron])
            }
            var (best, highest) = (fallback, 0.0)
            for label in 0 ..< classes where sizes[label] > 0 {
                let mean = sums[label] / Double(sizes[label])
                if mean > highest { (best, highest) = (label, mean) }
            }
            return best
        }
    }

    /// Accuracy while learning goes on: each block of samples is named by the classes that neurons
    /// had in the blocks before.
    ///
    /// - Parameters:
    ///   - block: Samples per point.
    ///   - memory: Blocks that decide about the classes.
    /// - Returns: From the second block on: how many samples had been seen at its end, and the
    ///   share of it that was named rightly.
    public static func course(
        counts: FeatureMatrix, labels: [Int], classes: Int, block: Int, memory: Int = 5
    ) -> [(samples: Int, accuracy: Double)] {
        precondition(block > 0 && memory > 0, "Blocks hold samples.")
        return stride(from: block, to: counts.rows, by: block).map { start in
            let end = min(start + block, counts.rows)
            let names = LabelAssignment(
                counts: counts, labels: labels, classes: classes,
                rows: max(0, start - memory * block) ..< start)
            let guesses = names.predict(counts, rows: start ..< end)
            let right = zip(guesses, labels[start ..< end]).reduce(0) {
                $0 + ($1.0 == $1.1 ? 1 : 0)
            }
            return (end, Double(right) / Double(end - start))
        }
    }
}

extension ReadoutResult {
    /// Names neurons by the training samples and judges on the test samples. Nothing is chosen.
    public static func labels(
        train: SpikeFeatures, labels: [Int], test: SpikeFeatures, testLabels: [Int], classes: Int
    ) -> ReadoutResult {
        let counts = train.counts(bins: 1)
        let names = LabelAssignment(counts: counts, labels: labels, classes: classes)
        return ReadoutResult(
            selection: nil,
            train: Accuracy(
                predictions: names.predict(counts), labels: labels, classes: classes),
            testPredictions: names.predict(test.counts(bins: 1)), testLabels: testLabels,
            classes: classes)
    }
}
