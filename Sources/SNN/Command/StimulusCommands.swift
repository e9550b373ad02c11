import Foundation

/// `snnsim stimulus …`
struct StimulusCommands {
    let invocation: Invocation
    let terminal: Terminal
    let installation: Installation

    /// What a data set holds.
    func info() throws {
        let name = invocation.operands[0]
        let dataset = try installation.library(data: invocation.value("data")).dataset(name)
        terminal.print(StimulusInfo(dataset).text)
    }

    /// Downloads the official files.
    func fetch() throws {
        let name = invocation.operands[0]
        guard let dataset = OfficialDataset.named(name) else {
            let names = OfficialDataset.all.map(\.name)
            throw UsageError(
                "there is no official data set `\(name)`",
                help: UsageError.suggestion("a data set", like: name, in: names)
                    ?? "there are \(names.joined(separator: ", "))")
        }
        let folder = invocation.value("data") ?? StimulusLibrary.cache()
        var lines: [String: ProgressLine] = [:]
        let files = try StimulusFetch(dataset, into: folder).run { progress in
            let file = URL(fileURLWithPath: progress.file).lastPathComponent
            let million = 1_000_000
            guard let total = progress.total, total > 0 else { return }
            let line =
                lines[file]
                ?? ProgressLine(file, of: total / million, "MB", on: terminal)
            lines[file] = line
            line.update(progress.bytes / million)
            if progress.bytes >= total { line.end() }
        }
        for file in files { terminal.print(file) }
    }

    /// Turns recordings into spikes.
    func encode() throws {
        guard let output = invocation.value("output") else {
            throw UsageError("`\(invocation.name)` needs `--output FILE`")
        }
        let replaces = invocation.has("force")
        if FileManager.default.fileExists(atPath: output), !replaces {
            throw CommandError(
                .failed, "`\(output)` exists already", help: "`--force` replaces it")
        }
        let folder = URL(fileURLWithPath: output).deletingLastPathComponent()
        guard folder.isExistingFolder, access(folder.path, W_OK) == 0 else {
            throw CommandError(.failed, "`\(folder.path)` is no folder that can be written")
        }
        let workers =
            try invocation.integer("workers", in: 1...RunOptions.workersMax)
            ?? Machine.workerCount
        let seed = try invocation.integer("seed", in: 0...Int.max) ?? 1
        let speech = try speech()
        let progress = ProgressLine("encoding", of: speech.words.count, "files", on: terminal)
        let start = ProgressLine.now
        let dataset = try Ear(seed: UInt64(seed)).dataset(
            of: speech,
            named: URL(fileURLWithPath: output).deletingPathExtension().lastPathComponent,
            notice: invocation.value("notice") ?? "Recordings encoded by the ear of snnsim.",
            workers: workers
        ) { done, _ in progress.update(done) }
        progress.end()
        try dataset.writeFlat(to: output, replacing: replaces)
        let seconds = ProgressLine.now - start
        terminal.print(
            "\(speech.words.count) files, \(dataset.train.count) to learn from and "
                + "\(dataset.test.count) to test on, encoded in "
                + ProgressLine.duration(seconds) + ": \(output)")
    }

    /// The recordings that the operands, a pattern or a manifest name.
    private func speech() throws -> Speech {
        let places = invocation.operands.map { URL(fileURLWithPath: $0) }
        if let manifest = invocation.value("manifest") {
            return try Speech(
                manifest: URL(fileURLWithPath: manifest),
                folder: places[0].isExistingFolder ? places[0] : nil)
        }
        guard places.count == 1, places[0].isExistingFolder else {
            throw UsageError(
                "`\(invocation.name)` takes one folder of recordings",
                help: "`--manifest FILE` lists recordings that lie elsewhere")
        }
        return try Speech(
            folder: places[0], pattern: invocation.value("pattern") ?? Speech.defaultPattern)
    }
}

extension Installation {
    /// Where data sets are looked up by name.
    func library(data: String?) -> StimulusLibrary {
        StimulusLibrary(data: data, shipped: [stimuli?.path].compactMap { $0 })
    }
}
