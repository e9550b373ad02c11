import Foundation
import SNNData
import Synchronization
import Testing

@testable import SNN

/// Trainings of a small neuron on a few spoken digits.
@Suite struct CommandTrainTests {
    private func text(_ changes: [String: String] = [:]) -> String {
        var settings = [
            "outputs": "20", "epochs": "4", "neuron": "elm", "bin": "20 ms", "rate": "0.01",
            "of": "cell", "source": "cochlea",
        ]
        settings.merge(changes) { $1 }
        return """
            simulation { duration = 400 ms, resolution = 20 ms, seed = 3 }
            stimulus cochlea[700] of input
            population cell[1] of \(settings["neuron"]!) {
                bin = \(settings["bin"]!), memory = 6, outputs = \(settings["outputs"]!)
            }
            projection \(settings["source"]!) -> cell {
                rule = all_to_all, weight = 1, delay = 20 ms
            }
            readout digit of classifier {
                of = \(settings["of"]!), epochs = \(settings["epochs"]!)
                rate = \(settings["rate"]!), pairs = 30
            }
            """
    }

    private func train(
        _ trial: CommandTrial, _ text: String, _ words: String..., output: String = "out"
    ) throws -> CommandStatus {
        let file = try trial.file("t.model", text)
        return trial.snnsim(
            ["train", file, "--stimulus", "shd", "--limit", "40", "--output", trial.path(output)]
                + words)
    }

    @Test func tellsHowTheTrainingWent() throws {
        let trial = try CommandTrial()
        #expect(try train(trial, text()) == .finished)
        #expect(trial.output.contains("test: "))
        #expect(trial.output.contains("samples per second"))
        #expect(trial.log.contains("epoch 4 of 4"))
        let csv = try String(contentsOfFile: trial.path("out/learning.csv"), encoding: .utf8)
        #expect(csv.split(separator: "\n").count == 5)
        let page = try String(contentsOfFile: trial.path("out/report.html"), encoding: .utf8)
        #expect(page.contains("Learning curve") && page.contains("Confusion"))
        let weights = try NumpyFile(reading: trial.path("out/weights.npz"))
        #expect(try weights.array("hidden_weights").shape == [12, 706])
        #expect(!trial.exists("out.checkpoint.npz"))
        // What was learnt can be where another training begins.
        #expect(
            try train(
                trial, text(), "--load-weights", trial.path("out/weights.npz"),
                "--save-weights", trial.path("again.npz"), output: "second") == .finished)
        #expect(trial.exists("again.npz"))
    }

    @Test func asksForSums() throws {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text(["outputs": "19", "epochs": "2"]))
        let status = trial.snnsim(
            "train", file, "--stimulus", "shd-adding", "--limit", "40", "--output",
            trial.path("out"))
        #expect(status == .finished)
        #expect(trial.output.contains("of 2000"))
        let record = try String(contentsOfFile: trial.path("out/run.json"), encoding: .utf8)
        #expect(record.contains("shd"))
    }

    @Test func goesOnFromACheckpointToTheSameBits() throws {
        let trial = try CommandTrial()
        #expect(try train(trial, text()) == .finished)
        let whole = FileManager.default.contents(atPath: trial.path("out/weights.npz"))
        // Stopped after the second epoch.
        let interruption = Interruption()
        let terminal = Terminal(
            output: { _ in },
            log: { text in if text.contains("epoch 2 of 4") { interruption.request() } })
        let words = [
            "train", trial.path("t.model"), "--stimulus", "shd", "--limit", "40", "--output",
            trial.path("part"),
        ]
        let status = SnnsimCommand.run(
            words, on: terminal, installation: .package, interruption: interruption)
        #expect(status == .interrupted)
        let checkpoint = trial.path("part.checkpoint.npz")
        #expect(FileManager.default.fileExists(atPath: checkpoint))
        #expect(
            try train(trial, text(), "--resume", checkpoint, output: "rest") == .finished)
        #expect(FileManager.default.contents(atPath: trial.path("rest/weights.npz")) == whole)
        // Of another training, or damaged.
        #expect(
            try train(trial, text(["rate": "0.02"]), "--resume", checkpoint, output: "x")
                == .mistakes)
        #expect(trial.log.contains("another training"))
        let bytes = try #require(FileManager.default.contents(atPath: checkpoint))
        try bytes.prefix(bytes.count / 2).write(to: URL(fileURLWithPath: checkpoint))
        #expect(try train(trial, text(), "--resume", checkpoint, output: "x") == .mistakes)
        #expect(!trial.exists("x"))
    }

    @Test(arguments: [
        (["outputs": "5"], "has 5 outputs, and the samples 20 classes"),
        (["neuron": "lif"], "has no parameter `memory`"),
        (["of": "cells"], "no population or stimulus named `cells`"),
        (["bin": "30 ms"], "no whole number of ticks"),
        (["source": "cell"], "by one projection"),
    ])
    func tellsWhatIsWrong(changes: [String: String], message: String) throws {
        let trial = try CommandTrial()
        #expect(try train(trial, text(changes)) == .mistakes)
        #expect(trial.log.contains(message), "\(trial.log)")
        #expect(!trial.exists("out"))
    }

    @Test func weightsOfAnotherNeuronAreRefused() throws {
        let trial = try CommandTrial()
        #expect(try train(trial, text(["epochs": "1"])) == .finished)
        let other = text(["epochs": "1"]).replacingOccurrences(of: "memory = 6", with: "memory = 7")
        #expect(
            try train(
                trial, other, "--load-weights", trial.path("out/weights.npz"), output: "x")
                == .mistakes)
        #expect(trial.log.contains("`hidden_weights` has the shape 12 x 706, not 14 x 707"))
        #expect(!trial.exists("x"))
    }

    @Test func runsWhatWasTrained() throws {
        let trial = try CommandTrial()
        #expect(try train(trial, text(["epochs": "1"])) == .finished)
        func network(_ memory: Int, _ weights: String) throws -> String {
            try trial.file(
                "network.model", """
                    simulation { duration = 400 ms, resolution = 20 ms, seed = 3 }
                    stimulus noise[700] of poisson { rate = 5 Hz }
                    population cells[2] of elm {
                        bin = 20 ms, memory = \(memory), outputs = 20, weights = "\(weights)"
                    }
                    projection noise -> cells { rule = all_to_all, weight = 1, delay = 20 ms }
                    record y of cells every 20 ms
                    """)
        }
        #expect(
            trial.snnsim(
                "run", try network(6, "out/weights.npz"), "--output", trial.path("run"))
                == .finished)
        #expect(trial.exists("run/traces.h5"))
        #expect(
            trial.snnsim(
                "run", try network(5, "out/weights.npz"), "--output", trial.path("x"))
                == .mistakes)
        #expect(trial.log.contains("`hidden_weights` has the shape 12 x 706, not 10 x 705"))
        #expect(
            trial.snnsim("run", try network(6, "none.npz"), "--output", trial.path("x"))
                == .mistakes)
        #expect(trial.log.contains("no such file"))
        #expect(!trial.exists("x"))
        // The same numbers in a file of HDF5.
        let arrays = try NumpyFile(reading: trial.path("out/weights.npz"))
        let file = try HDF5File(creating: trial.path("weights.h5"))
        for name in arrays.names {
            let array = try arrays.array(name)
            _ = try file.root.write(name, array.values, shape: array.shape)
        }
        try file.flush()
        #expect(
            trial.snnsim("run", try network(6, "weights.h5"), "--output", trial.path("again"))
                == .finished)
        let outputs = try ["run", "again"].map { folder in
            try HDF5Snapshot(reading: trial.path("\(folder)/traces.h5"))
                .dataset("/recordings/cells/y/data").doubles()
        }
        #expect(outputs[0] == outputs[1])
        #expect(Set(outputs[0]).count > 10)
    }

    @Test func needsSamplesAndAClassifier() throws {
        let trial = try CommandTrial()
        let file = try trial.file("t.model", text())
        #expect(trial.snnsim("train", file) == .wrongUsage)
        #expect(
            trial.snnsim(
                "train", "reservoir.model", "--stimulus", "shd", "--output", trial.path("out"))
                == .mistakes)
        #expect(trial.log.contains("nothing to train"))
        #expect(trial.snnsim("run", file, "--stimulus", "shd") == .mistakes)
        #expect(trial.log.contains("snnsim train"))
    }
}
