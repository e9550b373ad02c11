import Foundation
import Testing

@testable import SNN
@testable import SNNData

/// `--save-weights`, `--load-weights` and `compare`.
@Suite struct CommandWeightTests {
    private let trial: CommandTrial
    private let file: String

    init() throws {
        trial = try CommandTrial()
        try ToyImages.write(train: 24, test: 12, into: trial.folder)
        file = try trial.file(
            "toy.model",
            ToyImages.model + """

                phase learn { samples = train, rest = 10 ms }
                phase test { samples = test, plasticity = off }
                """)
    }

    private func run(_ words: String...) -> CommandStatus {
        trial.snnsim(
            ["run", file, "--stimulus", "mnist", "--data", trial.folder.path, "--force",
                "--output", trial.path("out")] + words)
    }

    @Test func weightsAreSavedLoadedAndCompared() throws {
        #expect(run("--save-weights", trial.path("a.h5")) == .finished)
        let report = try String(contentsOfFile: trial.path("out/report.html"), encoding: .utf8)
        #expect(report.contains("Learning in phase “learn”"))
        #expect(report.contains("Weights of pixels"))
        #expect(
            run("--load-weights", trial.path("a.h5"), "--save-weights", trial.path("b.h5"))
                == .finished)
        let (a, b) = (
            try WeightFile(reading: trial.path("a.h5")), try WeightFile(reading: trial.path("b.h5"))
        )
        #expect(a.projections[0].synapses.weights != b.projections[0].synapses.weights)
        #expect(trial.snnsim("compare", trial.path("a.h5"), trial.path("b.h5")) == .finished)
        #expect(trial.output.contains("pixels -> exc"))
        #expect(trial.output.contains("thresholds of `exc`"))
        #expect(trial.snnsim("compare", trial.path("a.h5"), trial.path("a.h5")) == .finished)
        #expect(trial.output.contains("1.0000"))
    }

    @Test func otherNetworksAreRefusedAndNothingChanges() throws {
        #expect(run("--save-weights", trial.path("a.h5")) == .finished)
        let other = try trial.file(
            "other.model",
            try String(contentsOfFile: file, encoding: .utf8)
                .replacingOccurrences(of: "exc[12]", with: "exc[13]"))
        func status(_ model: String, _ weights: String) -> CommandStatus {
            trial.snnsim(
                "run", model, "--stimulus", "mnist", "--data", trial.folder.path, "--output",
                trial.path("no"), "--load-weights", weights)
        }
        #expect(status(other, trial.path("a.h5")) == .mistakes)
        #expect(trial.log.contains("13"))
        #expect(status(file, file) == .mistakes)
        #expect(status(file, trial.path("nothing.h5")) == .mistakes)
        #expect(!trial.exists("no"))
        var odd = try WeightFile(reading: trial.path("a.h5"))
        odd.projections[0].synapses.targets.swapAt(0, 1)
        try odd.write(to: trial.path("odd.h5"))
        #expect(status(file, trial.path("odd.h5")) == .mistakes)
        #expect(trial.log.contains("which is another of the projection's"))
        odd.projections[0].name = "x"
        odd.projections[0].index = 1
        try odd.write(to: trial.path("odd.h5"))
        #expect(status(file, trial.path("odd.h5")) == .mistakes)
        #expect(trial.log.contains("what learns in the model is `pixels -> exc`"))
    }

    @Test func loadingLeavesAStateAsItWasWhereItFails() throws {
        let text = try ModelText(contentsOfFile: file)
        let model = try #require(text.model(setting: [:]).0)
        let state = NetworkState(try Network(model))
        let before = try WeightFile(of: state, modelHash: "")
        var wrong = before
        wrong.populations[0].theta = wrong.populations[0].theta.map { $0 + 1 }
        wrong.projections[0].synapses.weights[0] = 0.5
        wrong.projections[0].synapses.delays[7] += 1
        #expect(throws: DataError.self) { try wrong.put(into: state, from: "wrong") }
        #expect(try WeightFile(of: state, modelHash: "") == before)
        wrong.projections[0].synapses.delays[7] -= 1
        try wrong.put(into: state, from: "right")
        #expect(try WeightFile(of: state, modelHash: "") == wrong)
    }

    @Test func nothingThatLearnsIsNothingToSave() throws {
        let still = try trial.file(
            "still.model", "population exc[3] of lif\nsimulation { duration = 10 ms }")
        #expect(trial.snnsim("run", still, "--save-weights", trial.path("a.h5")) == .mistakes)
        #expect(trial.log.contains("nothing in the model learns"))
        #expect(run("--save-weights", trial.path("no/a.h5")) == .failed)
    }

    /// A weight that ceases to be a number ends the run, and what was learnt before is kept.
    @Test func weightsBeforeAFaultAreKept() throws {
        let wild = try trial.file(
            "wild.model",
            """
            simulation { duration = 10 s, resolution = 1 ms, seed = 4 }
            stimulus noise[40] of poisson { rate = 30 Hz }
            population exc[10] of lif {
                receptor exc { shape = exponential, tau = 5 ms }
            }
            plasticity learn of stdp_power_law { lambda = 1e38, alpha = 0, mu = 1, w_0 = 1 pA }
            projection noise -> exc {
                rule = all_to_all, weight = 100 pA, delay = 1 ms, plasticity = learn
            }
            """)
        let status = trial.snnsim("run", wild, "--output", trial.path("wild"))
        #expect(status == .failed)
        #expect(trial.log.contains("is no longer a finite number"))
        #expect(trial.log.contains("the weights before that are in"))
        let kept = try WeightFile(reading: trial.path("wild-weights.h5"))
        #expect(kept.projections[0].synapses.count == 400)
        #expect(kept.projections[0].synapses.weights.allSatisfy { $0.isFinite })
        #expect(!trial.exists("wild"))
        let asked = trial.snnsim(
            "run", wild, "--output", trial.path("wild"), "--save-weights", trial.path("w.h5"))
        #expect(asked == .failed && trial.exists("w.h5"))
    }

    /// Phases of a run without samples: weights change while it learns and not after.
    @Test func aPlainRunHasPhases() throws {
        let plain = try trial.file(
            "plain.model",
            """
            simulation { resolution = 1 ms, seed = 4 }
            stimulus noise[40] of poisson { rate = 30 Hz }
            population exc[10] of lif {
                receptor exc { shape = exponential, tau = 5 ms }
            }
            plasticity learn of stdp { A_plus = 0.01, A_minus = 0.012, w_max = 200 pA }
            projection noise -> exc {
                rule = all_to_all, weight = 100 pA, delay = 1 ms, plasticity = learn
            }
            record weight of noise -> exc every 70 ms
            phase on { duration = 300 ms }
            phase after { duration = 200 ms, plasticity = off }
            """)
        #expect(
            trial.snnsim(
                "run", plain, "--output", trial.path("o"), "--save-weights", trial.path("w.h5"))
                == .finished)
        let source = try ModelText(contentsOfFile: plain)
        var model = try #require(source.model(setting: [:]).0)
        model.phases = []
        let state = NetworkState(try Network(model))
        try Engine(state.network).run(state, ticks: 300)
        let ended = try WeightFile(of: state, modelHash: "")
        let saved = try WeightFile(reading: trial.path("w.h5"))
        // Looking at weights on the way brings them up to date there, which rounds once more.
        let difference = try #require(
            WeightComparison(saved.projections[0].synapses, ended.projections[0].synapses))
        #expect(difference.greatest < 1e-4 && difference.deviations.0 > 1)
        let report = try String(contentsOfFile: trial.path("o/report.html"), encoding: .utf8)
        #expect(report.contains("Weights of noise"))

        let traces = try HDF5Snapshot(reading: trial.path("o/weights.h5"))
        let times = try traces.dataset("/weights/0/times").doubles()
        #expect(times == [0, 70, 140, 210, 280, 350, 420, 490])
        let data = try traces.dataset("/weights/0/data").doubles()
        #expect(data.count == 8 * 400 && data[..<400].allSatisfy { $0 == 100 })
        #expect(data[400..<800] != data[800..<1200])
        #expect(data[(6 * 400)..<(7 * 400)] == data[(7 * 400)...])
        #expect(try traces.dataset("/weights/0/targets").integers().max() == 9)
        // Recording changes nothing.
        let lines = try String(contentsOfFile: plain, encoding: .utf8).split(separator: "\n")
        let bare = try trial.file(
            "bare.model",
            lines.filter { !$0.contains("record weight") }.joined(separator: "\n"))
        #expect(
            trial.snnsim(
                "run", bare, "--output", trial.path("p"), "--save-weights", trial.path("v.h5"))
                == .finished)
        #expect(try WeightFile(reading: trial.path("v.h5")).projections == saved.projections)
    }
}
