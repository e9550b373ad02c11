import SNNModel

extension Parser {
    /// `file = { declaration }`
    mutating func file() -> SyntaxTree {
        var tree = SyntaxTree()
        // Whether stray settings and braces were reported since the last declaration.
        var hasStrays = false
        while true {
            skipNewlines()
            if at(.end) { return tree }
            let start = index
            if at(.name), !next.kind.sets {
                if let word = declarationWord() {
                    tree.declarations.append(declaration(word))
                    hasStrays = false
                } else {
                    tree.lostNames = true
                }
            } else if at(.name) {
                let last = tree.declarations.indices.last
                if let last, tree.declarations[last].block == nil, !hasStrays,
                    tree.declarations[last].word != .parameter
                {
                    readUnopenedBlock(of: &tree.declarations[last])
                } else {
                    if !hasStrays { reportStraySetting() }
                    skipSetting(from: index)
                }
                hasStrays = true
            } else if at(.comma) {
                advance()
            } else {
                if !hasStrays { reportStray() }
                hasStrays = true
                if at(.leftBrace) { skipBlock() } else { skipHeader() }
            }
            if index == start { advance() }
        }
    }

    /// The word that begins a declaration here. A misspelt one is reported and read as it was
    /// meant; anything else is reported and skipped.
    mutating func declarationWord() -> Declaration.Word? {
        let written = text(token)
        if let word = Declaration.Word(rawValue: written) { return word }
        let words = Declaration.Word.allCases.map(\.rawValue)
        let similar = written.nearest(in: words)
        report(
            .unknownDeclaration, "nothing can be declared with `\(written)`", token.range,
            "not a declaration",
            help: similar.map { "a similar word exists: `\($0)`" }
                ?? "declarations begin with \(words.map { "`\($0)`" }.joined(separator: ", "))")
        if let similar { return Declaration.Word(rawValue: similar) }
        skipHeader()
        if at(.leftBrace) { skipBlock() }
        return nil
    }

    private mutating func reportStraySetting() {
        report(
            .strayText, "the setting `\(text(token))` stands outside of a block", token.range,
            "not in a block", help: "values of the file's own are declared with `parameter`")
    }

    private mutating func reportStray() {
        if at(.rightBrace) {
            report(.strayText, "there is a `}` without its `{`", token.range, "closes nothing")
        } else {
            report(
                .strayText, "\(found) does not begin a declaration", token.range,
                "not a declaration")
        }
    }

    /// Settings that follow a declaration without `{` were meant as its block.
    private mutating func readUnopenedBlock(of declaration: inout Declaration) {
        let end = declaration.range.upper
        report(
            .notClosed, "the block of \(described(declaration)) is not opened",
            SourceRange(end, end), "expected `{`", help: "a block stands between `{` and `}`")
        var block = Block()
        readEntries(of: &block, opening: nil, owner: described(declaration))
        declaration.block = block
    }

    func described(_ declaration: Declaration) -> String {
        let word = declaration.word.rawValue
        return declaration.name.map { "`\($0.text)`" } ?? "the \(word)"
    }

    /// A declaration whose word stands here. A mistake in its first line is reported, and its block
    /// is read all the same.
    mutating func declaration(_ word: Declaration.Word) -> Declaration {
        var result = Declaration(word: word, range: token.range)
        advance()
        do throws(Mistake) {
            try readHeader(of: &result)
        } catch {
            report(error)
            result.isBroken = true
            skipHeader()
        }
        result.range.upper = previousEnd
        if at(.leftBrace), blockDepth > 2 {
            report(.tooLarge, "blocks are nested too deeply", token.range, "too large")
            skipBlock()
        } else if at(.leftBrace) {
            blockDepth += 1
            defer { blockDepth -= 1 }
            let opening = token
            advance()
            var block = Block()
            readEntries(of: &block, opening: opening, owner: described(result))
            result.block = block
            result.range.upper = previousEnd
        }
        return result
    }

    private mutating func readHeader(of result: inout Declaration) throws(Mistake) {
        switch result.word {
        case .simulation:
            if !at(.leftBrace) { throw expected("`{`") }
        case .parameter:
            let name = try name("a name")
            result.subject = Expression(.name(name.text), name.range)
            guard take(.equals) else {
                throw expected("`=`", help: "a parameter is declared as `parameter drive = 5 Hz`")
            }
            result.value = try expression()
            try endHeader("a new line", allowsBlock: false)
        case .record:
            let name = try name("the name of what is recorded")
            result.subject = Expression(.name(name.text), name.range)
            guard at(.name), text(token) == "of" else { throw expected("`of`") }
            advance()
            result.value = try expression("a population")
            if at(.name), text(token) == "every" {
                advance()
                result.every = try expression("an interval")
            }
            try endHeader("`every` or a new line", allowsBlock: false)
        case .projection:
            result.subject = try expression("a source")
            try readClauses(of: &result)
        default:
            let name = try name("a name")
            result.subject = Expression(.name(name.text), name.range)
            if at(.leftBracket) {
                let opening = token
                advance()
                let count = try expression("a number of elements")
                try close(opening, with: .rightBracket)
                let range = SourceRange(name.range.lower, previousEnd)
                result.subject = Expression(.element(name, count), range)
            } else if at(.number) || at(.leftParenthesis) {
                throw expected("`[`", help: "the size stands in brackets: `\(name.text)[100]`")
            }
            try readClauses(of: &result)
        }
    }

    private mutating func readClauses(of result: inout Declaration) throws(Mistake) {
        while at(.name) {
            let written = text(token)
            var word = Clause.Word(rawValue: written)
            if word == nil, next.kind == .name {
                let similar = written.nearest(in: Clause.Word.allCases.map(\.rawValue))
                report(
                    .syntax, "`\(written)` does not belong in the first line of a declaration",
                    token.range, "expected `of` or `{`",
                    help: similar.map { "a similar word exists: `\($0)`" })
                result.isBroken = similar == nil
                word = similar.flatMap(Clause.Word.init) ?? .as
            }
            guard let word else { break }
            let range = token.range
            advance()
            let name = try name(word == .via ? "a receptor" : "a name")
            result.clauses.append(Clause(word: word, wordRange: range, name: name))
        }
        try endHeader("`{` or a new line", allowsBlock: true)
    }

    /// Between declarations on one line nothing has to stand.
    private func endHeader(_ what: String, allowsBlock: Bool) throws(Mistake) {
        if at(.newline) || at(.end) || at(.rightBrace) || at(.comma) { return }
        if at(.leftBrace), allowsBlock { return }
        if at(.name), Declaration.Word(rawValue: text(token)) != nil { return }
        throw expected(what)
    }

    // MARK: - Blocks

    /// `{ ( setting | declaration ) separator } "}"`; `opening` is the `{`, already read.
    mutating func readEntries(of block: inout Block, opening: Token?, owner: String) {
        while true {
            while at(.newline) || at(.comma) { advance() }
            if take(.rightBrace) { return }
            let start = index
            if at(.end) {
                reportUnclosed(opening, owner)
                return
            }
            if at(.name), next.kind.sets {
                readSetting(into: &block)
            } else if at(.name), next.kind == .name || next.kind == .leftBrace {
                if let word = Declaration.Word(rawValue: text(token)), word != .receptor {
                    reportUnclosed(opening, owner)
                    return
                }
                if let word = declarationWord() { block.declarations.append(declaration(word)) }
            } else {
                report(
                    at(.name)
                        ? expected(after: token, owner)
                        : expected("a setting"))
                skipSetting(from: index)
            }
            if index == start { advance() }
        }
    }

    /// A name in a block that is neither set nor declared.
    private func expected(after name: Token, _ owner: String) -> Mistake {
        Mistake(
            diagnostic: Diagnostic(
                .syntax, "`\(text(name))` is not set to anything",
                primary: .init(name.range, "expected `=` or `~`"),
                help: "a setting is written `\(text(name)) = VALUE`"))
    }

    private mutating func reportUnclosed(_ opening: Token?, _ owner: String) {
        guard let opening else { return }
        report(
            .notClosed, "the block of \(owner) is not closed", opening.range, "opened here",
            help: "a block ends with `}`")
    }

    private mutating func readSetting(into block: inout Block) {
        let start = index
        let name = Name(text(token), token.range)
        advance()
        let draws = at(.tilde)
        advance()
        var value: Expression?
        do throws(Mistake) {
            value = try expression()
        } catch {
            report(error)
            skipSetting(from: start)
        }
        let range = SourceRange(name.range.lower, max(previousEnd, name.range.upper))
        block.settings.append(Setting(name: name, draws: draws, value: value, range: range))
        if at(.newline) || at(.comma) || at(.rightBrace) || at(.end) { return }
        if at(.name), next.kind.sets {
            if value == nil { return }
            report(
                .syntax, "`\(name.text)` and `\(text(token))` are not separated", token.range,
                "a second setting", help: "put a comma or a new line between two settings")
        } else if value != nil {
            report(expected("a comma or new line"))
            skipSetting(from: index)
        }
    }
}
