import SNNModel
import Testing

@testable import SNNEngine

// Training of whole models.

@Suite struct TrainingTests {
    /// 20 inputs, LIF and ALIF neurons with delays, a target of two sines.
    private func model(
        _ targets: String = "sines", isSoft: Bool = true, seed: UInt64 = 3
    ) -> Model {
        var model = Model(seed: seed, resolution: 1, duration: targets == "sines" ? 200 : 260)
        func weight(_ sd: Double) -> Value {
            .random(Distribution(.normal(mean: 0.3, sd: sd), dimension: .voltage))
        }
        var cells = Population(
            "lif", count: 15, kind: "lif",
            settings: [
                "tau_m": .quantity(.milliseconds(20)), "V_th": .quantity(.millivolts(-60)),
                "t_ref": .quantity(.milliseconds(3)), "I_e": .quantity(.picoamperes(20)),
                "reset": .name(isSoft ? "by_threshold" : "to_V_reset"),
                "V_m": .random(
                    Distribution(.uniform(low: -70, high: -61), dimension: .voltage)),
            ], receptors: [Receptor("jump", .delta)])
        model.populations = [cells]
        cells.name = "alif"
        cells.settings["theta_plus"] = .quantity(.millivolts(1))
        cells.settings["tau_theta"] = .quantity(.milliseconds(200))
        model.populations.append(cells)
        var noise = Stimulus("noise", count: 20, kind: targets == "sines" ? "poisson" : "input")
        if targets == "sines" { noise.settings["rate"] = .quantity(.hertz(40)) }
        model.stimuli = [noise]
        model.plasticities = [
            PlasticityRule("learn", kind: "e_prop", settings: ["eta": .quantity(.number(0.1))])
        ]
        for (source, target) in [
            ("noise", "lif"), ("noise", "alif"), ("lif", "alif"), ("alif", "lif"), ("lif", "lif"),
        ] {
            model.projections.append(
                Projection(
                    from: Selection(source), to: Selection(target), via: "jump", rule: .allToAll,
                    weight: weight(1.5),
                    delay: .random(
                        Distribution(.uniform(low: 1, high: 4), dimension: .time)),
                    allowsAutapses: false, plasticity: ["learn"]))
        }
        var readout = Readout(
            "y", kind: "leaky", of: Selection("lif"),
            settings: [
                "targets": .name(targets), "eta": .quantity(.number(0.01)),
                "periods": .list([.milliseconds(200), .milliseconds(80)]),
                "iterations": .quantity(.number(60)), "cues": .quantity(.number(3)),
                "cue_interval": .quantity(.milliseconds(50)),
                "cue_duration": .quantity(.milliseconds(40)),
                "cue_rate": .quantity(.hertz(200)),
                "window": .quantity(.milliseconds(targets == "sines" ? 200 : 100)),
                "batch": .quantity(.number(targets == "sines" ? 1 : 20)),
            ])
        readout.features.of = [Selection("lif"), Selection("alif")]
        model.readouts = [readout]
        return model
    }

    @Test func modelsPassTheChecks() {
        for targets in ["sines", "majority", "labels"] {
            let errors = model(targets).check().filter { $0.severity == .error }
            #expect(errors.isEmpty, "\(targets): \(errors.map(\.message))")
        }
    }

    @Test func whatCannotBeTrainedIsFoundByTheChecks() {
        func mistakes(_ change: (inout Model) -> Void) -> [String] {
            var model = model("majority")
            change(&model)
            return model.check().filter { $0.severity == .error }.map(\.message)
        }
        #expect(mistakes { _ in } == [])
        #expect(
            mistakes { $0.readouts = [] }.first
                == "nothing teaches `learn`, because the model has no leaky readout")
        #expect(
            mistakes {
                $0.populations[0].receptors[0] = Receptor(
                    "jump", .exponential, tau: .quantity(.milliseconds(5)))
            }.contains(
                "`learn` is a rule onto delta receptors, but `jump` of `lif` is exponential"))
        #expect(
            mistakes { $0.stimuli[0].count = 22 }
                == ["the 22 elements of `noise` are not four equal groups"])
        #expect(
            mistakes { $0.readouts[0].settings["targets"] = nil }
                == ["`y` does not set `targets`"])
    }

    /// What is trained is what is simulated: the same spikes as the engine's neurons.
    @Test(arguments: [true, false], [UInt64(1), 2, 3])
    func untrainedNetworksSpikeAsTheEngineDoes(_ isSoft: Bool, _ seed: UInt64) throws {
        let model = model(isSoft: isSoft, seed: seed)
        let network = try Network(model)
        var expected: [[Int]] = []
        let recorder = Recorder(
            [Recording(.spikes, of: [Selection("lif"), Selection("alif")])], of: network
        ) { batch in
            guard case .spikes(let selection, let ticks, let elements, _) = batch else { return }
            for (tick, element) in zip(ticks, elements) {
                expected.append([tick, 15 * selection + element])
            }
        }
        try Engine(network, workers: 1).run(NetworkState(network), ticks: 200, recorder: recorder)
        expected.sort { ($0[0], $0[1]) < ($1[0], $1[1]) }
        let training = try Training(model)
        let trial = EPropTrial(training.trainer.network, ticks: 200, gamma: 0.3, regularises: false)
        trial.forward(training.trainer.network, training.steady)
        let spikes = zip(trial.spikes.ticks, trial.spikes.sources).map { [Int($0), Int($1)] }
        #expect(expected.count > 50, "seed \(seed)")
        #expect(spikes == expected, "seed \(seed)")
    }

    @Test func lossFallsAndWorkersDoNotMatter() throws {
        var curves: [[Training.Outcome]] = []
        for workers in [1, 3] {
            let training = try Training(model(), workers: workers)
            curves.append(try (0..<training.iterations).map { try training.iterate($0) })
        }
        #expect(curves[0] == curves[1])
        let (first, last) = (curves[0][0].error, curves[0].last!.error)
        #expect(last < first / 2, "from \(first) to \(last)")
    }

    @Test func cuesAreCounted() throws {
        var curves: [[Training.Outcome]] = []
        for workers in [1, 2] {
            let training = try Training(model("majority"), workers: workers)
            curves.append(try (0..<training.iterations).map { try training.iterate($0) })
            #expect(training.test(trials: 200).accuracy > 0.75)
        }
        #expect(curves[0] == curves[1])
    }

    @Test func samplesOfADataSetAreTold() throws {
        // Class 0 sends through the first ten channels, class 1 through the others.
        let samples = (0..<8).map { number in
            LabelledTrains(
                SpikeTrains(
                    times: (0..<60).map { Double($0 * 4) },
                    units: (0..<60).map { ($0 * 7 + number) % 10 + 10 * (number % 2) }),
                label: number % 2)
        }
        let training = try Training(model("labels"), samples: samples, classes: 2)
        for iteration in 0..<30 { _ = try training.iterate(iteration) }
        #expect(training.test(samples).accuracy == 1)
    }

    @Test func whatCannotBeTrainedIsSaid() throws {
        func refused(
            _ targets: String = "majority", _ change: (inout Model) -> Void
        ) -> TrainingError? {
            var model = model(targets)
            change(&model)
            do {
                _ = try Training(model)
                return nil
            } catch { return error as? TrainingError }
        }
        #expect(refused("labels") { _ in } == .noSamples("y"))
        #expect(refused { $0.readouts = [] } == .noReadout)
        #expect(refused { $0.duration = nil } == .noDuration)
        #expect(refused { $0.readouts[0].features.of.swapAt(0, 1) } == .apart("y"))
        #expect(refused { $0.duration = 50 } == .window("y"))
        #expect(
            refused {
                $0.plasticities.append(
                    PlasticityRule(
                        "pairs", kind: "stdp", settings: ["w_max": .quantity(.millivolts(5))]))
                $0.projections[0].plasticity = ["pairs"]
                $0.projections[0].weight = .quantity(.millivolts(1))
            } == .otherRule("lif"))
    }
}
