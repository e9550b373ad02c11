import Glibc
import SNNModel
import Testing

@testable import SNNEngine

@Suite struct LanesTests {
    /// Arguments of many sizes; a simple generator, so that failures repeat.
    private func numbers(_ count: Int, _ low: Double, _ high: Double, seed: UInt64) -> [Double] {
        var random = ElementStream(seed: seed, stream: StreamID("lanes"), element: 0)
        return (0..<count).map { _ in low + (high - low) * random.uniform() }
    }

    @Test func exponentialIsAccurate() {
        for range in [(-700.0, 700.0), (-30, 30), (-1, 1), (-1e-8, 1e-8)] {
            var worst = 0.0
            for x in numbers(20_000, range.0, range.1, seed: 1) {
                let right = Glibc.exp(x)
                worst = max(worst, abs(Double.exp(x) - right) / right)
            }
            #expect(worst < 5e-16, "\(range)")
        }
        #expect(Double.exp(0) == 1)
        #expect(Double.exp(-1000) < 1e-307)
        #expect(Double.exp(1000) > 8e307)
    }

    @Test func logarithmIsAccurate() {
        for range in [(1e-300, 1e-290), (1e-8, 1), (0.5, 2), (0.999, 1.001), (1, 1e300)] {
            var worst = 0.0
            for x in numbers(20_000, range.0, range.1, seed: 2) where x != 1 {
                let right = Glibc.log(x)
                worst = max(worst, abs((Double.log(x) - right) / right))
            }
            #expect(worst < 5e-16, "\(range)")
        }
        #expect(Double.log(1) == 0)
    }

    @Test func quotientsOfTheExponentialAreSmooth() {
        for x in numbers(5000, -3, 3, seed: 3) where abs(x) > 1e-3 {
            let mean = Glibc.expm1(x) / x
            #expect(abs(Double.exponentialMean(x) - mean) < 2e-15 * mean)
            let moment = (Glibc.expm1(x) - x) / (x * x)
            #expect(abs(Double.exponentialMoment(x) - moment) < 1e-15 * (1 + 1 / (x * x)))
        }
        #expect(Double.exponentialMean(0) == 1)
        #expect(Double.exponentialMoment(0) == 0.5)
    }

    @Test func singleExponentialIsAccurate() {
        for range in [(-86.9, 87.9), (-1, 1), (-1e-4, 1e-4)] {
            var worst = 0.0
            for x in numbers(20_000, range.0, range.1, seed: 6) {
                let right = Glibc.exp(Double(Float(x)))
                worst = max(worst, abs(Double(Float.exp(Float(x))) - right) / right)
            }
            #expect(worst < 2e-7, "\(range)")
        }
        #expect(Float.exp(0) == 1)
    }

    @Test func singleLogarithmIsAccurate() {
        for range in [(1e-37, 1e-30), (1e-8, 1), (0.5, 2), (0.999, 1.001), (1, 1e38)] {
            var worst = 0.0
            for x in numbers(20_000, range.0, range.1, seed: 9) {
                let right = Glibc.log(Double(Float(x)))
                let error = abs(Double(Float.log(Float(x))) - right)
                worst = max(worst, error / max(1, abs(right)))
            }
            #expect(worst < 2e-7, "\(range)")
        }
        #expect(Float.log(1) == 0)
    }

    @Test func relaxationIsAccurate() {
        for range in [(-0.3, 0.3), (-5.0, 5), (0, 600)] {
            var (worst, worstSingle) = (0.0, 0.0)
            for x in numbers(20_000, range.0, range.1, seed: 7) where abs(x) > 1e-9 {
                let z = Double(Float(x))
                let right = Glibc.expm1(-z) / -z
                worst = max(worst, abs(Double.relaxation(z) - right) / right)
                let single = Double(Float.relaxation(Float(z)))
                worstSingle = max(worstSingle, abs(single - right) / right)
            }
            #expect(worst < 5e-11, "\(range)")
            #expect(worstSingle < 4e-7, "\(range)")
        }
        #expect(Double.relaxation(0) == 1)
    }

    @Test func singleVectorAndScalarAgreeToTheBit() {
        typealias Vector = SIMD16<Float>
        let seed: UInt64 = 8
        let a = numbers(4096, -80, 80, seed: seed).map { Float($0) }
        let b = numbers(4096, 1e-9, 3, seed: seed + 1)
        for i in stride(from: 0, to: a.count, by: 16) {
            let x = a.withUnsafeBufferPointer { Vector.load($0.baseAddress! + i) }
            let y = b.withUnsafeBufferPointer { Vector.load(doubles: $0.baseAddress! + i) }
            let results = [
                Vector.exp(x), Vector.root(y), Vector.least(x, y), Vector.greatest(x, y),
                Vector.choose(x, atLeast: y, x, y), x / y, x * y - y, Vector.relaxation(y),
                Vector.log(y),
            ]
            for lane in 0..<16 {
                let (x, y) = (a[i + lane], Float(b[i + lane]))
                let plain = [
                    Float.exp(x), Float.root(y), Float.least(x, y), Float.greatest(x, y),
                    Float.choose(x, atLeast: y, x, y), x / y, x * y - y, Float.relaxation(y),
                    Float.log(y),
                ]
                for (vector, scalar) in zip(results, plain) {
                    #expect(vector[lane].bitPattern == scalar.bitPattern, "seed \(seed), at \(i)")
                }
            }
            let bits = (0..<16).reduce(UInt32(0)) { $0 | (x[$1] > y[$1] ? 1 << $1 : 0) }
            #expect(Vector.bits(x, above: y) == bits)
        }
    }

    @Test func vectorAndScalarAgreeToTheBit() {
        typealias Vector = SIMD8<Double>
        let seed: UInt64 = 4
        let a = numbers(4096, -700, 700, seed: seed)
        let b = numbers(4096, 1e-9, 30, seed: seed + 1)
        for i in stride(from: 0, to: a.count, by: 8) {
            var x = Vector(), y = Vector()
            for lane in 0..<8 { (x[lane], y[lane]) = (a[i + lane], b[i + lane]) }
            let results = [
                Vector.exp(x), Vector.log(y), Vector.root(y), Vector.least(x, y),
                Vector.greatest(x, y), Vector.choose(x, atLeast: y, x, y), x / y, x * y - y,
            ]
            for lane in 0..<8 {
                let (x, y) = (a[i + lane], b[i + lane])
                let plain = [
                    Double.exp(x), Double.log(y), Double.root(y), Double.least(x, y),
                    Double.greatest(x, y), Double.choose(x, atLeast: y, x, y), x / y, x * y - y,
                ]
                for (vector, scalar) in zip(results, plain) {
                    #expect(vector[lane].bitPattern == scalar.bitPattern, "seed \(seed), at \(i)")
                }
            }
            let bits = (0..<8).reduce(UInt32(0)) { $0 | (x[$1] >= y[$1] ? 1 << $1 : 0) }
            #expect(Vector.bits(x, atLeast: y) == bits)
        }
    }
}
