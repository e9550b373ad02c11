import SNNModel
import Testing

@testable import SNNEngine

/// What happens between exact and grid populations, as docs/mixed.md says.
struct BorderTests {
    /// Single neurons that spike at once when something arrives.
    private static func model(_ solvers: [String: String], resolution: Double = 0.1) -> Model {
        var model = Model(seed: 1, resolution: resolution)
        for name in solvers.keys.sorted() {
            var neuron = Population(
                name, count: 1, kind: "lif", receptors: [Receptor("jump", .delta)])
            neuron.settings["solver"] = .name(solvers[name]!)
            model.populations.append(neuron)
        }
        model.stimuli = [
            Stimulus("file", count: 1, kind: "spike_file", settings: ["file": .text("f.csv")])
        ]
        return model
    }

    private static func connect(_ source: String, _ target: String, _ delay: Double) -> Projection {
        Projection(
            from: Selection(source), to: Selection(target), rule: .oneToOne,
            weight: .quantity(.millivolts(30)), delay: .quantity(.milliseconds(delay)))
    }

    private static func times(
        _ model: Model, _ trains: SpikeTrains, ticks: Int, workers: Int = 2
    ) throws -> [String: [Double]] {
        let network = try Network(model, trains: ["file": trains], workers: workers)
        var times: [String: [Double]] = [:]
        let names = model.populations.map(\.name) + ["file"]
        let recordings = [Recording(.spikes, of: names.map { Selection($0) })]
        let recorder = Recorder(recordings, of: network) { batch in
            guard case .spikes(let selection, _, _, _) = batch else { return }
            times[names[selection], default: []] += batch.times(resolution: model.resolution)
        }
        try Engine(network, workers: workers)
            .run(NetworkState(network), ticks: ticks, recorder: recorder)
        return times
    }

    @Test func spikesCrossTheBorderByTheRule() throws {
        var model = Self.model([
            "first": "exact", "exact": "exact", "grid": "grid", "back": "exact", "early": "grid",
        ])
        model.projections = [
            Self.connect("file", "first", 0.1), Self.connect("file", "early", 0.1),
            Self.connect("first", "exact", 0.5), Self.connect("first", "grid", 0.5),
            Self.connect("grid", "back", 0.5),
        ]
        let trains = SpikeTrains(times: [1.03, 30.08], units: [0, 0])
        let times = try Self.times(model, trains, ticks: 400)
        func isNear(_ name: String, _ expected: [Double]) {
            let found = times[name] ?? []
            #expect(found.count == expected.count, "\(name): \(found)")
            for (a, b) in zip(found, expected) { #expect(abs(a - b) < 1e-12, "\(name): \(found)") }
        }
        isNear("file", [1.03, 30.08])
        isNear("first", [1.13, 30.18])
        isNear("exact", [1.63, 30.68])
        // The ends of the ticks that 1.13 and 30.18 fall into, and 0.5 ms.
        isNear("grid", [1.7, 30.7])
        isNear("back", [2.2, 31.2])
        // Files reach the grid at the nearest tick.
        isNear("early", [1.1, 30.2])
    }

    @Test func bothKindsHearTheSamePoissonSpikes() throws {
        var model = Self.model(["exact": "exact", "grid": "grid"])
        for index in 0..<2 {
            model.populations[index].settings["t_ref"] = .quantity(.milliseconds(0))
        }
        model.stimuli = [
            Stimulus("file", count: 1, kind: "poisson", settings: ["rate": .quantity(.hertz(80))])
        ]
        model.projections = [Self.connect("file", "exact", 0.3), Self.connect("file", "grid", 0.3)]
        let times = try Self.times(model, SpikeTrains(), ticks: 20_000)
        let (file, exact, grid) = (times["file"]!, times["exact"]!, times["grid"]!)
        #expect(file.count > 100)
        #expect(zip(file, exact).allSatisfy { abs($0 + 0.3 - $1) < 1e-9 })
        let ticks = file.map { ($0 / 0.1).rounded(.up) }
        #expect(grid == Array(Set(ticks)).sorted().map { ($0 + 3) * 0.1 })
    }

    /// Refined, the grid comes nearer to the exact solution.
    @Test func gridConvergesToExact() throws {
        func spikes(_ solver: String, _ resolution: Double) throws -> [Double] {
            var model = Self.model(["a": solver, "b": solver], resolution: resolution)
            for index in 0..<2 {
                model.populations[index].settings["I_e"] = .quantity(.picoamperes(395))
                model.populations[index].receptors[0] = Receptor(
                    "jump", .exponential, tau: .quantity(.milliseconds(3)))
            }
            model.projections = [
                Self.connect("file", "a", 0.4), Self.connect("a", "b", 1.2),
                Self.connect("b", "a", 0.8),
            ]
            for index in 0..<3 { model.projections[index].weight = .quantity(.picoamperes(200)) }
            let ticks = Int((300 / resolution).rounded())
            return try Self.times(
                model, SpikeTrains(times: [2, 7.2, 30], units: [0, 0, 0]), ticks: ticks)["b"]!
        }
        let exact = try spikes("exact", 0.4)
        #expect(exact.count > 8)
        // What a tick is changes nothing about exact neurons.
        let fine = try spikes("exact", 0.025)
        #expect(zip(exact, fine).allSatisfy { abs($0 - $1) < 1e-9 } && exact.count == fine.count)
        let errors = try [0.4, 0.1, 0.025].map { resolution in
            zip(try spikes("grid", resolution), exact).reduce(0) { max($0, abs($1.0 - $1.1)) }
        }
        #expect(errors[1] < errors[0] / 2 && errors[2] < errors[1] / 2, "\(errors)")
    }

    /// Neurons to which nothing happens are not looked at.
    @Test func silentNeuronsCostNothing() throws {
        func effort(silent: Int) throws -> [Int] {
            var model = Self.model(["busy": "exact", "silent": "exact"])
            model.populations[0].count = 20
            model.populations[0].settings["I_e"] = .quantity(.picoamperes(400))
            model.populations[1].count = silent
            model.stimuli = []
            model.projections = [
                Projection(
                    from: Selection("busy"), to: Selection("busy"), rule: .fixedIndegree(3),
                    weight: .quantity(.millivolts(0.5)), delay: .quantity(.milliseconds(1)))
            ]
            let network = try Network(model)
            let state = NetworkState(network)
            try Engine(network).run(state, ticks: 5000)
            return [
                state.spikeCount, state.parts.reduce(0) { $0 + ($1.exact?.visitCount ?? 0) },
                state.parts.reduce(0) { $0 + ($1.exact?.arrivalCount ?? 0) },
            ]
        }
        let few = try effort(silent: 10)
        #expect(few[0] > 100 && few[1] > few[0])
        #expect(try effort(silent: 20_000) == few)
    }
}
