import Foundation
import Synchronization

// On a terminal one line is redrawn, at most ten times a second:
//
//     testing  420 of 1200 samples  35 %  12 s left
//
// In a log the same is a plain line at each tenth of the work, but none within a second of the
// last, and at least one every ten seconds.

/// How far a long piece of work has come, for whoever is watching.
///
///     let progress = ProgressLine("testing", of: 1200, "samples", on: terminal)
///     progress.update(420)            // from any thread
///     progress.end()
final class ProgressLine: Sendable {
    private let title: String
    private let unit: String?
    private let total: Int
    private let terminal: Terminal
    private let seconds: @Sendable () -> Double
    private let start: Double
    private let shown: Mutex<Shown>

    private struct Shown {
        var time: Double
        var tenth = 0
        var isOnScreen = false
    }

    private static let redrawInterval = 0.1
    private static let logInterval = 1.0
    private static let logIntervalMax = 10.0

    /// - Parameters:
    ///   - unit: what is counted; nil where only the share means something.
    ///   - seconds: the clock.
    init(
        _ title: String, of total: Int, _ unit: String?, on terminal: Terminal,
        seconds: @escaping @Sendable () -> Double = { ProgressLine.now }
    ) {
        self.title = title
        self.total = max(total, 1)
        self.unit = unit
        self.terminal = terminal
        self.seconds = seconds
        start = seconds()
        shown = Mutex(Shown(time: start))
    }

    /// Seconds of a clock that never goes back.
    static var now: Double {
        Double(DispatchTime.now().uptimeNanoseconds) / 1e9
    }

    /// Tells that so much is done.
    ///
    /// - Parameter remark: what stands in place of the title.
    func update(_ done: Int, _ remark: String? = nil) {
        let now = seconds()
        shown.withLock { shown in
            let passed = now - shown.time
            if terminal.isInteractive {
                guard passed >= Self.redrawInterval else { return }
                let text = line(done, now, remark).prefix(terminal.width - 1)
                terminal.draw("\r\u{1B}[K" + String(text))
                shown.isOnScreen = true
            } else {
                let tenth = done * 10 / total
                let isDue = tenth > shown.tenth && passed >= Self.logInterval
                guard isDue || passed >= Self.logIntervalMax else { return }
                terminal.note(line(done, now, remark))
                shown.tenth = tenth
            }
            shown.time = now
        }
    }

    /// Takes the line off the screen.
    func end() {
        shown.withLock { shown in
            if shown.isOnScreen { terminal.draw("\r\u{1B}[K") }
            shown.isOnScreen = false
        }
    }

    private func line(_ done: Int, _ now: Double, _ remark: String?) -> String {
        let percent = done * 100 / total
        let count = unit.map { "  \(done) of \(total) \($0)" } ?? ""
        let text = "\(remark ?? title)\(count)  \(percent) %"
        guard done > 0, done < total else { return text }
        let left = (now - start) * Double(total - done) / Double(done)
        return text + "  \(Self.duration(left)) left"
    }

    /// A duration as people say it: `12 s`, `3 min 20 s`, `2 h 5 min`.
    static func duration(_ seconds: Double) -> String {
        let whole = Int(min(seconds, 1e9).rounded(.up))
        if whole < 60 { return "\(whole) s" }
        if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
        return "\(whole / 3600) h \(whole / 60 % 60) min"
    }
}
