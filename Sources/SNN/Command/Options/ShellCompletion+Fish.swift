extension ShellCompletion {
    /// One `complete` line per word that may follow.
    var fish: String {
        var lines = ["complete -c \(root.name) -f"]
        for path in paths {
            let command = path[path.count - 1]
            let start = "complete -c \(root.name) -n '\(condition(path))'"
            for subcommand in command.subcommands {
                lines.append("\(start) -a \(subcommand.name) -d '\(escaped(subcommand.summary))'")
            }
            for option in command.options + [.help] {
                let short = option.short.map { " -s \($0)" } ?? ""
                let value =
                    option.value == nil || option.isValueOptional
                    ? "" : " -r" + offer(option.completion)
                lines.append(
                    "\(start) -l \(option.name)\(short)\(value) -d '\(escaped(option.meaning))'")
            }
            for operand in command.operands where operand.completion != .nothing {
                lines.append(start + offer(operand.completion))
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// True where exactly this path of commands stands on the line.
    private func condition(_ path: [CommandEntry]) -> String {
        guard path.count > 1 else { return "__fish_use_subcommand" }
        var tests = path.dropFirst().map { "__fish_seen_subcommand_from \($0.name)" }
        let below = path[path.count - 1].subcommands.map(\.name)
        if !below.isEmpty {
            tests.append("not __fish_seen_subcommand_from \(below.joined(separator: " "))")
        }
        return tests.joined(separator: "; and ")
    }

    private func offer(_ completion: Completion) -> String {
        let known = words(for: completion).joined(separator: " ")
        let names = known.isEmpty ? "" : " -a '\(known)'"
        switch completion {
        case .nothing: return ""
        case .files: return " -F"
        case .folders: return " -a '(__fish_complete_directories)'"
        case .models, .stimuli: return names + " -F"
        case .choice: return names
        }
    }

    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text { result += character == "'" ? "\\'" : String(character) }
        return result
    }
}
