import Foundation
import Synchronization

@testable import SNN

/// A terminal that remembers, and a folder of its own: what a test of commands needs.
final class CommandTrial: Sendable {
    let folder: URL
    private let outputText = Mutex("")
    private let logText = Mutex("")

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appendingPathComponent("snnsim-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    /// What went to the output since the last command began.
    var output: String { outputText.withLock { $0 } }
    /// What went to the error stream since the last command began.
    var log: String { logText.withLock { $0 } }

    /// Runs a command as the program would, with the models and stimuli of this package.
    func snnsim(_ words: String...) -> CommandStatus { snnsim(words) }

    func snnsim(_ words: [String], installation: Installation = .package) -> CommandStatus {
        outputText.withLock { $0 = "" }
        logText.withLock { $0 = "" }
        let terminal = Terminal(
            output: { text in self.outputText.withLock { $0 += text } },
            log: { text in self.logText.withLock { $0 += text } })
        return SnnsimCommand.run(words, on: terminal, installation: installation)
    }

    /// A path in the folder.
    func path(_ name: String) -> String { folder.appendingPathComponent(name).path }

    /// Writes a file into the folder and returns its path.
    func file(_ name: String, _ text: String) throws -> String {
        try text.write(toFile: path(name), atomically: true, encoding: .utf8)
        return path(name)
    }

    func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: path(name)) }
}

extension Installation {
    /// The models and stimuli of this package.
    static let package = Installation(
        models: packageRoot.appendingPathComponent("Models"),
        stimuli: packageRoot.appendingPathComponent("Stimuli"))

    static let packageRoot = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
}
