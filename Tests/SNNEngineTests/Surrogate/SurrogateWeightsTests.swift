import SNNModel
import Testing

@testable import SNNEngine

/// What a network that spikes has learnt, taken out and put back.
@Suite struct SurrogateWeightsTests {
    private static let ticks = 60

    /// Neurons with and without adaptation, each with time constants and synapses of its own.
    private func model(_ settings: [String: Value] = [:], seed: UInt64 = 3) -> Model {
        var model = Model(seed: seed, resolution: 1, duration: Double(Self.ticks))
        var cells = Population(
            "lif", count: 9, kind: "lif",
            settings: [
                "tau_m": .random(Distribution(.uniform(low: 8, high: 30), dimension: .time)),
                "V_th": .quantity(.millivolts(-60)), "t_ref": .quantity(.milliseconds(2)),
                "I_e": .quantity(.picoamperes(20)), "reset": .name("by_threshold"),
            ], receptors: [Receptor("jump", .delta)])
        model.populations = [cells]
        cells.name = "alif"
        cells.settings["theta_plus"] = .quantity(.millivolts(1))
        cells.settings["tau_theta"] = .quantity(.milliseconds(100))
        model.populations.append(cells)
        model.stimuli = [Stimulus("port", count: 12, kind: "input")]
        var rule = PlasticityRule("learn", kind: "surrogate", settings: [:])
        for (name, value) in settings { rule.settings[name] = value }
        model.plasticities = [rule]
        for (source, target) in [
            ("port", "lif"), ("port", "alif"), ("lif", "alif"), ("alif", "lif"),
        ] {
            model.projections.append(
                Projection(
                    from: Selection(source), to: Selection(target), via: "jump",
                    rule: .pairwiseBernoulli(p: 0.7),
                    weight: .random(
                        Distribution(.normal(mean: 2, sd: 2), dimension: .voltage)),
                    delay: .random(Distribution(.uniform(low: 1, high: 4), dimension: .time)),
                    plasticity: ["learn"]))
        }
        var readout = Readout("y", kind: "classifier", of: Selection("lif"), settings: [:])
        readout.features.of = [Selection("lif"), Selection("alif")]
        model.readouts = [readout]
        return model
    }

    private func trainer(_ model: Model, workers: Int = 1) throws -> SurrogateClassifier {
        var options = ClassifierOptions()
        options.method = .adam
        options.rate = 0.05
        options.batch = 8
        options.epochs = 4
        options.dropout = 0
        return try SurrogateClassifier(
            model, ticks: Self.ticks, classes: 3, options, workers: workers)
    }

    /// Which third of the inputs is busy.
    private static func sample(_ index: Int) -> LabelledBins {
        var random = TestRandom(seed: UInt64(index))
        let label = random.count(0...2)
        let spikes = (0..<40).map { _ in
            (random.real(0..<Double(ticks)), 4 * label + random.count(0...5))
        }.filter { $0.1 < 12 }.sorted { $0.0 < $1.0 }
        return LabelledBins(
            train: BinnedTrain(
                times: spikes.map(\.0), units: spikes.map(\.1), bin: 1, bins: ticks),
            label: label)
    }

    private static let kinds: [[String: Value]] = [
        [:],
        ["learn_delays": .flag(true), "delay_max": .quantity(.milliseconds(9))],
        ["learn_tau_m": .name("per_neuron"), "learn_tau_theta": .name("shared")],
        [
            "learn_tau_m": .name("shared"), "learn_tau_theta": .name("per_neuron"),
            "learn_delays": .flag(true),
        ],
    ]

    @Test(arguments: kinds.indices, [UInt64(1), 2])
    func weightsGiveTheSameAnswers(_ kind: Int, _ seed: UInt64) throws {
        let model = model(Self.kinds[kind], seed: seed)
        let first = try trainer(model)
        for epoch in 0..<2 {
            _ = first.learn(epoch, count: 240, sample: Self.sample) { _ in false }
        }
        let second = try trainer(model, workers: 2)
        #expect(second.weights != first.weights, "seed \(seed)")
        try second.take(first.weights)
        #expect(second.weights == first.weights, "seed \(seed)")
        #expect(second.state.step == 0 && second.state.first.allSatisfy { $0 == 0 })
        let outcomes = [first, second].map { trainer in
            trainer.test(count: 30) { Self.sample(1000 + $0) }
        }
        #expect(outcomes[0] == outcomes[1], "seed \(seed)")
        #expect(Set(outcomes[0].found).count > 1, "seed \(seed)")
        // It goes on to learn from there.
        let outcome = second.learn(2, count: 24, sample: Self.sample) { _ in false }
        #expect(outcome.loss.isFinite && second.weights != first.weights, "seed \(seed)")
    }

    /// What was trained runs in the engine, too: the same spikes, tick by tick.
    @Test(arguments: kinds.indices, [UInt64(1), 2])
    func trainedModelsSpikeAsTrainedNetworksDo(_ kind: Int, _ seed: UInt64) throws {
        let trainer = try trainer(model(Self.kinds[kind], seed: seed))
        for epoch in 0..<2 {
            _ = trainer.learn(epoch, count: 24, sample: Self.sample) { _ in false }
        }
        let sample = EPropSample(Self.sample(1000))
        var learnt = trainer.trainer.network
        learnt.weights = learnt.weights.map { Double(Float($0)) }
        let trial = EPropTrial(learnt, ticks: Self.ticks, gamma: 0.3, regularises: false)
        trial.forward(learnt, sample.input)
        let found = zip(trial.spikes.ticks, trial.spikes.sources).map { [Int($0), Int($1)] }
        func spikes(_ model: Model) throws -> [[Int]] {
            let network = try Network(model)
            let state = NetworkState(network)
            try state.bind(
                SpikeTrains(
                    times: sample.input.ticks.map(Double.init),
                    units: sample.input.sources.map(Int.init)), to: "port")
            var spikes: [[Int]] = []
            let recorder = Recorder(
                [Recording(.spikes, of: [Selection("lif"), Selection("alif")])], of: network
            ) { batch in
                guard case .spikes(let selection, let ticks, let elements, _) = batch else {
                    return
                }
                for (tick, element) in zip(ticks, elements) {
                    spikes.append([tick, 9 * selection + element])
                }
            }
            try Engine(network, workers: 1).run(state, ticks: Self.ticks, recorder: recorder)
            return spikes.sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
        }
        #expect(found.count > 50, "seed \(seed)")
        #expect(try spikes(trainer.trainedModel) == found, "seed \(seed)")
        // Without what was learnt there are others.
        #expect(try spikes(trainer.model) != found, "seed \(seed)")
    }

    /// Files of 4 bytes for a number fit as well.
    @Test(arguments: kinds.indices) func roundedWeightsFit(_ kind: Int) throws {
        let model = model(Self.kinds[kind])
        let first = try trainer(model)
        _ = first.learn(0, count: 24, sample: Self.sample) { _ in false }
        var weights = first.weights
        weights.arrays = weights.arrays.mapValues { array in
            .init(shape: array.shape, values: array.values.map { Double(Float($0)) })
        }
        let second = try trainer(model)
        try second.take(weights)
        let losses = [first, second].map { $0.test(count: 30, sample: Self.sample).loss }
        #expect(abs(losses[0] - losses[1]) < 1e-3)
    }

    @Test func decaysAreFoundToTheBit() {
        var random = TestRandom(seed: 4)
        for _ in 0..<5000 {
            let initial = (0..<random.count(1...3)).map { _ in
                Double.exp(-random.real(0.001..<3))
            }
            let parameter = random.real(-1.5..<1.5)
            let values = initial.map { SurrogateLayout.decay($0, parameter).value }
            let again = SurrogateLayout.parameter(from: [0] + initial, to: [0] + values)
            #expect(
                initial.map { SurrogateLayout.decay($0, again).value } == values,
                "seed 4, \(initial)")
            #expect(abs(again - parameter) < 1e-9, "seed 4, \(initial)")
        }
        #expect(SurrogateLayout.parameter(from: [0], to: [0.5]) == 0)
        #expect(SurrogateLayout.parameter(from: [0.5], to: [1]) == 0)
    }

    @Test func whatDoesNotFitIsNamed() throws {
        let first = try trainer(model())
        let good = first.weights
        func mistake(
            _ kind: [String: Value] = [:], seed: UInt64 = 3,
            _ change: (inout [String: ELMWeights.Array]) -> Void
        ) throws -> String {
            var weights = good
            change(&weights.arrays)
            let other = try trainer(model(kind, seed: seed))
            let before = other.state
            do {
                try other.take(weights)
            } catch {
                // Nothing of it was taken.
                #expect(other.state == before)
                return error.description
            }
            return ""
        }
        let count = first.synapseCount
        #expect(try mistake { _ in } == "")
        for name in good.arrays.keys {
            #expect(try mistake { $0[name] = nil } == "there is no array `\(name)`")
            #expect(try mistake { $0[name]?.values[0] = .nan }.contains("`\(name)` holds"))
            #expect(try mistake { $0[name]?.values[0] = 1e39 }.contains("`\(name)` holds"))
        }
        #expect(
            try mistake { $0["weights"] = .init(shape: [2], values: [1, 2]) }
                == "`weights` has the shape 2, not \(count)")
        #expect(
            try mistake { $0["readout_weights"]?.shape = [18, 3] }
                == "`readout_weights` has the shape 18 x 3, not 3 x 18")
        // Of another network.
        #expect(
            try mistake { $0["targets"]?.values[3] += 1 }
                == "`sources` and `targets` are those of other synapses")
        #expect(try mistake(seed: 4) { _ in } != "")
        // Delays and time constants that the model does not learn.
        #expect(
            try mistake { $0["delays"]?.values[5] += 1 }
                == "`delays` are not those of the model, which learns none")
        for odd in [0, 1.5, 5, -1] {
            #expect(
                try mistake(["learn_delays": .flag(true)]) { $0["delays"]?.values[5] = odd }
                    == "`delays` are not all from 1 to 4 ticks")
        }
        for odd in [0, 0.5, 1, 2, -1] {
            #expect(
                try mistake { $0["membrane_decay"]?.values[2] = odd }
                    .hasPrefix("`membrane_decay` of neuron 2 is \(odd), and the model's 0."))
            #expect(
                try mistake(["learn_tau_theta": .name("shared")]) {
                    $0["threshold_decay"]?.values[12] = odd
                }.hasPrefix("`threshold_decay` of neuron "))
        }
        #expect(
            try mistake(["learn_tau_m": .name("per_neuron")]) {
                $0["membrane_decay"]?.values[2] = 0.5
            } == "")
    }
}
