import Foundation
import Testing

@testable import SNNData

@Suite struct SpikeLayoutTests {
    private let folder = TemporaryFolder()

    @Test(arguments: 0 ..< 5)
    func rowsRoundTrip(seed: Int) throws {
        let samples = SpikeSamples.random(count: 600, seed: seed)
        let path = folder.file("shd_train.h5")
        try samples.writeRows(to: path)
        let read = try SpikeFile(reading: path)
        #expect(read.layout == .rows)
        #expect(read.train == samples, "seed \(seed)")
        #expect(read.test.isEmpty)
        #expect(read.sortedSamples == 0)
    }

    @Test(arguments: 0 ..< 5)
    func flatRoundTrip(seed: Int) throws {
        let dataset = SpikeDataset(
            name: "digits", notice: "made by a test",
            train: .random(count: 300, seed: seed), test: .random(count: 100, seed: seed + 100))
        let path = folder.file("x.h5")
        try dataset.writeFlat(to: path)
        let read = try SpikeFile(reading: path)
        #expect(read.layout == .flat)
        #expect(read.name == "digits" && read.notice == "made by a test")
        #expect(read.train == dataset.train, "seed \(seed)")
        #expect(read.test == dataset.test, "seed \(seed)")
    }

    @Test func writesAndReadsSetsWithoutEvents() throws {
        var samples = SpikeSamples(channels: 5)
        samples.append(times: [], units: [], label: 0)
        try samples.writeRows(to: folder.file("a.h5"))
        #expect(try SpikeFile(reading: folder.file("a.h5")).train == samples)
        let dataset = SpikeDataset(name: "", notice: "", train: samples, test: samples)
        try dataset.writeFlat(to: folder.file("b.h5"))
        #expect(try SpikeFile(reading: folder.file("b.h5")).test == samples)
    }

    @Test func neverReplacesAFileUnasked() throws {
        let samples = SpikeSamples.random(count: 2, seed: 1)
        try samples.writeRows(to: folder.file("a.h5"))
        let error = failure { try samples.writeRows(to: folder.file("a.h5")) }
        #expect(error?.message == "already exists")
        try samples.writeRows(to: folder.file("a.h5"), replacing: true)
        #expect(
            failure { try samples.writeRows(to: folder.file("no/such/a.h5")) }?.message
                == "cannot be written: no such file or directory")
    }

    @Test func halfPrecisionIsExactBothWays() {
        for bits in 0 ... UInt16.max {
            let half = HalfBits(bits: bits)
            if half.value.isNaN { continue }
            #expect(HalfBits(half.value).bits == bits)
        }
        #expect(HalfBits(1).bits == 0x3c00)
        #expect(HalfBits(1 + 0x1p-11).bits == 0x3c00, "ties go to the even neighbour")
        #expect(HalfBits(1 + 3 * 0x1p-11).bits == 0x3c02)
        #expect(HalfBits(2047.5 / 1024).bits == 0x4000, "rounding carries into the exponent")
        #expect(HalfBits(65519).bits == 0x7bff && HalfBits(65520).bits == 0x7c00)
        #expect(HalfBits(0x1p-25).bits == 0 && HalfBits(1.5 * 0x1p-25).bits == 1)
        #expect(HalfBits(0x1p-14 - 0x1p-26).bits == 0x0400)
        #expect(HalfBits(bits: 0x7c00).value == .infinity)
        #expect(HalfBits(bits: 0x3555).value == 0.333251953125)
    }

    @Test func halvesGoThroughAFile() throws {
        let bits = (0 ... UInt16.max).filter { !HalfBits(bits: $0).value.isNaN }
        let file = try HDF5File(creating: folder.file("halves.h5"))
        try file.root.write("halves", bits.map { HalfBits(bits: $0) })
        let wide = try file.root.write("wide", [1.5, 2.5] as [Float])
        try file.flush()
        #expect(wide.path == "/wide")
        let snapshot = try HDF5Snapshot(reading: folder.file("halves.h5"))
        #expect(try snapshot.dataset("/wide").doubles() == [1.5, 2.5])
        let read = try snapshot.dataset("/halves")
        #expect(read.type == .half)
        #expect(try read.doubles() == bits.map { HalfBits(bits: $0).value })
    }
}
