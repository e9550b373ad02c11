import Foundation
import Testing

@testable import SNNData
@testable import SNNEngine

/// Recordings of a cell as a file: what is written is read, damage is refused.
@Suite struct CellRecordingsTests {
    private let folder = TemporaryFolder()

    private func sample(count: Int = 3, bins: Int = 50) -> CellRecordings {
        var random = RepeatableRandom(seed: 11)
        var made = CellRecordings(times: [], units: [], spikes: [], soma: [], bin: 0.5)
        for index in 0..<count {
            let heard = index == 1 ? 0 : 30
            let end = Float(bins) / 2
            made.times.append((0..<heard).map { _ in Float.random(in: 0..<end, using: &random) })
            made.units.append((0..<heard).map { _ in Int32.random(in: 0..<9, using: &random) })
            made.spikes.append(
                (0..<index).map { _ in Float.random(in: 0..<end, using: &random) })
            made.soma.append(
                (0..<bins).map { _ in Float.random(in: -80 ... -40, using: &random) })
        }
        return made
    }

    private func outcome(_ path: String) -> String {
        do {
            _ = try CellRecordings(reading: path)
            return "read"
        } catch let error as DataError {
            return error.message
        } catch {
            Issue.record("an error of another kind: \(error)")
            return ""
        }
    }

    @Test func whatIsWrittenIsRead() throws {
        let made = sample()
        try made.write(to: folder.file("cell.h5"))
        let read = try CellRecordings(reading: folder.file("cell.h5"))
        #expect(read == made)
        #expect(read.count == 3 && read.binCount == 50 && read.synapseCount == 9)
        try made.write(to: folder.file("cell.h5"))  // replaces
        #expect(folder.names == ["cell.h5"])
        #expect(throws: DataError.self) { try made.write(to: folder.file("no/cell.h5")) }
    }

    @Test func spikesFallIntoTheirBins() {
        let recordings = CellRecordings(
            times: [[0, 0.4, 0.5, 1.2, 1.4]], units: [[1, 1, 0, 2, 2]], spikes: [[1.49]],
            soma: [[-70, -60, -50]], bin: 0.5)
        let recording = recordings.binned([1, 2, -1])[0]
        #expect(recording.train.starts == [0, 1, 2, 3])
        #expect(recording.train.inputs == [1, 0, 2])
        // Twice 2, once 1, twice -1.
        #expect(recording.train.counts == [4, 1, -2])
        #expect(recording.spikes == [false, false, true])
        #expect(recording.soma == [-70, -60, -50])
    }

    @Test func everyTruncationIsNoticed() throws {
        try sample().write(to: folder.file("cell.h5"))
        let whole = folder.bytes("cell.h5")
        for cut in stride(from: 0, to: whole.count, by: 97) {
            let said = outcome(folder.write("cut.h5", Array(whole[..<cut])))
            #expect(said != "read", "cut to \(cut) of \(whole.count)")
        }
    }

    @Test func changedBytesNeverCrash() throws {
        try sample().write(to: folder.file("cell.h5"))
        let whole = folder.bytes("cell.h5")
        for seed in 0..<60 {
            var random = RepeatableRandom(seed: seed)
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(
                    in: 1...255, using: &random)
            }
            let path = folder.write("changed.h5", bytes)
            guard let read = try? CellRecordings(reading: path) else { continue }
            // Whatever was read can be used.
            let weights = Array(repeating: Float(1), count: read.synapseCount)
            #expect(read.binned(weights).count == read.count, "seed \(seed)")
        }
    }

    @Test func whatDoesNotFitIsNamed() throws {
        func said(_ change: (inout CellRecordings) -> Void) throws -> String {
            var made = sample()
            change(&made)
            try made.write(to: folder.file("odd.h5"))
            return outcome(folder.file("odd.h5"))
        }
        #expect(try said { $0.soma[0][2] = .nan } == "holds something that is no finite number")
        #expect(try said { $0.times[0][2] = 25 }.contains("is not within a recording of 25"))
        #expect(try said { $0.spikes[1] = [-1] }.contains("is not within a recording"))
        #expect(try said { $0.units[0][0] = -4 } == "holds something that is no synapse")
        #expect(try said { $0.units[0].removeLast() }.contains("rows of other lengths"))
        #expect(try said { $0.spikes.removeLast() } == "has 2 rows, and `/soma` has 3")
        #expect(try said { $0.bin = 0 }.contains("has a bin of 0"))
        let other = try HDF5File(creating: folder.file("other.h5"))
        try other.root.write("x", [1])
        try other.flush()
        #expect(outcome(folder.file("other.h5")).contains("holds no recordings of a cell"))
    }
}
