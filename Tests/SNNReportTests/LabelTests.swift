import Testing

@testable import SNNReport

/// Classes of neurons that learnt without labels.
@Suite struct LabelTests {
    /// Four samples of three neurons.
    private let counts = FeatureMatrix(
        rows: 4, columns: 4,
        values: [
            5, 0, 1, 0,
            3, 0, 3, 0,
            0, 2, 2, 0,
            0, 6, 2, 0,
        ])
    private let labels = [0, 0, 2, 2]

    @Test func neuronsTakeTheClassOfTheirHighestMean() {
        let names = LabelAssignment(counts: counts, labels: labels, classes: 3)
        // The third fires twice on average for both; the lower class has it. The last is silent.
        #expect(names.classOf == [0, 2, 0, nil])
        #expect(names.neuronsPerClass == [2, 0, 1])
    }

    @Test func guessesAreMeansOverNeuronsOfAClass() {
        let names = LabelAssignment(counts: counts, labels: labels, classes: 3)
        let test = FeatureMatrix(
            rows: 4, columns: 4,
            values: [
                2, 1, 0, 9,  // means 1 and 1: the lower class
                2, 2, 1, 0,  // 1.5 and 2
                0, 0, 0, 5,  // nothing: the lowest class that neurons stand for
                3, 1, 0, 0,  // 1.5 and 1
            ])
        #expect(names.predict(test) == [0, 2, 0, 0])
        #expect(names.predict(test, rows: 1..<2) == [2])
    }

    @Test func theCourseUsesOnlyWhatCameBefore() {
        // Neuron 0 fires for class 0 in the first block, for class 1 from then on.
        let rows = (0..<40).map { index -> (label: Int, counts: [Float]) in
            let label = index % 2
            let turned = index >= 10
            return (label, (label == 0) != turned ? [4, 0] : [0, 4])
        }
        let matrix = FeatureMatrix(rows: 40, columns: 2, values: rows.flatMap(\.counts))
        let course = LabelAssignment.course(
            counts: matrix, labels: rows.map(\.label), classes: 2, block: 10, memory: 1)
        #expect(course.map(\.samples) == [20, 30, 40])
        #expect(course.map(\.accuracy) == [0, 1, 1])
    }

    @Test func countsWithoutTimesMakeTheSameFeatures() {
        let events = SpikeFeatures(
            offsets: [0, 3, 4], times: [1, 2, 3, 4], units: [0, 0, 1, 1], unitCount: 2,
            duration: 10)
        let totals = SpikeFeatures(totals: [2, 1, 0, 1], unitCount: 2, duration: 10)
        #expect(events.counts(bins: 1) == totals.counts(bins: 1))
        #expect(
            events.counts(bins: 1, transform: .squareRoot)
                == totals.counts(bins: 1, transform: .squareRoot))
        #expect(totals.subset([1]).counts(bins: 1).values == [0, 1])
        let result = ReadoutResult.labels(
            train: SpikeFeatures(totals: [2, 0, 0, 1], unitCount: 2, duration: 10),
            labels: [0, 1], test: events, testLabels: [0, 1], classes: 2)
        #expect(result.test.share == 1 && result.train.share == 1 && result.selection == nil)
    }
}
