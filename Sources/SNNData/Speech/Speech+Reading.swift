import Foundation

extension Speech {
    /// The pattern that file names follow unless another one is given.
    public static let defaultPattern = "{label}_{speaker}_{take}.wav"

    /// All WAV files of a folder; their names tell what they are.
    ///
    /// - Parameter pattern: fields in braces: `label`, `speaker`, `language`, `split`, `take`.
    /// - Throws: `DataError` where the folder, the pattern or a name makes no sense.
    public init(folder: URL, pattern: String = Speech.defaultPattern) throws {
        let parsed: NamePattern
        do {
            parsed = try NamePattern(pattern)
        } catch let defect as PatternDefect {
            throw DataError(defect.text, in: pattern)
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        } catch {
            throw DataError("the folder cannot be read", in: folder.path)
        }
        let waves = names.filter { $0.lowercased().hasSuffix(".wav") }.sorted()
        guard !waves.isEmpty else { throw DataError("no WAV files", in: folder.path) }
        self.init(
            try waves.map { name in
                guard let fields = parsed.fields(of: name) else {
                    throw DataError("the name does not follow `\(pattern)`", in: name)
                }
                return try Self.entry(folder.appendingPathComponent(name), fields)
            })
    }

    private static func entry(_ file: URL, _ fields: [String: String]) throws -> Entry {
        let label = [fields["language"], fields["label"]].compactMap { $0 }.joined(separator: " ")
        if let split = fields["split"], split != "train", split != "test" {
            throw DataError(
                "`\(split)` is neither `train` nor `test`", in: file.lastPathComponent)
        }
        return Entry(
            file: file, label: label, speaker: fields["speaker"] ?? "unknown",
            split: fields["split"])
    }

    /// The files listed in a manifest, a table with a header:
    /// `file,label,speaker,split,class name`. The last two columns may be missing.
    ///
    /// - Parameter folder: where the files are; the manifest's own folder if nil.
    /// - Throws: `DataError` with the line that makes no sense.
    public init(manifest: URL, folder: URL? = nil) throws {
        let name = manifest.lastPathComponent
        guard let text = try? String(contentsOf: manifest, encoding: .utf8) else {
            throw DataError("the manifest cannot be read as text", in: manifest.path)
        }
        let base = folder ?? manifest.deletingLastPathComponent()
        let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
        let header = Self.cells(lines[0].drop { $0 == "\u{FEFF}" }) ?? []
        for column in ["file", "label", "speaker"] where !header.contains(column) {
            throw DataError("there is no column `\(column)`", in: name, line: 1)
        }
        var entries: [Entry] = []
        for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy(\.isWhitespace) {
            guard let cells = Self.cells(line) else {
                throw DataError("a quotation mark is not closed", in: name, line: index + 1)
            }
            guard cells.count == header.count else {
                throw DataError(
                    "\(cells.count) cells under \(header.count) columns", in: name, line: index + 1)
            }
            let row = Dictionary(zip(header, cells)) { first, _ in first }
            let split = row["split"].flatMap { $0.isEmpty ? nil : $0 }
            if let split, split != "train", split != "test" {
                throw DataError(
                    "`\(split)` is neither `train` nor `test`", in: name, line: index + 1)
            }
            let file = row["file"]!
            entries.append(
                Entry(
                    file: file.hasPrefix("/")
                        ? URL(fileURLWithPath: file) : base.appendingPathComponent(file),
                    label: row["label"]!, speaker: row["speaker"]!, split: split,
                    className: row["class name"]))
        }
        guard !entries.isEmpty else { throw DataError("the manifest lists no files", in: name) }
        self.init(entries)
    }

    /// The cells of a line, with quotation marks as spreadsheets write them; nil if one is open.
    static func cells(_ line: Substring) -> [String]? {
        var cells = [""]
        var isQuoted = false
        var previousClosed = false
        for character in line {
            if character == "\"" {
                if !isQuoted, previousClosed { cells[cells.count - 1] += "\"" }
                isQuoted.toggle()
                previousClosed = !isQuoted
                continue
            }
            previousClosed = false
            if character == ",", !isQuoted {
                cells.append("")
            } else {
                cells[cells.count - 1].append(character)
            }
        }
        return isQuoted ? nil : cells.map { $0.trimmingCharacters(in: .whitespaces) }
    }
}
