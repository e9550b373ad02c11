/// What a command tells the shell.
public enum CommandStatus: Int32, Sendable {
    case finished = 0
    /// The model or the data has mistakes; nothing was run.
    case mistakes = 1
    case failed = 2
    case wrongUsage = 64
    /// Stopped by Ctrl-C or SIGTERM; what was recorded until then is written and valid.
    case interrupted = 130
}

/// A reason to end a command: what is wrong, and which status it ends with.
struct CommandError: Error, Hashable {
    let status: CommandStatus
    let message: String
    let help: String?

    init(_ status: CommandStatus, _ message: String, help: String? = nil) {
        self.status = status
        self.message = message
        self.help = help
    }
}
