import Testing

@testable import SNNReport

@Suite struct AccuracyTests {
    @Test func countsWhoIsTakenForWhom() {
        let accuracy = Accuracy(
            predictions: [0, 0, 1, 2, 2, 2], labels: [0, 1, 1, 2, 2, 0], classes: 3)
        #expect(accuracy.correct == 4 && accuracy.total == 6)
        #expect(accuracy.confusion == [1, 0, 1, 1, 1, 0, 0, 0, 2])
        #expect(accuracy.recall(of: 0) == 0.5 && accuracy.precision(of: 2) == 2.0 / 3)
        #expect(accuracy.recall(of: 2) == 1 && accuracy.precision(of: 1) == 1)
        #expect(accuracy.chance == 1.0 / 3)
        let twice = Accuracy.pooled([accuracy, accuracy])
        #expect(twice.correct == 8 && twice.total == 12 && twice.confusion[8] == 4)
        let empty = Accuracy(predictions: [], labels: [], classes: 2)
        #expect(empty.share == 0 && empty.recall(of: 0) == nil && empty.interval == 0 ... 1)
    }

    /// Figures of Newcombe 1998 (Stat. Med. 17, 857, table I) for the score interval.
    @Test(arguments: [
        (81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611),
        (1, 29, 0.0061, 0.1718), (29, 29, 0.8830, 1.0),
    ])
    func wilsonIntervalAsPublished(k: Int, n: Int, low: Double, high: Double) {
        let interval = Accuracy.wilsonInterval(successes: k, trials: n)
        #expect(abs(interval.lowerBound - low) < 6e-5)
        #expect(abs(interval.upperBound - high) < 6e-5)
    }

    @Test func printsItself() {
        let labels = Array(repeating: 0, count: 20)
        let accuracy = Accuracy(
            predictions: labels.indices.map { $0 < 18 ? 0 : 1 }, labels: labels, classes: 2)
        #expect(accuracy.description == "90.0 % (69.9–97.2 %), 18 of 20")
    }

    static func comparison(both: Int, first: Int, second: Int, none: Int) -> PairedComparison {
        let labels = Array(repeating: 1, count: both + first + second + none)
        let left = labels.indices.map { $0 < both + first ? 1 : 0 }
        let right = labels.indices.map {
            $0 < both || (both + first ..< both + first + second).contains($0) ? 1 : 0
        }
        return PairedComparison(first: left, second: right, labels: labels)
    }

    @Test func testsTheDifferenceExactly() {
        let clear = Self.comparison(both: 10, first: 9, second: 1, none: 5)
        // 2 (1 + 10) / 2¹⁰
        #expect(abs(clear.pValue - 22.0 / 1024) < 1e-12)
        #expect(clear.difference == 8.0 / 25)
        #expect(clear.interval.contains(clear.difference) && clear.interval.lowerBound > 0)
        #expect(abs(Self.comparison(both: 0, first: 5, second: 0, none: 0).pValue - 0.0625) < 1e-12)
        #expect(Self.comparison(both: 3, first: 4, second: 4, none: 0).pValue == 1)
        #expect(Self.comparison(both: 3, first: 0, second: 0, none: 2).pValue == 1)
        let large = Self.comparison(both: 500, first: 400, second: 300, none: 100)
        #expect(large.pValue > 1e-4 && large.pValue < 2e-4)
    }
}
