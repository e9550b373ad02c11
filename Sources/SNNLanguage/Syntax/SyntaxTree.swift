import SNNModel

/// A file as it was written, before names and units mean anything.
struct SyntaxTree: Sendable {
    var declarations: [Declaration] = []
    /// Whether a declaration was lost to a mistake, so that names may seem to be missing.
    var lostNames = false
}

struct Name: Hashable, Sendable {
    var text: String
    var range: SourceRange

    init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// `population exc[800] of lif { … }` and all other declarations.
struct Declaration: Sendable {
    enum Word: String, Sendable, CaseIterable {
        case simulation, parameter, population, stimulus, projection, modulator, plasticity
        case astrocytes, phase, readout, receptor, record
    }

    var word: Word
    /// From the word to the end of the block.
    var range: SourceRange
    /// What is declared: a name, a name with a size, or an arrow; nil for `simulation` and after a
    /// mistake.
    var subject: Expression?
    var clauses: [Clause] = []
    /// The value of a parameter, or what a `record` is of.
    var value: Expression?
    /// The interval of a `record`.
    var every: Expression?
    var block: Block?
    /// Whether a mistake in its first line has been reported.
    var isBroken = false

    /// The declared name, if the subject has one.
    var name: Name? { subject?.leadingName }

    func clause(_ word: Clause.Word) -> Name? { clauses.first { $0.word == word }?.name }
}

/// `of lif`, `like exc`, `via ampa`.
struct Clause: Sendable {
    enum Word: String, Sendable, CaseIterable { case of, like, via, `as` }

    var word: Word
    var wordRange: SourceRange
    var name: Name
}

/// What stands between braces.
struct Block: Sendable {
    var settings: [Setting] = []
    var declarations: [Declaration] = []

    func setting(_ name: String) -> Setting? { settings.first { $0.name.text == name } }
}

/// `tau_m = 20 ms`, or `V_m ~ uniform(-60 mV, -50 mV)`.
struct Setting: Sendable {
    var name: Name
    /// Whether it is written with `~`.
    var draws: Bool
    /// nil after a mistake that has been reported.
    var value: Expression?
    var range: SourceRange
}

indirect enum ExpressionForm: Sendable {
    case number(Double, unit: Name?)
    case text(String)
    case name(String)
    /// `exc[0 ..< 50]`
    case element(Name, Expression)
    /// `uniform(0, 1)`
    case call(Name, [Argument])
    case list([Expression])
    case negate(Expression)
    case binary(Operator, Expression, Expression)
    /// `0 ..< 50`, or `0 .. 49`, which is closed.
    case range(Expression, Expression, isClosed: Bool)
    case arrow(Expression, Expression)

    enum Operator: String, Sendable { case plus = "+", minus = "-", times = "*", over = "/" }
}

struct Expression: Sendable {
    var form: ExpressionForm
    var range: SourceRange

    init(_ form: ExpressionForm, _ range: SourceRange) {
        self.form = form
        self.range = range
    }

    /// The name of `exc` and of `exc[3]`.
    var leadingName: Name? {
        switch form {
        case .name(let text): Name(text, range)
        case .element(let name, _): name
        default: nil
        }
    }

    /// Every name that a value is asked of, in this expression.
    var names: [String] {
        switch form {
        case .number, .text: []
        case .name(let text): [text]
        case .element(_, let inner), .negate(let inner): inner.names
        case .call(_, let arguments): arguments.flatMap(\.value.names)
        case .list(let items): items.flatMap(\.names)
        case .binary(_, let a, let b), .range(let a, let b, _), .arrow(let a, let b):
            a.names + b.names
        }
    }
}

/// `mean: 4 nS`, or `4 nS`.
struct Argument: Sendable {
    var label: Name?
    var value: Expression
}
