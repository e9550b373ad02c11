// Band-limited change of the sampling rate (J. O. Smith, "Digital audio resampling", CCRMA).
//
// The output at time t is the sum of the input samples around t, each weighted by a sinc under a
// Kaiser window. The kernel is tabulated once, 512 points for each zero crossing, and read by
// linear interpolation (error below -105 dB). When the rate falls, the kernel is widened so that
// it passes only what the lower rate can carry.

import Foundation

extension Sound {
    /// The same sound at another rate.
    ///
    /// - Complexity: 64 products for each output sample when the rate rises, more when it falls.
    public func resampled(to newRate: Double) -> Sound {
        precondition(newRate > 0, "a sound needs a sampling rate above zero")
        if newRate == rate || samples.isEmpty { return Sound(samples: samples, rate: newRate) }
        let count = max(1, Int((Double(samples.count) * newRate / rate).rounded()))
        let scale = min(1, newRate / rate)
        let reach = Int((Double(ResamplingKernel.crossings) / scale).rounded(.up))
        let padding = [Float](repeating: 0, count: reach)
        let padded = padding + samples + padding + [0]
        // Positions between two input samples repeat; the weights of each are found once.
        var weights: [Double: [Float]] = [:]
        let output = (0..<count).map { index -> Float in
            let center = Double(index) * rate / newRate
            let first = min(Int(center), samples.count)
            let share = ((center - Double(first)) * 0x1p32).rounded() / 0x1p32
            let row = weights[share] ?? Self.weights(at: share, scale, reach)
            if weights.count < 1024 { weights[share] = row }
            return padded.withUnsafeBufferPointer { padded in
                row.withUnsafeBufferPointer { row in
                    var sums = (Float(0), Float(0))
                    var i = 0
                    while i < row.count {
                        sums.0 += padded[first + i + 1] * row[i]
                        sums.1 += padded[first + i + 2] * row[i + 1]
                        i += 2
                    }
                    return sums.0 + sums.1
                }
            }
        }
        return Sound(samples: output, rate: newRate)
    }

    /// Weights of the input samples from `reach - 1` before to `reach` after a position.
    private static func weights(at share: Double, _ scale: Double, _ reach: Int) -> [Float] {
        (1 - reach...reach).map { offset in
            let distance = abs(Double(offset) - share) * scale
            return Float(scale * ResamplingKernel.shared.value(at: distance))
        }
    }
}

/// sinc(x · 0.95) under a Kaiser window, for x in sample distances.
private struct ResamplingKernel: Sendable {
    static let crossings = 32
    static let resolution = 512
    /// Shape of the window: side lobes below -90 dB.
    static let beta = 9.0
    /// Share of the band that passes.
    static let passband = 0.95
    static let shared = ResamplingKernel()

    private let values: [Double]

    private init() {
        let count = Self.crossings * Self.resolution
        let norm = Self.bessel(Self.beta)
        values = (0...count + 1).map { index in
            let x = Double(index) / Double(Self.resolution)
            let share = min(1, x / Double(Self.crossings))
            let window = Self.bessel(Self.beta * (1 - share * share).squareRoot()) / norm
            let angle = Double.pi * x * Self.passband
            return Self.passband * window * (index == 0 ? 1 : sin(angle) / angle)
        }
    }

    func value(at x: Double) -> Double {
        let place = x * Double(Self.resolution)
        let index = min(Int(place), values.count - 2)
        let share = place - Double(index)
        return values[index] + share * (values[index + 1] - values[index])
    }

    /// The modified Bessel function I₀.
    private static func bessel(_ x: Double) -> Double {
        var term = 1.0
        var sum = 1.0
        var k = 1.0
        while term > 1e-17 * sum {
            term *= (x / (2 * k)) * (x / (2 * k))
            sum += term
            k += 1
        }
        return sum
    }
}
