import Foundation

/// Where a command writes: answers to the output, everything about the work to the error stream.
public struct Terminal: Sendable {
    private let output: @Sendable (String) -> Void
    private let log: @Sendable (String) -> Void
    /// Whether a person is watching the error stream, so that a line may be redrawn.
    let isInteractive: Bool
    /// Whether mistakes are shown in colour.
    let hasColor: Bool
    /// Columns of the error stream.
    let width: Int
    private var isQuiet = false

    init(
        output: @escaping @Sendable (String) -> Void, log: @escaping @Sendable (String) -> Void,
        isInteractive: Bool = false, hasColor: Bool = false, width: Int = 100
    ) {
        self.output = output
        self.log = log
        self.isInteractive = isInteractive
        self.hasColor = hasColor
        self.width = width
    }

    /// The streams of this process.
    public static var standard: Terminal {
        let isInteractive = isatty(STDERR_FILENO) == 1
        let environment = ProcessInfo.processInfo.environment
        var size = winsize()
        let isKnown = isInteractive && ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0
        return Terminal(
            output: { Self.write($0, to: STDOUT_FILENO) },
            log: { Self.write($0, to: STDERR_FILENO) },
            isInteractive: isInteractive && environment["TERM"] != "dumb",
            hasColor: isInteractive && environment["NO_COLOR"] == nil,
            width: isKnown && size.ws_col > 20 ? Int(size.ws_col) : 80)
    }

    /// A line of the answer.
    func print(_ line: String = "") { output(line + "\n") }

    /// Text of the answer, as it is.
    func write(_ text: String) { output(text) }

    /// A line about the work.
    func note(_ line: String) { if !isQuiet { log(line + "\n") } }

    /// Text of the error stream, as it is.
    func draw(_ text: String) { if !isQuiet { log(text) } }

    /// Mistakes in the form of the model's language, which are shown whether quiet or not.
    func showMistakes(_ text: String) { log(text) }

    /// The same without anything about the work; mistakes are still reported.
    var quiet: Terminal {
        var quiet = self
        quiet.isQuiet = true
        return quiet
    }

    /// An error in the form in which mistakes of models are shown.
    func report(_ message: String, help: String? = nil) {
        let title = hasColor ? "\u{1B}[1;31merror\u{1B}[0m" : "error"
        log("\(title): \(message)\n" + (help.map { "  = help: \($0)\n" } ?? ""))
    }

    private static func write(_ text: String, to descriptor: Int32) {
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
            if count < 0, errno != EINTR { return }
            bytes = bytes.dropFirst(max(count, 0))
        }
    }
}
