import SNNModel

/// A repeatable generator (SplitMix64), so that a failing case can be run again from its seed.
struct RepeatableRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    mutating func chance(_ p: Double) -> Bool { Double.random(in: 0..<1, using: &self) < p }

    mutating func number(_ low: Double, _ high: Double) -> Double {
        let value = Double.random(in: low..<high, using: &self)
        return chance(0.5) ? (value * 8).rounded() / 8 + 0.125 : value
    }

    mutating func pick<T>(_ items: [T]) -> T {
        items[Int.random(in: 0..<items.count, using: &self)]
    }
}

extension Model {
    /// A model without mistakes, with a bit of everything the language has.
    static func random(seed: Int) -> Model {
        var random = RepeatableRandom(seed: seed)
        var model = Model(
            seed: random.next(), resolution: random.pick([0.1, 0.25, 1]),
            duration: random.chance(0.5) ? random.number(10, 5000) : nil)
        model.resetsBetweenSamples = random.chance(0.7)
        model.precision = random.pick(Precision.allCases)
        model.parameters = [
            .init("drive", Quantity(random.number(0.001, 1), random.pick([.rate, .time, .none])))
        ]
        for name in ["exc", "inh", "third"].prefix(Int.random(in: 1...3, using: &random)) {
            model.populations.append(population(name, &random))
        }
        model.stimuli = [
            Stimulus(
                "noise", count: 24, kind: "poisson",
                settings: ["rate": .quantity(Quantity(random.number(0, 0.1), .rate))],
                layout: Layout(.box(extent: [100, 50, 25]), origin: [-1, 2, 0.5])),
            Stimulus(
                "lgn", count: 2, kind: "spike_file",
                settings: ["file": .text(random.pick(["a.csv", "b \"c\"\\\t\n.h5", "é→.csv"]))]),
            Stimulus(
                "electrode", count: 1, kind: "current",
                settings: [
                    "times": .list([.milliseconds(0), .milliseconds(random.number(1, 9))]),
                    "amplitudes": .list([.picoamperes(-3), .picoamperes(random.number(0, 9))]),
                ]),
        ]
        model.teach(&random)
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            model.projections.append(model.projection(&random))
        }
        model.populations.append(
            Population(
                "cell", count: 2, kind: "dendritic",
                settings: ["dendrites": .quantity(.number(random.pick([1, 7, 40])))],
                receptors: [
                    Receptor(
                        "nmda", random.pick([.exponential, .alpha]),
                        tau: .quantity(.milliseconds(50)), reversal: .quantity(.millivolts(0)),
                        magnesium: .quantity(.number(random.number(0.125, 2))))
                ]))
        model.stimuli.append(
            Stimulus(
                "jumps", count: 30, kind: "fluctuating",
                settings: ["rate_max": .quantity(Quantity(random.number(0.001, 0.1), .rate))]))
        let followed = model.projections.flatMap(\.plasticity)
        model.plasticities = model.plasticities.filter { followed.contains($0.name) }
        model.recordings = [
            Recording(.spikes, of: [Selection("exc"), Selection("noise", 3..<9)]),
            Recording(.state("V_m"), of: [Selection("exc", 0..<5)], every: model.resolution * 4),
            Recording(.rate, of: [Selection("exc")], every: model.resolution * 10),
        ]
        model.readouts = [
            Readout(
                "digit", kind: "ridge",
                features: .init(
                    of: [Selection("exc")], bins: random.pick([[3], [1, 2]]),
                    transform: random.pick([.none, .sqrt])),
                penalties: random.pick([[0.001], [0.1, 1e10]]))
        ]
        return model
    }

    /// A rule for each kind of receptor, and one of short-term plasticity.
    private mutating func teach(_ random: inout RepeatableRandom) {
        modulators = [
            Modulator(
                "dopamine", releasedBy: random.pick([[], [Selection("noise", 0..<5)]]),
                settings: ["tau": .quantity(.milliseconds(random.number(1, 500)))])
        ]
        for (name, unit) in [("current", Dimension.current), ("jump", .voltage)] {
            let amplitude = Formula.multiply(
                .constant(.number(random.number(0.125, 2))), .variable("dopamine"))
            plasticities.append(
                PlasticityRule(
                    name, kind: "stdp",
                    settings: [
                        "A_plus": random.pick([.formula(amplitude), .quantity(.number(0.25))]),
                        "w_max": .quantity(Quantity(2e3, unit)),
                        "pairing": .name(random.pick(["nearest", "all_to_all"])),
                    ]))
        }
        plasticities.append(
            PlasticityRule(
                "tire", kind: "tsodyks_markram", settings: ["U": .quantity(.number(0.25))]))
    }

    private static func population(_ name: String, _ random: inout RepeatableRandom) -> Population {
        var result = Population(name, count: 24, kind: "izhikevich")
        result.layout = Layout(.grid(shape: [4, 3, 2], spacing: random.number(1, 50)))
        result.variables = [
            .init("r", Distribution(.uniform(low: 0, high: random.number(0.5, 1))))
        ]
        result.settings["c"] = .formula(formula(&random))
        result.settings["d"] = .random(distribution(.voltage, &random))
        result.settings["V_th"] = .quantity(.millivolts(random.number(2000, 3000)))
        result.settings["scheme"] = .name(random.pick(["converged", "half_step", "euler"]))
        result.receptors = [
            Receptor(
                "ampa", .exponential, tau: .random(distribution(.time, &random)),
                reversal: random.chance(0.5) ? .quantity(.millivolts(0)) : nil),
            Receptor("kick", .delta),
        ]
        return result
    }

    /// -65 mV plus a formula of `r`; constants are folded, as reading folds them.
    private static func formula(_ random: inout RepeatableRandom) -> Formula {
        let r = Formula.variable("r")
        let scale = Formula.constant(.millivolts(random.number(0.5, 15)))
        let number = Formula.constant(.number(random.number(1.5, 3)))
        let compound = Formula.constant(Quantity(0.25, Dimension(time: -1, voltage: 1)))
        let time = Formula.constant(.milliseconds(random.number(1, 2)))
        let terms: [Formula] = [
            .multiply(.multiply(scale, r), r), .multiply(scale, .multiply(r, r)),
            .multiply(.negate(r), scale), .negate(.multiply(scale, r)),
            .divide(scale, .add(number, r)), .multiply(.subtract(r, number), scale),
            .subtract(scale, .subtract(scale, .multiply(r, scale))),
            .multiply(.multiply(r, compound), time), .multiply(.multiply(compound, r), time),
            .divide(.multiply(r, scale), .multiply(number, .add(number, r))),
        ]
        let base = Formula.constant(.millivolts(-65))
        let term = random.pick(terms)
        return random.chance(0.5)
            ? .add(base, term) : .subtract(base, .add(term, random.pick(terms)))
    }

    private static func distribution(
        _ dimension: Dimension, _ random: inout RepeatableRandom
    ) -> Distribution {
        let shapes: [Distribution.Shape] = [
            .uniform(low: random.number(1, 2), high: random.number(3, 4)),
            .normal(mean: random.number(5, 6), sd: random.number(0, 1)),
            .lognormal(mean: random.number(4, 6), sd: random.number(0, 1)),
            .exponential(mean: random.number(2, 5)),
            .gamma(shape: random.number(1, 3), scale: random.number(1, 2)),
        ]
        return Distribution(random.pick(shapes), dimension: dimension, lower: 0.5, upper: 1e3)
    }

    private func projection(_ random: inout RepeatableRandom) -> Projection {
        let target = random.pick(populations)
        let receptor = random.pick(target.receptors)
        let unit = receptor.weightDimension
        let rules: [ConnectionRule] = [
            .oneToOne, .allToAll, .fixedIndegree(3), .fixedOutdegree(4), .fixedTotalNumber(9),
            .pairwiseBernoulli(p: random.number(0, 0.5)),
            .distanceDependent(p: 0.5, profile: .gaussian(sigma: random.number(1, 9)), wrap: false),
            .distanceDependent(p: 0.5, profile: .exponential(lambda: 7.5), wrap: false),
            .list(EdgeList(file: "edges.csv")),
            .list(
                EdgeList(edges: [
                    .init(source: 0, target: 5), .init(source: 3, target: 4, weight: 2.5),
                    .init(source: 1, target: 1, delay: 2),
                    .init(source: 2, target: 0, weight: 0.1, delay: 1.5),
                ])),
        ]
        let delay = Formula.add(
            .constant(.milliseconds(1.5)),
            .divide(.variable("distance"), .constant(Quantity(300, .speed))))
        let rule = unit == .current ? ["current"] : unit == .voltage ? ["jump"] : []
        var result = Projection(
            from: random.pick([Selection("noise"), Selection("exc")]),
            to: Selection(target.name), via: receptor.name, rule: random.pick(rules),
            weight: random.pick([
                .quantity(Quantity(random.number(0, 3), unit)),
                .random(Model.distribution(unit, &random)),
            ]), delay: random.pick([.formula(delay), .quantity(.milliseconds(2))]),
            allowsAutapses: random.chance(0.5), allowsMultapses: random.chance(0.5),
            plasticity: random.pick([[], rule, rule + ["tire"], ["tire"]]))
        if random.chance(0.3) {
            // What is read with parts alone has a delay of one tick, which is not used.
            result.delay = .quantity(.milliseconds(resolution))
            result.axonalDelay = random.pick([.formula(delay), .quantity(.milliseconds(1))])
            result.dendriticDelay = random.chance(0.5) ? .quantity(.milliseconds(2)) : nil
            result.backPropagationDelay = random.chance(0.5) ? .quantity(.milliseconds(1)) : nil
        }
        return result
    }
}
