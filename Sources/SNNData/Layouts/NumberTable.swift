import Foundation

/// A text file of numbers in columns: CSV, with or without a line of names.
///
/// Columns are separated by commas, semicolons, tabs or spaces, whichever the first line shows in
/// this order. Lines that are empty or begin with `#` are skipped.
struct NumberTable {
    let file: String
    /// The names of the columns, in lower case; nil where the first line holds numbers.
    private(set) var names: [String]?
    /// How many columns every line has.
    private(set) var width = 0
    /// All numbers, line after line.
    private(set) var values: [Double] = []
    /// The line of each row, counted from 1.
    private(set) var lines: [Int] = []

    var rowCount: Int { lines.count }

    subscript(row: Int, column: Int) -> Double { values[row * width + column] }

    init(reading path: String) throws {
        file = path
        guard let data = FileManager.default.contents(atPath: path) else {
            throw DataError(
                FileManager.default.fileExists(atPath: path)
                    ? "cannot be read" : "no such file", in: path)
        }
        var bytes = [UInt8](data)
        bytes.append(0)
        var separator: UInt8?
        var start = bytes.starts(with: [0xef, 0xbb, 0xbf]) ? 3 : 0
        var line = 0
        while start < bytes.count - 1 {
            let end = bytes[start...].firstIndex { $0 == 0x0a || $0 == 0 } ?? bytes.count - 1
            line += 1
            let text = Self.trimmed(bytes[start ..< end])
            start = end + 1
            if text.isEmpty || text.first == UInt8(ascii: "#") { continue }
            let mark = separator ?? Self.separator(of: text)
            separator = mark
            try add(text.split(separator: mark, omittingEmptySubsequences: mark == 0x20), line)
        }
    }

    /// Takes over one line: the names, or a row of numbers.
    private mutating func add(_ fields: [ArraySlice<UInt8>], _ line: Int) throws {
        if width == 0 {
            width = fields.count
            if fields.allSatisfy({ Self.number(Self.trimmed($0)) == nil }) {
                names = fields.map {
                    String(decoding: Self.trimmed($0), as: UTF8.self).lowercased()
                }
                return
            }
        }
        guard fields.count == width else {
            throw DataError(
                "has \(fields.count) column\(fields.count == 1 ? "" : "s") where \(width) are "
                    + "needed", in: file, line: line)
        }
        for field in fields {
            let text = Self.trimmed(field)
            guard let number = Self.number(text) else {
                let shown = String(decoding: text.prefix(40), as: UTF8.self)
                throw DataError("`\(shown)` is no number", in: file, line: line)
            }
            values.append(number)
        }
        lines.append(line)
    }

    /// The columns in the wanted order: by name where the file has names, else by position.
    ///
    /// - Parameter wanted: The accepted names of each column; the first `required` must be there.
    func columns(_ wanted: [[String]], required: Int) throws -> [Int?] {
        guard let names else {
            guard width >= required else {
                throw DataError(
                    "has \(width) columns where at least \(required) are needed "
                        + "(\(wanted.prefix(required).map { $0[0] }.joined(separator: ", ")))",
                    in: file)
            }
            return wanted.indices.map { $0 < width ? $0 : nil }
        }
        return try wanted.enumerated().map { position, accepted in
            if let index = names.firstIndex(where: accepted.contains) { return index }
            if position >= required { return nil }
            let found = names.map { "`\($0)`" }.joined(separator: ", ")
            throw DataError("has no column `\(accepted[0])`, only \(found)", in: file)
        }
    }

    /// A number that counts something, from 0 to `maximum`.
    func integer(_ row: Int, _ column: Int, _ noun: String, max maximum: Int) throws -> Int {
        let value = self[row, column]
        guard let whole = Int(exactly: value), (0 ... maximum).contains(whole) else {
            throw DataError(
                "\(Self.shown(value)) is no \(noun) (0 to \(maximum))", in: file, line: lines[row])
        }
        return whole
    }

    static func shown(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }

    private static func separator(of line: ArraySlice<UInt8>) -> UInt8 {
        [UInt8(ascii: ","), UInt8(ascii: ";"), 0x09].first { line.contains($0) } ?? 0x20
    }

    private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        var text = text
        while let first = text.first, first == 0x20 || first == 0x09 { text.removeFirst() }
        while let last = text.last, last == 0x20 || last == 0x09 || last == 0x0d {
            text.removeLast()
        }
        return text
    }

    /// A finite decimal number. Whole numbers, the common case, take the short way.
    private static func number(_ text: ArraySlice<UInt8>) -> Double? {
        if !text.isEmpty, text.count <= 15, text.allSatisfy({ (0x30 ... 0x39).contains($0) }) {
            return Double(text.reduce(0) { $0 * 10 + Int($1 - 0x30) })
        }
        guard text.allSatisfy({ (0x30 ... 0x39).contains($0) || "+-.eE".utf8.contains($0) }),
            let value = Double(String(decoding: text, as: UTF8.self)), value.isFinite
        else { return nil }
        return value
    }
}
