import SNNModel
import Testing

@testable import SNNEngine

@Suite struct ActivityIntegratorTests {
    /// Ticks of one ms; `learns` lets STDP follow the integrator.
    private func model(learns: Bool = false) -> Model {
        var model = Model(seed: 11, resolution: 1)
        let noise = model.addStimulus("pixels", count: 30, of: .poisson(rate: .hertz(30)))
        let receptor = Receptor("syn", .exponential, tau: .fixed(.milliseconds(3)))
        let exc = model.addPopulation("exc", count: 40, of: .lif(), receptors: [receptor])
        let inh = model.addPopulation("inh", count: 10, of: .lif(), receptors: [receptor])
        for target in [exc, inh] {
            model.connect(
                noise, to: target, via: "syn", rule: .fixedIndegree(10),
                weight: .fixed(.picoamperes(300)), delay: .fixed(.milliseconds(1)))
            model.connect(
                exc, to: target, via: "syn", rule: .pairwiseBernoulli(p: 0.2),
                weight: .fixed(.picoamperes(60)), delay: .fixed(.milliseconds(1)))
        }
        model.astrocytes = [
            Astrocytes(
                "glia", count: 1, kind: "leaky_integrator",
                covers: [.init("exc", "exc"), .init("exc", "inh"), .init("pixels", "exc")],
                settings: ["A": .quantity(.number(0.4))])
        ]
        model.recordings = [
            Recording(.state("A"), of: [Selection("glia")], every: 1),
            Recording(.spikes, of: [Selection("exc"), Selection("inh"), Selection("pixels")]),
        ]
        if learns {
            model.plasticities = [
                PlasticityRule(
                    "learn", kind: "stdp",
                    settings: [
                        "A_plus": .quantity(.number(0.1)),
                        "A_minus": .formula(.variable("glia")),
                        "w_max": .quantity(.picoamperes(120)),
                    ])
            ]
            for index in [1, 3] { model.projections[index].plasticity = ["learn"] }
        }
        return model
    }

    private func run(
        _ model: Model, workers: Int = 1, pieces: [Int] = [500]
    ) throws -> (values: [Double], spikes: [[Int]], state: NetworkState) {
        var options = BuildOptions(workers: workers)
        if workers > 1 { options.neuronsPerPartitionMax = 8 }
        let network = try Network(model, options: options)
        let state = NetworkState(network)
        var values: [Double] = []
        var spikes: [[Int]] = [[], [], []]
        let recorder = Recorder(model.recordings, of: network) { batch in
            switch batch {
            case .trace(_, _, _, let more): values += more
            case .spikes(let item, let ticks, _, _): spikes[item - 1] += ticks
            case .counts: break
            }
        }
        let engine = Engine(network, workers: workers)
        for ticks in pieces { try engine.run(state, ticks: ticks, recorder: recorder) }
        return (values, spikes, state)
    }

    @Test func followsTheForwardSteps() throws {
        let (values, spikes, _) = try run(model())
        #expect(values.count == 500 && spikes.allSatisfy { $0.count > 50 })
        var A = 0.4
        for tick in 1...500 {
            // A spike of one step enters the next.
            let before = tick - 1
            let counts = spikes.map { $0.filter { $0 == before }.count }
            let n = counts[0] + counts[1] - counts[2]
            A += (0.015 * Double(n) + 0.15 - A) / 100
            #expect(abs(values[tick - 1] - A) < 1e-12)
        }
    }

    @Test func isTheSameHoweverItIsRun() throws {
        for learns in [false, true] {
            let model = model(learns: learns)
            let whole = try run(model)
            for workers in [2, 3] {
                let other = try run(model, workers: workers, pieces: [1, 120, 379])
                #expect(other.values == whole.values)
                #expect(other.state.digest == whole.state.digest)
            }
        }
    }

    @Test func rulesFollowIt() throws {
        let learning = try run(model(learns: true))
        var other = model(learns: true)
        other.astrocytes[0].settings["bias"] = .quantity(.number(0.6))
        let weaker = try run(other)
        func sum(_ state: NetworkState) -> Float {
            state.weights(of: 1).weights.reduce(0, +)
        }
        print("weights with bias 0.15 \(sum(learning.state)), 0.6 \(sum(weaker.state))")
        #expect(sum(weaker.state) < 0.9 * sum(learning.state))
    }
}
