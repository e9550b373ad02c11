// Tokens to a syntax tree, by recursive descent with one token of look-ahead.
//
// A mistake is thrown from where it is found to the setting or declaration it lies in, reported
// once, and reading goes on behind that. So every mistake of a file is found, and none breeds
// others.

import SNNModel

struct Parser {
    /// A mistake on its way to the place where reading can go on.
    struct Mistake: Error { var diagnostic: Diagnostic }

    let source: SourceText
    private(set) var diagnostics: [Diagnostic]
    private let tokens: [Token]
    private(set) var index = 0
    /// Lines with characters that were left out; what seems to be missing there may be those.
    private let unreadableLines: Set<Int>
    /// How deep the expression being read is nested.
    var depth = 0
    /// How many blocks are open.
    var blockDepth = 0

    init(_ source: SourceText) {
        self.source = source
        (tokens, diagnostics) = Lexer.tokens(of: source)
        unreadableLines = Set(
            diagnostics.compactMap { $0.primary.map { source.line(of: $0.range.lower) } })
    }

    static func parse(_ source: SourceText) -> (tree: SyntaxTree, diagnostics: [Diagnostic]) {
        var parser = Parser(source)
        let tree = parser.file()
        return (tree, parser.diagnostics)
    }

    // MARK: - Tokens

    var token: Token { tokens[index] }
    var next: Token { tokens[min(index + 1, tokens.count - 1)] }
    var previousEnd: Int { index > 0 ? tokens[index - 1].range.upper : 0 }

    func at(_ kind: Token.Kind) -> Bool { token.kind == kind }
    func text(_ token: Token) -> String { source.text(token.range) }

    mutating func advance() { if !at(.end) { index += 1 } }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard at(kind) else { return false }
        advance()
        return true
    }

    mutating func name(_ what: String) throws(Mistake) -> Name {
        guard at(.name) else { throw expected(what) }
        let name = Name(text(token), token.range)
        advance()
        return name
    }

    mutating func skipNewlines() { while at(.newline) { advance() } }

    // MARK: - Mistakes

    mutating func report(_ mistake: Mistake) {
        let line = mistake.diagnostic.primary.map { source.line(of: $0.range.lower) }
        if let line, unreadableLines.contains(line) { return }
        diagnostics.append(mistake.diagnostic)
    }

    mutating func report(
        _ code: DiagnosticCode, _ message: String, _ range: SourceRange, _ label: String,
        secondary: [Diagnostic.Label] = [], help: String? = nil
    ) {
        report(
            Mistake(
                diagnostic: Diagnostic(
                    code, message, primary: .init(range, label), secondary: secondary, help: help)))
    }

    /// The current token for a message: "`}`", "the end of the line".
    var found: String {
        switch token.kind {
        case .end: "the end of the file"
        case .newline: "the end of the line"
        default: source.quote(token.range)
        }
    }

    /// Where something is missing: at the token, or behind the last one if the line ends here.
    var here: SourceRange {
        at(.newline) || at(.end) ? SourceRange(previousEnd, previousEnd) : token.range
    }

    func expected(_ what: String, help: String? = nil) -> Mistake {
        Mistake(
            diagnostic: Diagnostic(
                .syntax, "\(what) is missing before \(found)",
                primary: .init(here, "expected \(what)"), help: help))
    }

    /// Reads the closing bracket that belongs to `opening`.
    mutating func close(_ opening: Token, with kind: Token.Kind) throws(Mistake) {
        if take(kind) { return }
        if at(.newline) || at(.end) || at(.rightBrace) || at(.leftBrace) {
            throw Mistake(
                diagnostic: Diagnostic(
                    .notClosed, "the `\(text(opening))` is not closed",
                    primary: .init(opening.range, "opened here"),
                    help: "write `\(kind == .rightBracket ? "]" : ")")` behind what it encloses"))
        }
        throw expected(kind == .rightBracket ? "`,` or `]`" : "`,` or `)`")
    }

    // MARK: - Recovery

    /// Goes to the end of the setting that began at token `start`, behind the mistake.
    mutating func skipSetting(from start: Int) {
        let mistake = index
        index = start
        var brackets = 0
        while !at(.end) {
            if at(.newline), index >= mistake { return }
            if at(.rightBrace), index >= mistake { return }
            if at(.comma), brackets <= 0, index >= mistake { return }
            if index > mistake, brackets <= 0, at(.name), next.kind.sets { return }
            if token.kind.opens { brackets += 1 }
            if token.kind.closes { brackets -= 1 }
            if at(.leftBrace) { skipBlock() } else { advance() }
        }
    }

    /// Goes to the `{` of a declaration whose first line is broken, or to the end of that line.
    mutating func skipHeader() {
        while !at(.end), !at(.newline), !at(.leftBrace), !at(.rightBrace) { advance() }
    }

    /// Goes behind the `}` that belongs to the `{` here.
    mutating func skipBlock() {
        var braces = 0
        repeat {
            if at(.leftBrace) { braces += 1 }
            if at(.rightBrace) { braces -= 1 }
            advance()
        } while braces > 0 && !at(.end)
    }

    mutating func move(to index: Int) { self.index = index }
}
