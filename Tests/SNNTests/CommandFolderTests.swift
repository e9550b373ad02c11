import Foundation
import Testing

@testable import SNN

struct CommandFolderTests {
    @Test func appearsWhenItIsComplete() throws {
        let trial = try CommandTrial()
        let folder = try OutputFolder(trial.path("a/b"), force: false)
        #expect(!trial.exists("a"), "asking writes nothing")
        try folder.open()
        #expect(!trial.exists("a/b"))
        try "x".write(
            to: folder.draft.appendingPathComponent("run.json"), atomically: true, encoding: .utf8)
        try folder.publish()
        #expect(try FileManager.default.contentsOfDirectory(atPath: trial.path("a")) == ["b"])
        #expect(trial.exists("a/b/run.json"))
    }

    @Test func leavesNothingBehindWhenDiscarded() throws {
        let trial = try CommandTrial()
        do {
            let folder = try OutputFolder(trial.path("a/b/c"), force: false)
            try folder.open()
            try "x".write(
                to: folder.draft.appendingPathComponent("f"), atomically: true, encoding: .utf8)
        }
        #expect(!trial.exists("a"))
        #expect(trial.exists(""))
    }

    @Test func keepsWhatAFolderHolds() throws {
        let trial = try CommandTrial()
        _ = try trial.file("mine.txt", "mine")
        _ = try trial.file("run.json", "old")
        let error = #expect(throws: CommandError.self) {
            try OutputFolder(trial.folder.path, force: false)
        }
        #expect(error?.status == .failed)
        #expect(error?.message == "the output folder `\(trial.folder.path)` is not empty")
        let folder = try OutputFolder(trial.folder.path, force: true)
        try folder.open()
        try "new".write(
            to: folder.draft.appendingPathComponent("run.json"), atomically: true, encoding: .utf8)
        try folder.publish()
        #expect(try String(contentsOfFile: trial.path("mine.txt"), encoding: .utf8) == "mine")
        #expect(try String(contentsOfFile: trial.path("run.json"), encoding: .utf8) == "new")
    }

    @Test func refusesPlacesThatCannotBeWritten() throws {
        let trial = try CommandTrial()
        let file = try trial.file("file", "x")
        #expect(throws: CommandError(.failed, "the output folder `\(file)` is a file")) {
            try OutputFolder(file, force: true)
        }
        let below = #expect(throws: CommandError.self) {
            try OutputFolder(file + "/below", force: false)
        }
        #expect(below?.message == "the output folder `\(file)/below` cannot be made")
        #expect(below?.help == "`\(file)` is a file")
        // A file system that takes no folders, whoever asks.
        #expect(throws: CommandError.self) {
            let folder = try OutputFolder("/proc/results", force: false)
            try folder.open()
        }
    }

    @Test func inventsANameThatIsFree() throws {
        let trial = try CommandTrial()
        let path = OutputFolder.standardPath(forModel: "reservoir", in: trial.folder)
        #expect(path.wholeMatch(of: /runs\/reservoir-\d{4}-\d\d-\d\d-\d{6}(-\d+)?/) != nil)
        try FileManager.default.createDirectory(
            atPath: trial.path(path), withIntermediateDirectories: true)
        #expect(OutputFolder.standardPath(forModel: "reservoir", in: trial.folder) != path)
    }
}
