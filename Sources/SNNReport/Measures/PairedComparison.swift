import Foundation

/// Two readouts judged on the same samples. Only samples on which they differ tell them apart.
public struct PairedComparison: Sendable, Codable, Equatable {
    public let bothRight: Int
    public let onlyFirstRight: Int
    public let onlySecondRight: Int
    public let bothWrong: Int

    public init(first: [Int], second: [Int], labels: [Int]) {
        precondition(
            first.count == labels.count && second.count == labels.count,
            "Both name the same samples.")
        var counts = [0, 0, 0, 0]
        for index in labels.indices {
            let isFirst = first[index] == labels[index], isSecond = second[index] == labels[index]
            counts[(isFirst ? 0 : 2) + (isSecond ? 0 : 1)] += 1
        }
        bothRight = counts[0]
        onlyFirstRight = counts[1]
        onlySecondRight = counts[2]
        bothWrong = counts[3]
    }

    public var total: Int { bothRight + onlyFirstRight + onlySecondRight + bothWrong }

    /// Accuracy of the first less that of the second.
    public var difference: Double {
        total == 0 ? 0 : Double(onlyFirstRight - onlySecondRight) / Double(total)
    }

    /// Where the true difference lies with 95 % confidence: Wald's interval for paired shares after
    /// half a sample is added to each of the four counts. (Agresti & Min 2005, Stat. Med. 24, 729.)
    public var interval: ClosedRange<Double> {
        let n = Double(total) + 2
        let b = Double(onlyFirstRight) + 0.5, c = Double(onlySecondRight) + 0.5
        let centre = (b - c) / n
        let half = 1.959963984540054 * (b + c - (b - c) * (b - c) / n).squareRoot() / n
        return max(-1, centre - half) ... min(1, centre + half)
    }

    /// How likely a division at least as uneven is when both are equally good: McNemar's test in
    /// its exact, two-sided form, on the samples that exactly one of them named rightly.
    /// (McNemar 1947, Psychometrika 12, 153.)
    public var pValue: Double {
        let n = onlyFirstRight + onlySecondRight
        let few = min(onlyFirstRight, onlySecondRight)
        let all = lgamma(Double(n + 1)) - Double(n) * log(2)
        var tail = 0.0
        for k in 0 ... few {
            tail += exp(all - lgamma(Double(k + 1)) - lgamma(Double(n - k + 1)))
        }
        return min(1, 2 * tail)
    }
}
