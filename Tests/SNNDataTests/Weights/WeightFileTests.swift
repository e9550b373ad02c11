import Foundation
import Testing

@testable import SNNData
@testable import SNNEngine
@testable import SNNReport

/// Files of weights: what is written is read, and damage is refused.
@Suite struct WeightFileTests {
    private let folder = TemporaryFolder()

    private func sample(_ count: Int = 200) -> WeightFile {
        var random = RepeatableRandom(seed: 7)
        func list() -> SynapseList {
            var list = SynapseList()
            list.sources = (0..<count).map { UInt32($0 / 4) }
            list.targets = (0..<count).map { UInt32($0 % 4) }
            list.delays = (0..<count).map { UInt16(1 + $0 % 9) }
            list.weights = (0..<count).map { _ in Float.random(in: -1...1, using: &random) }
            return list
        }
        return WeightFile(
            modelHash: "0123", resolution: 0.5,
            projections: [
                .init(index: 0, name: "a -> b", synapses: list()),
                .init(index: 10, name: "b -> b", synapses: list()),
                .init(index: 11, name: "b -> c", synapses: SynapseList()),
            ], populations: [.init(name: "b", theta: [0, 1.5, 3])])
    }

    @Test func whatIsWrittenIsRead() throws {
        let file = sample()
        try file.write(to: folder.file("w.h5"))
        #expect(try WeightFile(reading: folder.file("w.h5")) == file)
        try file.write(to: folder.file("w.h5"))  // replaces
        #expect(folder.names == ["w.h5"])
        #expect(throws: DataError.self) { try file.write(to: folder.file("no/w.h5")) }
    }

    private func outcome(_ path: String) -> String {
        do {
            _ = try WeightFile(reading: path)
            return "read"
        } catch let error as DataError {
            return error.message
        } catch {
            Issue.record("an error of another kind: \(error)")
            return ""
        }
    }

    @Test func everyTruncationIsNoticed() throws {
        try sample(40).write(to: folder.file("w.h5"))
        let whole = folder.bytes("w.h5")
        for cut in stride(from: 0, to: whole.count, by: 61) {
            let said = outcome(folder.write("cut.h5", Array(whole[..<cut])))
            #expect(said != "read", "cut to \(cut) of \(whole.count)")
        }
    }

    @Test func changedBytesNeverCrash() throws {
        try sample(40).write(to: folder.file("w.h5"))
        let whole = folder.bytes("w.h5")
        for seed in 0..<60 {
            var random = RepeatableRandom(seed: seed)
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                bytes[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8.random(
                    in: 1...255, using: &random)
            }
            let path = folder.write("changed.h5", bytes)
            if let read = try? WeightFile(reading: path) {
                #expect(read.projections.allSatisfy { $0.synapses.weights.allSatisfy(\.isFinite) })
            }
        }
    }

    @Test func numbersThatAreNoneAreRefused() throws {
        var file = sample()
        file.projections[0].synapses.weights[3] = .nan
        try file.write(to: folder.file("w.h5"))
        #expect(outcome(folder.file("w.h5")) == "entry 3 is not a finite number")
        var theta = sample()
        theta.populations[0].theta[1] = .infinity
        try theta.write(to: folder.file("w.h5"))
        #expect(outcome(folder.file("w.h5")) == "entry 1 is not a finite number")
        var short = sample()
        short.projections[0].synapses.targets.removeLast()
        try short.write(to: folder.file("w.h5"))
        #expect(outcome(folder.file("w.h5")) == "has 199 entries for 200 synapses")
        let other = try HDF5File(creating: folder.file("other.h5"))
        try other.root.write("x", [1])
        try other.flush()
        #expect(outcome(folder.file("other.h5")) == "holds no weights")
    }

}
