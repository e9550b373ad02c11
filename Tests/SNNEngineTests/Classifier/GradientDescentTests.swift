import Testing

@testable import SNNEngine

@Suite struct GradientDescentTests {
    /// Two steps from 0 along 3 and 1, and along -0.5 and 0.25, by the formulas of the paper.
    private func check<Number: BinaryFloatingPoint & Sendable>(
        _: Number.Type, _ correction: GradientDescent.Correction, within tolerance: Double
    ) {
        let gradients: [[Number]] = [[3, -0.5], [1, 0.25]]
        for method in GradientDescent.Method.allCases {
            var moments = GradientMoments<Number>(method, correction, count: 2)
            var moved: [Number] = [0, 0]
            for gradient in gradients { moments.move(&moved, along: gradient, rate: 0.1) }
            #expect(moments.step == 2)
            for index in 0..<2 {
                let (g, h) = (Double(gradients[0][index]), Double(gradients[1][index]))
                let momentum = (0.09 * g + 0.1 * h) / (1 - 0.81)
                let second =
                    switch method {
                    case .adam:
                        ((0.000_999 * g * g + 0.001 * h * h) / (1 - 0.998_001)).squareRoot() + 1e-8
                    case .adamax: max(0.999 * (abs(g) + 1e-8), abs(h) + 1e-8)
                    }
                // The first step is as long as the rate.
                let expected = -0.1 * (g > 0 ? 1 : -1) - 0.1 * momentum / second
                #expect(abs(Double(moved[index]) - expected) < tolerance, "\(method)")
            }
        }
    }

    @Test func stepsAreThoseOfThePaper() {
        check(Double.self, .ofMoments, within: 1e-8)
        // ε counts for 1e-8 / √(1 - β₂) of |g| at most.
        check(Double.self, .ofStep, within: 2e-7)
        check(Float.self, .ofMoments, within: 1e-6)
        check(Float.self, .ofStep, within: 2e-6)
    }

    /// Networks in single precision learn in an order of operations that is kept, because what
    /// comes out of a long training depends on every bit.
    @Test(arguments: GradientDescent.Method.allCases, [UInt64(1), 2])
    func singlePrecisionKeepsItsOrder(_ method: GradientDescent.Method, _ seed: UInt64) {
        var random = TestRandom(seed: seed)
        var moments = GradientMoments<Float>(method, .ofStep, count: 50)
        var values = (0..<50).map { _ in Float(random.real(-1..<1)) }
        var (expected, first, second) = (values, values.map { _ in Float(0) }, [Float]())
        second = first
        for step in 1...20 {
            let gradient = (0..<50).map { _ in Float(random.real(-1..<1)) }
            let rate = GradientDescent.cosine(0.01, at: Double(step) / 20)
            moments.move(&values, along: gradient, rate: rate)
            let left = [0.9, 0.999].map { 1 - Double.exp(Double(step) * Double.log($0)) }
            let size = Float(
                method == .adamax ? rate / left[0] : rate * left[1].squareRoot() / left[0])
            for index in 0..<50 {
                let g = gradient[index]
                first[index] = Float(0.9) * first[index] + Float(0.1) * g
                switch method {
                case .adamax:
                    second[index] = max(Float(0.999) * second[index], abs(g) + Float(1e-8))
                    expected[index] -= size * first[index] / second[index]
                case .adam:
                    second[index] = Float(0.999) * second[index] + Float(0.001) * g * g
                    expected[index] -= size * first[index] / (second[index].squareRoot() + 1e-8)
                }
            }
        }
        #expect(values == expected, "seed \(seed)")
        #expect(moments.first == first && moments.second == second, "seed \(seed)")
    }

    /// The first steps of both methods are as long as the rate, whatever the gradient.
    @Test func firstStepsAreOfOneSize() {
        for method in GradientDescent.Method.allCases {
            var values: [Float] = [1, 1]
            var moments = GradientMoments<Float>(method, .ofStep, count: 2)
            moments.move(&values, along: [1e-3, -50], rate: 0.1)
            #expect(abs(values[0] - 0.9) < 1e-4)
            #expect(abs(values[1] - 1.1) < 1e-4)
        }
    }

    @Test func partsMoveAtRatesOfTheirOwn() {
        var values = [1.0, 1, 1]
        var moments = GradientMoments<Double>(.adamax, .ofMoments, count: 3)
        moments.move(
            &values, along: [1, 1, 1],
            [.init(range: 0..<1, rate: 0.1), .init(range: 2..<3, rate: 0.2)])
        #expect(abs(values[0] - 0.9) < 1e-8 && values[1] == 1 && abs(values[2] - 0.8) < 1e-8)
        #expect(moments.first[1] == 0 && moments.second[1] == 0)
    }

    @Test func gradientsAreClippedByTheirNorm() {
        var gradient = [3.0, -4.0]
        #expect(GradientDescent.clip(&gradient, to: 10) == 5 && gradient == [3, -4])
        #expect(GradientDescent.clip(&gradient, to: 0) == 5 && gradient == [3, -4])
        #expect(GradientDescent.clip(&gradient, to: 1) == 5)
        #expect(abs(gradient[0] - 0.6) < 1e-15 && abs(gradient[1] + 0.8) < 1e-15)
        var single: [Float] = [3, 4]
        #expect(GradientDescent.clip(&single, to: 1) == 5)
        #expect(abs(single[0] - 0.6) < 1e-6)
        #expect(GradientDescent.clip(&single, to: 0) <= 1.000_001)
    }

    @Test func ratesFallLikeACosine() {
        for (progress, rate) in [(0.0, 2.0), (0.25, 1.707_106_781), (0.5, 1), (1, 0)] {
            #expect(abs(GradientDescent.cosine(2, at: progress) - rate) < 1e-9)
        }
    }
}
