import SNNModel
import Testing

@testable import SNNEngine

/// What each connection rule promises, and that it does not depend on how the work is cut.
struct RuleTests {
    private func model(
        _ rule: ConnectionRule, sources: Int = 90, targets: Int = 130, autapses: Bool = true,
        multapses: Bool = true, recurrent: Bool = false, weight: Value? = nil, delay: Value? = nil
    ) -> Model {
        var model = Model(seed: 11, resolution: 0.1)
        for (name, count) in [("a", sources), ("b", targets)] {
            var population = Population(name, count: count, kind: "lif")
            population.receptors = [Receptor("jump", .delta)]
            population.layout = Layout(.box(extent: [100, 100]))
            model.populations.append(population)
        }
        model.projections = [
            Projection(
                from: Selection(recurrent ? "b" : "a"), to: Selection("b"), rule: rule,
                weight: weight ?? .quantity(.millivolts(1)),
                delay: delay ?? .quantity(.milliseconds(1.5)), allowsAutapses: autapses,
                allowsMultapses: multapses)
        ]
        return model
    }

    private func synapses(_ model: Model, workers: Int = 1) throws -> [Synapse] {
        try Network(model, workers: workers).synapses
    }

    @Test func oneToOne() throws {
        let all = try synapses(model(.oneToOne, sources: 130))
        #expect(all.count == 130)
        #expect(all.allSatisfy { $0.source == $0.target && $0.delay == 15 && $0.weight == 1 })
    }

    @Test func allToAll() throws {
        #expect(try synapses(model(.allToAll)).count == 90 * 130)
        let without = try synapses(model(.allToAll, autapses: false, recurrent: true))
        #expect(without.count == 130 * 129)
        #expect(without.allSatisfy { $0.source != $0.target })
    }

    @Test(arguments: [0, 1, 20, 80, 90])
    func fixedIndegree(degree: Int) throws {
        let all = try synapses(model(.fixedIndegree(degree), multapses: false))
        let byTarget = Dictionary(grouping: all, by: \.target)
        #expect(byTarget.values.allSatisfy { $0.count == degree })
        #expect(byTarget.count == (degree == 0 ? 0 : 130))
        #expect(Set(all).count == all.count)
    }

    @Test func fixedIndegreeUsesAllSourcesAlike() throws {
        let all = try synapses(model(.fixedIndegree(45), targets: 2000))
        let counts = Dictionary(grouping: all, by: \.source).mapValues(\.count)
        // Mean 1000, binomial standard deviation 31.4; six of them leave a chance of 2e-7 over 90
        // sources.
        #expect(counts.count == 90)
        #expect(counts.values.allSatisfy { abs($0 - 1000) < 190 })
    }

    @Test(arguments: [0, 1, 30, 100, 129])
    func fixedOutdegree(degree: Int) throws {
        let all = try synapses(
            model(.fixedOutdegree(degree), autapses: false, multapses: false, recurrent: true))
        #expect(all.count == 130 * degree)
        #expect(all.allSatisfy { $0.source != $0.target })
        #expect(Set(all).count == all.count)
        #expect(Dictionary(grouping: all, by: \.source).values.allSatisfy { $0.count == degree })
    }

    @Test func fixedTotalNumber() throws {
        #expect(try synapses(model(.fixedTotalNumber(5000))).count == 5000)
        let distinct = try synapses(model(.fixedTotalNumber(5000), multapses: false))
        #expect(Set(distinct).count == 5000)
    }

    @Test(arguments: [0.0, 0.03, 0.5, 1.0])
    func pairwiseBernoulli(p: Double) throws {
        let all = try synapses(model(.pairwiseBernoulli(p: p), sources: 300, targets: 400))
        let pairs = 300.0 * 400
        #expect(abs(Double(all.count) - p * pairs) <= 5 * (pairs * p * (1 - p)).squareRoot())
        #expect(Set(all).count == all.count)
    }

    /// Connections by distance, in rings, against the profile.
    @Test(arguments: [false, true])
    func distanceDependent(wrap: Bool) throws {
        let rule = ConnectionRule.distanceDependent(
            p: 0.6, profile: .gaussian(sigma: 20), wrap: wrap)
        let model = model(rule, sources: 500, targets: 500)
        let places = model.populations.map {
            Positions($0.layout!, count: $0.count, name: $0.name, seed: model.seed)
        }
        func ring(_ source: Int, _ target: Int) -> Int {
            let squared = places[0].squaredDistance(
                source, to: places[1], target, wrap: wrap ? [100, 100] : nil)
            return Int(squared.squareRoot() / 10)
        }
        var expected = Array(repeating: 0.0, count: 20)
        for source in 0..<500 {
            for target in 0..<500 {
                let squared = places[0].squaredDistance(
                    source, to: places[1], target, wrap: wrap ? [100, 100] : nil)
                expected[ring(source, target)] += 0.6 * Double.exp(-squared / 800)
            }
        }
        var found = Array(repeating: 0.0, count: 20)
        for synapse in try synapses(model) { found[ring(synapse.source, synapse.target)] += 1 }
        for (found, expected) in zip(found, expected) {
            #expect(abs(found - expected) <= 5 * (expected + 1).squareRoot())
        }
    }

    @Test func listKeepsEveryEntry() throws {
        let edges = [
            EdgeList.Edge(source: 3, target: 7, weight: 2.5, delay: 0.3),
            EdgeList.Edge(source: 3, target: 7), EdgeList.Edge(source: 89, target: 129),
        ]
        let all = try synapses(model(.list(EdgeList(edges: edges))))
        #expect(all.contains(Synapse(source: 3, target: 7, delay: 3, weight: 2.5)))
        #expect(all.contains(Synapse(source: 3, target: 7, delay: 15, weight: 1)))
        #expect(all.count == 3)
        let wrong = model(.list(EdgeList(edges: [EdgeList.Edge(source: 90, target: 0)])))
        #expect(throws: NetworkError.self) { try Network(wrong) }
    }

    @Test func delayFollowsDistance() throws {
        let delay = Value.formula(
            .add(
                .constant(.milliseconds(0.5)),
                .divide(.variable("distance"), .constant(Quantity(50, .speed)))))
        let model = model(.fixedIndegree(5), delay: delay)
        let places = model.populations.map {
            Positions($0.layout!, count: $0.count, name: $0.name, seed: model.seed)
        }
        for synapse in try synapses(model) {
            let distance = places[0].squaredDistance(
                synapse.source, to: places[1], synapse.target, wrap: nil).squareRoot()
            #expect(synapse.delay == Int(((0.5 + distance / 50) / 0.1).rounded()))
        }
    }

    @Test func delayBelowATickIsRefused() {
        let short = Value.formula(.divide(.variable("distance"), .constant(Quantity(1e6, .speed))))
        #expect(throws: NetworkError.self) { try Network(model(.fixedIndegree(5), delay: short)) }
    }

    /// The same synapses however many workers build, for every rule, with drawn weights and delays.
    @Test(arguments: [
        ConnectionRule.allToAll, .fixedIndegree(20), .fixedOutdegree(20), .fixedTotalNumber(3000),
        .pairwiseBernoulli(p: 0.2),
        .distanceDependent(p: 0.9, profile: .exponential(lambda: 30), wrap: true),
    ])
    func doesNotDependOnWorkers(rule: ConnectionRule) throws {
        let model = model(
            rule, targets: 700, autapses: false, recurrent: true,
            weight: .random(Distribution(.normal(mean: 1, sd: 0.2), dimension: .voltage)),
            delay: .random(Distribution(.uniform(low: 0.1, high: 3), dimension: .time)))
        func ordered(_ workers: Int) throws -> [Synapse] {
            try synapses(model, workers: workers).sorted {
                ($0.source, $0.target, $0.delay, $0.weight)
                    < ($1.source, $1.target, $1.delay, $1.weight)
            }
        }
        let one = try ordered(1)
        #expect(!one.isEmpty)
        for workers in [2, 3, 7] { #expect(try ordered(workers) == one) }
    }
}
