import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Numbers drawn side by side are those drawn one by one.
struct RandomFillTests {
    /// Every length around whole vectors, from every place within a block.
    @Test func fillsEqualSingleDraws() {
        for drawn in 0..<6 {
            for count in Array(0..<70) + [1000] {
                var single = ElementStream(seed: 3, stream: StreamID("fill"), element: count)
                for _ in 0..<drawn { _ = single.word() }
                var many = single
                check(&single, &many, count) { $0.word() } fill: { $0.fill($1, count: $2) }
                check(&single, &many, count) { $0.uniform() } fill: {
                    $0.fillUniform($1, count: $2)
                }
                check(&single, &many, count) { $0.normal() } fill: { $0.fillNormal($1, count: $2) }
                check(&single, &many, count) { $0.exponential() } fill: {
                    $0.fillExponential($1, count: $2)
                }
            }
        }
    }

    private func check<Number: Equatable & Sendable>(
        _ single: inout ElementStream, _ many: inout ElementStream, _ count: Int,
        next: (inout ElementStream) -> Number,
        fill: (inout ElementStream, UnsafeMutablePointer<Number>, Int) -> Void
    ) {
        let found = [Number](unsafeUninitializedCapacity: count) { buffer, filled in
            fill(&many, buffer.baseAddress!, count)
            filled = count
        }
        let expected = (0..<count).map { _ in next(&single) }
        #expect(found == expected)
        #expect(single.word() == many.word())
    }

    @Test func blocksOfConsecutiveCountersInEitherWord() {
        var random = TestRandom(seed: 8)
        let key = SIMD2<UInt32>.random(in: 0 ... .max, using: &random)
        for step in [SIMD2<UInt32>(1, 0), SIMD2(0, 1)] {
            for blocks in 0..<40 {
                // Counters wrap around.
                let first = SIMD4<UInt32>(
                    .max - 20, .max - 20, .random(in: 0 ... .max, using: &random),
                    .random(in: 0 ... .max, using: &random))
                let words = [UInt32](unsafeUninitializedCapacity: 4 * blocks) { buffer, filled in
                    Philox.fill(
                        buffer.baseAddress!, blocks: blocks, from: first, step: step, key: key)
                    filled = 4 * blocks
                }
                for block in 0..<blocks {
                    var counter = first
                    counter.x &+= UInt32(block) &* step.x
                    counter.y &+= UInt32(block) &* step.y
                    let expected = Philox.block(counter, key: key)
                    #expect((0..<4).allSatisfy { words[4 * block + $0] == expected[$0] })
                }
            }
        }
    }

    /// Moments up to the fourth of a million numbers, the share in the tails, and no correlation
    /// within pairs, each within five standard errors.
    @Test func normalNumbersAreNormal() {
        let count = 1_000_000
        var stream = ElementStream(seed: 12, stream: StreamID("normal"), element: 0)
        let numbers = [Double](unsafeUninitializedCapacity: count) { buffer, filled in
            stream.fillNormal(buffer.baseAddress!, count: count)
            filled = count
        }
        func expectMean(_ expected: Double, sd: Double, _ term: (Double) -> Double) {
            let mean = numbers.reduce(0) { $0 + term($1) } / Double(count)
            #expect(abs(mean - expected) < 5 * sd / Double(count).squareRoot(), "seed 12")
        }
        expectMean(0, sd: 1) { $0 }
        expectMean(1, sd: 2.0.squareRoot()) { $0 * $0 }
        expectMean(0, sd: 15.0.squareRoot()) { $0 * $0 * $0 }
        expectMean(3, sd: 96.0.squareRoot()) { $0 * $0 * $0 * $0 }
        for bound in [0.5, 1, 2, 3, 4] {
            let p = erfc(bound / 2.0.squareRoot()) / 2
            expectMean(p, sd: (p * (1 - p)).squareRoot()) { $0 > bound ? 1 : 0 }
            expectMean(p, sd: (p * (1 - p)).squareRoot()) { $0 < -bound ? 1 : 0 }
        }
        var products = 0.0
        var squares = 0.0
        for pair in stride(from: 0, to: count, by: 2) {
            products += numbers[pair] * numbers[pair + 1]
            let (a, b) = (numbers[pair], numbers[pair + 1])
            squares += (a * a - 1) * (b * b - 1)
        }
        let error = 1 / Double(count / 2).squareRoot()
        #expect(abs(products / Double(count / 2)) < 5 * error)
        #expect(abs(squares / Double(count / 2)) < 5 * 2 * error)
    }

    @Test func sineAndCosineAreClose() {
        var random = TestRandom(seed: 2)
        for _ in 0..<20_000 {
            let x = random.real(-0.7854..<0.7854)
            let (sine, cosine) = Double.eighthTurn(x)
            #expect(abs(sine - sin(x)) < 2e-16, "sin(\(x))")
            #expect(abs(cosine - cos(x)) < 2e-16, "cos(\(x))")
        }
    }
}
