import Testing

@testable import SNNModel

/// Small numbers that repeat: SplitMix64 (Steele, Lea & Flood 2014).
struct RepeatableRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// Models that nobody would write: the checks have to stand them.
@Suite struct CheckFuzzTests {
    @Test(arguments: 0..<20)
    func standsWildModels(_ block: Int) {
        for seed in (block * 100)..<(block * 100 + 100) {
            var random = RepeatableRandom(seed: UInt64(seed))
            var model = soundModel()
            for _ in 0..<Int.random(in: 1...6, using: &random) { spoil(&model, &random) }
            let found = model.check()
            if seed % 10 == 0 { #expect(!model.description().text.isEmpty, "seed \(seed)") }
            #expect(Set(found).count == found.count, "seed \(seed)")
            for finding in found { #expect(!finding.message.isEmpty, "seed \(seed)") }
        }
    }

    private func number(_ random: inout RepeatableRandom) -> Double {
        let wild: [Double] = [
            .nan, .infinity, -.infinity, 0, -0.0, -1, 1, 1e308, -1e308, 1e-300, 1e-9, 0.1, 50, -50,
        ]
        return wild.randomElement(using: &random)!
    }

    private func count(_ random: inout RepeatableRandom) -> Int {
        [.min, -1, 0, 1, 2, 100, 1 << 40, .max].randomElement(using: &random)!
    }

    private func value(_ random: inout RepeatableRandom) -> Value {
        let dimension = [Dimension.none, .time, .voltage, .current, .conductance, .length]
            .randomElement(using: &random)!
        let (a, b) = (number(&random), number(&random))
        let shape: Distribution.Shape =
            switch Int.random(in: 0..<5, using: &random) {
            case 0: .uniform(low: a, high: b)
            case 1: .normal(mean: a, sd: b)
            case 2: .lognormal(mean: a, sd: b)
            case 3: .exponential(mean: a)
            default: .gamma(shape: a, scale: b)
            }
        let name = Formula.variable(["distance", "r", "q"].randomElement(using: &random)!)
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return .quantity(Quantity(a, dimension))
        case 1:
            return .random(
                Distribution(
                    shape, dimension: dimension, lower: Bool.random(using: &random) ? a : nil,
                    upper: Bool.random(using: &random) ? number(&random) : nil))
        case 2:
            return .formula(
                .divide(.constant(Quantity(a, dimension)), .subtract(name, .constant(Quantity(b)))))
        case 3: return .formula(.multiply(.multiply(.constant(Quantity(a, dimension)), name), name))
        case 4: return .list([Quantity(a, dimension), Quantity(b, dimension)])
        default: return .name("euler")
        }
    }

    /// A rule of any kind with wild settings, on a projection or population.
    private func teach(_ model: inout Model, _ index: Int, _ random: inout RepeatableRandom) {
        let kind = Catalogue.all.filter { $0.category == .plasticity }
            .randomElement(using: &random)!
        let name = "learn\(model.plasticities.count)"
        var settings = Settings()
        for entry in kind.parameters where Bool.random(using: &random) {
            settings[entry.name] = value(&random)
        }
        model.addPlasticity(name, of: kind.name, settings)
        model.addModulator("q", releasedBy: [Selection("exc")], ["tau": value(&random)])
        model.projections[index].plasticity.append(name)
        if Bool.random(using: &random) { model.populations[0].plasticity = [name] }
    }

    private func spoil(_ model: inout Model, _ random: inout RepeatableRandom) {
        let index = Int.random(in: 0..<model.projections.count, using: &random)
        let (a, b) = (number(&random), number(&random))
        switch Int.random(in: 0..<22, using: &random) {
        case 0: model.populations[0].count = count(&random)
        case 1: model.stimuli[0].count = count(&random)
        case 2: model.resolution = a
        case 3: model.duration = a
        case 4: model.projections[index].weight = value(&random)
        case 5: model.projections[index].delay = value(&random)
        case 6:
            model.projections[index].rule = [
                .fixedIndegree(count(&random)), .fixedOutdegree(count(&random)),
                .fixedTotalNumber(count(&random)), .pairwiseBernoulli(p: a), .allToAll,
                .distanceDependent(p: a, profile: .gaussian(sigma: b), wrap: true),
                .distanceDependent(p: a, profile: .exponential(lambda: b), wrap: false),
                .list(EdgeList(edges: [.init(source: count(&random), target: 0, weight: a)])),
            ].randomElement(using: &random)!
            model.projections[index].allowsMultapses = Bool.random(using: &random)
            model.projections[index].allowsAutapses = Bool.random(using: &random)
        case 7:
            model.populations[0].layout = Layout(
                .grid(shape: [count(&random), count(&random)], spacing: a), origin: [b])
        case 8: model.populations[1].layout = Layout(.box(extent: [a, b]), origin: [a, b, a])
        case 9:
            let names = ["V_th", "V_reset", "tau_m", "V_m", "t_ref", "E_L"]
            model.populations[0].settings[names.randomElement(using: &random)!] = value(&random)
        case 10:
            let names = ["V_peak", "V_reset", "Delta_T", "V_th", "w"]
            model.populations[1].settings[names.randomElement(using: &random)!] = value(&random)
        case 11:
            if case .random(let distribution) = value(&random) {
                model.populations[0].variables.append(.init("r", distribution))
            }
        case 12: model.stimuli[0].settings["rate"] = value(&random)
        case 13: model.stimuli[1].settings["times"] = value(&random)
        case 14: model.recordings[1].every = a
        case 15, 16: teach(&model, index, &random)
        case 17: model.projections[index].axonalDelay = value(&random)
        case 18: model.projections[index].dendriticDelay = value(&random)
        case 19: model.projections[index].backPropagationDelay = value(&random)
        case 20:
            let kind = Catalogue.names(of: .astrocyte).randomElement(using: &random)!
            model.astrocytes.append(
                Astrocytes(
                    "glia", count: count(&random), kind: kind, covers: [.init("exc", "inh")],
                    coverage: [
                        .nearest, .blockPool(p: a, size: count(&random)),
                        .randomPool(p: b, size: count(&random)),
                    ].randomElement(using: &random)!, settings: ["step": value(&random)]))
        default:
            model.readouts[0].penalties = [a]
            model.readouts[0].features.bins = [count(&random)]
        }
    }
}
