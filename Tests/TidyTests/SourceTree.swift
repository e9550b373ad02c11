import Foundation
import Testing

/// The files of this package, as the rules of tidiness see them.
enum SourceTree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    struct File: Sendable, CustomStringConvertible {
        /// From the root of the package: `Sources/SNN/SNN.swift`.
        let path: String
        let text: String

        var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
        var folder: String { (path as NSString).deletingLastPathComponent }
        var description: String { path }
    }

    /// Files below these folders with one of these endings, sorted by path.
    static func files(in folders: [String], endings: [String]) throws -> [File] {
        try folders.filter(exists).flatMap { folder -> [File] in
            let start = root.appendingPathComponent(folder)
            let paths = try FileManager.default.subpathsOfDirectory(atPath: start.path)
            return try paths.filter { path in endings.contains { path.hasSuffix($0) } }
                .map { path in
                    let file = start.appendingPathComponent(path)
                    return File(
                        path: "\(folder)/\(path)",
                        text: try String(contentsOf: file, encoding: .utf8))
                }
        }.sorted { $0.path < $1.path }
    }

    static func swiftFiles() throws -> [File] {
        try files(in: ["Sources", "Tests"], endings: [".swift"])
    }

    /// Folders directly below this one.
    static func folders(in folder: String) throws -> [String] {
        let start = root.appendingPathComponent(folder)
        return try FileManager.default.contentsOfDirectory(atPath: start.path).sorted().filter {
            var isFolder: ObjCBool = false
            let path = start.appendingPathComponent($0).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
                && isFolder.boolValue
        }
    }

    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
    }
}

/// Fails once with all offences, so that the report of a failure stays readable.
func expectNone(
    _ offences: [String], sourceLocation: SourceLocation = #_sourceLocation
) {
    let list = offences.sorted().joined(separator: "\n")
    #expect(offences.isEmpty, "\(list)", sourceLocation: sourceLocation)
}
