import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Networks that learn: the same spikes and the same weights to the bit whoever works, and weights
/// that follow from the spikes.
struct PlasticNetworkTests {
    /// Pair rules with all three delays, on grid and exact neurons, with modulators.
    private func model(seed: Int, isExact: Bool) -> Model {
        var random = TestRandom(seed: UInt64(seed))
        var model = Model.random(seed: UInt64(seed))
        func number(_ value: Double) -> Value { .quantity(.number(value)) }
        func ms(_ value: Double) -> Value { .quantity(.milliseconds(value)) }
        let pairings = ["all_to_all", "nearest", "nearest_pre_centred", "nearest_restricted"]
        model.modulators = [
            Modulator(
                "dopamine", releasedBy: [Selection(model.populations[0].name), "noise"],
                settings: ["tau": ms(40), "amount": number(0.01), "delay": ms(1.5)])
        ]
        for index in 0..<4 {
            var settings: Settings = [
                "tau_plus": ms(random.real(5..<40)), "tau_minus": ms(random.real(5..<40)),
                "A_plus": number(random.real(0..<0.05)), "A_minus": number(random.real(0..<0.05)),
                "w_min": number(0), "w_max": number(100),
            ]
            if index < 3 {
                settings["mu_plus"] = number([0, 1, 0.4].randomElement(using: &random)!)
                settings["mu_minus"] = number([0, 1, 0.4].randomElement(using: &random)!)
                settings["pairing"] = .name(pairings.randomElement(using: &random)!)
                if index == 2 {
                    settings["A_plus"] = .formula(
                        .multiply(.constant(.number(0.2)), .variable("dopamine")))
                }
            } else {
                settings["tau_c"] = ms(100)
                settings["modulator"] = .name("dopamine")
            }
            model.plasticities.append(
                PlasticityRule(
                    "rule\(index)", kind: index == 3 ? "three_factor_stdp" : "stdp",
                    settings: settings))
        }
        if isExact {
            for index in model.populations.indices where random.flag() {
                model.populations[index].settings["solver"] = .name("exact")
            }
        }
        for index in model.projections.indices where random.count(0...3) > 0 {
            learn(&model.projections[index], in: model, using: &random)
        }
        return model
    }

    private func learn(
        _ projection: inout Projection, in model: Model, using random: inout TestRandom
    ) {
        if case .oneToOne = projection.rule { return }
        let rule = random.count(0...3)
        projection.plasticity = ["rule\(rule)"]
        let isExact = model.population(named: projection.target.name)?.settings["solver"] != nil
        func ms(_ ticks: Int) -> Value { .quantity(.milliseconds(0.5 * Double(ticks))) }
        // Modulated rules want arrivals of exact neurons at once.
        switch isExact && rule >= 2 ? 4 : random.count(0...3) {
        case 0: return
        case 1:
            projection.axonalDelay = ms(random.count(1...6))
            projection.dendriticDelay = projection.delay
        case 2:
            projection.axonalDelay = projection.delay
            projection.dendriticDelay = ms(random.count(0...5))
        default: break
        }
        projection.backPropagationDelay = isExact ? ms(45) : ms(random.count(0...6))
    }

    private struct Outcome: Equatable {
        var digest: UInt64
        var weights: [SynapseList]
    }

    private func outcome(
        _ network: Network, workers: Int, pieces: [Int] = [400],
        kernels: KernelSet = .standard
    ) throws -> Outcome {
        let state = NetworkState(network)
        let engine = Engine(network, workers: workers, kernels: kernels)
        for ticks in pieces {
            try engine.run(state, ticks: ticks)
            if pieces.count > 1 { _ = state.weights(of: 0) }
        }
        return Outcome(
            digest: state.digest,
            weights: network.model.projections.indices.map { state.weights(of: $0) })
    }

    @Test(arguments: 0..<40)
    func givesTheSameForEveryTeam(seed: Int) throws {
        let model = model(seed: 5000 + seed, isExact: seed % 2 == 1)
        let reference = try outcome(Network(model, workers: 1), workers: 1)
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            let kernels = KernelSet.allCases[workers % KernelSet.allCases.count]
            let found = try outcome(network, workers: workers, kernels: kernels)
            let isSame = found == reference
            #expect(isSame, "seed \(seed), \(workers) workers")
            let cut = try outcome(network, workers: workers, pieces: [1, 130, 7, 200, 62])
            let isSameInPieces = cut == reference
            #expect(isSameInPieces, "seed \(seed), \(workers) workers, in pieces")
        }
    }

    /// Every synapse's weight, event by event, from the spikes that were recorded.
    @Test(arguments: 0..<40)
    func weightsFollowFromSpikes(seed: Int) throws {
        var model = model(seed: 7000 + seed, isExact: seed % 2 == 1)
        // Modulated rules and those with an eligibility have tests of their own.
        for index in model.projections.indices {
            model.projections[index].plasticity = model.projections[index].plasticity.map {
                $0 == "rule2" || $0 == "rule3" ? "rule0" : $0
            }
        }
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        let ticks = 300 / network.epochTicks * network.epochTicks
        let before = model.projections.indices.map { state.weights(of: $0) }
        var trains: [String: [Int: [Double]]] = [:]
        let names = model.populations.map(\.name) + model.stimuli.map(\.name)
        let recorder = Recorder(
            names.map { Recording(.spikes, of: [Selection($0)]) }, of: network
        ) { batch in
            guard case .spikes(let selection, _, let elements, _) = batch else { return }
            for (time, element) in zip(batch.times(resolution: model.resolution), elements) {
                trains[names[selection], default: [:]][element, default: []].append(time)
            }
        }
        try Engine(network, workers: 2).run(state, ticks: ticks, recorder: recorder)
        var changed = 0
        for (index, projection) in model.projections.enumerated() {
            guard let name = projection.plasticity.first else { continue }
            let after = state.weights(of: index)
            var worst = 0.0
            for synapse in 0..<after.count {
                let naive = NaiveSynapse(
                    rule: model.plasticity(named: name)!, projection: projection,
                    resolution: model.resolution, delay: Int(after.delays[synapse]),
                    isExact: network.isOffGrid[network.group(named: projection.target.name)!])
                let expected = naive.weight(
                    from: Double(before[index].weights[synapse]),
                    sources: trains[projection.source.name]?[Int(after.sources[synapse])] ?? [],
                    targets: trains[projection.target.name]?[Int(after.targets[synapse])] ?? [],
                    until: Double(ticks) * 0.5)
                let found = Double(after.weights[synapse])
                worst = max(worst, abs(found - expected))
                if after.weights[synapse] != before[index].weights[synapse] { changed += 1 }
            }
            // The weight and the target's trace are kept in Float, and bounds are 0 and 100.
            #expect(worst <= 1e-3, "seed \(seed), projection \(index)")
        }
        #expect(changed > 0, "seed \(seed)")
    }

    /// Weights of a state can be taken over, are checked, and can be gone back to.
    @Test func weightsCanBeSet() throws {
        let model = model(seed: 5003, isExact: false)
        let index = try #require(
            model.projections.firstIndex {
                $0.plasticity == ["rule0"] || $0.plasticity == ["rule1"]
            })
        let network = try Network(model, workers: 2)
        let state = NetworkState(network)
        try Engine(network).run(state, ticks: 200)
        let learnt = state.weights(of: index)
        let other = NetworkState(network)
        try other.setWeights(learnt, of: index, isInitial: true)
        #expect(other.weights(of: index).weights == learnt.weights)
        try Engine(network).run(other, ticks: 100)
        other.reset()
        #expect(other.weights(of: index).weights == learnt.weights)
        var wrong = learnt
        wrong.weights[0] = .nan
        #expect(throws: NetworkError.self) { try other.setWeights(wrong, of: index) }
        wrong = learnt
        wrong.targets[0] &+= 1
        #expect(throws: NetworkError.self) { try other.setWeights(wrong, of: index) }
        wrong = learnt
        wrong.weights.removeLast()
        #expect(throws: NetworkError.self) { try other.setWeights(wrong, of: index) }
        #expect(other.weights(of: index).weights == learnt.weights)
        other.isLearning = false
        try Engine(network).run(other, ticks: 200)
        #expect(other.weights(of: index).weights == learnt.weights)
    }
}
