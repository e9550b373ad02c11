import SNNModel
import Testing

@testable import SNNEngine

/// Neurons with dendrites in networks: where synapses end, and the same bits for all.
@Suite struct DendriticNetworkTests {
    private static func receptors() -> [Receptor] {
        [
            Receptor(
                "ampa", .exponential, tau: .quantity(.milliseconds(2)),
                reversal: .quantity(.millivolts(0))),
            Receptor(
                "nmda", .exponential, tau: .quantity(.milliseconds(50)),
                reversal: .quantity(.millivolts(0)), magnesium: .quantity(.number(1))),
            Receptor("push", .alpha, tau: .quantity(.milliseconds(3))),
        ]
    }

    private static func weight(_ weight: Double, _ dimension: Dimension = .conductance) -> Value {
        .quantity(Quantity(weight, dimension))
    }

    /// Regular sources 2 ..< 9 and a current onto three cells of four dendrites.
    private func wired() -> Model {
        var model = Model(seed: 3, resolution: 0.1)
        model.stimuli = [
            Stimulus(
                "clock", count: 12, kind: "regular",
                settings: [
                    "rate": .quantity(.hertz(10)),
                    "start": .quantity(.milliseconds(5)),
                ]),
            Stimulus(
                "step", count: 1, kind: "current",
                settings: [
                    "times": .list([.milliseconds(0)]), "amplitudes": .list([.picoamperes(20)]),
                ]),
        ]
        model.populations = [
            Population(
                "cells", count: 3, kind: "dendritic",
                settings: ["dendrites": .quantity(.number(4))], receptors: Self.receptors())
        ]
        for receptor in ["ampa", "nmda"] {
            model.connect(
                Selection("clock", 2..<9), to: "cells", via: receptor, rule: .allToAll,
                weight: Self.weight(1), delay: .quantity(.milliseconds(1)))
        }
        model.connect(
            "step", to: Selection("cells", 1..<2), rule: .allToAll,
            weight: .quantity(.number(1)), delay: .quantity(.milliseconds(0.1)))
        return model
    }

    @Test(arguments: [1, 2, 3])
    func sourcesLandOnTheirDendrite(workers: Int) throws {
        let network = try Network(wired(), workers: workers)
        var count = 0
        for partition in network.partitions {
            #expect(partition.tables.count == 2)
            for table in partition.tables {
                let places = try #require(table.places)
                for row in 0..<table.rowCount {
                    let i = table.firstSource + row - 2
                    table.forEachSynapse(ofRow: row) { synapse, _ in
                        // Four dendrites fill the eight places of a neuron by half.
                        #expect(Int(places[synapse]) % 8 == i * 4 / 7)
                        #expect(Int(places[synapse]) / 8 == Int(table.targets[synapse]))
                        #expect(partition.range.count > table.targets[synapse])
                        count += 1
                    }
                }
            }
        }
        #expect(count == 2 * 7 * 3)
        let list = NetworkState(network).weights(of: 0)
        #expect(Set(list.targets) == [0, 1, 2])
    }

    /// Sources that hear a dendrite alone move it more than others, and currents go to the soma.
    @Test func spikesActOnTheirDendrite() throws {
        var model = wired()
        model.projections[0].source.range = 4..<5
        model.projections[1].source.range = 8..<9
        let places = try #require(model.places(of: model.populations[0]))
        #expect(places.count == 8)
        #expect(places.place(ofSource: 4, projection: 0) == 0)
        model.projections.remove(at: 1)
        let network = try Network(model)
        let state = NetworkState(network)
        try Engine(network).run(state, ticks: 75)
        func values(_ name: String) throws -> [Double] {
            try state.values(of: name, population: "cells")
        }
        let (first, second, soma) = (try values("U_1"), try values("U_2"), try values("V_m"))
        for cell in 0..<3 { #expect(first[cell] > second[cell] + 3) }
        #expect(soma[1] > soma[0] + 0.3)
        #expect(soma[0] == soma[2])
    }

    @Test func drivesAreNotForDendrites() {
        var model = wired()
        model.stimuli[0] = Stimulus(
            "clock", count: 12, kind: "poisson", settings: ["rate": .quantity(.hertz(10))])
        model.projections[0].source = Selection("clock", 0..<3)
        model.projections[0].rule = .oneToOne
        #expect(!model.isDrive(model.projections[0]))
        model.populations[0].kind = "lif"
        #expect(model.isDrive(model.projections[0]))
    }

    /// Cells that differ, driven by noise, and neurons of `lif` that hear them and answer.
    private func network(seed: UInt64) -> Model {
        func around(_ mean: Double, _ dimension: Dimension) -> Value {
            .random(
                Distribution(.normal(mean: mean, sd: abs(mean) / 20), dimension: dimension))
        }
        var model = Model(seed: seed, resolution: 0.1)
        model.stimuli = [
            Stimulus(
                "noise", count: 60, kind: "fluctuating",
                settings: [
                    "rate_min": .quantity(.hertz(20)), "rate_max": .quantity(.hertz(120)),
                    "tau": .quantity(.milliseconds(20)), "shared": .quantity(.number(7)),
                ])
        ]
        var receptors = Self.receptors()
        receptors[1].tau = around(50, .time)
        receptors[1].magnesium = around(1, .none)
        model.populations = [
            Population(
                "cells", count: 11, kind: "dendritic",
                settings: [
                    "dendrites": .quantity(.number(13)), "C_m": around(150, .capacitance),
                    "g_c": around(5, .conductance), "C_d": around(10, .capacitance),
                    "t_ref": around(1, .time), "V_m": around(-66, .voltage),
                ], receptors: receptors),
            Population(
                "others", count: 70, kind: "lif",
                receptors: [Receptor("syn", .exponential, tau: .quantity(.milliseconds(3)))]),
        ]
        let delay = Value.random(Distribution(.uniform(low: 0.5, high: 2), dimension: .time))
        for (receptor, strength) in [("ampa", 1.0), ("nmda", 0.5)] {
            model.connect(
                "noise", to: "cells", via: receptor, rule: .pairwiseBernoulli(p: 0.7),
                weight: around(strength, .conductance), delay: delay)
        }
        model.connect(
            "cells", to: "others", rule: .fixedIndegree(4), weight: Self.weight(400, .current),
            delay: delay)
        model.connect(
            "others", to: "cells", via: "push", rule: .fixedOutdegree(3),
            weight: around(-40, .current), delay: delay)
        return model
    }

    @Test(arguments: [UInt64(5), 6])
    func hasSameDigestForEveryTeam(seed: UInt64) throws {
        var model = network(seed: seed)
        // Cells stay in double precision, those that hear them do not.
        if seed % 2 == 0 { model.precision = .single }
        let reference = try Network(model).spikes(ticks: 3000, workers: 1)
        let cells = reference.spikes.filter { $0.source < 11 }.count
        #expect(cells > 20 && reference.spikes.count > cells + 20, "seed \(seed)")
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            for kernels in KernelSet.allCases {
                let run = try network.spikes(
                    ticks: 3000, workers: workers, kernels: kernels, steps: workers)
                #expect(
                    run.digest == reference.digest,
                    "seed \(seed), \(workers) workers, \(kernels.name) kernels")
                #expect(run.spikes == reference.spikes)
            }
        }
        let mail = try Network(model, options: BuildOptions(workers: 2, ringBytesMax: 0))
        #expect(try mail.spikes(ticks: 3000, workers: 2).digest == reference.digest)
    }

    /// A rule acts on what arrives at dendrites: without amplitudes it changes nothing.
    @Test func synapsesMayLearn() throws {
        var model = network(seed: 7)
        let fixed = try Network(model).spikes(ticks: 3000, workers: 1).digest
        func learning(_ amplitude: Double) -> Model {
            var learning = model
            learning.plasticities = [
                PlasticityRule(
                    "learn", kind: "stdp",
                    settings: [
                        "A_plus": .quantity(.number(amplitude)),
                        "A_minus": .quantity(.number(amplitude)), "w_max": Self.weight(4),
                    ])
            ]
            learning.projections[0].plasticity = ["learn"]
            return learning
        }
        model = learning(0)
        #expect(model.check().filter { $0.severity == .error }.isEmpty)
        #expect(try Network(model).spikes(ticks: 3000, workers: 2).digest == fixed, "seed 7")
        model = learning(0.1)
        var digests: Set<UInt64> = []
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            for kernels in KernelSet.allCases {
                digests.insert(
                    try network.spikes(ticks: 3000, workers: workers, kernels: kernels).digest)
            }
        }
        #expect(digests.count == 1 && digests.first != fixed, "seed 7")
    }

    /// Every bit of all dendrites, for any cut and kernel set.
    @Test func potentialsAreTheSameForEveryTeam() throws {
        let model = network(seed: 8)
        func potentials(_ workers: Int, _ kernels: KernelSet) throws -> [[UInt64]] {
            let network = try Network(model, workers: workers)
            let state = NetworkState(network)
            try Engine(network, workers: workers, kernels: kernels).run(state, ticks: 500)
            return try (["V_m", "w"] + (1...13).map { "U_\($0)" }).map {
                try state.values(of: $0, population: "cells").map(\.bitPattern)
            }
        }
        let expected = try potentials(1, .vector)
        #expect(Set(expected[5]).count == 11, "seed 8")
        for workers in [1, 2, 4] {
            #expect(try potentials(workers, .scalar) == expected, "seed 8, \(workers) workers")
            #expect(try potentials(workers, .vector) == expected, "seed 8, \(workers) workers")
        }
    }

    /// Rings and dendrites are most of what a state holds.
    @Test func memoryIsForeseen() throws {
        var model = network(seed: 4)
        model.populations[0].count = 400
        model.projections.removeLast(2)
        for workers in [1, 3] {
            let network = try Network(model, workers: workers)
            let plan = model.memoryPlan(workers: workers)
            let state = NetworkState(network)
            #expect(abs(plan.state / Double(state.byteCount) - 1) < 0.1, "seed 4")
            #expect(abs(plan.network / Double(network.byteCount) - 1) < 0.05, "seed 4")
        }
    }

    /// A neuron with dendrites is worth a worker of its own; so many of `lif` are not.
    @Test func cellsAreSharedAmongWorkers() throws {
        let network = try Network(network(seed: 4), workers: 3)
        let parts = network.partitions.filter { $0.group == 0 }
        #expect(parts.map(\.range.count) == [4, 4, 3])
        let others = network.partitions.filter { $0.group == 1 }
        #expect(parts.allSatisfy { $0.cost > 10 * others[0].cost })
    }

    @Test func resetPutsTheInitialValuesBack() throws {
        let network = try Network(network(seed: 9))
        let state = NetworkState(network)
        let engine = Engine(network)
        try engine.run(state, ticks: 400)
        let digest = state.digest
        let first = try state.values(of: "U_7", population: "cells")
        state.reset()
        #expect(try state.values(of: "U_7", population: "cells").allSatisfy { $0 == -70 })
        try engine.run(state, ticks: 400)
        #expect(try state.values(of: "U_7", population: "cells") == first)
        #expect(state.digest == digest)
    }
}
