import SNNModel
import Testing

@testable import SNNEngine

/// Neurons of `elm` in networks: what trained ones give there is what training saw.
@Suite struct ELMNetworkTests {
    private static let ticks = 400

    private func model(count: Int, output: String, precision: Precision = .double) -> Model {
        var model = Model(seed: 4, resolution: 0.5)
        model.precision = precision
        for (name, size) in [("first", 7), ("second", 5)] {
            model.stimuli.append(
                Stimulus(
                    name, count: size, kind: "poisson",
                    settings: ["rate": .quantity(.hertz(60))]))
        }
        var cells = Population("cells", count: count, kind: "elm")
        cells.settings["bin"] = .quantity(.milliseconds(2))
        cells.settings["memory"] = .quantity(.number(9))
        cells.settings["outputs"] = .quantity(.number(3))
        cells.settings["output"] = .name(output)
        cells.settings["tau_max"] = .quantity(.milliseconds(30))
        model.populations.append(cells)
        for (name, weight) in [("first", 1.0), ("second", -1)] {
            model.projections.append(
                Projection(
                    from: Selection(name), to: Selection("cells"), rule: .allToAll,
                    weight: .quantity(.number(weight)), delay: .quantity(.milliseconds(1))))
        }
        return model
    }

    /// The spikes of both stimuli by tick, inputs of the second after those of the first.
    private func spikes(_ model: Model) throws -> [(tick: Int, input: Int)] {
        var spikes: [(Int, Int)] = []
        let network = try Network(model)
        let recorder = Recorder(
            [Recording(.spikes, of: [Selection("first"), Selection("second")])], of: network
        ) { batch in
            guard case .spikes(let selection, let at, let elements, _) = batch else { return }
            for (tick, element) in zip(at, elements) {
                spikes.append((Int(tick), (selection == 0 ? 0 : 7) + Int(element)))
            }
        }
        _ = try Engine(network, workers: 1)
            .run(NetworkState(network), ticks: Self.ticks, recorder: recorder)
        return spikes.sorted { $0 < $1 }
    }

    /// 1e-12 and 1e-5 as in the reference: the same sums in another order.
    @Test(arguments: [(Precision.double, 1e-12), (.single, 1e-5)])
    func givesWhatTrainingSaw(precision: Precision, tolerance: Double) throws {
        let model = model(count: 2, output: "analogue", precision: precision)
        let shape = ELMShape(model.populations[0], inputs: 12)
        let neuron = ELMNeuron(shape, seed: 9)
        let bins = Self.ticks / 4
        // A spike at tick t arrives at t + 2, and counts for the bin that ends at or after.
        var table = Array(repeating: [Int: Float](), count: bins)
        for (tick, input) in try spikes(model) where (tick + 2 - 1) / 4 < bins {
            table[(tick + 1) / 4][input, default: 0] += input < 7 ? 1 : -1
        }
        var train = BinnedTrain(starts: [0], inputs: [], counts: [])
        for bin in table {
            for (input, count) in bin.sorted(by: { $0.key < $1.key }) {
                train.inputs.append(Int32(input))
                train.counts.append(count)
            }
            train.starts.append(Int32(train.inputs.count))
        }
        #expect(train.inputs.count > 100)
        var expected: [Double] = []
        let pass = ELMPass<Double>(
            shape, neuron.routing, capacity: 1, bins: bins, keepsStates: false)
        pass.forward(neuron.parameters, [train], judgesAll: true) { _, outputs in
            expected.append(outputs[0])
        }
        let network = try Network(model, neurons: ["cells": [neuron]])
        let state = NetworkState(network)
        let engine = Engine(network, workers: 1)
        for bin in 0..<bins {
            _ = try engine.run(state, ticks: 4)
            let values = try state.values(of: "y", population: "cells")
            #expect(values.count == 2 && values[0] == values[1])
            #expect(abs(values[0] - expected[bin]) <= tolerance, "bin \(bin)")
        }
        state.reset()
        _ = try engine.run(state, ticks: 4)
        let again = try state.values(of: "y", population: "cells")[0]
        #expect(abs(again - expected[0]) <= tolerance)
    }

    /// Cells send to cells, and to neurons with membranes and back.
    private func mixed() -> Model {
        var model = model(count: 37, output: "spikes")
        model.populations[0].settings["threshold"] = .quantity(.number(-0.1))
        var lif = Population("lif", count: 50, kind: "lif")
        lif.receptors = [
            Receptor("syn", .exponential, tau: .quantity(.milliseconds(3)))
        ]
        model.populations.append(lif)
        func connect(_ a: String, _ b: String, _ p: Double, _ weight: Quantity) {
            model.projections.append(
                Projection(
                    from: Selection(a), to: Selection(b), rule: .pairwiseBernoulli(p: p),
                    weight: .quantity(weight), delay: .quantity(.milliseconds(1.5)),
                    allowsAutapses: false))
        }
        connect("cells", "cells", 0.2, .number(1))
        connect("cells", "lif", 0.3, .picoamperes(300))
        connect("lif", "cells", 0.3, .number(-1))
        return model
    }

    @Test func isTheSameForEveryTeamAndKernel() throws {
        var digests: Set<UInt64> = []
        var spikes = 0
        for workers in [1, 2, 3, 7] {
            for kernels in [KernelSet.scalar, .vector] {
                let network = try Network(mixed(), options: BuildOptions(workers: workers))
                let state = NetworkState(network)
                _ = try Engine(network, workers: workers, kernels: kernels)
                    .run(state, ticks: Self.ticks)
                digests.insert(state.digest)
                spikes = state.spikeCount
            }
        }
        #expect(digests.count == 1)
        #expect(spikes > 1000)
    }

    /// A cell hears its own inputs only: half of the sources are connected to each.
    @Test func hearsWhoIsConnected() throws {
        var model = model(count: 2, output: "analogue")
        model.projections[0].source = Selection("first", 2..<5)
        model.projections[0].target = Selection("cells", 0..<1)
        model.projections[1].target = Selection("cells", 1..<2)
        let network = try Network(model)
        let state = NetworkState(network)
        _ = try Engine(network, workers: 1).run(state, ticks: Self.ticks)
        let values = try state.values(of: "y", population: "cells")
        #expect(values[0] != values[1])
        #expect(values.filter(\.isFinite).count == 2)
    }

    /// Each neuron of its own is what one that all have in common would be with these weights.
    @Test func neuronsMayHaveWeightsOfTheirOwn() throws {
        var model = model(count: 5, output: "analogue")
        let shape = ELMShape(model.populations[0], inputs: 12)
        func values(_ neurons: [ELMNeuron]?, workers: Int = 1) throws -> [Double] {
            let network = try Network(
                model, neurons: neurons.map { ["cells": $0] } ?? [:],
                options: BuildOptions(workers: workers))
            let state = NetworkState(network)
            _ = try Engine(network, workers: workers).run(state, ticks: Self.ticks)
            return try state.values(of: "y", population: "cells")
        }
        let each = (0..<5).map { ELMNeuron(shape, seed: 4, neuron: $0) }
        let alone = try each.map { try values([$0])[0] }
        model.populations[0].settings["shared"] = .flag(false)
        #expect(Set(alone).count == 5)
        #expect(try values(each) == alone)
        #expect(try values(each, workers: 3) == alone)
        // The model's seed is 4, too.
        #expect(try values(nil) == alone)
        // As they are in a file: one axis more.
        var rows: [String: ELMWeights.Array] = [:]
        for (name, shape) in ELMWeights.shapes(of: shape) {
            rows[name] = .init(
                shape: [5] + shape, values: each.flatMap { $0.weights.arrays[name]!.values })
        }
        let cut = try ELMWeights(arrays: rows).cut(5)
        #expect(cut == each.map(\.weights))
        #expect(throws: ELMWeights.Mismatch.self) { try ELMWeights(arrays: rows).cut(4) }
    }

    /// What arrives is the output times the weight: the current of the receptor is the sum of
    /// w y_k exp(-(t - t_k - d) / tau), to the single precision in which outputs are sent.
    @Test(arguments: [false, true]) func outputsBecomeInput(isConductance: Bool) throws {
        var model = model(count: 3, output: "graded")
        var lif = Population("lif", count: 2, kind: "lif")
        let tau = 3.0
        lif.settings["V_th"] = .quantity(.millivolts(1000))
        lif.receptors = [
            Receptor(
                "syn", .exponential, tau: .quantity(.milliseconds(tau)),
                reversal: isConductance ? .quantity(.millivolts(0)) : nil)
        ]
        model.populations.append(lif)
        let weight: Quantity = isConductance ? .nanosiemens(40) : .picoamperes(40)
        model.projections.append(
            Projection(
                from: Selection("cells"), to: Selection("lif"), rule: .allToAll,
                weight: .quantity(weight), delay: .quantity(.milliseconds(1.5))))
        for workers in [1, 2] {
            let network = try Network(model, options: BuildOptions(workers: workers))
            let state = NetworkState(network)
            let engine = Engine(network, workers: workers)
            var sent: [(tick: Int, sum: Double)] = []
            var signs: Set<Bool> = []
            for tick in 1...Self.ticks {
                _ = try engine.run(state, ticks: 1)
                if tick % 4 == 0 {
                    let outputs = try state.values(of: "y", population: "cells")
                    for y in outputs { signs.insert(y < 0) }
                    let sum = outputs.reduce(0) { $0 + (isConductance ? max($1, 0) : $1) }
                    sent.append((tick, sum))
                }
                var expected = 0.0
                for (start, sum) in sent where tick >= start + 3 {
                    expected += 40 * sum * Double.exp(-Double(tick - start - 3) * 0.5 / tau)
                }
                let name = isConductance ? "g_syn" : "I_syn"
                let found = try state.values(of: name, population: "lif")
                #expect(abs(found[0] - expected) <= 1e-5 * max(abs(expected), 1), "tick \(tick)")
                #expect(found[0] == found[1])
            }
            #expect(state.spikeCount == 0 && signs == [false, true])
            let audit = Audit(network, neurons: 2)
            #expect(audit.notes.contains { $0.contains("outputs in place of spikes") })
        }
    }

    /// A rule acts on what spikes count, input by input.
    @Test func synapsesMayLearn() throws {
        var model = mixed()
        var rule = PlasticityRule("learn", kind: "stdp")
        for (name, value) in [("A_plus", 0.0), ("A_minus", 0), ("w_max", 5)] {
            rule.settings[name] = .quantity(.number(value))
        }
        func digest(_ workers: Int, _ kernels: KernelSet) throws -> UInt64 {
            let network = try Network(model, options: BuildOptions(workers: workers))
            let state = NetworkState(network)
            _ = try Engine(network, workers: workers, kernels: kernels)
                .run(state, ticks: Self.ticks)
            return state.digest
        }
        let fixed = try digest(1, .vector)
        model.plasticities = [rule]
        model.projections[0].plasticity = ["learn"]
        #expect(model.check().filter { $0.severity == .error }.isEmpty)
        #expect(try digest(2, .vector) == fixed)
        model.plasticities[0].settings["A_plus"] = .quantity(.number(0.05))
        model.plasticities[0].settings["A_minus"] = .quantity(.number(0.06))
        let learnt = try Set(
            [1, 2, 3, 7].flatMap { workers in
                try [KernelSet.scalar, .vector].map { try digest(workers, $0) }
            })
        #expect(learnt.count == 1 && learnt.first != fixed)
    }

    @Test func refusesWhatCannotBe() {
        var model = model(count: 2, output: "graded")
        func messages() -> String { model.check().map(\.message).joined(separator: "\n") }
        model.plasticities = [PlasticityRule("learn", kind: "clopath")]
        model.projections[0].plasticity = ["learn"]
        #expect(messages().contains("needs a membrane potential"))
        model.plasticities = [PlasticityRule("learn", kind: "stdp")]
        model.projections[0].plasticity = []
        model.projections.append(
            Projection(
                from: Selection("cells"), to: Selection("cells"), rule: .allToAll,
                weight: .quantity(.number(1)), delay: .quantity(.milliseconds(1)),
                plasticity: ["learn"]))
        #expect(messages().contains("sends none"))
        model.projections.removeLast()
        model.astrocytes = [
            Astrocytes(
                "glia", count: 9, kind: "li_rinzel", covers: [.init("first", "cells")],
                coverage: .randomPool(p: 1, size: 1))
        ]
        #expect(messages().contains("sends a slow inward current"))
        model.astrocytes[0].settings["SIC_scale"] = .quantity(.picoamperes(0))
        #expect(!messages().contains("slow inward current"))
    }
}
