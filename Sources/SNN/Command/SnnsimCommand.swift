import Foundation

/// The program `snnsim`, callable: its executable does nothing else than call it.
///
///     exit(SnnsimCommand.run(Array(CommandLine.arguments.dropFirst())).rawValue)
public enum SnnsimCommand {
    /// Version of program and library, after semver.org.
    public static let version = "0.1.0"

    /// Understands a command line (without the program's name), does what it asks for, and reports
    /// mistakes to the terminal.
    public static func run(_ words: [String], on terminal: Terminal = .standard) -> ExitStatus {
        run(words, on: terminal, installation: .current)
    }

    static func run(
        _ words: [String], on terminal: Terminal, installation: Installation
    ) -> ExitStatus {
        do {
            let invocation = try OptionParser(root: .snnsim).parse(words)
            if invocation.wantsHelp {
                terminal.write(HelpScreen(invocation.path).text)
                return .finished
            }
            return try perform(invocation, on: terminal, installation)
        } catch let error as UsageError {
            terminal.report(error.message, help: error.help)
            return .wrongUsage
        } catch let error as CommandError {
            terminal.report(error.message, help: error.help)
            return error.status
        } catch {
            terminal.report("\(error)")
            return .failed
        }
    }

    private static func perform(
        _ invocation: Invocation, on terminal: Terminal, _ installation: Installation
    ) throws -> ExitStatus {
        switch invocation.path.dropFirst().map(\.name) {
        case [] where invocation.has("version"), ["version"]:
            terminal.print("snnsim \(version)")
            terminal.print(Installation.program.path)
        case []:
            terminal.draw(HelpScreen(invocation.path).text)
            return .wrongUsage
        case ["completions"]:
            let completion = ShellCompletion(
                root: .snnsim, models: installation.modelNames,
                stimuli: installation.stimulusNames)
            guard let shell = ShellCompletion.Shell(rawValue: invocation.operands[0]) else {
                let known = ShellCompletion.Shell.allCases.map(\.rawValue)
                throw UsageError(
                    "there are no completions for `\(invocation.operands[0])`",
                    help: "there are for " + known.joined(separator: ", "))
            }
            terminal.write(completion.text(for: shell))
        default:
            preconditionFailure("The table has a command that nothing performs.")
        }
        return .finished
    }
}
