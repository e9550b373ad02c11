import Testing

@testable import SNNData

@Suite struct SpikeSamplesTests {
    private var samples: SpikeSamples {
        var samples = SpikeSamples(channels: 10, classNames: ["a", "b"])
        samples.append(times: [1, 2, 2], units: [3, 4, 4], label: 0, speaker: 7)
        samples.append(times: [], units: [], label: 1, speaker: 8)
        samples.append(times: [0.5], units: [9], label: 1, speaker: 7)
        return samples
    }

    @Test func viewsASampleWithoutItsNeighbours() {
        #expect(samples.count == 3)
        #expect(samples.eventCount == 4)
        #expect(samples[0].map(\.unit) == [3, 4, 4])
        #expect(samples[0].map(\.time) == [1, 2, 2])
        #expect(samples[1].isEmpty)
        #expect(samples[2].first == .init(time: 0.5, unit: 9))
        #expect(samples[2].label == 1 && samples[2].speaker == 7)
        #expect(samples.indices.map { samples.duration(of: $0) } == [2, 0, 0.5])
        #expect(samples.classCount == 2)
    }

    @Test func choosesSamplesByACondition() {
        let ofSeven = samples.subset { samples.speakers[$0] == 7 }
        #expect(ofSeven.count == 2)
        #expect(ofSeven.labels == [0, 1])
        #expect(ofSeven[1] == samples[2])
        #expect(ofSeven.classNames == ["a", "b"])
        #expect(samples.prefix(1).count == 1)
        #expect(samples.prefix(9) == samples)
        #expect(samples.prefix(0).isEmpty)
    }

    @Test func mergesTwoSets() {
        let merged = samples.merging(samples)
        #expect(merged.count == 6)
        #expect(merged[5] == samples[2])
        #expect(merged.labels == samples.labels + samples.labels)
        var unlabelled = SpikeSamples(channels: 20)
        unlabelled.append(times: [4], units: [19])
        let mixed = samples.merging(unlabelled)
        #expect(mixed.labels.isEmpty, "labels survive only where both sides have them")
        #expect(mixed.channels == 20)
        #expect(mixed[3].first == .init(time: 4, unit: 19))
    }

    @Test func limitsBothSplits() {
        let dataset = SpikeDataset(name: "x", notice: "", train: samples, test: samples)
        #expect(dataset.limited(to: 2).train.count == 2)
        #expect(dataset.limited(to: 2).test.count == 2)
    }
}
