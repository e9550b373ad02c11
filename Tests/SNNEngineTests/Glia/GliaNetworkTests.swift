import SNNModel
import Testing

@testable import SNNEngine

@Suite struct GliaNetworkTests {
    /// Neurons that fire at random, whose astrocytes reach their threshold within a second.
    static func model(
        coverage: Astrocytes.Coverage = .randomPool(p: 0.5, size: 4), step: Double = 10,
        delays: (input: Double, current: Double) = (2, 1), kind: String = "li_rinzel"
    ) -> Model {
        var model = Model(seed: 7)
        let noise = model.addStimulus("noise", count: 60, of: .poisson(rate: .hertz(40)))
        let excitation = Receptor("syn", .exponential, tau: .fixed(.milliseconds(3)))
        let exc = model.addPopulation("exc", count: 80, of: .lif(), receptors: [excitation])
        let inh = model.addPopulation("inh", count: 20, of: .adEx(), receptors: [excitation])
        let weight = Value.fixed(.picoamperes(60))
        for target in [exc, inh] {
            model.connect(
                noise, to: target, via: "syn", rule: .fixedIndegree(10),
                weight: .fixed(.picoamperes(220)), delay: .fixed(.milliseconds(0.5)))
            model.connect(
                exc, to: target, via: "syn", rule: .pairwiseBernoulli(p: 0.1), weight: weight,
                delay: .random(Distribution(.uniform(low: 1, high: 3))))
        }
        model.astrocytes = [
            Astrocytes(
                "glia", count: 100, kind: kind,
                covers: [
                    .init("exc", "exc"), .init("exc", "inh"), .init("noise", "exc"),
                ],
                coverage: coverage,
                settings: [
                    "step": .quantity(.milliseconds(step)),
                    "delay": .quantity(.milliseconds(delays.input)),
                    "SIC_delay": .quantity(.milliseconds(delays.current)),
                    "SIC_weight": .quantity(.number(4)),
                    "Ca": .random(Distribution(.uniform(low: 0.07, high: 0.3))),
                ])
        ]
        if kind == "li_rinzel" {
            model.astrocytes[0].settings["delta_IP3"] = .quantity(.number(0.004))
        }
        if kind == "g_chi" {
            // Releases from the first second on, which change the synapses of `exc`.
            model.astrocytes[0].settings["C_Theta"] = .quantity(.number(0.2))
            model.plasticities = [
                PlasticityRule(
                    "depression", kind: "tsodyks_markram",
                    settings: [
                        "U": .quantity(.number(0.6)), "tau_rec": .quantity(.milliseconds(500)),
                        "tau_fac": .quantity(.milliseconds(300)),
                    ])
            ]
            for index in [1, 3] { model.projections[index].plasticity = ["depression"] }
        }
        return model
    }

    private func run(
        _ model: Model, workers: Int = 1, partition: Int = 65_536, pieces: [Int] = [6000],
        kernels: KernelSet = .vector
    ) throws -> (digest: UInt64, calcium: [Double], current: Double) {
        var options = BuildOptions(workers: workers)
        options.neuronsPerPartitionMax = partition
        let network = try Network(model, options: options)
        let state = NetworkState(network)
        let engine = Engine(network, workers: workers, kernels: kernels)
        for ticks in pieces { try engine.run(state, ticks: ticks) }
        guard let glia = state.glia.first else { return (state.digest, [], 0) }
        return (
            state.digest, (0..<100).map { glia.value(of: "Ca", cell: $0) },
            (0..<100).reduce(0) { $0 + glia.value(of: "SIC", cell: $1) }
        )
    }

    @Test(arguments: ["li_rinzel", "ullah", "g_chi"])
    func isTheSameHoweverItIsRun(_ kind: String) throws {
        let model = Self.model(kind: kind)
        let whole = try run(model)
        #expect(kind != "li_rinzel" || whole.current > 1)
        for workers in [2, 3, 7] {
            let other = try run(model, workers: workers, partition: 16)
            #expect(other.digest == whole.digest && other.calcium == whole.calcium)
        }
        let cut = try run(model, workers: 2, pieces: [1, 16, 3983, 7, 1993])
        #expect(cut.digest == whole.digest && cut.calcium == whole.calcium)
        let scalar = try run(model, kernels: .scalar)
        #expect(scalar.digest == whole.digest && scalar.calcium == whole.calcium)
    }

    @Test func currentChangesTheNeurons() throws {
        let model = Self.model()
        var silent = model
        silent.astrocytes[0].settings["SIC_weight"] = .quantity(.number(0))
        #expect(try run(model).digest != run(silent).digest)
        var alone = model
        alone.astrocytes = []
        #expect(try run(silent).digest == run(alone).digest)
    }

    @Test func releasesChangeTheSynapses() throws {
        var model = Self.model(kind: "g_chi")
        let less = try run(model)
        model.astrocytes[0].settings["alpha"] = .quantity(.number(1))
        #expect(try run(model).digest != less.digest)
    }

    @Test(arguments: ["li_rinzel", "g_chi"])
    func startsAgainWhenReset(_ kind: String) throws {
        let network = try Network(Self.model(kind: kind))
        let state = NetworkState(network)
        let engine = Engine(network, workers: 1)
        try engine.run(state, ticks: 3000)
        let first = state.digest
        state.reset()
        try engine.run(state, ticks: 3000)
        #expect(state.digest == first)
    }

    /// A fine step and a coarse one differ by what is stated: the current that is sent while a
    /// step's spikes are not yet known.
    @Test func coarseStepsChangeTheCurrentLittle() throws {
        let fine = try run(Self.model(step: 1))
        let coarse = try run(Self.model(step: 10))
        print("SIC with steps of 1 ms \(fine.current), of 10 ms \(coarse.current)")
        #expect(abs(fine.current - coarse.current) < 0.02 * fine.current)
    }

    @Test(arguments: ["li_rinzel", "g_chi"])
    func memoryIsForeseen(_ kind: String) throws {
        var model = Self.model(kind: kind)
        for index in model.populations.indices { model.populations[index].count *= 10 }
        model.stimuli[0].count *= 10
        model.astrocytes[0].count *= 10
        for workers in [1, 3] {
            let plan = model.memoryPlan(workers: workers)
            let network = try Network(model, workers: workers)
            let state = NetworkState(network)
            #expect(abs(plan.network / Double(network.byteCount) - 1) < 0.05)
            #expect(abs(plan.state / Double(state.byteCount) - 1) < 0.1)
            let covered = network.glia[0].inputs.synapsesOfCell.reduce(0, +)
            #expect(abs(plan.glia[0].covered / Double(covered) - 1) < 0.03)
        }
    }

    @Test func recordsWithinCoarseSteps() throws {
        let model = Self.model()
        let network = try Network(model)
        let state = NetworkState(network)
        var traces: [Int: (ticks: [Int], values: [Double])] = [:]
        let recordings = [
            Recording(.state("Ca"), of: [Selection("glia", 3..<5)], every: 2.5),
            Recording(.state("SIC"), of: [Selection("glia")], every: 20),
        ]
        let recorder = Recorder(recordings, of: network) { batch in
            if case .trace(let item, let ticks, let width, let values) = batch {
                #expect(width == (item == 0 ? 2 : 100))
                traces[item, default: ([], [])].ticks += ticks
                traces[item, default: ([], [])].values += values
            }
        }
        let engine = Engine(network, workers: 2)
        try engine.run(state, ticks: 1730, recorder: recorder)
        try engine.run(state, ticks: 2270, recorder: recorder)
        #expect(traces[0]?.ticks == Array(stride(from: 25, through: 4000, by: 25)))
        #expect(traces[1]?.ticks == Array(stride(from: 200, through: 4000, by: 200)))
        let calcium = traces[0]?.values ?? []
        #expect(calcium.suffix(2) == [3, 4].map { state.glia[0].value(of: "Ca", cell: $0) })
        for index in 2..<calcium.count { #expect(abs(calcium[index] - calcium[index - 2]) < 0.02) }
    }
}
