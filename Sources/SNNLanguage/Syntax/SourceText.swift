import SNNModel

/// The text of a file as UTF-8, with the beginnings of its lines.
struct SourceText: Sendable {
    let file: String
    let bytes: [UInt8]
    /// Offsets at which lines begin; the first is 0.
    let lineStarts: [Int]

    init(_ text: String, file: String) {
        self.file = file
        bytes = Array(text.utf8)
        var starts = [0]
        for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
            starts.append(offset + 1)
        }
        lineStarts = starts
    }

    /// Everything.
    var range: SourceRange { SourceRange(0, bytes.count) }

    /// The text in a range, which is cut to the file.
    func text(_ range: SourceRange) -> String {
        let lower = min(max(range.lower, 0), bytes.count)
        let upper = min(max(range.upper, lower), bytes.count)
        return String(decoding: bytes[lower..<upper], as: UTF8.self)
    }

    /// The line an offset lies in, counted from 0.
    func line(of offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// A line without its end.
    func lineRange(_ line: Int) -> SourceRange {
        let lower = lineStarts[line]
        var upper = line + 1 < lineStarts.count ? lineStarts[line + 1] - 1 : bytes.count
        if upper > lower, bytes[upper - 1] == UInt8(ascii: "\r") { upper -= 1 }
        return SourceRange(lower, upper)
    }

    /// The text in a range, quoted for a message; long or many-lined text is shortened.
    func quote(_ range: SourceRange) -> String {
        let whole = text(range)
        let first = whole.split(separator: "\n", omittingEmptySubsequences: false).first ?? ""
        if first.count > 40 { return "`\(first.prefix(37))...`" }
        return first.count < whole.count ? "`\(first) ...`" : "`\(first)`"
    }
}
