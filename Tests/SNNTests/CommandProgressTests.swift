import Foundation
import Synchronization
import Testing

@testable import SNN

/// A clock that a test moves.
private final class Clock: Sendable {
    private let seconds = Mutex(0.0)

    var now: Double { seconds.withLock { $0 } }

    func pass(_ time: Double) { seconds.withLock { $0 += time } }
}

/// What a progress line writes while `work` lets time pass.
private func written(
    of total: Int, isInteractive: Bool, width: Int = 100,
    _ work: (ProgressLine, Clock) -> Void
) -> String {
    let text = Mutex("")
    return withoutActuallyEscaping({ (piece: String) in text.withLock { $0 += piece } }) { write in
        nonisolated(unsafe) let write = write
        let clock = Clock()
        let terminal = Terminal(
            output: { _ in }, log: { write($0) }, isInteractive: isInteractive, width: width)
        let line = ProgressLine("testing", of: total, "samples", on: terminal) { clock.now }
        work(line, clock)
        line.end()
        return text.withLock { $0 }
    }
}

struct CommandProgressTests {
    @Test func redrawsALineAtMostTenTimesASecond() {
        let text = written(of: 100, isInteractive: true) { line, clock in
            for done in 1...20 {
                clock.pass(0.05)
                line.update(done)
            }
        }
        let lines = text.components(separatedBy: "\r\u{1B}[K")
        #expect(lines.first == "")
        #expect(lines.last == "", "the line is taken away at the end")
        #expect((8...11).contains(lines.count - 2))
        #expect(lines[1] == "testing  2 of 100 samples  2 %  5 s left")
    }

    @Test func keepsWithinTheWidth() {
        let text = written(of: 100, isInteractive: true, width: 20) { line, clock in
            clock.pass(1)
            line.update(1)
        }
        #expect(text == "\r\u{1B}[Ktesting  1 of 100 s\r\u{1B}[K")
    }

    @Test func writesALineForEachTenthIntoALog() {
        let text = written(of: 200, isInteractive: false) { line, clock in
            for done in 1...200 {
                clock.pass(0.125)
                line.update(done)
            }
        }
        let lines = text.split(separator: "\n")
        #expect(lines.count == 10)
        #expect(lines.first == "testing  20 of 200 samples  10 %  23 s left")
        #expect(lines.last == "testing  200 of 200 samples  100 %")
    }

    @Test func saysNothingAboutShortWork() {
        let text = written(of: 200, isInteractive: false) { line, clock in
            for done in 1...200 {
                clock.pass(0.001)
                line.update(done)
            }
        }
        #expect(text.isEmpty)
    }

    @Test func saysSomethingEveryTenSeconds() {
        let text = written(of: 1_000_000, isInteractive: false) { line, clock in
            for done in 1...20 {
                clock.pass(3)
                line.update(done)
            }
        }
        #expect(text.split(separator: "\n").count == 5)
    }

    @Test func saysDurationsAsPeopleDo() {
        #expect(ProgressLine.duration(0.2) == "1 s")
        #expect(ProgressLine.duration(59) == "59 s")
        #expect(ProgressLine.duration(200) == "3 min 20 s")
        #expect(ProgressLine.duration(7500) == "2 h 5 min")
    }
}
