// From words to an `Invocation`, in one pass:
//
//   1. Words that name a subcommand lead down the tree, until one does not.
//   2. `--name value`, `--name=value`, `-n value`; flags take no value. After `--` nothing is
//      an option.
//   3. What is left are operands, counted against the command's table.
//
// A value may begin with a dash (`--set V=-5mV`, `--workers -1`): only the name of another option
// of the same command shows that it was forgotten.

/// Reads command lines after a table of commands.
///
///     let invocation = try OptionParser(root: .snnsim).parse(["run", "a.model", "--seed", "3"])
///     invocation.value("seed")            // "3"
struct OptionParser {
    let root: CommandEntry

    /// - Throws: `UsageError` for the first thing that no table knows.
    func parse(_ words: [String]) throws(UsageError) -> Invocation {
        var rest = words[...]
        var invocation = Invocation(path: try path(into: &rest))
        var optionsEnded = false
        while let word = rest.popFirst() {
            if optionsEnded || !word.hasPrefix("-") || word == "-" {
                invocation.append(operand: word)
            } else if word == "--" {
                optionsEnded = true
            } else {
                try parse(option: word, &rest, into: &invocation)
            }
        }
        if !invocation.wantsHelp { try checkOperands(of: invocation) }
        return invocation
    }

    private func path(into rest: inout ArraySlice<String>) throws(UsageError) -> [CommandEntry] {
        var path = [root]
        while let word = rest.first, !word.hasPrefix("-"), let here = path.last,
            !here.subcommands.isEmpty
        {
            guard let next = here.subcommand(named: word) else {
                throw UsageError(
                    "there is no command `\(spelling(path, word))`",
                    help: UsageError.suggestion(
                        "a command", like: word, in: here.subcommands.map(\.name))
                        ?? "`\(spelling(path, "--help"))` lists the commands")
            }
            path.append(next)
            rest.removeFirst()
        }
        return path
    }

    private func parse(
        option word: String, _ rest: inout ArraySlice<String>, into invocation: inout Invocation
    ) throws(UsageError) {
        let command = invocation.command
        let parts = word.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        let spelling = String(parts[0])
        guard let option = find(spelling, in: command) else {
            throw unknown(spelling, of: invocation)
        }
        let inline = parts.count == 2 ? String(parts[1]) : nil
        if invocation.has(option.name), !option.isRepeated {
            throw UsageError("`\(spelling)` is given twice")
        }
        guard let valueName = option.value else {
            if inline != nil { throw UsageError("`\(spelling)` takes no value") }
            return invocation.append(option, "")
        }
        if let inline, inline.isEmpty { throw missingValue(spelling, valueName) }
        if option.isValueOptional, inline == nil, rest.first.flatMap({ Int($0) }) == nil {
            return invocation.append(option, "")
        }
        guard let value = inline ?? nextValue(&rest, command) else {
            throw missingValue(spelling, valueName)
        }
        if !option.choices.isEmpty, !option.choices.contains(value) {
            throw UsageError(
                "`\(spelling)` takes \(list(option.choices)), not `\(value)`",
                help: UsageError.suggestion("a choice", like: value, in: option.choices))
        }
        invocation.append(option, value)
    }

    private func find(_ spelling: String, in command: CommandEntry) -> OptionEntry? {
        if spelling.hasPrefix("--") {
            let name = String(spelling.dropFirst(2))
            return name == "help" ? .help : command.option(named: name)
        }
        guard spelling.count == 2, let letter = spelling.last else { return nil }
        return letter == "h" ? .help : command.option(short: letter)
    }

    private func nextValue(
        _ rest: inout ArraySlice<String>, _ command: CommandEntry
    ) -> String? {
        guard let next = rest.first, next != "--" else { return nil }
        let name = next.split(separator: "=", maxSplits: 1).first.map(String.init) ?? next
        if next.hasPrefix("-"), find(name, in: command) != nil { return nil }
        return rest.popFirst()
    }

    private func checkOperands(of invocation: Invocation) throws(UsageError) {
        let command = invocation.command
        let given = invocation.operands
        if !command.subcommands.isEmpty, invocation.path.count > 1 {
            throw UsageError(
                "`\(invocation.name)` needs a command",
                help: "one of \(list(command.subcommands.map(\.name)))")
        }
        let required = command.operands.filter { !$0.isOptional }
        if given.count < required.count {
            throw UsageError(
                "`\(invocation.name)` needs \(required[given.count].name)",
                help: required[given.count].meaning)
        }
        let takesMore = command.operands.last?.isRepeated ?? false
        if given.count > command.operands.count, !takesMore {
            throw UsageError(
                "`\(invocation.name)` has no use for `\(given[command.operands.count])`",
                help: "usage: \(HelpScreen(invocation.path).usage)")
        }
    }

    private func unknown(_ spelling: String, of invocation: Invocation) -> UsageError {
        let known = invocation.command.options.map { "--\($0.name)" } + ["--help"]
        return UsageError(
            "`\(invocation.name)` has no option `\(spelling)`",
            help: UsageError.suggestion("an option", like: spelling, in: known)
                ?? "`\(invocation.name) --help` lists the options")
    }

    private func missingValue(_ spelling: String, _ value: String) -> UsageError {
        UsageError("`\(spelling)` needs a value: \(value)")
    }

    private func spelling(_ path: [CommandEntry], _ word: String) -> String {
        (path.map(\.name) + [word]).joined(separator: " ")
    }

    private func list(_ names: [String]) -> String {
        let quoted = names.map { "`\($0)`" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " or " + last
    }
}
