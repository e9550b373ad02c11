import Foundation
import Testing

@testable import SNN

private let programHelp = """
    Simulates spiking neural networks that are described in a text file.

    Usage: snnsim COMMAND [options]

    Simulation
      run                     Runs a model and writes what it did into a folder.
      train                   Trains the classifier or fit of a model and tests it on what it has
                              not seen.
      check                   Looks for all mistakes of a model, without running it.
      describe                Shows a model as the tables of a methods section.
      plan                    Tells what a run will need of memory, time and disk.
      bench                   Measures how fast standard networks run, and whether they do it right.

    Data
      compare                 Shows how the weights in two files differ.
      stimulus                Shows, makes and fetches data sets of spikes.

    Reference
      explain                 Tells what a kind, a parameter or a code of a mistake means.
      completions             Writes the completion script of a shell.
      version                 Shows the version and where the program stands.

    Help
      --version               show the version and where the program stands
      -h, --help              show this help

    Examples
      snnsim run reservoir.model --stimulus shd
      snnsim explain lif

    """

struct CommandScreenTests {
    @Test func showsTheProgram() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("--help") == .finished)
        #expect(trial.log.isEmpty)
        #expect(trial.output == programHelp)
    }

    @Test func showsTheProgramWhereNoCommandIsGiven() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim() == .wrongUsage)
        #expect(trial.output.isEmpty)
        #expect(trial.log.contains("Usage: snnsim COMMAND"))
    }

    @Test func everyCommandHasHelpWithAnExampleThatParses() throws {
        let parser = OptionParser(root: .snnsim)
        for path in ShellCompletion(root: .snnsim, models: [], stimuli: []).paths {
            let text = HelpScreen(path).text
            #expect(text.contains(path[path.count - 1].summary))
            #expect(text.split(separator: "\n").allSatisfy { $0.count <= 96 })
            for example in path[path.count - 1].examples {
                let words = example.split(separator: " ").map(String.init).prefix { $0 != ">" }
                #expect(words.first == "snnsim")
                _ = try parser.parse(Array(words.dropFirst()))
            }
        }
    }

    @Test func everyTableIsSound() {
        for path in ShellCompletion(root: .snnsim, models: [], stimuli: []).paths {
            let command = path[path.count - 1]
            let names = command.options.map(\.name)
            #expect(Set(names).count == names.count)
            #expect(!names.contains("help"))
            #expect(command.operands.dropLast().allSatisfy { !$0.isRepeated })
            #expect(command.subcommands.isEmpty || command.operands.isEmpty)
        }
    }

    @Test func reportsWrongUsage() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("rnu", "a.model") == .wrongUsage)
        #expect(trial.output.isEmpty)
        #expect(
            trial.log == """
                error: there is no command `snnsim rnu`
                  = help: a command with a similar name exists: `run`

                """)
    }

    @Test func showsTheVersion() throws {
        let trial = try CommandTrial()
        #expect(trial.snnsim("--version") == .finished)
        #expect(trial.output.hasPrefix("snnsim \(SnnsimCommand.version)\n"))
        let first = trial.output
        #expect(trial.snnsim("version") == .finished)
        #expect(trial.output == first)
    }
}
