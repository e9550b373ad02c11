import Foundation
import Testing

/// Measures of files and folders, as CONTRIBUTING.md states them.
struct LayoutTests {
    static let lineLimit = 100
    static let fileLimit = 400
    static let folderLimit = 12

    @Test func everyLineFitsTheScreen() throws {
        var offences: [String] = []
        for file in try SourceTree.swiftFiles() {
            for (index, line) in file.lines.enumerated() {
                let place = "\(file):\(index + 1)"
                if line.count > Self.lineLimit {
                    offences.append("\(place): \(line.count) columns")
                }
                if line.contains("\t") { offences.append("\(place): a tab") }
                if line.last == " " { offences.append("\(place): ends in a blank") }
            }
        }
        expectNone(offences)
    }

    @Test func everyFileHasOneIdea() throws {
        let files = try SourceTree.swiftFiles()
        expectNone(
            files.filter { $0.lines.count > Self.fileLimit }.map {
                "\($0): \($0.lines.count) lines"
            })
        expectNone(
            files.filter { !$0.text.hasSuffix("\n") || $0.text.hasSuffix("\n\n") }
                .map { "\($0) does not end in one newline" })
    }

    @Test func everyFolderCanBeSeenAtAGlance() throws {
        let sources = try SourceTree.swiftFiles().filter { $0.path.hasPrefix("Sources/") }
        expectNone(
            Dictionary(grouping: sources, by: \.folder)
                .filter { $0.value.count > Self.folderLimit }
                .map { "\($0.key): \($0.value.count) source files" })
    }

    @Test func everyRoomSaysWhatItIs() throws {
        var silent: [String] = []
        for room in try SourceTree.folders(in: "Sources") {
            // A system library is a module map and a header; its name says what it is.
            if SourceTree.exists("Sources/\(room)/module.modulemap") { continue }
            let readme = SourceTree.root.appendingPathComponent("Sources/\(room)/README.md")
            let text = (try? String(contentsOf: readme, encoding: .utf8)) ?? ""
            let prose = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.joined()
            if prose.count < 40 || !prose.contains(".") { silent.append("\(room)/README.md") }
        }
        expectNone(silent)
    }

    @Test func everyTargetHasTests() throws {
        let tests = try SourceTree.folders(in: "Tests")
        for room in try SourceTree.folders(in: "Sources") where room.hasPrefix("SNN") {
            // A call of SNN, tested there, and a program that only times what others test.
            if ["SNNSimCommand", "SNNMeasure"].contains(room) { continue }
            #expect(tests.contains("\(room)Tests"), "\(room) has no tests")
        }
    }
}
