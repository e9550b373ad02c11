import SNNModel
import Testing

@testable import SNNEngine

/// Synapses that move: who works does not show, neurons keep the number of their synapses, and no
/// more than allowed go.
struct RewiringTests {
    /// Neurons and noise that learn so that weights fall and rise, with delays of all kinds.
    private func model(seed: Int, rate: Double = 0.1, isExact: Bool = false) -> Model {
        var random = TestRandom(seed: UInt64(seed))
        var model = Model.random(seed: UInt64(seed))
        func number(_ value: Double) -> Value { .quantity(.number(value)) }
        func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
        model.plasticities = [
            PlasticityRule(
                "learn", kind: "stdp",
                settings: [
                    "A_plus": number(0.02), "A_minus": number(0.03), "w_max": number(100),
                    "pairing": .name(seed % 3 == 0 ? "nearest_pre_centred" : "all_to_all"),
                ]),
            PlasticityRule(
                "rewire", kind: "rewiring",
                settings: [
                    "prune_below": number(0.5), "w_new": number(1), "interval": ms(10),
                    "rate": number(rate),
                ]),
        ]
        for index in model.populations.indices where isExact {
            model.populations[index].settings["solver"] = .name("exact")
        }
        for index in model.projections.indices where random.count(0...3) > 0 {
            let rules = [["rewire"], ["learn", "rewire"], ["rewire", "learn"]]
            let projection = model.projections[index]
            model.projections[index].plasticity = rules.randomElement(using: &random)!
            model.projections[index].backPropagationDelay = ms(isExact ? 45 : 1.5)
            if !isExact, random.flag() {
                model.projections[index].axonalDelay = ms(2)
                model.projections[index].dendriticDelay = projection.delay
            }
            // A neuron alone could send to nobody else.
            let isAlone = model.count(of: projection.source.name) == 1
            model.projections[index].allowsAutapses =
                projection.source.name == projection.target.name && (random.flag() || isAlone)
            if case .fixedIndegree = projection.rule {
                model.projections[index].rule = .pairwiseBernoulli(p: 0.1)
                model.projections[index].allowsMultapses = false
            } else if case .oneToOne = projection.rule {
                model.projections[index].allowsAutapses = true
            }
        }
        return model
    }

    private struct Outcome: Equatable {
        var digest: UInt64
        var weights: [SynapseList]
    }

    private func outcome(_ state: NetworkState) -> Outcome {
        Outcome(
            digest: state.digest,
            weights: state.network.model.projections.indices.map { state.weights(of: $0) })
    }

    private func run(
        _ network: Network, workers: Int, pieces: [Int] = [300]
    ) throws -> Outcome {
        let state = NetworkState(network)
        let engine = Engine(network, workers: workers)
        for ticks in pieces {
            try engine.run(state, ticks: ticks)
            if pieces.count > 1 { _ = outcome(state) }
        }
        return outcome(state)
    }

    @Test(arguments: 0..<16)
    func givesTheSameForEveryTeam(seed: Int) throws {
        let model = model(seed: 900 + seed, isExact: seed % 2 == 1)
        let reference = try run(Network(model, workers: 1), workers: 1)
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            let isSame = try run(network, workers: workers) == reference
            #expect(isSame, "seed \(seed), \(workers) workers")
            let pieces = [1, 100, 7, network.epochTicks, 192 - network.epochTicks]
            let isSameInPieces = try run(network, workers: workers, pieces: pieces) == reference
            #expect(isSameInPieces, "seed \(seed), \(workers) workers, in pieces")
        }
    }

    /// Per target: the delays of its synapses in order, which say how many there are.
    private func delays(_ list: SynapseList) -> [UInt32: [UInt16]] {
        var delays: [UInt32: [UInt16]] = [:]
        for index in 0..<list.count {
            delays[list.targets[index], default: []].append(list.delays[index])
        }
        return delays.mapValues { $0.sorted() }
    }

    @Test(arguments: 0..<12)
    func keepsDegreesDelaysAndSigns(seed: Int) throws {
        let model = model(seed: 2000 + seed, rate: 0.5)
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        let before = outcome(state).weights
        try Engine(network, workers: 2).run(state, ticks: 200)
        let after = outcome(state).weights
        for (index, projection) in model.projections.enumerated() {
            let (old, new) = (before[index], after[index])
            #expect(delays(old) == delays(new), "seed \(seed)")
            guard projection.plasticity.contains("rewire") else {
                #expect(old == new)
                continue
            }
            #expect(
                old.weights.count { $0.sign == .minus } == new.weights.count { $0.sign == .minus })
            let pairs = zip(new.sources, new.targets).map { UInt64($0) << 32 | UInt64($1) }
            if !projection.allowsMultapses {
                #expect(Set(pairs).count == pairs.count, "seed \(seed), projection \(index)")
            }
            if projection.source.name == projection.target.name, !projection.allowsAutapses {
                #expect(zip(new.sources, new.targets).allSatisfy { $0 != $1 }, "seed \(seed)")
            }
        }
    }

    /// Ten silent neurons with forty synapses each, all of them weak.
    private func weak(rate: Double) -> Model {
        var model = Model(seed: 11, resolution: 0.1)
        model.plasticities = [
            PlasticityRule(
                "rewire", kind: "rewiring",
                settings: [
                    "prune_below": .quantity(.picoamperes(5)), "w_new": .quantity(.picoamperes(8)),
                    "interval": .quantity(.milliseconds(10)), "rate": .quantity(.number(rate)),
                ])
        ]
        model.addStimulus("in", count: 500, of: .input)
        model.addPopulation(
            "exc", count: 10, of: .lif([:]),
            receptors: [Receptor("slow", .exponential, tau: .fixed(.milliseconds(2)))])
        model.projections = [
            Projection(
                from: Selection("in", 100..<300), to: Selection("exc"), via: "slow",
                rule: .fixedIndegree(40), weight: .fixed(.picoamperes(-1)),
                delay: .fixed(.milliseconds(1)), plasticity: ["rewire"]),
            // Makes the epoch a millisecond long.
            Projection(
                from: Selection("exc"), to: Selection("exc"), via: "slow", rule: .oneToOne,
                weight: .fixed(.picoamperes(0)), delay: .fixed(.milliseconds(1))),
        ]
        return model
    }

    /// No neuron moves more than its part, what moves begins anew, and sources are drawn from all
    /// of the projection.
    @Test(arguments: [0.01, 0.06, 0.25])
    func movesNoMoreThanAllowed(rate: Double) throws {
        let network = try Network(weak(rate: rate))
        let state = NetworkState(network)
        let engine = Engine(network)
        var moved = 0
        for time in 1...12 {
            try engine.run(state, ticks: 100)
            let list = state.weights(of: 0)
            var counts: [UInt32: Int] = [:]
            for index in 0..<list.count where list.weights[index] != -1 {
                #expect(list.weights[index] == -8)
                counts[list.targets[index], default: 0] += 1
            }
            let most = Double(time) * rate * 40
            for target in UInt32(0)..<10 {
                let count = Double(counts[target] ?? 0)
                #expect(count < min(most, 40) + 1 && count > min(most, 40) - 1)
            }
            moved = counts.values.reduce(0, +)
            #expect(list.sources.allSatisfy { (100..<300).contains($0) })
        }
        // Where all have moved, the sources of 400 synapses hit most of 200 ones.
        if moved == 400 { #expect(Set(state.weights(of: 0).sources).count > 150) }
    }

    /// Going back to the beginning, keeping and taking over.
    @Test func canBeGoneBackTo() throws {
        let model = model(seed: 2004, rate: 0.5)
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        let engine = Engine(network, workers: 2)
        let before = outcome(state).weights
        try engine.run(state, ticks: 200)
        let learnt = outcome(state)
        #expect(learnt.weights != before)
        let other = NetworkState(network)
        other.takeWeights(of: state)
        #expect(outcome(other).weights == learnt.weights)
        state.reset()
        #expect(outcome(state).weights == before)
        try engine.run(state, ticks: 200)
        #expect(outcome(state) == learnt)
        state.reset(keepingWeights: true)
        #expect(outcome(state).weights == learnt.weights)
        try engine.run(other, ticks: 100)
        other.reset()
        #expect(outcome(other).weights == learnt.weights)
        // What has been read can be given to a state whose synapses lie otherwise.
        let third = NetworkState(network)
        for index in model.projections.indices
        where model.projections[index].plasticity.contains("rewire") {
            try third.setWeights(learnt.weights[index], of: index)
            #expect(third.weights(of: index) == learnt.weights[index])
        }
    }
}
