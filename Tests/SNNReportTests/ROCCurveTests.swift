import SNNEngine
import Testing

@testable import SNNReport

@Suite struct ROCCurveTests {
    /// By the definition: pairs of one that is and one that is not, ties counted half.
    private func area(_ scores: [Float], _ isPositive: [Bool]) -> Double {
        var (sum, pairs) = (0.0, 0.0)
        for a in scores.indices where isPositive[a] {
            for b in scores.indices where !isPositive[b] {
                pairs += 1
                sum += scores[a] > scores[b] ? 1 : scores[a] == scores[b] ? 0.5 : 0
            }
        }
        return sum / pairs
    }

    @Test func isThePartOfPairsInOrder() throws {
        let seed = UInt64.random(in: 0..<1_000_000)
        for trial in 0..<20 {
            var random = SampleDraw(seed: seed, name: "roc", number: trial)
            let count = 5 + random.index(below: 200)
            // Few levels, so that there are ties.
            let levels = trial < 10 ? 6 : 1_000_000
            let scores = (0..<count).map { _ in Float(random.index(below: levels)) }
            var isPositive = scores.map { random.uniform() < 0.2 + 0.5 * Double($0) / 1e6 }
            (isPositive[0], isPositive[1]) = (true, false)
            let curve = ROCCurve(scores: scores, isPositive: isPositive)
            #expect(
                abs(try #require(curve.area) - area(scores, isPositive)) < 1e-12, "seed \(seed)")
            #expect(curve.falsePositive.last == 1 && curve.truePositive.last == 1)
            #expect(zip(curve.falsePositive, curve.falsePositive.dropFirst()).allSatisfy(<=))
        }
    }

    @Test func knowsItsEnds() {
        let perfect = ROCCurve(scores: [0, 1, 2, 3], isPositive: [false, false, true, true])
        #expect(perfect.area == 1)
        // Two are, and two reach 2.
        #expect(perfect.balancedLevel == 2)
        #expect(ROCCurve(scores: [1, 1], isPositive: [true, false]).area == 0.5)
        #expect(ROCCurve(scores: [1, 2], isPositive: [true, true]).area == nil)
        #expect(ROCCurve(scores: [], isPositive: []).area == nil)
    }
}
