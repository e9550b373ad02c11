import Testing

@testable import SNNReport

@Suite struct SelectionTests {
    @Test func countsInHalfOpenBins() {
        let spikes = SpikeFeatures(
            offsets: [0, 5, 5, 7], times: [0, 24.9, 25, 99.9, 100, -1, 50],
            units: [0, 0, 1, 1, 1, 0, 1], unitCount: 2, duration: 100)
        #expect(spikes.counts(bins: 1).values == [2, 2, 0, 0, 0, 1])
        #expect(
            spikes.counts(bins: 4).values
                == [2, 0, 0, 1, 0, 0, 0, 1] + [0, 0, 0, 0, 0, 0, 0, 0] + [0, 0, 0, 0, 0, 1, 0, 0])
        #expect(spikes.counts(bins: 1, transform: .squareRoot).values[0] == Float(2).squareRoot())
        #expect(spikes.subset([2, 0]).counts(bins: 1).values == [0, 1, 2, 2])
    }

    @Test func binsSumToTheWholeForEveryNumber() {
        print("seed 11")
        var random = RepeatableRandom(seed: 11)
        let times = (0 ..< 500).map { _ in Float(1000 * random.uniform()) }.sorted()
        let spikes = SpikeFeatures(
            offsets: [0, 500], times: times, units: (0 ..< 500).map { $0 % 7 }, unitCount: 7,
            duration: 1000)
        for bins in 1 ... 20 {
            let counts = spikes.counts(bins: bins)
            for unit in 0 ..< 7 {
                let sum = (0 ..< bins).reduce(0) { $0 + counts[0, $1 * 7 + unit] }
                #expect(sum == spikes.counts(bins: 1)[0, unit])
            }
        }
    }

    @Test func foldsKeepSpeakersWhole() {
        let speakers = [3, 3, 3, 9, 9, 1, 1, 4, 4, 4, 4, 7, 7, 8]
        let folds = Folds(labels: speakers.map { _ in 0 }, speakers: speakers, foldsMax: 3)
        #expect(folds.kind == .speakers && folds.count == 3)
        for speaker in Set(speakers) {
            let own = speakers.indices.filter { speakers[$0] == speaker }
            #expect(Set(own.map { folds.assignment[$0] }).count == 1)
        }
        for fold in 0 ..< 3 {
            #expect((4 ... 6).contains(folds.heldOut(fold).count))
            #expect(folds.heldOut(fold).count + folds.kept(fold).count == speakers.count)
        }
        #expect(Folds(labels: [0, 1], speakers: [5, 6]).count == 2)
    }

    @Test func foldsFallBackToClasses() {
        let labels = (0 ..< 40).map { $0 % 4 }
        for speakers in [[], Array(repeating: 2, count: 40)] {
            let folds = Folds(labels: labels, speakers: speakers)
            #expect(folds.kind == .samples && folds.count == 5)
            for fold in 0 ..< 5 {
                let held = folds.heldOut(fold).map { labels[$0] }
                #expect((0 ..< 4).allSatisfy { label in held.count { $0 == label } == 2 })
            }
        }
    }

    /// The class is told by when a unit fires, first or second half: one bin knows nothing, two
    /// all.
    static func timing(samples: Int, seed: UInt64) -> (SpikeFeatures, [Int], [Int]) {
        print("seed \(seed)")
        var random = RepeatableRandom(seed: seed)
        var offsets = [0], times: [Float] = [], units: [Int] = [], labels: [Int] = []
        for sample in 0 ..< samples {
            let label = sample % 2
            for unit in 0 ..< 6 {
                let isLate = (label == 1) == (unit % 2 == 0)
                for _ in 0 ..< 4 {
                    times.append(Float(random.uniform() * 50 + (isLate ? 50 : 0)))
                    units.append(unit)
                }
            }
            offsets.append(times.count)
            labels.append(label)
        }
        let spikes = SpikeFeatures(
            offsets: offsets, times: times, units: units, unitCount: 6, duration: 100)
        return (spikes, labels, (0 ..< samples).map { $0 / 10 })
    }

    @Test func choosesTheFewestBinsThatTellTheClasses() throws {
        let (train, labels, speakers) = Self.timing(samples: 60, seed: 12)
        let (test, testLabels, _) = Self.timing(samples: 40, seed: 13)
        var reports: [[ReadoutSelection.Trial]] = []
        for workers in [1, 2, 3] {
            let result = try ReadoutProtocol(
                classes: 2, candidates: FeatureCandidate.grid(bins: 1 ... 6), workers: workers
            ).run(
                train: train, labels: labels, speakers: speakers, test: test,
                testLabels: testLabels)
            let selection = try #require(result.selection)
            #expect(selection.best.candidate.bins == 2)
            #expect(selection.best.accuracy == 1)
            #expect(selection.best.penalty == 100)
            #expect(selection.folds == "5 folds of whole speakers")
            #expect(selection.bestByBins.map(\.candidate.bins) == Array(1 ... 6))
            #expect(result.test.share == 1 && result.train.share == 1)
            reports.append(selection.trials)
        }
        #expect(reports[0] == reports[1] && reports[0] == reports[2])
    }

    @Test func stopsWhenCancelled() {
        let (train, labels, speakers) = Self.timing(samples: 20, seed: 14)
        #expect(throws: ReadoutError.cancelled) {
            _ = try ReadoutSelection.choose(
                candidates: FeatureCandidate.grid(bins: 1 ... 3), labels: labels, classes: 2,
                speakers: speakers, isCancelled: { true }
            ) { train.counts(bins: $0.bins) }
        }
    }
}
