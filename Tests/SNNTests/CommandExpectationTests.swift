import Foundation
import Testing

@testable import SNN

/// Models whose readout learns what follows a cue.
@Suite struct CommandExpectationTests {
    private let text = """
        simulation { duration = 300 ms, resolution = 1 ms, seed = 3 }
        stimulus cue[1] of input
        population exc[100] of izhikevich {
            r ~ uniform(0, 1)
            a = 0.01 + 0.02 * r
            receptor pulse { shape = delta }
        }
        projection cue -> exc {
            rule = all_to_all, weight ~ uniform(2 mV, 12 mV), delay = 1 ms
        }
        readout expected of what_when {
            of = exc
            trials = 11
            seeds = 2
            cue_start = 20 ms
            latencies = [40 ms, 80 ms]
            switched_latencies = [60 ms, 100 ms]
            gate = 40 ms
        }
        """

    @Test func tellsHowExpectationsWereLearnt() throws {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text)
        #expect(trial.snnsim("run", file, "--output", trial.path("out")) == .finished)
        #expect(trial.output.contains("half of the error of the switch is gone after"))
        #expect(trial.output.contains("r of A"))
        let csv = try String(contentsOfFile: trial.path("out/learning.csv"), encoding: .utf8)
        // A head, and for each seed and block 0 to 11 trials.
        #expect(csv.split(separator: "\n").count == 1 + 2 * 2 * 12)
        let page = try String(contentsOfFile: trial.path("out/report.html"), encoding: .utf8)
        #expect(page.contains("probability of A"))
        let metrics = try String(contentsOfFile: trial.path("out/metrics.json"), encoding: .utf8)
        #expect(metrics.contains("least_correlation_a"))
        #expect(metrics.contains("switched_force_error_10"))
    }

    @Test func refusesEventsAfterTheTrial() throws {
        let trial = try CommandTrial()
        let file = try trial.file(
            "t.model", text.replacingOccurrences(of: "duration = 300 ms", with: "duration = 90 ms"))
        #expect(trial.snnsim("run", file, "--output", trial.path("out")) == .mistakes)
        #expect(trial.log.contains("lies after the end of a trial"))
        #expect(!trial.exists("out"))
    }

    @Test func refusesOneLatency() throws {
        let trial = try CommandTrial()
        let file = try trial.file(
            "t.model",
            text.replacingOccurrences(of: "latencies = [40 ms, 80 ms]", with: "latencies = [40 ms]"))
        #expect(trial.snnsim("run", file, "--output", trial.path("out")) == .mistakes)
        #expect(trial.log.contains("there are two events"))
    }
}
