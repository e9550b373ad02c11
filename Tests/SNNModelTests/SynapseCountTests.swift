import Testing

@testable import SNNModel

@Suite struct SynapseCountTests {
    private func count(
        _ rule: ConnectionRule, autapses: Bool = true, source: Selection = Selection("a"),
        target: Selection = Selection("a"), _ layout: Layout? = nil, _ other: Layout? = nil
    ) -> Double {
        var model = Model()
        model.populations = [
            Population("a", count: 100, kind: "lif", layout: layout),
            Population("b", count: 100, kind: "lif", layout: other ?? layout),
        ]
        return model.expectedSynapseCount(
            of: Projection(
                from: source, to: target, rule: rule, weight: .quantity(.number(1)),
                delay: .quantity(.milliseconds(1)), allowsAutapses: autapses))
    }

    @Test func countsWhatTheRuleSays() {
        #expect(count(.oneToOne) == 100)
        #expect(count(.allToAll) == 10_000)
        #expect(count(.allToAll, autapses: false) == 9_900)
        let part = Selection("a", 0..<10)
        #expect(count(.allToAll, autapses: false, source: part) == 990)
        #expect(count(.allToAll, autapses: false, source: part, target: Selection("b")) == 1000)
        #expect(count(.fixedIndegree(7), target: part) == 70)
        #expect(count(.fixedOutdegree(7), source: part) == 70)
        #expect(count(.fixedTotalNumber(12)) == 12)
        #expect(count(.pairwiseBernoulli(p: 0.1)) == 1000)
        #expect(count(.list(EdgeList(edges: [.init(source: 1, target: 2)]))) == 1)
        #expect(count(.allToAll, target: Selection("c")) == 0)
    }

    /// Against the plain sum over all pairs of a grid.
    @Test(arguments: [false, true])
    func sumsOverGrids(_ wrap: Bool) {
        let grid = Layout(.grid(shape: [10, 10], spacing: 50))
        let profiles: [DistanceProfile] = [.gaussian(sigma: 80), .exponential(lambda: 60)]
        for profile in profiles {
            var sum = 0.0
            for i in 0..<100 {
                for j in 0..<100 {
                    var squared = 0.0
                    for (a, b) in [(i % 10, j % 10), (i / 10, j / 10)] {
                        let steps = abs(a - b)
                        let d = 50 * Double(wrap ? min(steps, 10 - steps) : steps)
                        squared += d * d
                    }
                    switch profile {
                    case .gaussian(let sigma):
                        sum += Exponential.exp(-squared / (2 * sigma * sigma))
                    case .exponential(let lambda):
                        sum += Exponential.exp(-squared.squareRoot() / lambda)
                    }
                }
            }
            let rule = ConnectionRule.distanceDependent(p: 0.5, profile: profile, wrap: wrap)
            let found = count(rule, grid)
            #expect(abs(found - sum / 2) < 1e-6 * sum)
            #expect(abs(count(rule, autapses: false, grid) - (sum - 100) / 2) < 1e-6 * sum)
        }
    }

    /// In a wrapped plane much larger than the profile, the mean is its integral over the area:
    /// 2 pi sigma^2 for the bell, 2 pi lambda^2 for the exponential.
    @Test func integratesOverBoxes() {
        let box = Layout(.box(extent: [1000, 1000]))
        let turn = 6.283_185_307_179_586
        let bell = count(.distanceDependent(p: 1, profile: .gaussian(sigma: 50), wrap: true), box)
        #expect(abs(bell / (10_000 * turn * 2500 / 1e6) - 1) < 1e-3)
        let peak = count(
            .distanceDependent(p: 1, profile: .exponential(lambda: 50), wrap: true), box)
        #expect(abs(peak / (10_000 * turn * 2500 / 1e6) - 1) < 0.02)
    }

    @Test func agreesWithKnownExponentials() {
        #expect(abs(Exponential.exp(1) - 2.718_281_828_459_045) < 1e-15)
        #expect(abs(Exponential.exp(-700) / 9.859_676_543_759_77e-305 - 1) < 1e-12)
        #expect(Exponential.exp(-800) == 0 && Exponential.exp(800) == .infinity)
        #expect(abs(Exponential.log(10) - 2.302_585_092_994_046) < 1e-15)
        #expect(Exponential.log(0) == -.infinity && Exponential.log(-1).isNaN)
    }

    @Test func knowsTheProbabilityThatBoundsLeave() {
        let kept = { (shape: Distribution.Shape, lower: Double?, upper: Double?) in
            Distribution(shape, lower: lower, upper: upper).probabilityKept
        }
        #expect(abs(kept(.normal(mean: 0, sd: 1), -1, 1) - 0.682_689_492) < 1e-6)
        #expect(abs(kept(.normal(mean: 0, sd: 1), 2, nil) - 0.022_750_132) < 1e-6)
        #expect(abs(kept(.exponential(mean: 2), 2, nil) - 0.367_879_441) < 1e-6)
        #expect(abs(kept(.uniform(low: 0, high: 4), 1, 2) - 0.25) < 1e-12)
        // Gamma with shape 1 is the exponential; with shape 2, P(x > 1) = 2 / e.
        #expect(abs(kept(.gamma(shape: 1, scale: 2), 2, nil) - 0.367_879_441) < 1e-4)
        #expect(abs(kept(.gamma(shape: 2, scale: 1), 1, nil) - 0.735_758_882) < 1e-4)
        // Half of a lognormal lies below exp(mu).
        let median = 4 / (1 + 1.0 / 16).squareRoot()
        #expect(abs(kept(.lognormal(mean: 4, sd: 1), nil, median) - 0.5) < 1e-6)
    }
}
