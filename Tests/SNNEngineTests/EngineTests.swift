import SNNModel
import Testing

@testable import SNNEngine

/// Delivery, order and workers, on random small networks.
struct EngineTests {
    @Test(arguments: 0..<60)
    func equalsNaiveSimulation(seed: Int) throws {
        let model = Model.random(seed: UInt64(seed))
        let network = try Network(model, workers: 3)
        let naive = NaiveSimulation(network, ticks: 300)
        let engine = try network.spikes(ticks: 300, workers: 2)
        #expect(engine.spikes == naive.spikes, "seed \(seed)")
    }

    @Test(arguments: 0..<30)
    func hasSameDigestForEveryTeam(seed: Int) throws {
        var model = Model.random(seed: UInt64(1000 + seed))
        if seed % 2 == 1 { model.precision = .single }
        let reference = try Network(model, workers: 1).spikes(ticks: 400, workers: 1)
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            for kernels in KernelSet.allCases {
                let run = try network.spikes(ticks: 400, workers: workers, kernels: kernels)
                #expect(
                    run.digest == reference.digest,
                    "seed \(seed), \(workers) workers, \(kernels.name) kernels")
                #expect(run.spikes == reference.spikes)
            }
        }
    }

    /// Input waits in rings or in lists; sums are the same to the bit.
    @Test(arguments: 0..<30)
    func mailGivesTheSameSpikes(seed: Int) throws {
        var model = Model.random(seed: UInt64(3000 + seed))
        if seed % 2 == 1 { model.precision = .single }
        let ring = try Network(model, workers: 2)
        let mail = try Network(model, options: BuildOptions(workers: 2, ringBytesMax: 0))
        let expected = try ring.spikes(ticks: 400, workers: 2)
        let run = try mail.spikes(ticks: 400, workers: 2, steps: 3)
        #expect(run.digest == expected.digest, "seed \(seed)")
        #expect(run.spikes == expected.spikes)
    }

    @Test func someNetworksAreMailed() throws {
        let mailed = try (3000..<3030).filter {
            try Network(
                Model.random(seed: UInt64($0)), options: BuildOptions(ringBytesMax: 0))
                .partitions.contains(where: \.isMailed)
        }
        #expect(mailed.count > 5)
    }

    @Test(arguments: 0..<20)
    func goesOnWhereItStopped(seed: Int) throws {
        let model = Model.random(seed: UInt64(2000 + seed))
        let network = try Network(model, workers: 2)
        let whole = try network.spikes(ticks: 357, workers: 2)
        let pieces = try network.spikes(ticks: 357, workers: 2, steps: 9)
        #expect(whole.digest == pieces.digest, "seed \(seed)")
        #expect(whole.spikes == pieces.spikes)
    }

    @Test func networksAreLively() throws {
        let counts = try (0..<20).map {
            try Network(Model.random(seed: UInt64($0)), workers: 1)
                .spikes(ticks: 300, workers: 1).spikes.count
        }
        #expect(counts.filter { $0 > 50 }.count > 15, "spikes per network: \(counts)")
    }

    @Test func resetForgetsEverything() throws {
        let network = try Network(Model.random(seed: 7), workers: 2)
        let state = NetworkState(network)
        let engine = Engine(network, workers: 2)
        try engine.run(state, ticks: 200)
        let first = state.digest
        state.reset()
        try engine.run(state, ticks: 200)
        #expect(state.digest == first)
        #expect(first != 0)
    }

    @Test func observerEndsTheRun() throws {
        let network = try Network(Model.random(seed: 8), workers: 3)
        let state = NetworkState(network)
        let done = try Engine(network, workers: 3).run(state, ticks: 100_000) { $0 < 500 }
        #expect(done >= 500 && done < 1000)
        #expect(state.tick == done)
        // The run can be continued as if it had not been interrupted.
        try Engine(network, workers: 3).run(state, ticks: 2000 - done)
        let whole = NetworkState(network)
        try Engine(network, workers: 1).run(whole, ticks: 2000)
        #expect(state.digest == whole.digest)
    }
}
