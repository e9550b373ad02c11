/// The help of a command, laid out from its table.
struct HelpScreen {
    let path: [CommandEntry]

    /// Column in which meanings begin.
    private static let column = 26
    private static let width = 96

    init(_ path: [CommandEntry]) {
        precondition(!path.isEmpty, "There is help for commands only.")
        self.path = path
    }

    private var command: CommandEntry { path[path.count - 1] }

    /// `snnsim run MODEL [options]`
    var usage: String {
        var words = path.map(\.name)
        if !command.subcommands.isEmpty { words.append("COMMAND") }
        words += command.operands.map(\.usage)
        if !command.options.isEmpty { words.append("[options]") }
        return words.joined(separator: " ")
    }

    var text: String {
        var blocks = [command.summary, "Usage: \(usage)"]
        if !command.operands.isEmpty {
            blocks.append(rows(command.operands.map { ("  \($0.name)", $0.meaning) }))
        }
        blocks += grouped(command.subcommands, by: \.group) { ("  \($0.name)", $0.summary) }
        blocks += grouped(command.options + [.help], by: \.group) { (Self.heading($0), $0.meaning) }
        let title = command.examples.count == 1 ? "Example" : "Examples"
        blocks.append(([title] + command.examples.map { "  \($0)" }).joined(separator: "\n"))
        return blocks.joined(separator: "\n\n") + "\n"
    }

    private static func heading(_ option: OptionEntry) -> String {
        let short = option.short.map { "-\($0), " } ?? ""
        let value = option.value.map { " \($0)" } ?? ""
        return "  \(short)--\(option.name)\(value)"
    }

    /// One block per group, in the order of first appearance.
    private func grouped<Entry>(
        _ entries: [Entry], by group: (Entry) -> String, row: (Entry) -> (String, String)
    ) -> [String] {
        var order: [String] = []
        for entry in entries where !order.contains(group(entry)) { order.append(group(entry)) }
        return order.map { name in
            name + "\n" + rows(entries.filter { group($0) == name }.map(row))
        }
    }

    private func rows(_ entries: [(String, String)]) -> String {
        entries.map { row($0.0, $0.1) }.joined(separator: "\n")
    }

    /// A name and its meaning, which wraps within its own column.
    private func row(_ name: String, _ meaning: String) -> String {
        let indent = String(repeating: " ", count: Self.column)
        var lines: [String] = []
        var line =
            name.count + 2 <= Self.column
            ? name + String(repeating: " ", count: Self.column - name.count) : indent
        if name.count + 2 > Self.column { lines.append(name) }
        var isEmpty = true
        for word in meaning.split(separator: " ") {
            if !isEmpty, line.count + 1 + word.count > Self.width {
                lines.append(line)
                line = indent
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return (lines + [line]).joined(separator: "\n")
    }
}
