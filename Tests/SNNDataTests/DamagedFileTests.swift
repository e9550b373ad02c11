import Foundation
import Testing

@testable import SNNData

/// Damage of every kind must end in an error, never in a crash or a hang.
@Suite struct DamagedFileTests {
    private let folder = TemporaryFolder()

    private func outcome(_ path: String) -> String {
        do {
            return try "read \(SpikeFile(reading: path).train.count)"
        } catch let error as DataError {
            return error.message
        } catch {
            Issue.record("an error of another kind: \(error)")
            return ""
        }
    }

    @Test func everyTruncationIsNoticed() throws {
        let samples = SpikeSamples.random(count: 40, seed: 3)
        try samples.writeRows(to: folder.file("rows.h5"))
        try SpikeDataset(name: "", notice: "", train: samples, test: samples)
            .writeFlat(to: folder.file("flat.h5"))
        for name in ["rows.h5", "flat.h5"] {
            let whole = folder.bytes(name)
            for cut in stride(from: 0, to: whole.count, by: 97) {
                let path = folder.write("cut.h5", Array(whole[..<cut]))
                #expect(
                    !outcome(path).hasPrefix("read"), "\(name) cut to \(cut) of \(whole.count)")
            }
        }
    }

    @Test(arguments: ["rows", "flat"])
    func changedBytesNeverCrash(layout: String) throws {
        let samples = SpikeSamples.random(count: 12, seed: 4)
        if layout == "rows" {
            try samples.writeRows(to: folder.file("whole.h5"))
        } else {
            try SpikeDataset(name: "a", notice: "b", train: samples, test: samples)
                .writeFlat(to: folder.file("whole.h5"))
        }
        let whole = folder.bytes("whole.h5")
        let used = whole.indices.filter { whole[$0] != 0 }
        for seed in 0 ..< mutationCount {
            var random = RepeatableRandom(seed: seed)
            var bytes = whole
            for _ in 0 ... Int.random(in: 0 ..< 3, using: &random) {
                let position = Bool.random(using: &random)
                    ? used.randomElement(using: &random)!
                    : bytes.indices.randomElement(using: &random)!
                bytes[position] = Bool.random(using: &random)
                    ? UInt8.random(in: .min ... .max, using: &random)
                    : [0, 1, 0x7f, 0xff].randomElement(using: &random)!
            }
            if isVerbose { print("seed \(seed)") }
            _ = outcome(folder.write("changed.h5", bytes))
        }
    }

    private var mutationCount: Int {
        ProcessInfo.processInfo.environment["SNN_MUTATIONS"].flatMap { Int($0) } ?? 300
    }

    private var isVerbose: Bool { ProcessInfo.processInfo.environment["SNN_MUTATIONS"] != nil }
}
