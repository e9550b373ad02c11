// Fetching official files, by the tools that every system keeps well: curl, md5sum, unzip.
//
//     URL/shd_train.h5.zip ──curl, resuming──▶ shd_train.h5.zip.part ──md5sum──▶ checked
//                                              ──unzip──▶ shd_train.h5.new ──rename──▶ shd_train.h5
//
// A file has its final name only when it is whole. An interrupted download keeps its `.part` and
// goes on from there; one with a wrong sum is removed, because going on would never mend it.

import Foundation

/// Fetches the files of an official data set into a folder.
///
///     let fetch = StimulusFetch(.shd, into: StimulusLibrary.cache())
///     try fetch.run { print($0.file, $0.bytes, $0.total ?? 0) }
public struct StimulusFetch: Sendable {
    /// How far a download has come.
    public struct Progress: Sendable, Equatable {
        /// The file that is being fetched.
        public var file: String
        /// Bytes of it that are here.
        public var bytes: Int
        /// Bytes it has, if the server said so.
        public var total: Int?
    }

    /// Where the authors publish the data sets.
    public static let publishedURL = "https://zenkelab.org/datasets"

    public var dataset: OfficialDataset
    public var folder: String
    /// The address that the names of the archives are appended to.
    public var baseURL: String

    /// - Parameters:
    ///   - folder: Where the files go; made if it is missing.
    ///   - baseURL: Another address than the authors', such as a mirror; nil takes
    ///     `$SNNSIM_STIMULUS_URL`, else the authors'.
    public init(_ dataset: OfficialDataset, into folder: String, baseURL: String? = nil) {
        self.dataset = dataset
        self.folder = folder
        let given = baseURL ?? ProcessInfo.processInfo.environment["SNNSIM_STIMULUS_URL"]
        let address = given ?? Self.publishedURL
        self.baseURL = address.hasSuffix("/") ? String(address.dropLast()) : address
    }

    /// Fetches what is not there yet.
    ///
    /// - Returns: The files of the data set.
    /// - Throws: `DataError`; whatever was fetched completely stays.
    @discardableResult
    public func run(progress: (Progress) -> Void = { _ in }) throws -> [String] {
        let curl = try SystemTool("curl", package: "curl")
        let sum = try SystemTool("md5sum", package: "coreutils")
        let unzip = try SystemTool("unzip", package: "unzip")
        do {
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw DataError("the folder cannot be made", in: folder)
        }
        return try dataset.files.map { file in
            let path = "\(folder)/\(file.name).h5"
            if FileManager.default.fileExists(atPath: path) { return path }
            let part = path + ".zip.part"
            try download("\(baseURL)/\(file.name).h5.zip", to: part, curl, progress)
            try check(part, file.archiveSum, sum)
            try unpack(part, to: path, unzip)
            return path
        }
    }

    private func download(
        _ url: String, to part: String, _ curl: SystemTool, _ progress: (Progress) -> Void
    ) throws {
        let head = try curl.run([
            "--silent", "--location", "--head", "--fail", "--connect-timeout", "20", url,
        ])
        let total = head.status == 0 ? Self.length(in: head.output) : nil
        if let total, Self.size(of: part) == total { return }
        let result = try curl.run(
            [
                "--silent", "--show-error", "--location", "--fail", "--connect-timeout", "20",
                "--speed-limit", "100", "--speed-time", "60", "--continue-at", "-",
                "--output", part, url,
            ],
            meanwhile: {
                progress(Progress(file: url, bytes: Self.size(of: part) ?? 0, total: total))
            })
        progress(Progress(file: url, bytes: Self.size(of: part) ?? 0, total: total))
        if result.status == 0 { return }
        let reason = Self.reason(result.status, result.errors)
        let isPartial = (Self.size(of: part) ?? 0) > 0
        throw DataError(
            reason, in: url,
            help: isPartial ? "what was fetched is kept; the same command goes on from there" : nil)
    }

    /// curl's exit status in words (curl(1), EXIT CODES).
    private static func reason(_ status: Int32, _ errors: String) -> String {
        switch status {
        case 6: return "the server's name cannot be resolved"
        case 7: return "the server cannot be reached"
        case 18, 56: return "the download broke off"
        case 28: return "the server does not answer in time"
        case 23: return "the file cannot be written"
        default:
            let said = errors.trimmingCharacters(in: .whitespacesAndNewlines)
            return "cannot be fetched: \(said.isEmpty ? "curl gives status \(status)" : said)"
        }
    }

    private func check(_ part: String, _ expected: String, _ tool: SystemTool) throws {
        let found = try tool.run([part]).output.prefix(32)
        if found.lowercased() == expected { return }
        try? FileManager.default.removeItem(atPath: part)
        throw DataError(
            "has the MD5 sum \(found) instead of \(expected) and was removed", in: part,
            help: "fetch it again; if that does not help, the server has another file")
    }

    private func unpack(_ part: String, to path: String, _ unzip: SystemTool) throws {
        let new = path + ".new"
        let name = URL(fileURLWithPath: path).lastPathComponent
        let result = try unzip.run(["-p", part, name], outputTo: new)
        guard result.status == 0, rename(new, path) == 0 else {
            try? FileManager.default.removeItem(atPath: new)
            throw DataError("does not hold `\(name)` or cannot be unpacked", in: part)
        }
        try? FileManager.default.removeItem(atPath: part)
    }

    /// The last length that the headers of a reply mention; earlier ones belong to redirections.
    private static func length(in headers: String) -> Int? {
        headers.split(whereSeparator: \.isNewline)
            .last { $0.lowercased().hasPrefix("content-length:") }
            .flatMap { Int($0.dropFirst(15).trimmingCharacters(in: .whitespaces)) }
    }

    private static func size(of path: String) -> Int? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? Int
    }
}
