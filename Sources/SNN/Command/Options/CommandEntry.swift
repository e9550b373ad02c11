// The command line as data. Parsing, help screens and shell completions all read these tables, so
// that none of them can promise what another does not keep.

/// One command, or the program itself: the root of the tree.
struct CommandEntry: Sendable {
    let name: String
    /// One line: what it does.
    let summary: String
    /// The heading under which the list of commands shows it.
    let group: String
    let operands: [OperandEntry]
    let options: [OptionEntry]
    let subcommands: [CommandEntry]
    /// Complete command lines that work as they stand.
    let examples: [String]

    init(
        _ name: String, _ summary: String, group: String = "Commands",
        operands: [OperandEntry] = [], options: [OptionEntry] = [],
        subcommands: [CommandEntry] = [], examples: [String]
    ) {
        self.name = name
        self.summary = summary
        self.group = group
        self.operands = operands
        self.options = options
        self.subcommands = subcommands
        self.examples = examples
    }

    func option(named name: String) -> OptionEntry? { options.first { $0.name == name } }

    func option(short letter: Character) -> OptionEntry? { options.first { $0.short == letter } }

    func subcommand(named name: String) -> CommandEntry? {
        subcommands.first { $0.name == name }
    }
}

/// A word without dashes that a command takes: `MODEL`.
struct OperandEntry: Sendable {
    /// In capitals, as help shows it.
    let name: String
    let meaning: String
    let isOptional: Bool
    /// Whether any number of further words belong to it; only the last operand may.
    let isRepeated: Bool
    let completion: Completion

    init(
        _ name: String, _ meaning: String, isOptional: Bool = false, isRepeated: Bool = false,
        completion: Completion = .nothing
    ) {
        self.name = name
        self.meaning = meaning
        self.isOptional = isOptional
        self.isRepeated = isRepeated
        self.completion = completion
    }

    /// As the line of usage writes it: `MODEL`, `[FILE ...]`.
    var usage: String {
        let word = isRepeated ? "\(name) ..." : name
        return isOptional ? "[\(word)]" : word
    }
}

/// A word with two dashes: a flag, or with `value` an option that takes one.
struct OptionEntry: Sendable {
    /// Without the dashes.
    let name: String
    /// The one-letter form, without the dash.
    let short: Character?
    /// What the value is called in help, in brackets if it may be left out; nil for a flag.
    let value: String?
    let meaning: String
    /// The heading under which help shows it.
    let group: String
    /// Whether it may be given several times; otherwise the second time is a mistake.
    let isRepeated: Bool
    let completion: Completion

    init(
        _ name: String, short: Character? = nil, value: String? = nil, _ meaning: String,
        group: String, isRepeated: Bool = false, completion: Completion = .nothing
    ) {
        self.name = name
        self.short = short
        self.value = value
        self.meaning = meaning
        self.group = group
        self.isRepeated = isRepeated
        self.completion = completion
    }

    /// Whether it may stand alone; a whole number or `=` and anything is then still its value.
    var isValueOptional: Bool { value?.hasPrefix("[") ?? false }

    /// What may follow it is fixed: the names to choose from.
    var choices: [String] {
        if case .choice(let names) = completion { names } else { [] }
    }

    static let help = OptionEntry("help", short: "h", "show this help", group: "Help")
}

/// What a shell may offer in a place of the command line.
enum Completion: Sendable, Equatable {
    case nothing
    case files
    case folders
    /// Model files, and the names of installed models.
    case models
    /// Data files, and the names of known data sets.
    case stimuli
    case choice([String])
}
