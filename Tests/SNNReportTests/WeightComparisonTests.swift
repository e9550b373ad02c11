import SNNEngine
import Testing

@testable import SNNReport

/// What two sets of weights have in common.
@Suite struct WeightComparisonTests {
    private func list(_ weights: [Float]) -> SynapseList {
        var list = SynapseList()
        list.sources = weights.indices.map { UInt32($0) }
        list.targets = weights.indices.map { _ in 0 }
        list.delays = weights.indices.map { _ in 1 }
        list.weights = weights
        return list
    }

    @Test func differencesAreThoseOfTheDefinition() throws {
        let compared = try #require(
            WeightComparison(list([1, 2, 3, 4]), list([2, 2, 5, 8])))
        #expect(compared.count == 4 && compared.changed == 3 && compared.greatest == 4)
        #expect(compared.means == (2.5, 4.25))
        #expect(abs(compared.rootMeanSquare - (21.0 / 4).squareRoot()) < 1e-12)
        // Σxy = 10.5, Σx² = 5, Σy² = 24.75 about the means.
        let expected = 10.5 / (5.0 * 24.75).squareRoot()
        #expect(abs(try #require(compared.correlation) - expected) < 1e-12)
    }

    @Test func otherSynapsesAreNotCompared() throws {
        var other = list([1, 2])
        other.targets[1] = 5
        #expect(WeightComparison(list([1, 2]), other) == nil)
        #expect(WeightComparison(list([1, 2]), list([1, 2, 3])) == nil)
        let same = try #require(WeightComparison(list([1, 1]), list([1, 2])))
        #expect(same.correlation == nil && same.changed == 1)
        let none = try #require(WeightComparison(list([]), list([])))
        #expect(none.count == 0 && none.rootMeanSquare == 0)
    }
}
