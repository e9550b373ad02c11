import Foundation
import Testing

@testable import SNNData

@Suite struct SpikeDefectTests {
    private let folder = TemporaryFolder()

    private func message(_ path: String) -> String? {
        failure { _ = try SpikeFile(reading: path) }?.message
    }

    /// A file in the layout of rows, with one part left out or put wrong.
    private func rows(
        times: [Double] = [0.001, 0.002, 0.003], units: [Int] = [1, 2, 3],
        timeOffsets: [Int] = [0, 2, 3], unitOffsets: [Int] = [0, 2, 3], labels: [Int]? = [0, 1],
        keys: [String]? = ["a", "b"]
    ) throws -> String {
        let path = folder.file("\(UUID().uuidString).h5")
        let file = try HDF5File(creating: path)
        try file.root.createGroup("spikes").writeRows("times", times, offsets: timeOffsets)
        try file.root.writeRows("spikes/units", units, offsets: unitOffsets)
        if let labels { try file.root.write("labels", labels) }
        if let keys { try file.root.write("extra/keys", keys) }
        try file.flush()
        return path
    }

    @Test func otherNumberTypesAreRead() throws {
        let file = try SpikeFile(reading: try rows())
        #expect(file.train.times == [1, 2, 3] && file.train.units == [1, 2, 3])
        #expect(file.train.labels == [0, 1] && file.train.classNames == ["a", "b"])
    }

    @Test func everyDefectHasItsSentence() throws {
        #expect(message(folder.file("none.h5")) == "no such file")
        #expect(message(folder.path) == "is a folder, not a file")
        #expect(message(folder.write("a", "")) == "is empty")
        #expect(message(folder.write("b", [1, 2, 3])) == "is neither HDF5 nor text")
        #expect(message(folder.write("c", [0x1f, 0x8b, 8])) == "is compressed by gzip")
        #expect(
            message(try rows(labels: nil)) == "is missing")
        #expect(
            message(try rows(labels: [0, 2]))
                == "sample 1 has the label 2, but there are 2 classes (0 to 1)")
        #expect(message(try rows(labels: [0])) == "has 1 entries for 2 samples")
        #expect(
            message(try rows(unitOffsets: [0, 1, 3])) == "sample 0 has 1 units, but 2 times")
        #expect(
            message(try rows(unitOffsets: [0, 3])) == "has 1 rows, but `/spikes/times` has 2")
        #expect(
            message(try rows(units: [1, 70_000, 3]))
                == "has an event on channel 70000, but channels run from 0 to 65535")
        #expect(
            message(try rows(times: [0.001, .nan, 0.003]))
                == "not-a-number is no time (event 1 of sample 0)")
        #expect(
            message(try rows(times: [0.001, 0.002, -0.003]))
                == "-3.0 ms is no time (event 0 of sample 1)")
        #expect(
            message(try rows(times: [.infinity, 0.002, 0.003]))
                == "infinity is no time (event 0 of sample 0)")
    }

    @Test func unsortedEventsAreSortedAndCounted() throws {
        let file = try SpikeFile(reading: try rows(times: [0.002, 0.001, 0.003]))
        #expect(file.sortedSamples == 1)
        #expect(file.train.times == [1, 2, 3] && file.train.units == [2, 1, 3])
    }

    @Test func aWrongLayoutIsDescribedByWhatIsThere() throws {
        let file = try HDF5File(creating: folder.file("x.h5"))
        try file.root.write("taxels", [1, 2])
        try file.flush()
        #expect(message(folder.file("x.h5")) == "holds no group `/spikes`, only `/taxels`")
        let flat = try HDF5File(creating: folder.file("y.h5"))
        try flat.root.write("spikes/times", [1.0, 2])
        try flat.flush()
        #expect(
            message(folder.file("y.h5"))
                == "holds one flat list of times, and `/spikes/offsets` is missing")
    }

    @Test func channelsBeyondThePortAreNamed() throws {
        var samples = SpikeSamples(channels: 10)
        samples.append(times: [1], units: [3])
        samples.append(times: [1], units: [9])
        try samples.validate(channels: 10)
        #expect(
            failure { try samples.validate(channels: 9) }?.message
                == "sample 1 has an event on channel 9, but the input has 9 channels (0 to 8)")
    }

    @Test func tablesOfSpikes() throws {
        let one = try SpikeTrain(reading: folder.write("a.csv", "time_ms,unit\n2,1\n0.5, 70000\n"))
        #expect(one == SpikeTrain(times: [0.5, 2], units: [70_000, 1]))
        let bare = try SpikeTrain(reading: folder.write("b.csv", "18.0000,286\n18.7,271\n"))
        #expect(bare == SpikeTrain(times: [18, 18.7], units: [286, 271]))
        let many = try SpikeFile(
            reading: folder.write(
                "c.csv", "sample,time_ms,unit,label\n0,1,2,1\n1,3,4,0\n0,0.5,1,1\n"))
        #expect(many.train.labels == [1, 0] && many.train.offsets == [0, 2, 3])
        #expect(many.train.times == [0.5, 1, 3] && many.sortedSamples == 1)
        #expect(message(folder.write("d.csv", "1,2\n3,x\n")) == "`x` is no number")
        let short = folder.write("e.csv", "1,2\n3\n")
        #expect(failure { _ = try SpikeFile(reading: short) }?.description
            .hasSuffix("line 2: has 1 column where 2 are needed") == true)
        #expect(message(folder.write("f.csv", "time,unit\n")) == "holds no events")
        #expect(message(folder.write("g.csv", "1,-2\n")) == "-2 is no unit (0 to 4294967295)")
        #expect(message(folder.write("h.csv", "-1,2\n")) == "-1.0 ms is no time")
        #expect(message(folder.write("i.csv", "1,nan\n")) == "`nan` is no number")
    }

    @Test func tablesOfConnections() throws {
        let path = folder.write("e.csv", "source,target,weight,delay\n0,17,2.5,1.5\n3,4,-1,2\n")
        let edges = try EdgeTable(reading: path, sourceCount: 4, targetCount: 18)
        #expect(edges.sources == [0, 3] && edges.targets == [17, 4])
        #expect(edges.weights == [2.5, -1] && edges.delays == [1.5, 2])
        let plain = try EdgeTable(reading: folder.write("f.csv", "0,1\n1,0\n"))
        #expect(plain.count == 2 && plain.weights == nil && plain.delays == nil)
        let outside = failure { _ = try EdgeTable(reading: path, sourceCount: 3) }
        #expect(outside?.message == "3 is no neuron of the source (0 to 2)")
        #expect(outside?.place == "line 3")
        let early = failure { _ = try EdgeTable(reading: folder.write("g.csv", "0,1,1,0\n")) }
        #expect(early?.message == "a delay of 0.0 ms would let an effect coincide with its cause")
    }

    /// Files that other programs wrote, where they are at hand.
    @Test func sonataInputsOfOthers() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path
        let found = ["/../shared", "/../../shared"].map { root + $0 + "/data/sonata" }
            .first { FileManager.default.fileExists(atPath: $0) }
        guard let data = found else {
            print("skipped: the folder of shared data is absent")
            return
        }
        for (file, count) in [
            ("300_intfire/inputs/lgn_spikes.h5", 2738), ("300_intfire/inputs/tw_spikes.h5", 295),
            ("300_pointneurons/inputs/external_spike_trains.h5", 4334),
        ] {
            let train = try SpikeTrain(reading: "\(data)/\(file)")
            #expect(train.times.count == count)
            #expect(zip(train.times, train.times.dropFirst()).allSatisfy { $0 <= $1 })
        }
    }
}
