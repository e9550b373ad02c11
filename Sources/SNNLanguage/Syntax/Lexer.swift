// Text to tokens. A line's end separates, except
//
//     inside ( ) and [ ],  after an operator,  and before a `{`.
//
// So that a forgotten bracket does not swallow the rest of the file, a line that begins like a
// setting (`tau_m =`) or like a declaration (`population exc`) separates even inside brackets.

import SNNModel

struct Lexer {
    let source: SourceText
    private(set) var tokens: [Token] = []
    private(set) var diagnostics: [Diagnostic] = []
    private var offset = 0

    init(_ source: SourceText) { self.source = source }

    /// All tokens of the text, the last of kind `end`; what cannot be read is reported and left
    /// out.
    static func tokens(of source: SourceText) -> (tokens: [Token], diagnostics: [Diagnostic]) {
        var lexer = Lexer(source)
        if source.bytes.starts(with: [0xEF, 0xBB, 0xBF]) { lexer.offset = 3 }
        while lexer.offset < source.bytes.count { lexer.scan() }
        lexer.tokens.append(Token(.end, source.bytes.count, source.bytes.count))
        return (lexer.joiningLines(), lexer.diagnostics)
    }

    private func byte(_ ahead: Int = 0) -> UInt8 {
        offset + ahead < source.bytes.count ? source.bytes[offset + ahead] : 0
    }

    private mutating func add(_ kind: Token.Kind, _ length: Int) {
        tokens.append(Token(kind, offset, offset + length))
        offset += length
    }

    private mutating func scan() {
        switch byte() {
        case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): offset += 1
        case UInt8(ascii: "\n"): add(.newline, 1)
        case UInt8(ascii: "#"): skipLine()
        case UInt8(ascii: "\""): scanText()
        case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "/"): scanForeignComment()
        case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
        case UInt8(ascii: ".") where isDigit(byte(1)): scanNumber()
        default:
            if let (kind, length) = sign() {
                add(kind, length)
            } else if let length = letter() {
                scanName(length)
            } else {
                scanUnreadable()
            }
        }
    }

    private mutating func skipLine() {
        while offset < source.bytes.count, byte() != UInt8(ascii: "\n") { offset += 1 }
    }

    private func sign() -> (Token.Kind, Int)? {
        let next = byte(1)
        switch byte() {
        case UInt8(ascii: "{"): return (.leftBrace, 1)
        case UInt8(ascii: "}"): return (.rightBrace, 1)
        case UInt8(ascii: "["): return (.leftBracket, 1)
        case UInt8(ascii: "]"): return (.rightBracket, 1)
        case UInt8(ascii: "("): return (.leftParenthesis, 1)
        case UInt8(ascii: ")"): return (.rightParenthesis, 1)
        case UInt8(ascii: ","): return (.comma, 1)
        case UInt8(ascii: ":"): return (.colon, 1)
        case UInt8(ascii: "="): return (.equals, 1)
        case UInt8(ascii: "~"): return (.tilde, 1)
        case UInt8(ascii: "+"): return (.plus, 1)
        case UInt8(ascii: "*"): return (.star, 1)
        case UInt8(ascii: "/"): return (.slash, 1)
        case UInt8(ascii: "%"): return (.percent, 1)
        case UInt8(ascii: "-"):
            return next == UInt8(ascii: ">") ? (.arrow, 2) : (.minus, 1)
        case UInt8(ascii: ".") where next == UInt8(ascii: ".") && byte(2) != UInt8(ascii: "."):
            return byte(2) == UInt8(ascii: "<") ? (.halfOpenRange, 3) : (.closedRange, 2)
        default: return nil
        }
    }

    private func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }

    /// The length of the letter here, if there is one: Latin, Greek, and any other alphabet.
    private func letter() -> Int? {
        switch byte() {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            return 1
        case 0x80...:
            let (scalar, length) = scalar()
            return scalar.properties.isAlphabetic ? length : nil
        default: return nil
        }
    }

    private func scalar() -> (Unicode.Scalar, Int) {
        var iterator = source.bytes[offset...].prefix(4).makeIterator()
        var decoder = UTF8()
        guard case .scalarValue(let scalar) = decoder.decode(&iterator) else {
            return ("\u{FFFD}", 1)
        }
        return (scalar, UTF8.width(scalar))
    }

    private mutating func scanName(_ first: Int) {
        let start = offset
        offset += first
        while offset < source.bytes.count {
            if isDigit(byte()) {
                offset += 1
            } else if let length = letter() {
                offset += length
            } else {
                break
            }
        }
        tokens.append(Token(.name, start, offset))
    }

    private mutating func scanNumber() {
        let start = offset
        while isDigit(byte()) { offset += 1 }
        if byte() == UInt8(ascii: "."), isDigit(byte(1)) {
            offset += 1
            while isDigit(byte()) { offset += 1 }
        }
        if byte() == UInt8(ascii: "e") || byte() == UInt8(ascii: "E") {
            let signed = byte(1) == UInt8(ascii: "-") || byte(1) == UInt8(ascii: "+")
            if isDigit(byte(signed ? 2 : 1)) {
                offset += signed ? 2 : 1
                while isDigit(byte()) { offset += 1 }
            }
        }
        tokens.append(Token(.number, start, offset))
    }

    private mutating func scanText() {
        let start = offset
        offset += 1
        while offset < source.bytes.count, byte() != UInt8(ascii: "\n") {
            if byte() == UInt8(ascii: "\"") {
                offset += 1
                tokens.append(Token(.text, start, offset))
                return
            }
            offset += byte() == UInt8(ascii: "\\") && byte(1) != UInt8(ascii: "\n") ? 2 : 1
        }
        offset = min(offset, source.bytes.count)
        let range = SourceRange(start, offset)
        tokens.append(Token(.text, start, offset))
        diagnostics.append(
            Diagnostic(
                .unclosedText, "the text is not closed",
                primary: .init(range, "no `\"` at its end"),
                help: "a text ends with `\"` on the line it begins on"))
    }

    private mutating func scanForeignComment() {
        let start = offset
        skipLine()
        diagnostics.append(
            Diagnostic(
                .unreadableCharacter, "`//` does not begin a comment",
                primary: .init(SourceRange(start, start + 2), "not a comment"),
                help: "comments begin with `#`"))
    }

    /// Reports a character that has no meaning; where people mean a known one, that is read.
    private mutating func scanUnreadable() {
        let start = offset
        let (scalar, length) = scalar()
        offset += length
        if scalar == "\u{A0}" || scalar.properties.isWhitespace { return }
        var help: String?
        switch scalar {
        case "\u{2212}", "\u{2013}", "\u{2014}":
            tokens.append(Token(.minus, start, offset))
            help = "a minus is written `-`"
        case ";":
            tokens.append(Token(.comma, start, offset))
            help = "settings are separated by a comma or a new line"
        case "\u{201C}", "\u{201D}", "\u{201E}", "'":
            skipQuoted()
            tokens.append(Token(.text, start, offset))
            help = "a text stands between two `\"`"
        case "\u{D7}": help = "a product is written `*`"
        case "^": help = "a power is written as a product: `r * r`"
        case ".":
            while byte() == UInt8(ascii: ".") || byte() == UInt8(ascii: "<") { offset += 1 }
            help = "a range is written `0 ..< 50` or `0 .. 49`"
        default:
            if !scalar.properties.isAlphabetic {
                while offset < source.bytes.count, source.bytes[offset] == source.bytes[start],
                    length == 1
                { offset += 1 }
            }
        }
        let range = SourceRange(start, offset)
        diagnostics.append(
            Diagnostic(
                .unreadableCharacter, "\(source.quote(range)) has no meaning in a model",
                primary: .init(range, "not understood"), help: help))
    }

    /// Goes behind the typographic mark that closes a text, if there is one on this line.
    private mutating func skipQuoted() {
        let start = offset
        while offset < source.bytes.count, byte() != UInt8(ascii: "\n") {
            let (scalar, length) = scalar()
            offset += length
            if scalar == "\u{201D}" || scalar == "\u{201C}" || scalar == "'" { return }
        }
        offset = start
    }

    /// The tokens without the line ends that do not separate.
    private func joiningLines() -> [Token] {
        var result: [Token] = []
        var depth = 0
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .leftBracket, .leftParenthesis: depth += 1
            case .rightBracket, .rightParenthesis: depth = max(0, depth - 1)
            case .leftBrace, .rightBrace: depth = 0
            case .newline:
                if result.last?.kind == .newline { continue }
                let next = tokens[(index + 1)...].first { $0.kind != .newline }
                if next?.kind == .leftBrace { continue }
                if depth > 0 || result.last?.kind.continuesLine ?? false {
                    if !beginsEntry(after: index) { continue }
                    depth = 0
                }
            default: break
            }
            result.append(token)
        }
        return result
    }

    /// Whether the next line begins like a setting or a declaration.
    private func beginsEntry(after index: Int) -> Bool {
        guard let first = tokens[index...].firstIndex(where: { $0.kind != .newline }),
            first + 1 < tokens.count
        else { return true }
        if tokens[first].kind == .rightBrace || tokens[first].kind == .end { return true }
        guard tokens[first].kind == .name else { return false }
        let next = tokens[first + 1].kind
        if next.sets { return true }
        return Declaration.Word(rawValue: source.text(tokens[first].range)) != nil
            && (next == .name || next == .leftBrace)
    }
}
