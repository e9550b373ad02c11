import Foundation
import Testing

@testable import SNNData

@Suite struct StimulusLibraryTests {
    private let folder = TemporaryFolder()

    private func library(_ environment: [String: String] = [:]) -> StimulusLibrary {
        StimulusLibrary(
            shipped: [folder.path],
            environment: environment.merging(
                ["XDG_CACHE_HOME": folder.file("cache")], uniquingKeysWith: { given, _ in given }))
    }

    private func ship() throws -> SpikeDataset {
        let small = SpikeDataset(
            name: "shd-mini", notice: "Synthetic speech.", train: .random(count: 6, seed: 1),
            test: .random(count: 4, seed: 2))
        try small.writeFlat(to: folder.file("shd-mini.h5"))
        return small
    }

    @Test func theSmallSetStandsInAndSaysSo() throws {
        let small = try ship()
        let found = try library().dataset("shd")
        #expect(found.train == small.train && found.test == small.test)
        #expect(found.name == "shd")
        #expect(found.notice.contains("the official files are not here"))
        #expect(found.notice.contains("Synthetic speech."))
        let asked = try library().dataset("shd-mini")
        #expect(asked.notice == "Synthetic speech.")
    }

    @Test func theOfficialFilesComeFirst() throws {
        _ = try ship()
        let official = folder.file("official")
        try FileManager.default.createDirectory(
            atPath: official, withIntermediateDirectories: true)
        let train = SpikeSamples.random(count: 5, channels: 600, seed: 3)
        let test = SpikeSamples.random(count: 3, channels: 600, seed: 4)
        try train.writeRows(to: official + "/shd_train.h5")
        #expect(try library(["SNNSIM_DATA": official]).dataset("shd").train.count == 6)
        try test.writeRows(to: official + "/shd_test.h5")
        for found in [
            try library(["SNNSIM_DATA": official]).dataset("shd"),
            try StimulusLibrary(data: official, shipped: [], environment: [:]).dataset("shd"),
            try library().dataset(official),
        ] {
            #expect(found.train.times == train.times && found.train.labels == train.labels)
            #expect(found.test.units == test.units)
            #expect(found.channels == 700)
            #expect(found.notice.contains("official files in \(official)"))
        }
    }

    @Test func unknownNamesGetTheNearestKnownOne() throws {
        _ = try ship()
        let error = failure { _ = try library().dataset("shd-mni") }
        #expect(error?.message == "there is neither a stimulus nor a file of this name")
        #expect(error?.help == "a stimulus with a similar name exists: `shd-mini`")
        #expect(library().names == ["mnist", "shd", "shd-mini", "ssc"])
        let nothing = failure { _ = try library().dataset("ssc") }
        #expect(nothing?.message.hasPrefix("the official files are in none of") == true)
        #expect(failure { _ = try library().dataset(folder.path) }?.message
            == "is a folder without the files of a known data set")
    }

    @Test func leavesASpeakerOut() throws {
        let dataset = SpikeDataset(
            name: "x", notice: "", train: .random(count: 9, seed: 1),
            test: SpikeSamples(channels: 700))
        let split = try dataset.leavingOut(speaker: 2)
        #expect(split.train.count == 6 && split.test.count == 3)
        #expect(Set(split.test.speakers) == [2])
        #expect(failure { _ = try dataset.leavingOut(speaker: 7) }?.help
            == "its speakers are 0, 1, 2")
    }

    @Test func summarises() throws {
        var samples = SpikeSamples(channels: 9, classNames: ["no", "yes"])
        samples.append(times: [1, 2], units: [0, 1], label: 0, speaker: 3)
        samples.append(times: [1, 2, 8, 10], units: [0, 1, 2, 8], label: 1, speaker: 4)
        let info = StimulusInfo(
            SpikeDataset(
                name: "x", notice: "Two words.", train: samples, test: SpikeSamples(channels: 9)))
        #expect(info.splits[0].durations.values == [2, 4, 6, 8, 10])
        #expect(
            info.text == """
                Two words.

                channels  9
                classes   no, yes

                train  2 samples  6 events  2 classes  2 speakers
                                     least  25 %  median  75 %  most
                  duration (ms)          2     4       6     8    10
                  events per sample      2   2.5       3   3.5     4
                """)
    }
}
