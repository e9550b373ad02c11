import Foundation
import SNNData
import Testing

@testable import SNN
@testable import SNNEngine

/// A small neuron of elm is fitted to a neuron of another kind.
@Suite struct CommandFitTests {
    private func text(_ changes: [String: String] = [:]) -> String {
        var settings = [
            "cell": "cell", "outputs": "2", "weight": "12 nS", "rule": "all_to_all",
            "duration": "600 ms", "port": "poisson { rate = 20 Hz }", "epochs": "3",
            "burn_in": "40 ms",
        ]
        settings.merge(changes) { $1 }
        let fitted = settings["cell"]!.isEmpty ? "" : "cell = \(settings["cell"]!),"
        return """
            simulation { duration = \(settings["duration"]!), resolution = 0.5 ms, seed = 3 }
            stimulus input[20] of \(settings["port"]!)
            population cell[1] of lif {
                t_ref = 2 ms
                receptor ampa { shape = exponential, tau = 2 ms, reversal = 0 mV }
            }
            population copy[1] of elm {
                bin = 2 ms, memory = 6, outputs = \(settings["outputs"]!), tau_max = 50 ms
            }
            projection input -> cell {
                rule = all_to_all, weight = \(settings["weight"]!), delay = 1 ms
            }
            projection input -> copy {
                rule = \(settings["rule"]!), weight = 1, delay = 1.5 ms
            }
            readout imitation of fit {
                of = copy, \(fitted) epochs = \(settings["epochs"]!), steps = 20, trials = 10
                window = 200 ms, burn_in = \(settings["burn_in"]!), skip = 100 ms, rate = 0.01
            }
            """
    }

    private func train(
        _ trial: CommandTrial, _ text: String, _ words: String..., output: String = "out"
    ) throws -> CommandStatus {
        let file = try trial.file("t.model", text)
        return trial.snnsim(["train", file, "--output", trial.path(output)] + words)
    }

    private func weights(_ trial: CommandTrial, _ output: String = "out") -> Data? {
        FileManager.default.contents(atPath: trial.path(output + "/weights.npz"))
    }

    @Test func tellsHowTheFitWent() throws {
        let trial = try CommandTrial()
        #expect(
            try train(trial, text(), "--save-recordings", trial.path("cell.h5")) == .finished)
        #expect(trial.output.contains("test: AUC of spikes"))
        #expect(trial.output.contains("error of the potential"))
        #expect(trial.log.contains("epoch 3 of 3") && trial.log.contains("validation AUC"))
        let csv = try String(contentsOfFile: trial.path("out/learning.csv"), encoding: .utf8)
        #expect(csv.hasPrefix("epoch,loss,auc,validation_loss,validation_auc"))
        #expect(csv.split(separator: "\n").count == 4)
        let page = try String(contentsOfFile: trial.path("out/report.html"), encoding: .utf8)
        #expect(page.contains("Does it do what the cell does?"))
        let metrics = try String(contentsOfFile: trial.path("out/metrics.json"), encoding: .utf8)
        #expect(metrics.contains("test_rmse_mV") && metrics.contains("test_auc"))
        let recordings = try CellRecordings(reading: trial.path("cell.h5"))
        #expect(recordings.count == 10 && recordings.binCount == 300)
        #expect(recordings.spikes.contains { !$0.isEmpty })
        // The same recordings from the file make the same neuron.
        let ported = text(["cell": "", "port": "input"])
        #expect(
            try train(trial, ported, "--stimulus", trial.path("cell.h5"), output: "second")
                == .finished)
        #expect(weights(trial) != nil && weights(trial) == weights(trial, "second"))
    }

    /// In a network the copy hears in each bin what it heard in training: its output in a run is
    /// that of a pass over the recordings, to the 1e-5 of single precision.
    @Test func whatIsRecordedIsWhatARunHears() throws {
        let trial = try CommandTrial()
        #expect(
            try train(trial, text(), "--save-recordings", trial.path("cell.h5")) == .finished)
        let recording = try CellRecordings(reading: trial.path("cell.h5"))
            .binned(Array(repeating: 1, count: 20))[0]
        var model = try ModelSource(
            trial.path("t.model"), settings: [], .package,
            on: Terminal(output: { _ in }, log: { _ in })
        ).model
        model.precision = .double
        let shape = ELMShape(model.population(named: "copy")!, inputs: 20)
        let neuron = try ELMNeuron(trial.path("out/weights.npz"), shape, model.seed)
        var outputs: [Double] = []
        let pass = ELMPass<Double>(
            shape, neuron.routing, capacity: 1, bins: 300, keepsStates: false)
        pass.forward(neuron.parameters, [recording.train], judgesAll: true) { _, values in
            outputs.append(values[0])
        }
        let network = try Network(model, neurons: ["copy": [neuron]])
        let state = NetworkState(network)
        let engine = Engine(network, workers: 1)
        var spikes = 0
        for bin in 0..<300 {
            _ = try engine.run(state, ticks: 4)
            let y = try state.values(of: "y", population: "copy")[0]
            #expect(abs(y - outputs[bin]) <= 1e-5, "bin \(bin)")
            let potential = try state.values(of: "V_m", population: "cell")[0]
            #expect(Float(potential) == recording.soma[bin], "bin \(bin)")
            spikes += recording.spikes[bin] ? 1 : 0
        }
        #expect(spikes == state.spikeCount && spikes > 0)
        // The same by command.
        let status = trial.snnsim(
            "run", trial.path("t.model"), "--load-weights", trial.path("out/weights.npz"),
            "--output", trial.path("run"))
        #expect(status == .finished)
        #expect(
            trial.snnsim(
                "run", trial.path("t.model"), "--load-weights", trial.path("t.model"), "--output",
                trial.path("bad")) != .finished)
        #expect(!trial.exists("bad"))
    }

    @Test func goesOnFromACheckpointToTheSameBits() throws {
        let trial = try CommandTrial()
        #expect(try train(trial, text()) == .finished)
        let interruption = Interruption()
        let terminal = Terminal(
            output: { _ in },
            log: { if $0.contains("epoch 2 of 3") { interruption.request() } })
        let file = try trial.file("t.model", text())
        let stopped = SnnsimCommand.run(
            ["train", file, "--output", trial.path("half")], on: terminal,
            installation: .package, interruption: interruption)
        #expect(stopped == .interrupted)
        #expect(trial.exists("half.checkpoint.npz"))
        #expect(
            try train(
                trial, text(), "--resume", trial.path("half.checkpoint.npz"), output: "rest")
                == .finished)
        #expect(weights(trial) != nil && weights(trial) == weights(trial, "rest"))
    }

    @Test func namesWhatDoesNotFit() throws {
        let trial = try CommandTrial()
        func said(_ changes: [String: String], _ words: String...) throws -> String {
            let file = try trial.file("t.model", text(changes))
            let status = trial.snnsim(["train", file, "--output", trial.path("no")] + words)
            #expect(status != .finished)
            #expect(!trial.exists("no"))
            return trial.log
        }
        #expect(try said(["cell": "cel"]).contains("`cell`"))
        #expect(try said(["cell": "copy"]).contains("no membrane potential"))
        #expect(try said(["cell": "input"]).contains("is a stimulus"))
        #expect(try said(["outputs": "1"]).contains("needs two"))
        #expect(try said(["duration": "200 ms"]).contains("no window"))
        #expect(try said(["burn_in": "300 ms"]).contains("after the burn-in"))
        #expect(
            try said(["rule": "pairwise_bernoulli(p: 0.5)"]).contains("not by all_to_all"))
        #expect(try said(["cell": ""]).contains("come through a port"))
        #expect(try said([:], "--stimulus", "shd").contains("records `cell`"))
        let ported = ["cell": "", "port": "input"]
        #expect(try said(ported).contains("needs recordings of a cell"))
        #expect(try said(ported, "--stimulus", trial.path("none.h5")).contains("none.h5"))
        func recordings(_ bins: Int, unit: Int32, bin: Double = 2) throws -> String {
            let path = trial.path("odd.h5")
            try CellRecordings(
                times: Array(repeating: [1], count: 10),
                units: Array(repeating: [unit], count: 10),
                spikes: Array(repeating: [], count: 10),
                soma: Array(repeating: Array(repeating: -70, count: bins), count: 10), bin: bin
            ).write(to: path)
            return path
        }
        #expect(
            try said(ported, "--stimulus", recordings(300, unit: 20)).contains("synapse 20"))
        #expect(
            try said(ported, "--stimulus", recordings(300, unit: 0), "--limit", "3")
                .contains("`--limit` has no meaning"))
        #expect(
            try said(ported, "--stimulus", recordings(100, unit: 0)).contains("are shorter"))
        #expect(
            try said(ported, "--stimulus", recordings(300, unit: 0, bin: 1)).contains("of 1 ms"))
    }
}
