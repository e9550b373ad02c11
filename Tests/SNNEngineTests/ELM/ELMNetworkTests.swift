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

    @Test func refusesWhatCannotBe() {
        var model = model(count: 2, output: "analogue")
        model.plasticities.append(PlasticityRule("learn", kind: "stdp"))
        model.projections[0].plasticity = ["learn"]
        #expect(model.check().contains { $0.message.contains("learns itself") })
    }
}
