import SNNModel

@testable import SNNEngine

/// Random numbers for tests, from a seed that a failure prints.
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        return mixed(state)
    }

    mutating func real(_ range: Range<Double>) -> Double { Double.random(in: range, using: &self) }
    mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
    mutating func flag() -> Bool { Bool.random(using: &self) }
}

extension Model {
    /// A small network of delta-current LIF neurons with random sizes, rules, weights and delays:
    /// lively enough that every synapse matters.
    static func random(seed: UInt64) -> Model {
        var random = TestRandom(seed: seed)
        var model = Model(seed: seed, resolution: 0.5)
        for index in 0..<random.count(1...3) {
            var population = Population("p\(index)", count: random.count(1...150), kind: "lif")
            population.settings["I_e"] = .random(
                Distribution(.uniform(low: 300, high: 500), dimension: .current))
            population.settings["V_m"] = .random(
                Distribution(.uniform(low: -70, high: -56), dimension: .voltage))
            population.receptors = [Receptor("jump", .delta)]
            if random.flag() {
                population.receptors.append(
                    Receptor("slow", .exponential, tau: .quantity(.milliseconds(3))))
            }
            model.populations.append(population)
        }
        var noise = Stimulus("noise", count: random.count(1...40), kind: "poisson")
        noise.settings["rate"] = .quantity(.hertz(random.real(10..<200)))
        model.stimuli.append(noise)
        for (index, population) in model.populations.enumerated() where random.flag() {
            model.drive(population, by: "own\(index)", using: &random)
        }
        let sources = model.populations.map(\.name) + ["noise"]
        for source in sources {
            for target in model.populations where random.count(0...3) > 0 {
                model.projections.append(
                    .random(
                        from: source, sources: model.count(of: source)!, to: target,
                        using: &random))
            }
        }
        return model
    }

    /// Gives each neuron a Poisson train of its own.
    private mutating func drive(
        _ population: Population, by name: String, using random: inout TestRandom
    ) {
        var own = Stimulus(name, count: population.count, kind: "poisson")
        own.settings["rate"] = .quantity(.hertz(random.real(1..<3000)))
        stimuli.append(own)
        let receptor = population.receptors[0]
        projections.append(
            Projection(
                from: Selection(name), to: Selection(population.name), via: receptor.name,
                rule: .oneToOne,
                weight: .quantity(Quantity(random.real(-0.2..<0.3), receptor.weightDimension)),
                delay: .quantity(.milliseconds(0.5 * Double(random.count(1...9))))))
    }
}

extension Projection {
    fileprivate static func random(
        from source: String, sources: Int, to target: Population, using random: inout TestRandom
    ) -> Projection {
        let rules: [ConnectionRule] = [
            .allToAll, .fixedIndegree(random.count(0...8)), .fixedOutdegree(random.count(0...8)),
            .fixedTotalNumber(random.count(0...300)), .pairwiseBernoulli(p: random.real(0..<0.3)),
            sources == target.count ? .oneToOne : .fixedIndegree(3),
        ]
        let receptor = target.receptors.randomElement(using: &random)!
        let size = receptor.shape == .delta ? 1.5 : 60
        let weight: Value = random.flag()
            ? .quantity(Quantity(random.real(-size..<size), receptor.weightDimension))
            : .random(
                Distribution(
                    .normal(mean: random.real(-size..<size), sd: size / 2),
                    dimension: receptor.weightDimension))
        let delay: Value = random.flag()
            ? .quantity(.milliseconds(0.5 * Double(random.count(1...9))))
            : .random(
                Distribution(.uniform(low: 0.5, high: random.real(1..<20)), dimension: .time))
        return Projection(
            from: Selection(source), to: Selection(target.name), via: receptor.name,
            rule: rules.randomElement(using: &random)!, weight: weight, delay: delay)
    }
}
