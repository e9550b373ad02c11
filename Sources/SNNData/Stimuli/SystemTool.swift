import Foundation

/// A program of the system that does part of our work.
struct SystemTool {
    /// What a program left behind.
    struct Result {
        var status: Int32
        var output: String
        var errors: String
    }

    private let url: URL
    private let name: String

    /// - Parameter package: Which Debian package has it, for the message where it is missing.
    init(_ name: String, package: String) throws {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
        let candidates = path.split(separator: ":").map { "\($0)/\(name)" }
        guard let found = candidates.first(where: FileManager.default.isExecutableFile) else {
            throw DataError(
                "this program is needed and not installed", in: name,
                help: "apt-get install \(package)")
        }
        url = URL(fileURLWithPath: found)
        self.name = name
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - outputTo: A file that takes what it prints; nil keeps that in the result.
    ///   - meanwhile: Called many times per second while it runs.
    func run(
        _ arguments: [String], outputTo path: String? = nil, meanwhile: () -> Void = {}
    ) throws -> Result {
        let process = Process()
        process.executableURL = url
        process.arguments = arguments
        // Files rather than pipes: a program that says much never waits for us.
        let output = try Scratch(at: path)
        let errors = try Scratch(at: nil)
        process.standardOutput = output.handle
        process.standardError = errors.handle
        process.standardInput = FileHandle.nullDevice
        do {
            try process.run()
        } catch {
            throw DataError("cannot be started", in: name)
        }
        while process.isRunning {
            meanwhile()
            usleep(20_000)
        }
        process.waitUntilExit()
        return Result(
            status: process.terminationStatus, output: path == nil ? output.text : "",
            errors: errors.text)
    }

    /// A file that is gone afterwards, unless it has a path of its own.
    private final class Scratch {
        let path: String
        let handle: FileHandle
        private let isTemporary: Bool

        init(at given: String?) throws {
            isTemporary = given == nil
            path = given ?? FileManager.default.temporaryDirectory
                .appendingPathComponent("snnsim-\(UUID().uuidString)").path
            guard FileManager.default.createFile(atPath: path, contents: nil),
                let handle = FileHandle(forWritingAtPath: path)
            else { throw DataError("cannot be written", in: path) }
            self.handle = handle
        }

        var text: String {
            String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
        }

        deinit {
            try? handle.close()
            if isTemporary { try? FileManager.default.removeItem(atPath: path) }
        }
    }
}
