import Foundation

/// The program `snnsim`, callable: its executable does nothing else than call it.
///
///     exit(SnnsimCommand.run(Array(CommandLine.arguments.dropFirst())).rawValue)
public enum SnnsimCommand {
    /// Version of program and library, after semver.org.
    public static let version = "0.1.0"

    /// Understands a command line (without the program's name), does what it asks for, and reports
    /// mistakes to the terminal.
    public static func run(_ words: [String], on terminal: Terminal = .standard) -> CommandStatus {
        run(words, on: terminal, installation: .current)
    }

    static func run(
        _ words: [String], on terminal: Terminal, installation: Installation,
        interruption: Interruption? = nil
    ) -> CommandStatus {
        do {
            let invocation = try OptionParser(root: .snnsim).parse(words)
            if invocation.wantsHelp {
                terminal.write(HelpScreen(invocation.path).text)
                return .finished
            }
            return try perform(invocation, words, on: terminal, installation, interruption)
        } catch {
            return report(error, on: terminal)
        }
    }

    private static func perform(
        _ invocation: Invocation, _ words: [String], on terminal: Terminal,
        _ installation: Installation, _ interruption: Interruption?
    ) throws -> CommandStatus {
        let path = invocation.path.dropFirst().map(\.name)
        switch path {
        case [] where invocation.has("version"), ["version"]:
            terminal.print("snnsim \(version)")
            terminal.print(Installation.program.path)
        case []:
            terminal.draw(HelpScreen(invocation.path).text)
            return .wrongUsage
        case ["run"]:
            return try RunCommand(
                RunOptions(invocation), commandLine: ["snnsim"] + words, on: terminal,
                installation, interruption: interruption ?? .ofProcess
            ).perform()
        case ["train"]:
            return try TrainCommand(
                TrainOptions(invocation), commandLine: ["snnsim"] + words, on: terminal,
                installation, interruption: interruption ?? .ofProcess
            ).perform()
        case ["bench"] where invocation.has("list"):
            try BenchCommand.list(installation, on: terminal)
        case ["bench"]:
            return try BenchCommand(
                options: BenchOptions(invocation), commandLine: ["snnsim"] + words,
                installation: installation, interruption: interruption ?? .ofProcess,
                terminal: invocation.has("quiet") ? terminal.quiet : terminal
            ).perform()
        case ["check"]: return try check(invocation, on: terminal, installation)
        case ["describe"]: try describe(invocation, on: terminal, installation)
        case ["plan"]: try plan(invocation, on: terminal, installation)
        case ["compare"]:
            try CompareCommand(
                first: invocation.operands[0], second: invocation.operands[1],
                terminal: terminal
            ).perform()
        case ["explain"]: try explain(invocation.operands.first, on: terminal)
        case _ where path.first == "stimulus":
            let stimuli = StimulusCommands(
                invocation: invocation, terminal: terminal, installation: installation)
            switch path.last {
            case "info": try stimuli.info()
            case "fetch": try stimuli.fetch()
            default: try stimuli.encode()
            }
        case ["completions"]:
            try complete(invocation.operands[0], on: terminal, installation)
        default:
            preconditionFailure("The table has a command that nothing performs.")
        }
        return .finished
    }

    /// Tells what went wrong, in the words of whoever noticed it.
    private static func report(_ error: any Error, on terminal: Terminal) -> CommandStatus {
        switch error {
        case let error as UsageError:
            terminal.report(error.message, help: error.help)
            return .wrongUsage
        case let error as CommandError:
            terminal.report(error.message, help: error.help)
            return error.status
        case let error as DataError:
            terminal.report(error.description, help: error.help)
            return .mistakes
        case let error as ModelErrors:
            terminal.showMistakes(
                error.source.report(error.diagnostics, usesColor: terminal.hasColor))
            return .mistakes
        case let error as ExperimentError:
            terminal.report(error.description, help: error.help)
            return .mistakes
        case let error as ReadoutError:
            terminal.report(error.description)
            return .mistakes
        case let error as TrainingError:
            terminal.report(error.description, help: error.help)
            return .mistakes
        case let error as ExpectationError:
            terminal.report(error.description, help: error.help)
            return .mistakes
        case let error as NetworkError:
            terminal.report(error.description)
            if case .memory = error { return .failed }
            return .mistakes
        default:
            terminal.report((error as NSError).localizedDescription)
            return .failed
        }
    }

    private static func complete(
        _ name: String, on terminal: Terminal, _ installation: Installation
    ) throws(UsageError) {
        let completion = ShellCompletion(
            root: .snnsim, models: installation.modelNames + installation.benchmarkNames,
            stimuli: installation.stimulusNames)
        guard let shell = ShellCompletion.Shell(rawValue: name) else {
            let known = ShellCompletion.Shell.allCases.map(\.rawValue)
            throw UsageError(
                "there are no completions for `\(name)`",
                help: "there are for " + known.joined(separator: ", "))
        }
        terminal.write(completion.text(for: shell))
    }
}
