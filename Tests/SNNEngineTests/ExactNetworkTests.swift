import SNNModel
import Testing

@testable import SNNEngine

/// Exact populations in a run, alone and beside grid populations.
struct ExactNetworkTests {
    /// A random network of which every population, or every other one, is exact.
    static func model(seed: Int, isMixed: Bool = true) -> Model {
        var model = Model.random(seed: UInt64(seed))
        for index in model.populations.indices where !isMixed || (seed + index).isMultiple(of: 2) {
            model.populations[index].settings["solver"] = .name("exact")
        }
        return model
    }

    @Test(arguments: 0..<40)
    func equalsNaiveEvents(seed: Int) throws {
        let model = Self.model(seed: seed, isMixed: seed % 3 > 0)
        let network = try Network(model, workers: 3)
        let naive = NaiveEvents(network, ticks: 200)
        let run = try network.exactSpikes(ticks: 200, workers: 2)
        let isEqual = run.spikes == naive.spikes
        #expect(isEqual, "seed \(seed), \(run.spikes.count) spikes, \(naive.spikes.count) expected")
    }

    @Test(arguments: 0..<20)
    func hasSameDigestForEveryTeam(seed: Int) throws {
        let model = Self.model(seed: 1000 + seed)
        let reference = try Network(model, workers: 1).exactSpikes(ticks: 300, workers: 1)
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            for kernels in KernelSet.allCases {
                let run = try network.exactSpikes(ticks: 300, workers: workers, kernels: kernels)
                #expect(run.digest == reference.digest, "seed \(seed), \(workers) workers")
                let isEqual = run.spikes == reference.spikes
                #expect(isEqual)
            }
        }
    }

    @Test(arguments: 0..<20)
    func goesOnWhereItStopped(seed: Int) throws {
        let network = try Network(Self.model(seed: 2000 + seed), workers: 2)
        let whole = try network.exactSpikes(ticks: 257, workers: 2)
        let pieces = try network.exactSpikes(ticks: 257, workers: 2, steps: 9)
        #expect(whole.digest == pieces.digest, "seed \(seed)")
        let isEqual = whole.spikes == pieces.spikes
        #expect(isEqual)
    }

    @Test func networksAreLively() throws {
        let runs = try (0..<20).map {
            try Network(Self.model(seed: $0), workers: 1).exactSpikes(ticks: 200, workers: 1)
        }
        #expect(runs.filter { $0.spikes.count > 50 }.count > 15)
        #expect(runs.filter { $0.spikes.contains { $0.before > 0 } }.count > 12)
    }

    @Test func resetForgetsEverything() throws {
        let network = try Network(Self.model(seed: 6), workers: 2)
        let state = NetworkState(network)
        let engine = Engine(network, workers: 2)
        try engine.run(state, ticks: 200)
        let first = state.digest
        state.reset()
        try engine.run(state, ticks: 200)
        #expect(state.digest == first && first != 0)
    }
}

extension Network {
    /// Runs for some ticks and returns all neurons' spikes in order, with the digest.
    func exactSpikes(
        ticks: Int, workers: Int, kernels: KernelSet = .standard, steps: Int = 1
    ) throws -> (spikes: [NaiveEvents.Spike], digest: UInt64) {
        var spikes: [NaiveEvents.Spike] = []
        let state = NetworkState(self)
        let names = model.populations.map { Selection($0.name) }
        let bases = names.map { groups[group(named: $0.name)!].base }
        let recorder = Recorder([Recording(.spikes, of: names)], of: self) { batch in
            guard case .spikes(let selection, let ticks, let elements, let before) = batch else {
                return
            }
            for index in ticks.indices {
                spikes.append(
                    .init(
                        tick: ticks[index], before: before.isEmpty ? 0 : before[index],
                        source: bases[selection] + elements[index]))
            }
        }
        let engine = Engine(self, workers: workers, kernels: kernels)
        for step in 0..<steps {
            let part = ticks * (step + 1) / steps - ticks * step / steps
            try engine.run(state, ticks: part, recorder: recorder)
        }
        return (spikes.sorted(), state.digest)
    }
}
