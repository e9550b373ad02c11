import Foundation
import SNNModel
import Testing

@testable import SNNEngine

struct Moments: Sendable {
    let distribution: Distribution
    let mean: Double
    let sd: Double
}

struct RandomTests {
    static let moments = [
        Moments(
            distribution: Distribution(.uniform(low: -2, high: 4)), mean: 1,
            sd: 6 / 12.0.squareRoot()),
        Moments(distribution: Distribution(.normal(mean: 3, sd: 2)), mean: 3, sd: 2),
        Moments(distribution: Distribution(.lognormal(mean: 4, sd: 1)), mean: 4, sd: 1),
        Moments(distribution: Distribution(.exponential(mean: 2.5)), mean: 2.5, sd: 2.5),
        Moments(
            distribution: Distribution(.gamma(shape: 3, scale: 2)), mean: 6,
            sd: 2 * 3.0.squareRoot()),
        Moments(
            distribution: Distribution(.gamma(shape: 0.5, scale: 2)), mean: 1,
            sd: 2 * 0.5.squareRoot()),
    ]

    /// Known answers of the authors' distribution of Philox4x32-10 (file kat_vectors).
    @Test func philoxKnownAnswers() {
        #expect(
            Philox.block(SIMD4(0, 0, 0, 0), key: SIMD2(0, 0))
                == SIMD4(0x6627_E8D5, 0xE169_C58D, 0xBC57_AC4C, 0x9B00_DBD8))
        let ones = UInt32.max
        #expect(
            Philox.block(SIMD4(ones, ones, ones, ones), key: SIMD2(ones, ones))
                == SIMD4(0x408F_276D, 0x41C8_3B0E, 0xA20B_C7C6, 0x6D54_51FD))
        #expect(
            Philox.block(
                SIMD4(0x243F_6A88, 0x85A3_08D3, 0x1319_8A2E, 0x0370_7344),
                key: SIMD2(0xA409_3822, 0x299F_31D0))
                == SIMD4(0xD16C_FE09, 0x94FD_CCEB, 0x5001_E420, 0x2412_6EA1))
    }

    @Test func elementaryFunctionsAreClose() {
        var random = TestRandom(seed: 1)
        for _ in 0..<20_000 {
            let x = random.real(-700..<700)
            #expect(abs(Double.exp(x) / Foundation.exp(x) - 1) < 4e-16, "exp(\(x))")
            let y = Foundation.exp(random.real(-300..<300))
            let exact = Foundation.log(y)
            #expect(
                abs(Double.log(y) - exact) <= 4e-16 * max(abs(exact), 1), "log(\(y))")
            let z = random.real(-900..<900)
            #expect(abs(Double.sine(z) - Foundation.sin(z)) < 1e-15, "sin(\(z))")
        }
        #expect(Double.exp(0) == 1)
        #expect(Double.log(1) == 0)
        #expect(Double.sine(0) == 0)
    }

    /// Mean and standard deviation of 200,000 draws lie within five standard errors of the closed
    /// form.
    @Test(arguments: moments)
    func momentsOfDistributions(expected: Moments) {
        let (distribution, mean, sd) = (expected.distribution, expected.mean, expected.sd)
        let count = 200_000
        var sum = 0.0
        var squares = 0.0
        for element in 0..<count {
            var stream = ElementStream(seed: 5, stream: StreamID("test"), element: element)
            let value = stream.draw(distribution)
            sum += value
            squares += (value - mean) * (value - mean)
        }
        let error = sd / Double(count).squareRoot()
        #expect(abs(sum / Double(count) - mean) < 5 * error)
        // The fourth moment of the heaviest tail here is below 30 sd⁴.
        let spread = (squares / Double(count)).squareRoot()
        #expect(abs(spread - sd) < 5 * error * 30.0.squareRoot() / 2)
    }

    @Test func boundsAreKeptByDrawingAgain() {
        let bounded = Distribution(.normal(mean: 0, sd: 1), lower: -0.5, upper: 0.25)
        var atBound = 0
        for element in 0..<20_000 {
            var stream = ElementStream(seed: 9, stream: StreamID("bounds"), element: element)
            let value = stream.draw(bounded)
            #expect(value >= -0.5 && value <= 0.25)
            if value == -0.5 || value == 0.25 { atBound += 1 }
        }
        #expect(atBound == 0)
    }
}
