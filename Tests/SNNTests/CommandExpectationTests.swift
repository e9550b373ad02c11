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
        #expect(page.contains("time after the cue"))
        // A head, and for each seed and block 300 ticks.
        let traces = try String(
            contentsOfFile: trial.path("out/expectation.csv"), encoding: .utf8)
        #expect(traces.split(separator: "\n").count == 1 + 2 * 2 * 300)
        let metrics = try String(contentsOfFile: trial.path("out/metrics.json"), encoding: .utf8)
        #expect(metrics.contains("least_correlation_a"))
        #expect(metrics.contains("switched_force_error_10"))
    }

    @Test func isTheSameForAnyNumberOfWorkers() throws {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text)
        var courses: [String] = []
        for workers in ["1", "2", "3", "7"] {
            let folder = trial.path("out\(workers)")
            #expect(
                trial.snnsim("run", file, "--output", folder, "--workers", workers) == .finished)
            courses.append(try String(contentsOfFile: folder + "/learning.csv", encoding: .utf8))
        }
        #expect(courses.allSatisfy { $0 == courses[0] })
    }

    @Test func stopsWhenAsked() throws {
        let trial = try CommandTrial()
        let model = try ModelSource(
            trial.file("t.model", text), settings: [], .package,
            on: Terminal(output: { _ in }, log: { _ in })
        ).model
        let interruption = Interruption()
        interruption.request()
        var stopwatch = Stopwatch()
        let results = try ExpectationRun(model: model, trains: [:], workers: 1).perform(
            into: OutputFolder(trial.path("out"), force: false),
            on: Terminal(output: { _ in }, log: { _ in }), until: interruption, &stopwatch)
        #expect(results.isInterrupted)
        #expect(results.expectation?.lines == [])
    }

    @Test(arguments: [
        ("duration = 300 ms", "duration = 95 ms", ":16:17", "an event of `expected` is at 100 ms"),
        ("latencies = [40 ms, 80 ms]", "latencies = [40 ms]", ":16:17", "there are two events"),
        ("gate = 40 ms", "gate = 0 ms", ":18:12", "has to be positive"),
        ("trials = 11", "trials = -1", ":13:14", "has to be positive"),
        ("cue[1] of input", "cue[1] of poisson { rate = 1 Hz }", ":11:9", "has no port"),
    ])
    func refuses(_ right: String, _ wrong: String, _ place: String, _ message: String) throws {
        let trial = try CommandTrial()
        let file = try trial.file(
            "t.model", text.replacingOccurrences(of: "    " + right, with: "    " + wrong)
                .replacingOccurrences(of: "{ " + right, with: "{ " + wrong)
                .replacingOccurrences(of: "stimulus " + right, with: "stimulus " + wrong))
        #expect(trial.snnsim("run", file, "--output", trial.path("out")) == .mistakes)
        #expect(trial.log.contains(message), "\(trial.log)")
        #expect(trial.log.contains("t.model" + place), "\(trial.log)")
        #expect(!trial.exists("out"))
    }

    @Test func refusesATrialCutShort() throws {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text)
        let out = trial.path("out")
        #expect(trial.snnsim("run", file, "--output", out, "--duration", "90ms") == .mistakes)
        #expect(trial.log.contains("lies after the end of a trial"))
    }

    @Test func refusesAStimulus() throws {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text)
        let out = trial.path("out")
        #expect(trial.snnsim("run", file, "--output", out, "--stimulus", "shd") == .wrongUsage)
        #expect(trial.log.contains("`--stimulus` has no meaning for a model with a `what_when`"))
    }
}
