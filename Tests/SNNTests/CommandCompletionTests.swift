import Foundation
import Testing

@testable import SNN

private let completion = ShellCompletion(
    root: .snnsim, models: ["reservoir.model"], stimuli: ["shd-mini"])

/// What bash offers at the end of `line`, after the script itself.
private func offers(_ line: String) throws -> [String] {
    let trial = try CommandTrial()
    let words = line.split(separator: " ", omittingEmptySubsequences: false).map { "'\($0)'" }
    let script = try trial.file(
        "completion.bash",
        completion.text(for: .bash) + """
            COMP_WORDS=(\(words.joined(separator: " ")))
            COMP_CWORD=\(words.count - 1)
            cd '\(trial.folder.path)'
            _snnsim
            printf '%s\\n' "${COMPREPLY[@]}"

            """)
    let bash = Process()
    bash.executableURL = URL(fileURLWithPath: "/bin/bash")
    bash.arguments = [script]
    let pipe = Pipe()
    bash.standardOutput = pipe
    try bash.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    bash.waitUntilExit()
    #expect(bash.terminationStatus == 0)
    return String(decoding: data, as: UTF8.self).split(separator: "\n").map(String.init)
}

struct CommandCompletionTests {
    @Test func bashOffersCommandsOptionsAndNames() throws {
        #expect(try offers("snnsim r") == ["run"])
        #expect(try offers("snnsim stimulus ") == ["info", "encode", "fetch", "--help"])
        #expect(try offers("snnsim run --w") == ["--workers"])
        #expect(try offers("snnsim run a.model --kernels ") == ["scalar", "vector"])
        #expect(try offers("snnsim run res") == ["reservoir.model"])
        #expect(try offers("snnsim run a.model --stimulus sh") == ["shd-mini"])
        #expect(try offers("snnsim stimulus fetch s") == ["shd", "ssc"])
    }

    @Test(arguments: ShellCompletion.Shell.allCases)
    func everyWordOfTheTableIsInEveryScript(shell: ShellCompletion.Shell) {
        let text = completion.text(for: shell)
        for path in completion.paths {
            #expect(text.contains(path[path.count - 1].name))
            for option in path[path.count - 1].options { #expect(text.contains(option.name)) }
        }
        #expect(text.contains("reservoir.model"))
    }

    @Test func zshSpecificationsAreQuoted() {
        let text = completion.text(for: .zsh)
        #expect(text.hasPrefix("#compdef snnsim\n"))
        #expect(text.contains("'--stimulus[data set or spike file for the model'\\''s input port]"))
        #expect(text.contains("'--kernels[arithmetic\\:"))
    }

    @Test func everyShellIsKnownByName() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("completions", "fish") == .finished)
        #expect(trial.output.hasPrefix("complete -c snnsim"))
        #expect(trial.snnsim("completions", "tcsh") == .wrongUsage)
        #expect(
            trial.log == """
                error: there are no completions for `tcsh`
                  = help: there are for bash, zsh, fish

                """)
    }
}
