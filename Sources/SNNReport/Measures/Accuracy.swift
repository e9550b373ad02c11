import Foundation

/// How many samples were named rightly, and which were taken for which.
public struct Accuracy: Sendable, Codable, Equatable {
    public let correct: Int
    public let total: Int
    public let classes: Int
    /// Row: the class it was. Column: the class it was named. Counts, row after row.
    public let confusion: [Int]

    public init(predictions: [Int], labels: [Int], classes: Int) {
        precondition(predictions.count == labels.count, "Every sample has one guess.")
        var confusion = [Int](repeating: 0, count: classes * classes)
        for (guess, label) in zip(predictions, labels) { confusion[label * classes + guess] += 1 }
        self.init(confusion: confusion, classes: classes)
    }

    /// Several judgements as one, such as those of readouts that each left out another speaker.
    ///
    /// All have the same classes.
    public static func pooled(_ parts: [Accuracy]) -> Accuracy {
        precondition(Set(parts.map(\.classes)).count == 1, "Classes are the same in all parts.")
        var sum = [Int](repeating: 0, count: parts[0].confusion.count)
        for part in parts { for index in sum.indices { sum[index] += part.confusion[index] } }
        return Accuracy(confusion: sum, classes: parts[0].classes)
    }

    private init(confusion: [Int], classes: Int) {
        self.classes = classes
        self.confusion = confusion
        total = confusion.reduce(0, +)
        correct = (0 ..< classes).reduce(0) { $0 + confusion[$1 * classes + $1] }
    }

    /// The share of samples that were named rightly; 0 where there are none.
    public var share: Double { total == 0 ? 0 : Double(correct) / Double(total) }

    /// Where the true share lies with 95 % confidence.
    public var interval: ClosedRange<Double> {
        Self.wilsonInterval(successes: correct, trials: total)
    }

    /// The share that is right when every sample is given the name of the most common class: one
    /// over the number of classes for balanced samples, more otherwise.
    public var chance: Double {
        let largest = (0 ..< classes).map(samples(of:)).max() ?? 0
        return total == 0 ? 0 : Double(largest) / Double(total)
    }

    /// How many samples belong to a class.
    public func samples(of label: Int) -> Int {
        confusion[label * classes ..< (label + 1) * classes].reduce(0, +)
    }

    /// How many samples of the first class were given the name of the second.
    public func count(of label: Int, named guess: Int) -> Int { confusion[label * classes + guess] }

    /// Of the samples of a class, the share that was named so; nil where there are none.
    public func recall(of label: Int) -> Double? {
        let all = samples(of: label)
        return all == 0 ? nil : Double(count(of: label, named: label)) / Double(all)
    }

    /// Of the samples that were given a name, the share that deserve it; nil where there are none.
    public func precision(of label: Int) -> Double? {
        let all = (0 ..< classes).reduce(0) { $0 + count(of: $1, named: label) }
        return all == 0 ? nil : Double(count(of: label, named: label)) / Double(all)
    }

    /// Wilson's score interval: right for shares near 0 and 1 and for few samples, where the normal
    /// interval is not. (Wilson 1927, J. Am. Stat. Assoc. 22, 209.)
    ///
    /// - Parameter z: The quantile of the normal distribution; 1.96 gives 95 %.
    public static func wilsonInterval(
        successes: Int, trials: Int, z: Double = 1.959963984540054
    ) -> ClosedRange<Double> {
        guard trials > 0 else { return 0 ... 1 }
        let n = Double(trials), p = Double(successes) / n, zz = z * z
        let centre = (p + zz / (2 * n)) / (1 + zz / n)
        let half = z / (1 + zz / n) * (p * (1 - p) / n + zz / (4 * n * n)).squareRoot()
        let low = successes == 0 ? 0 : max(0, centre - half)
        let high = successes == trials ? 1 : min(1, centre + half)
        return low ... high
    }
}

extension Accuracy: CustomStringConvertible {
    /// As in `87.3 % (84.1–89.9 %), 450 of 515`.
    public var description: String {
        let low = String(format: "%.1f", 100 * interval.lowerBound)
        let high = String(format: "%.1f", 100 * interval.upperBound)
        let value = String(format: "%.1f", 100 * share)
        return "\(value) % (\(low)–\(high) %), \(correct) of \(total)"
    }
}
