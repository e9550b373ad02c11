import SNNModel

/// A command line that was understood: which command, and what it was given.
struct Invocation: Sendable {
    /// The commands from the root down: `[snnsim, stimulus, info]`.
    let path: [CommandEntry]
    private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]

    init(path: [CommandEntry]) {
        precondition(!path.isEmpty, "An invocation starts at the root of the commands.")
        self.path = path
    }

    var command: CommandEntry { path[path.count - 1] }

    /// As the user writes it: `snnsim stimulus info`.
    var name: String { path.map(\.name).joined(separator: " ") }

    var wantsHelp: Bool { has("help") }

    /// Whether the option was given at all.
    func has(_ option: String) -> Bool { values[option] != nil }

    /// The value of an option that may be given once.
    func value(_ option: String) -> String? { values[option]?.last }

    /// All values of a repeatable option, in the order given.
    func all(_ option: String) -> [String] { values[option] ?? [] }

    /// The value as a whole number within `range`.
    ///
    /// - Throws: `UsageError` where it is none; the message says what was expected.
    func integer(_ option: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = value(option) else { return nil }
        guard let number = Int(text) else {
            throw UsageError("`--\(option)` takes a whole number, not `\(text)`")
        }
        guard range.contains(number) else {
            let bounds =
                number < range.lowerBound
                ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
            throw UsageError("`--\(option)` must be \(bounds), not \(number)")
        }
        return number
    }

    mutating func append(operand: String) { operands.append(operand) }

    mutating func append(_ option: OptionEntry, _ value: String) {
        values[option.name, default: []].append(value)
    }
}

/// A command line that cannot be understood. The program ends with status 64.
struct UsageError: Error, Hashable {
    let message: String
    let help: String?

    init(_ message: String, help: String? = nil) {
        self.message = message
        self.help = help
    }

    /// A help line for a misspelt name, if another one is near enough.
    static func suggestion(_ noun: String, like name: String, in names: [String]) -> String? {
        name.nearest(in: names).map { "\(noun) with a similar name exists: `\($0)`" }
    }
}
