// Plain text for terminals: paragraphs that are wrapped, and tables whose cells are.

enum Paragraphs {
    /// Columns of a line of text.
    static let width = 100

    /// The text in lines of at most `width` characters, each indented. Empty lines separate
    /// paragraphs; lines that are indented themselves are left as they are.
    static func wrapped(_ text: String, indent: Int = 0, width: Int = width) -> [String] {
        let margin = String(repeating: " ", count: indent)
        var lines: [String] = []
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty {
                lines.append("")
            } else if line.hasPrefix("    ") {
                lines.append(margin + line)
            } else {
                lines += words(line, width: width - indent).map { margin + $0 }
            }
        }
        return lines
    }

    /// A text that fits is left as it is, with the spaces that align it.
    private static func words(_ text: Substring, width: Int) -> [String] {
        if text.count <= width { return [String(text)] }
        var lines: [String] = []
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, line.count + 1 + word.count > width {
                lines.append(line)
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
            while line.count > width {
                lines.append(String(line.prefix(width)))
                line = String(line.dropFirst(width))
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    /// A table with aligned columns, two spaces between them, at most `width` wide: the widest
    /// column gives way, and its cells are wrapped.
    static func table(_ rows: [[String]], indent: Int = 0, width: Int = width) -> [String] {
        let columns = rows.map(\.count).max() ?? 0
        guard columns > 0 else { return [] }
        var widths = (0..<columns).map { column in
            rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
        }
        let available = width - indent - 2 * (columns - 1)
        while widths.reduce(0, +) > available, let widest = widths.max(), widest > 8 {
            widths[widths.firstIndex(of: widest)!] -= 1
        }
        let margin = String(repeating: " ", count: indent)
        return rows.flatMap { row in
            let cells = row.enumerated().map { words(Substring($1), width: widths[$0]) }
            let height = cells.map(\.count).max() ?? 1
            return (0..<height).map { line in
                let parts = cells.enumerated().map { column, lines in
                    let text = line < lines.count ? lines[line] : ""
                    return text + String(repeating: " ", count: widths[column] - text.count)
                }
                return margin + parts.joined(separator: "  ").trimmingEnd
            }
        }
    }
}

extension String {
    /// Without spaces at its end.
    var trimmingEnd: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
