// Completion scripts for three shells. Each is written from the table of commands: for every path
// of commands the words that may follow, and for every option what its value may be. Names of
// models and stimuli are those that were installed when the script was made.

/// The completion script of a shell.
///
///     ShellCompletion(root: .snnsim, models: ["a.model"], stimuli: ["shd"]).text(for: .bash)
struct ShellCompletion {
    enum Shell: String, CaseIterable { case bash, zsh, fish }

    let root: CommandEntry
    let models: [String]
    let stimuli: [String]

    func text(for shell: Shell) -> String {
        switch shell {
        case .bash: bash
        case .zsh: zsh
        case .fish: fish
        }
    }

    /// All commands with the path that leads to them, the root first.
    var paths: [[CommandEntry]] {
        func below(_ path: [CommandEntry]) -> [[CommandEntry]] {
            [path] + path[path.count - 1].subcommands.flatMap { below(path + [$0]) }
        }
        return below([root])
    }

    func words(for completion: Completion) -> [String] {
        switch completion {
        case .nothing, .files, .folders: []
        case .models: models
        case .stimuli: stimuli
        case .choice(let names): names
        }
    }

    static func offersFiles(_ completion: Completion) -> Bool {
        completion == .files || completion == .models || completion == .stimuli
    }
}
