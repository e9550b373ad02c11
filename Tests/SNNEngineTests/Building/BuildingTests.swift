import SNNModel
import Testing

@testable import SNNEngine

/// A projection from `a` to `b`, or from `b` to itself.
func wired(
    _ rule: ConnectionRule, sources: Int, targets: Int, weight: Value, delay: Value,
    recurrent: Bool = false, autapses: Bool = true, multapses: Bool = true, seed: UInt64 = 5
) -> Model {
    var model = Model(seed: seed, resolution: 0.1)
    for (name, count) in [("a", sources), ("b", targets)] {
        var population = Population(name, count: count, kind: "lif")
        population.receptors = [Receptor("jump", .delta)]
        population.layout = Layout(.box(extent: [100, 100]))
        model.populations.append(population)
    }
    model.projections = [
        Projection(
            from: Selection(recurrent ? "b" : "a"), to: Selection("b"), rule: rule,
            weight: weight, delay: delay, allowsAutapses: autapses, allowsMultapses: multapses)
    ]
    return model
}

func drawn(
    _ shape: Distribution.Shape, lower: Double? = nil, upper: Double? = nil
) -> Value { .random(Distribution(shape, lower: lower, upper: upper)) }

/// Fast building against slow, and the same network whoever builds it.
struct BuildingTests {
    static let weights: [Value] = [
        .quantity(.millivolts(2)), drawn(.normal(mean: 1, sd: 0.5), lower: 0),
        drawn(.lognormal(mean: 1, sd: 0.4)), drawn(.exponential(mean: 2), upper: 3),
        drawn(.gamma(shape: 2, scale: 0.5)),
    ]
    static let delays: [Value] = [
        .quantity(.milliseconds(1.5)), drawn(.normal(mean: 1.5, sd: 0.75), lower: 0.1),
        drawn(.uniform(low: 0.1, high: 40)), drawn(.uniform(low: 1, high: 6000)),
        drawn(.gamma(shape: 3, scale: 1), lower: 0.1),
    ]
    static let rules: [ConnectionRule] = [
        .allToAll, .fixedIndegree(0), .fixedIndegree(37), .fixedIndegree(150),
        .fixedOutdegree(37), .fixedOutdegree(150), .pairwiseBernoulli(p: 0),
        .pairwiseBernoulli(p: 0.3), .pairwiseBernoulli(p: 1),
    ]

    @Test(arguments: rules, [false, true])
    func drawsWhatSingleDrawsGive(rule: ConnectionRule, multapses: Bool) throws {
        for (index, weight) in Self.weights.enumerated() {
            let model = wired(
                rule, sources: 200, targets: 200, weight: weight, delay: Self.delays[index],
                recurrent: index % 2 == 0, autapses: false, multapses: multapses)
            let options = BuildOptions(builders: 2, neuronsPerPartitionMax: 64)
            let built = try Network(model, options: options).synapses.sorted()
            #expect(built == NaiveSynapses(model).all().sorted(), "values \(index)")
        }
    }

    /// Rows are in the order of delay, then target, then draw.
    @Test(arguments: [ConnectionRule.fixedIndegree(400), .fixedOutdegree(400)])
    func rowsKeepTheOrderOfDraws(rule: ConnectionRule) throws {
        let model = wired(
            rule, sources: 30, targets: 30, weight: drawn(.uniform(low: 0, high: 1)),
            delay: drawn(.uniform(low: 1, high: 2)))
        let expected = NaiveSynapses(model).all().enumerated().sorted { a, b in
            (a.element.source, a.element.delay, a.element.target, a.offset)
                < (b.element.source, b.element.delay, b.element.target, b.offset)
        }
        #expect(try Network(model).synapses == expected.map(\.element))
    }

    @Test(arguments: [false, true])
    func fixedTotalNumberIsSharedOut(multapses: Bool) throws {
        for total in [0, 1, 3000, 30_000] {
            let model = wired(
                .fixedTotalNumber(total), sources: 200, targets: 200,
                weight: Self.weights[1], delay: Self.delays[1], recurrent: true,
                autapses: false, multapses: multapses)
            let built = try Network(model).synapses
            #expect(built.count == total)
            #expect(built.allSatisfy { $0.source != $0.target })
            var degrees = Array(repeating: UInt32(0), count: 200)
            for synapse in built { degrees[synapse.target] += 1 }
            #expect(built.sorted() == NaiveSynapses(model).all(degrees: degrees).sorted())
            if !multapses {
                #expect(Set(built.map { [$0.source, $0.target] }).count == total)
            }
        }
    }

    static let allRules: [ConnectionRule] = [
        .oneToOne, .allToAll, .fixedIndegree(60), .fixedOutdegree(60), .fixedTotalNumber(90_000),
        .pairwiseBernoulli(p: 0.1),
        .distanceDependent(p: 0.5, profile: .exponential(lambda: 30), wrap: true),
    ]

    @Test(arguments: allRules, [false, true])
    func doesNotDependOnBuildersOrPartitions(rule: ConnectionRule, multapses: Bool) throws {
        let model = wired(
            rule, sources: 9, targets: 700, weight: Self.weights[1], delay: Self.delays[2],
            recurrent: true, autapses: false, multapses: multapses)
        var reference: [Synapse] = []
        for (builders, size, workers) in [
            (1, 8192, 1), (2, 8192, 1), (3, 8, 1), (7, 104, 1), (2, 65_536, 7), (1, 1, 3),
        ] {
            let options = BuildOptions(
                workers: workers, builders: builders, neuronsPerPartitionMax: size)
            let network = try Network(model, options: options)
            #expect(network.partitions.allSatisfy { $0.range.count <= max(size, 8) })
            let built = network.synapses.sorted()
            if reference.isEmpty { reference = built }
            #expect(built == reference, "\(builders) builders, partitions of \(size)")
        }
        #expect(reference.count >= 700)
    }

    /// Batches are full and kept sources run out: nothing is lost or made twice.
    @Test(arguments: [
        ConnectionRule.fixedIndegree(3000), .fixedTotalNumber(9_000_001),
        .pairwiseBernoulli(p: 0.9),
    ])
    func millionsOfSynapses(rule: ConnectionRule) throws {
        let model = wired(
            rule, sources: 3200, targets: 3000, weight: Self.weights[1], delay: Self.delays[1])
        let one = try Network(model, options: BuildOptions(builders: 1))
        let many = try Network(
            model, options: BuildOptions(builders: 2, neuronsPerPartitionMax: 512))
        #expect(one.synapseCount == many.synapseCount)
        #expect(one.fingerprint == many.fingerprint)
        #expect(Double(one.synapseCount) > 0.99 * model.expectedSynapseCount)
        #expect(Double(one.synapseCount) < 1.01 * model.expectedSynapseCount)
    }

    /// A run of equal delay that does not fit one entry goes on in the next.
    @Test func longRunsAreContinued() throws {
        let model = wired(
            .fixedOutdegree(150_000), sources: 2, targets: 8, weight: .quantity(.millivolts(1)),
            delay: drawn(.uniform(low: 1, high: 1.01)))
        let table = try #require(Network(model).partitions.last?.tables.first)
        let runs = try #require(table.runs)
        #expect(table.runCount == 6)
        #expect((0..<6).reduce(0) { $0 + Int(runs[$1].count) } == 300_000)
        var count = 0
        for row in 0..<2 { table.forEachSynapse(ofRow: row) { _, delay in count += delay } }
        #expect(count == 10 * 300_000)
    }

    @Test func delaysTakeTheSmallerForm() throws {
        func table(_ delay: Value) throws -> SynapseTable {
            try #require(
                Network(
                    wired(
                        .fixedIndegree(100), sources: 100, targets: 1000,
                        weight: .quantity(.millivolts(1)), delay: delay)
                ).partitions.last?.tables.first)
        }
        let runs = try table(drawn(.uniform(low: 1, high: 3)))
        #expect(runs.runs != nil && runs.delays == nil)
        let each = try table(drawn(.uniform(low: 1, high: 3000)))
        #expect(each.runs == nil && each.delays != nil)
        let constant = try table(.quantity(.milliseconds(1)))
        #expect(constant.runs == nil && constant.delays == nil && constant.constantDelay == 10)
    }

    @Test func everyWrongDelayIsFound() {
        for rule in Self.allRules where rule.name != "one_to_one" {
            for shape in [
                Distribution.Shape.normal(mean: 0.5, sd: 0.2), .uniform(low: 6550, high: 6560),
            ] {
                let model = wired(
                    rule, sources: 500, targets: 500, weight: Self.weights[1],
                    delay: drawn(shape))
                #expect(throws: NetworkError.self) { try Network(model) }
            }
        }
    }
}

extension Network {
    /// A number that does not depend on the order of synapses.
    fileprivate var fingerprint: UInt64 {
        synapses.reduce(0) { sum, synapse in
            let place = UInt64(synapse.source) << 40 | UInt64(synapse.target) << 16
            let value = UInt64(synapse.delay) << 32 | UInt64(synapse.weight.bitPattern)
            return sum &+ mixed(mixed(place) ^ value)
        }
    }
}
