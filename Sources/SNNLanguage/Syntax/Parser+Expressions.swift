import SNNModel

extension Parser {
    /// Deeper nesting is a mistake of a program that writes models, and would exhaust the stack.
    static let depthMax = 60
    /// Terms of a sum or product at most, for the same reason.
    static let termsMax = 500

    /// `expression = sum [ ( "->" | ".." | "..<" ) sum ]`
    mutating func expression(_ what: String = "a value") throws(Mistake) -> Expression {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthMax { throw tooLarge("brackets are nested too deeply") }
        let left = try sum(what)
        let sign = token.kind
        guard sign == .arrow || sign == .closedRange || sign == .halfOpenRange else { return left }
        advance()
        let right = try sum(sign == .arrow ? "a target" : "the end of the range")
        let range = SourceRange(left.range.lower, right.range.upper)
        if sign == .arrow { return Expression(.arrow(left, right), range) }
        return Expression(.range(left, right, isClosed: sign == .closedRange), range)
    }

    private func tooLarge(_ message: String) -> Mistake {
        Mistake(
            diagnostic: Diagnostic(.tooLarge, message, primary: .init(token.range, "too large")))
    }

    private mutating func sum(_ what: String) throws(Mistake) -> Expression {
        var left = try product(what)
        var terms = 1
        while at(.plus) || at(.minus) {
            let sign: ExpressionForm.Operator = at(.plus) ? .plus : .minus
            advance()
            terms += 1
            if terms > Self.termsMax { throw tooLarge("a sum has too many terms") }
            let right = try product("a value")
            left = Expression(
                .binary(sign, left, right), SourceRange(left.range.lower, right.range.upper))
        }
        return left
    }

    private mutating func product(_ what: String) throws(Mistake) -> Expression {
        var left = try factor(what)
        var terms = 1
        while at(.star) || at(.slash) {
            let sign: ExpressionForm.Operator = at(.star) ? .times : .over
            advance()
            terms += 1
            if terms > Self.termsMax { throw tooLarge("a product has too many factors") }
            let right = try factor("a value")
            left = Expression(
                .binary(sign, left, right), SourceRange(left.range.lower, right.range.upper))
        }
        return left
    }

    private mutating func factor(_ what: String) throws(Mistake) -> Expression {
        let start = token.range.lower
        guard take(.minus) else { return try primary(what) }
        let inner = try primary("a value")
        return Expression(.negate(inner), SourceRange(start, inner.range.upper))
    }

    private mutating func primary(_ what: String) throws(Mistake) -> Expression {
        let first = token
        switch first.kind {
        case .number: return number()
        case .text:
            advance()
            return Expression(.text(try unescaped(first)), first.range)
        case .name:
            advance()
            let name = Name(text(first), first.range)
            if at(.leftBracket) { return try element(of: name) }
            if at(.leftParenthesis) { return try call(of: name) }
            return Expression(.name(name.text), name.range)
        case .leftBracket:
            let items = try list()
            return Expression(.list(items), SourceRange(first.range.lower, previousEnd))
        case .leftParenthesis:
            advance()
            let inner = try expression()
            try close(first, with: .rightParenthesis)
            return Expression(inner.form, SourceRange(first.range.lower, previousEnd))
        default: throw expected(what)
        }
    }

    /// `NUMBER [ UNIT | "%" ]`; a name before `=` or `~` is the next setting, not a unit.
    private mutating func number() -> Expression {
        let start = token.range
        let value = Double(text(token)) ?? .infinity
        advance()
        var unit: Name?
        if at(.percent) || (at(.name) && !next.kind.sets && !(text(token) == "every")) {
            unit = Name(text(token), token.range)
            advance()
        }
        let range = SourceRange(start.lower, unit?.range.upper ?? start.upper)
        return Expression(.number(value, unit: unit), range)
    }

    private mutating func element(of name: Name) throws(Mistake) -> Expression {
        let opening = token
        advance()
        let inner = try expression("a number or range")
        try close(opening, with: .rightBracket)
        return Expression(.element(name, inner), SourceRange(name.range.lower, previousEnd))
    }

    private mutating func call(of name: Name) throws(Mistake) -> Expression {
        let opening = token
        advance()
        var arguments: [Argument] = []
        while !at(.rightParenthesis) {
            var label: Name?
            if at(.name), next.kind == .colon {
                label = Name(text(token), token.range)
                advance()
                advance()
            }
            if at(.newline) || at(.end) { try close(opening, with: .rightParenthesis) }
            arguments.append(Argument(label: label, value: try expression()))
            if !take(.comma) { break }
        }
        try close(opening, with: .rightParenthesis)
        return Expression(.call(name, arguments), SourceRange(name.range.lower, previousEnd))
    }

    private mutating func list() throws(Mistake) -> [Expression] {
        let opening = token
        advance()
        var items: [Expression] = []
        while !at(.rightBracket) {
            if at(.newline) || at(.end) { try close(opening, with: .rightBracket) }
            items.append(try expression())
            if !take(.comma) { break }
        }
        try close(opening, with: .rightBracket)
        return items
    }

    /// What a text between quotes says: `\"`, `\\`, `\n` and `\t` stand for other characters.
    private func unescaped(_ token: Token) throws(Mistake) -> String {
        var result = ""
        var isEscaped = false
        for character in text(token).dropFirst() {
            if isEscaped {
                isEscaped = false
                switch character {
                case "n": result += "\n"
                case "t": result += "\t"
                case "\"", "\\": result.append(character)
                default:
                    throw Mistake(
                        diagnostic: Diagnostic(
                            .unreadableCharacter, "`\\\(character)` has no meaning in a text",
                            primary: .init(token.range, "not understood"),
                            help: "a backslash is written `\\\\`"))
                }
            } else if character == "\\" {
                isEscaped = true
            } else if character != "\"" {
                result.append(character)
            }
        }
        return result
    }
}
