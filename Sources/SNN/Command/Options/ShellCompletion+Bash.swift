extension ShellCompletion {
    /// A function that finds the path of commands on the line, then answers from a `case` of it.
    var bash: String {
        var cases = ""
        for path in paths {
            let command = path[path.count - 1]
            let key = path.map(\.name).joined(separator: " ")
            let options = (command.options + [.help]).map { "--\($0.name)" }
            let words = command.subcommands.map(\.name) + options
            cases += "        '\(key)')\n"
            cases += "            case $previous in\n"
            for option in command.options where option.value != nil && !option.isValueOptional {
                cases +=
                    "                --\(option.name)) \(reply(option.completion)); return ;;\n"
            }
            cases += "            esac\n"
            cases += "            words='\(words.joined(separator: " "))'\n"
            if let operand = command.operands.first {
                cases +=
                    "            [[ $word == -* ]] || { \(reply(operand.completion)); return; }\n"
            }
            cases += "            ;;\n"
        }
        return """
            _snnsim() {
                local word=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]}
                local path='\(root.name)' words='' index
                for ((index = 1; index < COMP_CWORD; index++)); do
                    case "$path ${COMP_WORDS[index]}" in
            \(commandPattern)) path="$path ${COMP_WORDS[index]}" ;;
                        *) break ;;
                    esac
                done
                case $path in
            \(cases)    esac
                COMPREPLY=($(compgen -W "$words" -- "$word"))
            }
            complete -F _snnsim \(root.name)

            """
    }

    private var commandPattern: String {
        let keys = paths.dropFirst().map { "'\($0.map(\.name).joined(separator: " "))'" }
        return "            " + keys.joined(separator: " | ")
    }

    private func reply(_ completion: Completion) -> String {
        var flags = ""
        let known = words(for: completion)
        if !known.isEmpty { flags += " -W '\(known.joined(separator: " "))'" }
        if Self.offersFiles(completion) { flags += " -f" }
        if completion == .folders { flags += " -d" }
        return flags.isEmpty ? "COMPREPLY=()" : "COMPREPLY=($(compgen\(flags) -- \"$word\"))"
    }
}
