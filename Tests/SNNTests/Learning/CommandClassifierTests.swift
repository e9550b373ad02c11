import Foundation
import SNNData
import SNNEngine
import Synchronization
import Testing

@testable import SNN

/// What was trained, in use: `snnsim run` of models with a classifier.
@Suite struct CommandClassifierTests {
    private let trial: CommandTrial

    init() throws { trial = try CommandTrial() }

    /// - Parameter more: settings of the population.
    private func elm(_ more: String = "", outputs: Int = 20) -> String {
        """
        simulation { duration = 400 ms, resolution = 20 ms, seed = 3 }
        stimulus cochlea[700] of input
        population cell[1] of elm { bin = 20 ms, memory = 6, outputs = \(outputs)\(more) }
        projection cochlea -> cell { rule = all_to_all, weight = 1, delay = 20 ms }
        readout digit of classifier { of = cell, epochs = 2, rate = 0.02, pairs = 30 }
        """
    }

    /// - Parameter more: settings of the rule.
    private func spiking(_ more: String = "", rate: String = "0.01", epochs: Int = 2) -> String {
        """
        simulation { duration = 400 ms, resolution = 10 ms, seed = 3 }
        stimulus cochlea[700] of input
        population rec[12] of lif {
            tau_m ~ uniform(20 ms, 60 ms), E_L = 0 mV, V_th = 1 mV, V_reset = 0 mV
            t_ref = 0 ms, reset = by_threshold
            receptor jump { shape = delta }
        }
        plasticity learn of surrogate { slope = 5\(more) }
        projection cochlea -> rec {
            rule = pairwise_bernoulli(p: 0.5), weight ~ normal(mean: 0.02 mV, sd: 0.1 mV)
            delay = 10 ms, plasticity = learn
        }
        projection rec -> rec {
            rule = all_to_all, weight ~ normal(mean: 0 mV, sd: 0.2 mV), delay = 20 ms
            autapses = false, plasticity = learn
        }
        readout digit of classifier {
            of = rec, judged = mean, optimiser = adam, epochs = \(epochs), rate = \(rate)
            dropout = 0
        }
        """
    }

    private static let learning = [
        "", ", learn_delays = true, delay_max = 50 ms, learn_tau_m = per_neuron",
        ", learn_tau_m = shared",
    ]

    private func snnsim(
        _ verb: String, _ text: String, _ words: String..., stimulus: String = "shd", output: String
    ) throws -> CommandStatus {
        let file = try trial.file("t.model", text)
        return trial.snnsim(
            [verb, file, "--stimulus", stimulus, "--limit", "40", "--output", trial.path(output)]
                + words)
    }

    private func metrics(_ folder: String) throws -> [String: Any] {
        let data = try Data(contentsOf: URL(fileURLWithPath: trial.path(folder + "/metrics.json")))
        return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }

    private func digest(_ folder: String) throws -> String {
        try #require(metrics(folder)["digest"] as? String)
    }

    /// The same accuracy, loss and confusion, to the bit.
    private func expectSameAnswer(_ first: String, _ second: String) throws {
        let (a, b) = (try metrics(first), try metrics(second))
        let values = try [a, b].map { try #require($0["values"] as? [String: Double]) }
        for name in ["test_accuracy", "test_loss", "parameters"] {
            let value = try #require(values[0][name])
            #expect(values[1][name]?.bitPattern == value.bitPattern, "\(name)")
        }
        let readouts = try [a, b].map { try #require($0["readouts"] as? [[String: Any]])[0] }
        let confusions = try readouts.map { try #require($0["confusion"] as? [[Int]]) }
        #expect(confusions[0] == confusions[1])
        #expect(confusions[0].joined().reduce(0, +) > 0)
        #expect(readouts[0]["trainAccuracy"] != nil && readouts[1]["trainAccuracy"] == nil)
    }

    @Test func aTrainedNeuronAnswersAsInItsTest() throws {
        let text = elm(", learn_tau = true")
        #expect(try snnsim("train", text, output: "out") == .finished)
        let weights = trial.path("out/weights.npz")
        #expect(try snnsim("run", text, "--load-weights", weights, output: "a") == .finished)
        #expect(trial.output.contains("test: ") && trial.output.contains("of 40"))
        try expectSameAnswer("out", "a")
        #expect(try digest("a") == digest("out"))
        let page = try String(contentsOfFile: trial.path("a/report.html"), encoding: .utf8)
        #expect(page.contains("Confusion") && !page.contains("Learning curve"))
        let csv = try String(contentsOfFile: trial.path("a/answers.csv"), encoding: .utf8)
        #expect(csv.hasPrefix("sample,is,named\n0,"))
        #expect(csv.split(separator: "\n").count == 41)
        // Nothing was learnt.
        #expect(!trial.exists("a/weights.npz") && !trial.exists("a/learning.csv"))
        // Named by the model, and where the model names others the option decides.
        let named = elm(", learn_tau = true, weights = \"out/weights.npz\"")
        #expect(try snnsim("run", named, output: "b") == .finished)
        try expectSameAnswer("out", "b")
        let other = elm(", learn_tau = true, weights = \"none.npz\"")
        #expect(try snnsim("run", other, "--load-weights", weights, output: "c") == .finished)
        try expectSameAnswer("out", "c")
        #expect(try snnsim("run", other, output: "x") == .mistakes)
        #expect(trial.log.contains("no such file"))
        // A training begins with what the model names, too.
        #expect(
            try snnsim(
                "train", named.replacingOccurrences(of: "rate = 0.02", with: "rate = 1e-12"),
                output: "d") == .finished)
        try expectSameAnswer("d", "a")
    }

    @Test(arguments: learning) func aTrainedNetworkAnswersAsInItsTest(_ more: String) throws {
        let text = spiking(more)
        #expect(try snnsim("train", text, output: "out") == .finished)
        let weights = trial.path("out/weights.npz")
        #expect(try snnsim("run", text, "--load-weights", weights, output: "a") == .finished)
        try expectSameAnswer("out", "a")
        #expect(try digest("a") == digest("out"))
        // As a file of HDF5.
        let arrays = try NumpyFile(reading: weights)
        let file = try HDF5File(creating: trial.path("weights.h5"))
        for name in arrays.names {
            let array = try arrays.array(name)
            _ = try file.root.write(name, array.values, shape: array.shape)
        }
        try file.flush()
        #expect(
            try snnsim("run", text, "--load-weights", trial.path("weights.h5"), output: "b")
                == .finished)
        try expectSameAnswer("out", "b")
        // A training that goes on from there, in steps of nothing.
        #expect(
            try snnsim(
                "train", spiking(more, rate: "1e-300", epochs: 1), "--load-weights", weights,
                output: "c") == .finished)
        try expectSameAnswer("c", "a")
    }

    /// A sample without a label goes through what was trained as through any network.
    @Test func whatWasTrainedRuns() throws {
        let rows = (0..<400).map { "\(Double($0)),\(($0 * 37) % 700)\n" }
        let spikes = try trial.file("spikes.csv", "time_ms,unit\n" + rows.joined())
        /// The digest of all spikes, or where a neuron sends none its outputs.
        func run(_ text: String, _ weights: String?, _ output: String) throws -> String? {
            let file = try trial.file("t.model", text)
            let words = ["run", file, "--stimulus", spikes, "--output", trial.path(output)]
            let status = trial.snnsim(words + (weights.map { ["--load-weights", $0] } ?? []))
            guard status == .finished else {
                #expect(status == .mistakes && trial.log.contains("nothing says what it has"))
                return nil
            }
            #expect(trial.exists(output + "/spikes.h5") && !trial.exists(output + "/answers.csv"))
            guard text.contains("record y") else { return try digest(output) }
            return try HDF5Snapshot(reading: trial.path(output + "/traces.h5"))
                .dataset("/recordings/cell/y/data").doubles().description
        }
        for (name, text) in [
            ("lif", spiking(Self.learning[1], epochs: 1)),
            ("elm", elm() + "\nrecord y of cell every 20 ms"),
        ] {
            #expect(try run(text, nil, "x") == nil)
            #expect(try snnsim("train", text, output: name) == .finished)
            let again = text.replacingOccurrences(of: "rate = 0.0", with: "rate = 0.1")
            #expect(try snnsim("train", again, output: name + "2") == .finished)
            let found = try [name, name + "2", name].enumerated().map { number, folder in
                try run(text, trial.path(folder + "/weights.npz"), "\(name)-\(number)")
            }
            #expect(found[0] != nil && found[0] == found[2], "\(name)")
            #expect(found[0] != found[1], "\(name)")
        }
    }

    @Test func sumsAreThoseOfTheTraining() throws {
        let text = elm(outputs: 19)
        #expect(try snnsim("train", text, stimulus: "shd-adding", output: "out") == .finished)
        #expect(
            try snnsim(
                "run", text, "--load-weights", trial.path("out/weights.npz"),
                stimulus: "shd-adding", output: "a") == .finished)
        #expect(trial.output.contains("of 2000"))
        try expectSameAnswer("out", "a")
        // Stopped before all were shown.
        let interruption = Interruption()
        let shown = Mutex("")
        interruption.request()
        let words = [
            "run", trial.path("t.model"), "--stimulus", "shd-adding", "--limit", "40",
            "--load-weights", trial.path("out/weights.npz"), "--output", trial.path("part"),
        ]
        let status = SnnsimCommand.run(
            words, on: Terminal(output: { text in shown.withLock { $0 += text } }, log: { _ in }),
            installation: .package, interruption: interruption)
        #expect(status == .interrupted)
        let answer = shown.withLock { $0 }
        #expect(answer.contains("interrupted while testing") && !answer.contains("test: "))
        #expect(!trial.exists("part/answers.csv"))
    }

    @Test func whatWasNeverTrainedIsRefused() throws {
        for text in [elm(), spiking()] {
            #expect(try snnsim("run", text, output: "x") == .mistakes)
            #expect(trial.log.contains("nothing says what it has learnt"))
            #expect(trial.log.contains("`snnsim train`") && trial.log.contains("`--load-weights"))
        }
        let file = try trial.file("t.model", elm())
        #expect(trial.snnsim("run", file, "--output", trial.path("x")) == .mistakes)
        #expect(trial.log.contains("nothing is bound to the port `cochlea`"))
        #expect(try snnsim("run", elm(), "--save-weights", "w.npz", output: "x") == .wrongUsage)
        #expect(try snnsim("run", elm(), "--audit", output: "x") == .wrongUsage)
        #expect(!trial.exists("x"))
    }

    @Test func weightsOfOthersAreRefused() throws {
        #expect(try snnsim("train", spiking(), output: "out") == .finished)
        let weights = trial.path("out/weights.npz")
        func mistake(_ verb: String, _ text: String, _ file: String? = nil) throws -> String {
            #expect(
                try snnsim(verb, text, "--load-weights", file ?? weights, output: "x") == .mistakes)
            #expect(!trial.exists("x"))
            return trial.log
        }
        for verb in ["run", "train"] {
            #expect(try mistake(verb, elm()).contains("there is no array `synapse_weights`"))
            let other = spiking().replacingOccurrences(of: "seed = 3", with: "seed = 4")
            #expect(try mistake(verb, other).contains("`sources` has the shape"))
            let more = spiking().replacingOccurrences(of: "rec[12]", with: "rec[13]")
            #expect(try mistake(verb, more).contains("`sources` has the shape"))
            let slow = spiking().replacingOccurrences(of: "60 ms", with: "70 ms")
            #expect(try mistake(verb, slow).contains("`membrane_decay` of neuron 0 is"))
            let late = spiking().replacingOccurrences(of: "delay = 20", with: "delay = 30")
            #expect(try mistake(verb, late).contains("`delays` are not those of the model"))
            #expect(try mistake(verb, spiking(), trial.path("none.npz")).contains("no such file"))
        }
    }

    /// Samples without a split and with fewer classes than were learnt.
    @Test func newDataIsShownAsItIs() throws {
        #expect(try snnsim("train", spiking(), output: "out") == .finished)
        let file = try trial.file("t.model", spiking())
        let source = try ModelSource(file, settings: [], .package, on: .standard)
        var samples = SpikeSamples(channels: 700)
        for index in 0..<7 {
            let times = (0..<50).map { 8 * Float($0) }
            let units = (0..<50).map { UInt16((index * 50 + 7 * $0) % 700) }
            samples.append(times: times, units: units, label: index % 3)
        }
        let dataset = SpikeDataset(
            name: "new", notice: "", train: samples, test: SpikeSamples(channels: 700))
        let task = try ClassifierTask(source.model, dataset, isSums: false, workers: 1)
        let data = try task.samples(isTest: true)
        #expect(data.testCount == 7 && data.classNames == ["0", "1", "2"])
        let weights = trial.path("out/weights.npz")
        let trainer = try task.makeTrainer(data, weights: weights, [:], isTest: true)
        var curve = ClassifierCurve(readout: "digit", parameterCount: trainer.parameterCount)
        let outcome = try #require(try task.test(trainer, on: data, into: &curve))
        let test = try #require(curve.test)
        // Names of other classes are wrong, whatever number they have.
        let right = zip(outcome.found, 0..<7).filter { $0 == $1 % 3 }.count
        #expect(test.total == 7 && test.correct == right)
        #expect(curve.classNames.count == test.classes)
        // A training needs both splits.
        #expect(throws: CommandError.self) { try task.samples() }
    }

    /// Damage to a file ends in an error or in weights that fit, never in a crash.
    @Test func damageIsRefused() throws {
        let text = spiking(", learn_delays = true, learn_tau_m = per_neuron", epochs: 1)
        #expect(try snnsim("train", text, output: "out") == .finished)
        let weights = trial.path("out/weights.npz")
        let source = try ModelSource(trial.path("t.model"), settings: [], .package, on: .standard)
        let dataset = try StimulusChoice("shd", limit: 3).load(.package)
        let task = try ClassifierTask(source.model, dataset, isSums: false, workers: 1)
        let data = try task.samples(isTest: true)
        /// Whether a file is taken; its network then answers, if only that it cannot.
        func isTaken(_ path: String, _ place: String) throws -> Bool {
            do {
                let trainer = try task.makeTrainer(data, weights: path, [:], isTest: true)
                var curve = ClassifierCurve(readout: "digit", parameterCount: 1)
                do {
                    _ = try task.test(trainer, on: data, into: &curve)
                } catch {
                    #expect(error is CommandError, "\(place)")
                }
                return true
            } catch {
                #expect(error is DataError, "\(place): \(error)")
                return false
            }
        }
        #expect(try isTaken(weights, "whole"))
        let whole = try #require(FileManager.default.contents(atPath: weights))
        let path = trial.path("damaged.npz")
        for seed in 0..<60 {
            var random = SampleDraw(seed: UInt64(seed), name: "damage", number: 0)
            let cut = random.index(below: whole.count)
            try whole.prefix(cut).write(to: URL(fileURLWithPath: path))
            #expect(try !isTaken(path, "cut to \(cut)"), "cut to \(cut)")
            var bytes = whole
            for _ in 0...random.index(below: 3) {
                bytes[random.index(below: bytes.count)] = UInt8(random.index(below: 256))
            }
            try bytes.write(to: URL(fileURLWithPath: path))
            _ = try isTaken(path, "seed \(seed)")
        }
        // Sound files with odd contents.
        let file = try NumpyFile(reading: weights)
        let names = file.names.sorted()
        let odd = [0, -1, 1, 0.5, 1e-300, -1e300, 3e38, -3e38, 1e6, .infinity, .nan]
        for seed in 0..<120 {
            var random = SampleDraw(seed: UInt64(seed), name: "contents", number: 0)
            var arrays: [String: NumpyArray] = [:]
            for name in names { arrays[name] = try file.array(name) }
            let name = names[random.index(below: names.count)]
            let count = try #require(arrays[name]?.values.count)
            switch random.index(below: 4) {
            case 0: arrays[name] = nil
            case 1: arrays[name]?.shape = [1, count]
            case 2: arrays[name] = NumpyArray([Double](repeating: 1, count: random.index(below: 9)))
            default:
                for _ in 0...random.index(below: 20) {
                    arrays[name]?.values[random.index(below: count)] =
                        odd[random.index(below: odd.count)]
                }
            }
            try NumpyFile.write(arrays, to: path)
            _ = try isTaken(path, "seed \(seed), `\(name)`")
        }
    }
}
