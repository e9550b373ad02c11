import Foundation
import Testing

@testable import SNN

/// Models whose leaky readout learns with the network.
@Suite struct CommandTrainingTests {
    private func text(_ targets: String, _ input: String) -> String {
        """
        simulation { duration = 120 ms, resolution = 1 ms, seed = 2 }
        stimulus noise[8] of \(input)
        population rec[10] of lif {
            tau_m = 20 ms, E_L = -70 mV, V_th = -60 mV, t_ref = 2 ms, reset = by_threshold
            receptor jump { shape = delta }
        }
        plasticity learn of e_prop { eta = 0.1 }
        projection noise -> rec {
            rule = all_to_all, weight ~ normal(mean: 1 mV, sd: 3 mV), delay = 1 ms
            plasticity = learn
        }
        readout y of leaky {
            of = rec, targets = \(targets), iterations = 20, batch = 2
            cues = 1, cue_interval = 50 ms, window = 50 ms
        }
        """
    }

    private func run(_ text: String) throws -> (CommandStatus, CommandTrial) {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text)
        return (trial.snnsim("run", file, "--output", trial.path("out")), trial)
    }

    @Test func tellsHowLearningWent() throws {
        let (status, trial) = try run(text("sines", "poisson { rate = 60 Hz }"))
        #expect(status == .finished)
        #expect(trial.output.contains("relative loss"))
        let csv = try String(contentsOfFile: trial.path("out/learning.csv"), encoding: .utf8)
        #expect(csv.split(separator: "\n").count == 21)
        let page = try String(contentsOfFile: trial.path("out/report.html"), encoding: .utf8)
        #expect(page.contains("Learning curve"))
    }

    @Test func judgesCuesByTrialsThatWereNotLearntFrom() throws {
        let (status, trial) = try run(text("majority", "input"))
        #expect(status == .finished)
        #expect(trial.output.contains("of 200 new trials right"))
    }

    @Test func labelsNeedADataSet() throws {
        let (status, trial) = try run(text("labels", "input"))
        #expect(status == .mistakes)
        #expect(trial.log.contains("nothing is bound to the port `noise`"))
        #expect(!trial.exists("out"))
    }
}
