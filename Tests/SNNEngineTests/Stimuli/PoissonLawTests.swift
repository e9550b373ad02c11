import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Numbers of spikes follow the Poisson law, in each way of drawing them.
struct PoissonLawTests {
    static let seed: UInt64 = 20_261
    /// Cells, one table, one table on both sides of the ends, sums of several.
    static let means = [0.001, 0.02, 0.3, 1.28, 2, 7, 8, 20, 31.9, 50, 200]

    struct Case: Sendable, CustomStringConvertible {
        let mean: Double
        let isMixture: Bool
        var description: String { "\(isMixture ? "mixture of" : "all") \(mean)" }

        /// Where rates differ, every other element has 3 % of the rate.
        var source: PoissonSource {
            let means = isMixture
                ? (0..<PoissonLawTests.count).map { $0 & 1 == 0 ? mean : 0.03 * mean } : [mean]
            return PoissonSource(
                seed: PoissonLawTests.seed, stream: StreamID("noise"),
                count: PoissonLawTests.count, means: means)
        }
    }

    static let cases = means.map { Case(mean: $0, isMixture: false) }
        + means.map { Case(mean: $0, isMixture: true) }
    static let count = 2500
    static let ticks = 200

    /// Numbers by tick and element.
    private static func numbers(_ source: PoissonSource) -> [[Int]] {
        (1...ticks).map { tick in
            var row = Array(repeating: 0, count: count)
            source.forEachSpiking(0..<count, tick: tick) { row[$0] = $1 }
            return row
        }
    }

    /// log of the Poisson probability
    private static func probability(_ k: Int, _ mean: Double) -> Double {
        exp(Double(k) * log(mean) - mean - lgamma(Double(k) + 1))
    }

    /// Half a million numbers against the law: χ² lies within five standard deviations of its mean,
    /// by the normal approximation of Wilson & Hilferty (1931).
    @Test(arguments: cases)
    func numbersFollowTheLaw(_ the: Case) {
        let rows = Self.numbers(the.source)
        for (parity, mean) in [(0, the.mean), (1, the.isMixture ? 0.03 * the.mean : the.mean)] {
            let numbers = rows.flatMap { row in
                stride(from: parity, to: row.count, by: 2).map { row[$0] }
            }
            expectLaw(numbers, mean: mean)
        }
    }

    private func expectLaw(_ numbers: [Int], mean: Double) {
        let total = Double(numbers.count)
        var observed: [Int: Int] = [:]
        for number in numbers { observed[number, default: 0] += 1 }
        var chi = 0.0
        var bins = 0
        var (expectedSum, observedSum, probability) = (0.0, 0.0, 0.0)
        var k = 0
        while probability < 1 - 10 / total, k < 2000 {
            let p = Self.probability(k, mean)
            probability += p
            expectedSum += p * total
            observedSum += Double(observed.removeValue(forKey: k) ?? 0)
            if expectedSum >= 10 {
                chi += (observedSum - expectedSum) * (observedSum - expectedSum) / expectedSum
                bins += 1
                (expectedSum, observedSum) = (0, 0)
            }
            k += 1
        }
        let rest = (1 - probability) * total + expectedSum
        let found = Double(observed.values.reduce(0, +)) + observedSum
        if rest > 0.1 {
            chi += (found - rest) * (found - rest) / rest
            bins += 1
        } else {
            #expect(found < 5, "seed \(Self.seed), mean \(mean): the tail is too heavy")
        }
        guard bins > 1 else { return }
        let freedom = Double(bins - 1)
        let spread = 2 / (9 * freedom)
        let z = (cbrt(chi / freedom) - (1 - spread)) / spread.squareRoot()
        #expect(abs(z) < 5, "seed \(Self.seed), mean \(mean): χ² is \(chi) with \(bins) bins")

        let n = total
        let measured = Double(numbers.reduce(0, +)) / n
        let variance = numbers.reduce(0) {
            $0 + (Double($1) - measured) * (Double($1) - measured)
        } / n
        #expect(abs(measured - mean) < 5 * (mean / n).squareRoot(), "seed \(Self.seed)")
        // Var(s²) of a Poisson number is about (2 λ² + λ) / n.
        #expect(
            abs(variance - mean) < 5 * ((2 * mean * mean + mean) / n).squareRoot(),
            "seed \(Self.seed)")
    }

    /// Elements that share a block, a vector or a cell, and ticks that follow each other, have no
    /// correlation.
    @Test(arguments: cases)
    func neighboursAreIndependent(_ the: Case) {
        let rows = Self.numbers(the.source)
        func mean(_ element: Int) -> Double {
            the.isMixture && element & 1 == 1 ? 0.03 * the.mean : the.mean
        }
        for lag in [1, 2, 3, 4, 8, 16, 32] {
            var (sum, squares) = (0.0, 0.0)
            for row in rows {
                for element in 0..<Self.count - lag {
                    let (a, b) = (mean(element), mean(element + lag))
                    sum += (Double(row[element]) - a) * (Double(row[element + lag]) - b)
                    squares += a * b
                }
            }
            #expect(abs(sum) < 5 * squares.squareRoot(), "seed \(Self.seed), lag \(lag)")
        }
        var (sum, squares) = (0.0, 0.0)
        for (row, next) in zip(rows, rows.dropFirst()) {
            for element in 0..<Self.count {
                let a = mean(element)
                sum += (Double(row[element]) - a) * (Double(next[element]) - a)
                squares += a * a
            }
        }
        #expect(abs(sum) < 5 * squares.squareRoot(), "seed \(Self.seed)")
    }

    /// Numbers drawn side by side are those drawn one by one.
    @Test(arguments: means)
    func numbersSideBySideAreThoseOneByOne(_ mean: Double) {
        let stream = TickStream(seed: Self.seed, stream: StreamID("law"))
        let law = PoissonLaw(mean: mean)
        let mixture = PoissonMixture(means: (0..<1024).map { mean * Double($0 % 7) / 5 })
        var words = Array(repeating: UInt32(0), count: 1024)
        var counts = Array(repeating: Int32(0), count: 1024)
        for tick in 1...10 {
            law.fill(&counts, words: &words, blocks: 3..<200, tick: tick, stream: stream)
            for element in 12..<800 {
                let single = law.number(element: element, tick: tick, stream: stream)
                #expect(Int(counts[element - 12]) == single)
            }
            mixture.fill(&counts, words: &words, blocks: 2..<256, tick: tick, stream: stream)
            for element in 8..<1024 {
                let single = mixture.number(element: element, tick: tick, stream: stream)
                #expect(Int(counts[element - 8]) == single)
            }
        }
    }

    /// Far in the tails, where u has more digits than a word, numbers still follow F: u is put just
    /// below and just above F(k).
    @Test(arguments: [0.01, 0.5, 1.28, 8, 32])
    func tailsAreExact(_ mean: Double) {
        for k in 0..<120 {
            // P(N > k), summed from the smallest term.
            let above = (1...200).reversed().reduce(0) { $0 + Self.probability(k + $1, mean) }
            if above < 0x1p-31, above > 0x1p-60 {
                #expect(Self.number(above: above * (1 + 1e-3), mean) <= Int32(k))
                #expect(Self.number(above: above * (1 - 1e-3), mean) > Int32(k))
            }
            let below = (0...k).reduce(0) { $0 + Self.probability($1, mean) }
            if below < 0x1p-20 {
                let u = below * 0x1p32
                let word = UInt32(u)
                let up = u * (1 + 1e-3), down = u * (1 - 1e-3)
                guard UInt32(up) == word, UInt32(down) == word else { continue }
                let digits = (up - Double(word), down - Double(word))
                #expect(PoissonLaw.tail(word, digits: digits.0, mean: mean) > Int32(k))
                #expect(PoissonLaw.tail(word, digits: digits.1, mean: mean) <= Int32(k))
            }
        }
    }

    /// The number of u = 1 - above.
    private static func number(above: Double, _ mean: Double) -> Int32 {
        let words = above * 0x1p32
        let word = ~UInt32(words)
        return PoissonLaw.tail(word, digits: 1 - (words - Double(UInt32(words))), mean: mean)
    }
}
