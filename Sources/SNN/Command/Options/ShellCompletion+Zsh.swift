extension ShellCompletion {
    /// One function per command, each a call of `_arguments`.
    var zsh: String {
        "#compdef \(root.name)\n\n" + paths.reversed().map(function).joined(separator: "\n")
            + "\n_\(root.name) \"$@\"\n"
    }

    private func function(_ path: [CommandEntry]) -> String {
        let command = path[path.count - 1]
        let name = functionName(path)
        var arguments = (command.options + [.help]).map { option in
            let repeats = option.isRepeated ? "*" : ""
            let colons = option.isValueOptional ? "::" : ":"
            let value = option.value.map {
                let name = $0.filter { !"[]".contains($0) }
                return "\(colons)\(escaped(name)):\(action(option.completion))"
            } ?? ""
            return "'\(repeats)--\(option.name)[\(escaped(option.meaning))]\(value)'"
        }
        if command.subcommands.isEmpty {
            arguments += command.operands.map { operand in
                let place = operand.isRepeated ? "*:" : operand.isOptional ? "::" : ":"
                return "'\(place)\(escaped(operand.name)):\(action(operand.completion))'"
            }
            return
                "\(name)() {\n    _arguments \(arguments.joined(separator: " \\\n        "))\n}\n"
        }
        let names = command.subcommands.map { "'\($0.name):\(escaped($0.summary))'" }
        let calls = command.subcommands.map {
            "        \($0.name)) \(functionName(path + [$0])) ;;"
        }
        return """
            \(name)() {
                local line state
                local -a commands=(\(names.joined(separator: " ")))
                _arguments -C \(arguments.joined(separator: " ")) \
                    '1: :->command' '*::arguments:->rest'
                [[ $state == command ]] && _describe command commands
                [[ $state == rest ]] && case $line[1] in
            \(calls.joined(separator: "\n"))
                esac
            }

            """
    }

    private func functionName(_ path: [CommandEntry]) -> String {
        "_" + path.map(\.name).joined(separator: "_")
    }

    private func action(_ completion: Completion) -> String {
        let known = words(for: completion).joined(separator: " ")
        switch completion {
        case .nothing: return " "
        case .files: return "_files"
        case .folders: return "_files -/"
        case .models, .stimuli:
            if known.isEmpty { return "_files" }
            return "_alternative \"names\\:name\\:(\(known))\" \"files\\:file\\:_files\""
        case .choice: return "(\(known))"
        }
    }

    /// Text within the single quotes of a specification.
    private func escaped(_ text: String) -> String {
        var result = ""
        for character in text {
            switch character {
            case "'": result += "'\\''"
            case "[", "]", ":": result += "\\\(character)"
            default: result.append(character)
            }
        }
        return result
    }
}
