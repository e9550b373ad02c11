// How diagnostics look:
//
//     error[E004]: there is no population named `ihn`
//       --> Models/reward.model:59:19
//        |
//     28 | population inh[800] like exc {
//        |            --- declared here
//     ...
//     59 | projection exc -> ihn via ampa {
//        |                   ^^^ not declared in this model
//        |
//        = help: a population with a similar name exists: `inh`
//
// `^` marks the mistake, `-` what explains it.

import SNNModel

extension ModelText {
    /// Diagnostics as they look on a terminal, and a last line that counts them.
    public func report(_ diagnostics: [Diagnostic], usesColor: Bool = false) -> String {
        let text = DiagnosticText(source: SourceText(text, file: file), usesColor: usesColor)
        let parts = diagnostics.map { text.text(of: $0) }
        return parts.map { $0 + "\n" }.joined() + Self.summary(of: diagnostics) + "\n"
    }

    /// "2 errors, 1 warning", or "no mistakes found".
    public static func summary(of diagnostics: [Diagnostic]) -> String {
        let errors = diagnostics.filter { $0.severity == .error }.count
        let warnings = diagnostics.count - errors
        var parts: [String] = []
        if errors > 0 { parts.append(errors == 1 ? "1 error" : "\(errors) errors") }
        if warnings > 0 { parts.append(warnings == 1 ? "1 warning" : "\(warnings) warnings") }
        return parts.isEmpty ? "no mistakes found" : parts.joined(separator: ", ")
    }
}

struct DiagnosticText {
    let source: SourceText
    let usesColor: Bool

    /// A label on its line.
    private struct Mark {
        var line: Int
        var label: Diagnostic.Label
        var isPrimary: Bool
    }

    func text(of diagnostic: Diagnostic) -> String {
        let color: Color = diagnostic.severity == .error ? .red : .yellow
        var lines = [
            paint("\(diagnostic.severity.rawValue)[\(diagnostic.code)]", color)
                + paint(": \(diagnostic.message)", .bold)
        ]
        var marks = diagnostic.secondary.map {
            Mark(line: source.line(of: clamped($0.range).lower), label: $0, isPrimary: false)
        }
        if let primary = diagnostic.primary {
            let line = source.line(of: clamped(primary.range).lower)
            marks.append(Mark(line: line, label: primary, isPrimary: true))
        }
        marks.sort { ($0.line, $0.label.range.lower) < ($1.line, $1.label.range.lower) }
        let width = marks.map { String($0.line + 1).count }.max() ?? 0
        let margin = String(repeating: " ", count: width)
        if let primary = diagnostic.primary {
            let (line, column) = position(of: primary.range)
            lines.append("\(margin)\(paint("-->", .blue)) \(source.file):\(line):\(column)")
            lines.append(paint("\(margin) |", .blue))
        }
        var previous: Int?
        for mark in marks {
            if previous != mark.line {
                if let previous, mark.line > previous + 1 { lines.append(paint("...", .blue)) }
                let number = String(mark.line + 1)
                let padding = String(repeating: " ", count: width - number.count)
                let shown = window(expanded(source.lineRange(mark.line)), mark)
                lines.append(
                    paint("\(padding)\(number) |", .blue) + (shown.isEmpty ? "" : " " + shown))
            }
            previous = mark.line
            lines.append(paint("\(margin) |", .blue) + " " + underline(mark, color))
        }
        if let help = diagnostic.help {
            if !marks.isEmpty { lines.append(paint("\(margin) |", .blue)) }
            lines.append("\(margin) \(paint("=", .blue)) help: \(help)")
        }
        return lines.map { $0 + "\n" }.joined()
    }

    private func underline(_ mark: Mark, _ color: Color) -> String {
        let line = source.lineRange(mark.line)
        let range = clamped(mark.label.range)
        let start = max(min(range.lower, line.upper), line.lower)
        let end = max(min(range.upper, line.upper), start)
        let before = columns(SourceRange(line.lower, start))
        let length = max(1, columns(SourceRange(line.lower, end)) - before)
        let sign = String(repeating: mark.isPrimary ? "^" : "-", count: length)
        let shift = shift(of: mark)
        return String(repeating: " ", count: before - shift)
            + paint(
                "\(sign.prefix(Self.lineWidth)) \(mark.label.text)", mark.isPrimary ? color : .blue)
    }

    /// Longer lines are shown from near the mark on.
    private static let lineWidth = 160

    private func shift(of mark: Mark) -> Int {
        let line = source.lineRange(mark.line)
        if columns(line) <= Self.lineWidth { return 0 }
        let lower = min(max(clamped(mark.label.range).lower, line.lower), line.upper)
        return max(0, columns(SourceRange(line.lower, lower)) - Self.lineWidth / 2)
    }

    private func window(_ line: String, _ mark: Mark) -> String {
        let rest = line.dropFirst(shift(of: mark))
        return rest.count > Self.lineWidth ? rest.prefix(Self.lineWidth) + " ..." : String(rest)
    }

    private func clamped(_ range: SourceRange) -> SourceRange {
        let lower = min(max(range.lower, 0), source.bytes.count)
        return SourceRange(lower, min(max(range.upper, lower), source.bytes.count))
    }

    /// Line and column of a range's beginning, counted from 1, in characters.
    private func position(of range: SourceRange) -> (line: Int, column: Int) {
        let start = clamped(range).lower
        let line = source.line(of: start)
        let before = source.text(SourceRange(source.lineRange(line).lower, start))
        return (line + 1, before.count + 1)
    }

    // MARK: - Columns

    private static let tabWidth = 4

    /// A line with blanks for its tabs.
    private func expanded(_ range: SourceRange) -> String {
        var result = ""
        var column = 0
        for character in source.text(range) {
            let width = width(of: character, at: column)
            result += character == "\t" ? String(repeating: " ", count: width) : String(character)
            column += width
        }
        return result
    }

    /// How many columns of a terminal a stretch of text from the beginning of its line fills.
    private func columns(_ range: SourceRange) -> Int {
        source.text(range).reduce(0) { $0 + width(of: $1, at: $0) }
    }

    private func width(of character: Character, at column: Int) -> Int {
        if character == "\t" { return Self.tabWidth - column % Self.tabWidth }
        guard let scalar = character.unicodeScalars.first else { return 0 }
        if scalar.value == 0xFEFF || scalar.properties.generalCategory == .nonspacingMark {
            return 0
        }
        return scalar.isWide ? 2 : 1
    }

    // MARK: - Colour

    private enum Color: String {
        case red = "1;31"
        case yellow = "1;33"
        case blue = "34"
        case bold = "1"
    }

    private func paint(_ text: String, _ color: Color) -> String {
        usesColor ? "\u{1B}[\(color.rawValue)m\(text)\u{1B}[0m" : text
    }
}

extension Unicode.Scalar {
    /// Whether terminals give it two columns: East Asian wide characters and pictures.
    fileprivate var isWide: Bool {
        switch value {
        case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
            0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F,
            0x1F680...0x1F6FF, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
            true
        default: false
        }
    }
}
