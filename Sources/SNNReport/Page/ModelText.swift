// The model's text with a little colour. The scanner knows comments, strings, numbers with their
// units, and words that open a declaration; everything else stays as it is. It accepts any text.

/// Source text as HTML.
enum ModelText {
    private static let keywords: Set<String> = [
        "simulation", "parameter", "population", "stimulus", "projection", "modulator",
        "plasticity", "astrocytes", "phase", "readout", "receptor", "record", "of", "like", "via",
        "as", "every",
    ]

    /// Escaped, with `<span>` around what has a colour.
    static func html(_ text: String) -> String {
        var rest = Substring(text)
        var result = ""
        while let first = rest.first {
            let (length, style) = token(rest, first)
            let end = rest.index(rest.startIndex, offsetBy: length)
            let piece = HTML.escaped(String(rest[..<end]))
            result += style.map { "<span class=\"\($0)\">\(piece)</span>" } ?? piece
            rest = rest[end...]
        }
        return result
    }

    private static func token(_ rest: Substring, _ first: Character) -> (Int, String?) {
        if first == "#" { return (rest.prefix { !$0.isNewline }.count, "remark") }
        if first == "\"" {
            let inside = rest.dropFirst().prefix { $0 != "\"" && !$0.isNewline }.count
            let isClosed = rest.dropFirst(inside + 1).first == "\""
            return (inside + (isClosed ? 2 : 1), "string")
        }
        if first.isNumber {
            let length = rest.prefix { $0.isNumber || $0.isLetter || $0 == "." || $0 == "µ" }.count
            let number = rest.prefix(length)
            // A range is two numbers: `0 ..< 5` may stand without spaces.
            if let dots = number.range(of: "..") {
                return (number.distance(from: number.startIndex, to: dots.lowerBound), "number")
            }
            return (length, "number")
        }
        if first.isLetter || first == "_" {
            let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return (word.count, keywords.contains(String(word)) ? "keyword" : nil)
        }
        return (1, nil)
    }
}
