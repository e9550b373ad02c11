import Foundation
import Testing

@testable import SNNData

@Suite struct RecordingTests {
    private let folder = TemporaryFolder()

    @Test(arguments: [0, 1])
    func spikesOfManyAppendsComeBackInOrder(compression: Int) throws {
        var random = RepeatableRandom(seed: 11)
        let path = folder.file("spikes.h5")
        let writer = try SonataSpikeWriter(
            path: path, populations: ["exc", "inh"], compression: compression)
        var expected = SpikeTrain()
        for step in 0 ..< 60 {
            let count = Int.random(in: 0 ..< 2000, using: &random)
            let times = (0 ..< count).map { Double(step) + Double($0) / 2000 }
            let ids = (0 ..< count).map { _ in UInt64.random(in: 0 ..< 100_000, using: &random) }
            try writer.append(population: 0, times: times, ids: ids)
            expected.times += times
            expected.units += ids.map { UInt32($0) }
            if step % 7 == 0 { try writer.flush() }
        }
        try writer.append(population: 1, times: [1], ids: [2])
        #expect(writer.count(of: 0) == expected.times.count)
        try writer.close()
        #expect(try SpikeTrain(reading: path, population: "exc") == expected, "seed 11")
        #expect(
            try SpikeTrain(reading: path, population: "inh") == SpikeTrain(times: [1], units: [2]))
        let snapshot = try HDF5Snapshot(reading: path)
        #expect(snapshot.number("sorting", of: "/spikes/exc") == 2)
        #expect(snapshot.number("magic", of: "/") == 0x0A7A)
        #expect(snapshot.text("units", of: "/spikes/exc/timestamps") == "milliseconds")
        let error = failure { _ = try SpikeTrain(reading: path) }
        #expect(error?.message == "has several populations: `exc`, `inh`")
        let other = failure { _ = try SpikeTrain(reading: path, population: "ihn") }
        #expect(other?.message == "there is no population named `ihn`")
    }

    /// The copy is what another process would find if this one were killed now.
    @Test func afterAFlushTheDiskHoldsEverything() throws {
        let path = folder.file("spikes.h5")
        let writer = try SonataSpikeWriter(path: path, populations: ["p"])
        for step in 0 ..< 5 {
            let times = (0 ..< 9000).map { Double(step * 9000 + $0) }
            try writer.append(population: 0, times: times, ids: times.map { UInt64($0) })
            try writer.flush()
            let copy = folder.write("copy\(step).h5", folder.bytes("spikes.h5"))
            let read = try SpikeTrain(reading: copy)
            #expect(read.times == (0 ..< (step + 1) * 9000).map { Double($0) })
        }
        try writer.close()
        try writer.close()
    }

    @Test func unsortedSpikesAreCalledSo() throws {
        let path = folder.file("spikes.h5")
        let writer = try SonataSpikeWriter(path: path, populations: ["p"])
        try writer.append(population: 0, times: [2, 1], ids: [0, 1])
        try writer.close()
        #expect(try HDF5Snapshot(reading: path).number("sorting", of: "/spikes/p") == 0)
        #expect(
            try SpikeTrain(reading: path) == SpikeTrain(times: [1, 2], units: [1, 0]))
    }

    @Test func tracesComeBackByTimeAndNeuron() throws {
        let path = folder.file("traces.h5")
        let writer = try TraceWriter(
            path: path,
            traces: [
                .init(population: "exc", variable: "V_m", unit: "mV", ids: [3, 5, 8]),
                .init(population: "exc", variable: "w", unit: "mV", ids: Array(0 ..< 70_000)),
            ])
        for step in 0 ..< 50_000 {
            let base = Float(step)
            try writer.append(
                trace: 0, time: Double(step) * 0.5, values: [base, base + 0.25, base + 0.5])
            if step % 20_000 == 19 { try writer.flush() }
        }
        let wide = (0 ..< 70_000).map { Float($0) }
        for step in 0 ..< 3 { try writer.append(trace: 1, time: Double(step), values: wide) }
        try writer.close()
        let snapshot = try HDF5Snapshot(reading: path)
        let data = try snapshot.dataset("/recordings/exc/V_m/data")
        #expect(data.shape == [50_000, 3])
        #expect(
            try data.doubles()
                == (0 ..< 50_000).flatMap { [Double($0), Double($0) + 0.25, Double($0) + 0.5] })
        #expect(
            try snapshot.dataset("/recordings/exc/V_m/times").doubles()
                == (0 ..< 50_000).map { Double($0) * 0.5 })
        #expect(try snapshot.dataset("/recordings/exc/V_m/node_ids").integers() == [3, 5, 8])
        #expect(snapshot.text("units", of: "/recordings/exc/V_m/data") == "mV")
        #expect(try snapshot.dataset("/recordings/exc/w/data").shape == [3, 70_000])
    }

    @Test func placesThatCannotBeWrittenAreNamed() throws {
        let missing = failure {
            _ = try SonataSpikeWriter(path: folder.file("no/spikes.h5"), populations: ["p"])
        }
        #expect(missing?.message == "cannot be written: no such file or directory")
        let existing = folder.write("spikes.h5", "x")
        let error = failure { _ = try SonataSpikeWriter(path: existing, populations: ["p"]) }
        #expect(error?.message == "already exists")
    }

    @Test func aFullDiskIsAnError() throws {
        guard FileManager.default.isWritableFile(atPath: "/dev/full") else {
            print("skipped: this system has no /dev/full")
            return
        }
        let error = failure {
            let writer = try SonataSpikeWriter(
                path: "/dev/full", populations: ["p"], replacing: true)
            try writer.append(population: 0, times: [1], ids: [1])
            try writer.close()
        }
        #expect(error != nil)
    }
}
