import Foundation
import Testing

@testable import SNNData

/// A repeatable source of chance for the tests of the ear (SplitMix64).
struct EarRandom: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }

    /// A number in [0, 1).
    mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }
}

/// Sounds that the tests of the ear share.
enum EarSounds {
    /// Making an ear takes a while, so the tests share one.
    static let ear = Ear(seed: 7)

    static func tone(_ frequency: Double, seconds: Double, amplitude: Double = 0.5) -> Sound {
        Sound(
            samples: (0..<Int(seconds * 48000)).map {
                Float(amplitude * sin(2 * Double.pi * frequency * Double($0) / 48000))
            }, rate: 48000)
    }

    /// A quarter of a second of three tones and noise; the reference values in the tests were
    /// computed for it in NumPy.
    static let chord: Sound = {
        var state: UInt32 = 1
        let samples = (0..<12000).map { i -> Float in
            state = state &* 1_664_525 &+ 1_013_904_223
            let t = Double(i) / 48000
            let tones =
                sin(2 * Double.pi * 300 * t) + 0.7 * sin(2 * Double.pi * 1250 * t + 1)
                + 0.5 * sin(2 * Double.pi * 3300 * t + 2)
            return Float(tones + 0.2 * (Double(state) / 0x1p31 - 1))
        }
        return Sound(samples: samples, rate: 48000)
    }()
}
