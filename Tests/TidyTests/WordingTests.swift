import Foundation
import Testing

/// Words that promise instead of doing, and links that lead nowhere.
struct WordingTests {
    /// Put together from halves, so that this file keeps its own rule.
    static let promises = [
        ["TO", "DO"], ["FIX", "ME"], ["XX", "X"], ["place", "holder"], ["not yet imple", "mented"],
        ["HA", "CK"],
    ].map { $0.joined() }

    static let emptyNames = ["Manager", "Helper", "Util", "Utils"]

    @Test func nothingIsLeftForLater() throws {
        let files =
            try SourceTree.swiftFiles()
            + SourceTree.files(in: ["Sources"], endings: [".c", ".h", ".md"])
            + SourceTree.files(in: ["docs", "Benchmarks"], endings: [".md"])
        var offences: [String] = []
        for file in files where file.lines.count > 1 {
            for (index, line) in file.lines.enumerated() {
                for word in Self.promises where line.contains(word) {
                    offences.append("\(file):\(index + 1) says \(word)")
                }
            }
        }
        expectNone(offences)
    }

    @Test func noTypeIsNamedAfterNothing() throws {
        let declaration = /(?:struct|class|enum|actor|protocol) +([A-Za-z]+)/
        var offences: [String] = []
        for file in try SourceTree.swiftFiles() {
            for match in file.text.matches(of: declaration)
            where Self.emptyNames.contains(where: { match.1.hasSuffix($0) }) {
                offences.append("\(file) declares \(match.1)")
            }
        }
        expectNone(offences)
    }

    @Test func everyLinkLeadsSomewhere() throws {
        let top = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
            .filter { $0.hasSuffix(".md") }
            .map { name in
                SourceTree.File(
                    path: name,
                    text: try String(
                        contentsOf: SourceTree.root.appendingPathComponent(name), encoding: .utf8))
            }
        let folders = ["Sources", "docs", "Benchmarks", "Models", "Stimuli"].filter(
            SourceTree.exists)
        var broken: [String] = []
        let link = /\]\(([^)#\s]+)(?:#[^)]*)?\)/
        for page in top + (try SourceTree.files(in: folders, endings: [".md"])) {
            for match in page.text.matches(of: link) {
                let target = String(match.1)
                if target.contains("://") || target.hasPrefix("mailto:") { continue }
                let path = page.folder.isEmpty ? target : "\(page.folder)/\(target)"
                if !SourceTree.exists(path) { broken.append("\(page) links to \(target)") }
            }
        }
        expectNone(broken)
    }
}
