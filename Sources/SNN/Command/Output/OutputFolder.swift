import Foundation

// Results are written into a folder beside the one asked for, and renamed into place when they are
// complete. So the folder either holds the results of a run or is not there, whatever happens in
// between.

/// The folder that a run writes.
///
///     let folder = try OutputFolder("runs/first", force: false)    // nothing is written yet
///     try folder.open()
///     …                                                            // write into folder.draft
///     try folder.publish()
final class OutputFolder {
    /// Where the results will be.
    let url: URL
    /// Where they are written until then.
    let draft: URL
    private var isOpen = false
    /// The deepest folder above that was there before.
    private let ground: URL

    /// - Throws: `CommandError` for a folder that holds something, unless `force`, and for a place
    ///   that cannot be written.
    init(_ path: String, force: Bool) throws(CommandError) {
        url = URL(fileURLWithPath: path).standardizedFileURL
        draft = url.deletingLastPathComponent()
            .appendingPathComponent(".\(url.lastPathComponent).partial-\(getpid())")
        let place = Self.nearestExisting(url)
        ground = place
        if FileManager.default.fileExists(atPath: url.path) {
            guard url.isExistingFolder else {
                throw CommandError(.failed, "the output folder `\(path)` is a file")
            }
            let content = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
            if !content.isEmpty, !force {
                throw CommandError(
                    .failed, "the output folder `\(path)` is not empty",
                    help: "`--force` replaces results of the same name in it")
            }
        }
        let isPlaceFolder = place.isExistingFolder
        guard isPlaceFolder, access(place.path, W_OK | X_OK) == 0 else {
            throw CommandError(
                .failed, "the output folder `\(path)` cannot be made",
                help: "`\(place.path)` \(isPlaceFolder ? "is not writable" : "is a file")")
        }
    }

    deinit { discard() }

    /// A folder in `runs` that does not exist: `runs/reservoir-2026-03-01-141500`.
    static func standardPath(forModel name: String, in folder: URL) -> String {
        var now = time(nil)
        var local = tm()
        localtime_r(&now, &local)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%d-%H%M%S", &local)
        let stamp = String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
        let base = "runs/\(name)-\(stamp)"
        var path = base
        var number = 2
        while FileManager.default.fileExists(atPath: folder.appendingPathComponent(path).path) {
            path = "\(base)-\(number)"
            number += 1
        }
        return path
    }

    /// Makes the draft.
    func open() throws(CommandError) {
        do {
            try FileManager.default.createDirectory(
                at: draft, withIntermediateDirectories: true)
            isOpen = true
        } catch {
            throw CommandError(.failed, "the output folder `\(url.path)` cannot be made")
        }
    }

    /// Moves the results into place.
    func publish() throws(CommandError) {
        precondition(isOpen, "Only an open folder can be published.")
        let files = FileManager.default
        do {
            try files.createDirectory(at: url, withIntermediateDirectories: true)
            for name in try files.contentsOfDirectory(atPath: draft.path) {
                let from = draft.appendingPathComponent(name).path
                guard rename(from, url.appendingPathComponent(name).path) == 0 else {
                    throw CocoaError(.fileWriteUnknown)
                }
            }
            try files.removeItem(at: draft)
            isOpen = false
        } catch {
            throw CommandError(.failed, "the results cannot be moved to `\(url.path)`")
        }
    }

    /// Removes the draft and the folders that were made for it.
    func discard() {
        guard isOpen else { return }
        try? FileManager.default.removeItem(at: draft)
        var folder = draft.deletingLastPathComponent()
        while folder.path.count > ground.path.count, rmdir(folder.path) == 0 {
            folder.deleteLastPathComponent()
        }
        isOpen = false
    }

    private static func nearestExisting(_ url: URL) -> URL {
        var place = url
        while !FileManager.default.fileExists(atPath: place.path), place.path != "/" {
            place.deleteLastPathComponent()
        }
        return place
    }
}
