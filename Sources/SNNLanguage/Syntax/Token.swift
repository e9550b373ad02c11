import SNNModel

/// A word, number or sign of the text.
struct Token: Hashable, Sendable {
    enum Kind: Hashable, Sendable {
        case name, number, text, newline, end
        case leftBrace, rightBrace, leftBracket, rightBracket, leftParenthesis, rightParenthesis
        case comma, colon, equals, tilde, plus, minus, star, slash, percent
        case arrow, closedRange, halfOpenRange
    }

    var kind: Kind
    var range: SourceRange

    init(_ kind: Kind, _ lower: Int, _ upper: Int) {
        self.kind = kind
        self.range = SourceRange(lower, upper)
    }
}

extension Token.Kind {
    /// Whether the line goes on behind this sign, whatever follows.
    var continuesLine: Bool {
        switch self {
        case .plus, .minus, .star, .slash, .arrow, .closedRange, .halfOpenRange, .equals, .tilde,
            .colon, .leftBracket, .leftParenthesis:
            true
        default: false
        }
    }

    var opens: Bool { self == .leftBracket || self == .leftParenthesis }
    var closes: Bool { self == .rightBracket || self == .rightParenthesis }
    /// Whether a setting stands here, if a name stood before.
    var sets: Bool { self == .equals || self == .tilde }
}
