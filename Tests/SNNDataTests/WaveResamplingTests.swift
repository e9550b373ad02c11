import Foundation
import Testing

@testable import SNNData

@Suite struct WaveResamplingTests {
    private func tone(_ frequency: Double, rate: Double, seconds: Double = 0.1) -> Sound {
        Sound(
            samples: (0..<Int(seconds * rate)).map {
                Float(sin(2 * Double.pi * frequency * Double($0) / rate))
            }, rate: rate)
    }

    /// A tone within the band is the same tone at the new rate, up or down, odd ratios too.
    @Test(arguments: [8000.0, 11127, 16000, 22050, 44100, 96000, 192_000])
    func tonesSurvive(rate: Double) {
        for frequency in [100.0, 1000, 3100] {
            let result = tone(frequency, rate: rate).resampled(to: 48000)
            let expected = tone(frequency, rate: 48000)
            #expect(abs(result.samples.count - expected.samples.count) <= 4)
            for i in 1000..<3800 {
                #expect(
                    abs(result.samples[i] - expected.samples[i]) < 2e-4,
                    "\(frequency) Hz from \(rate), sample \(i)")
            }
        }
    }

    /// What the lower rate cannot carry is gone, not folded down.
    @Test func highTonesDoNotFold() {
        let result = tone(30000, rate: 96000).resampled(to: 48000)
        #expect(result.samples[500..<4300].allSatisfy { abs($0) < 2e-4 })
        let images = tone(3000, rate: 8000).resampled(to: 48000)
        // The first image, 5 kHz, by a sum over whole periods.
        var (c, s) = (0.0, 0.0)
        for i in 960..<3840 {
            c += Double(images.samples[i]) * cos(2 * Double.pi * 5000 * Double(i) / 48000)
            s += Double(images.samples[i]) * sin(2 * Double.pi * 5000 * Double(i) / 48000)
        }
        #expect((c * c + s * s).squareRoot() / 1440 < 2e-4)
    }

    @Test func constantsStay() {
        let constant = Sound(samples: [Float](repeating: 0.5, count: 4000), rate: 44100)
        let result = constant.resampled(to: 48000)
        #expect(result.samples[200..<4100].allSatisfy { abs($0 - 0.5) < 1e-4 })
    }

    @Test func theSameRateChangesNothing() {
        let sound = tone(440, rate: 48000)
        #expect(sound.resampled(to: 48000) == sound)
        #expect(Sound(samples: [], rate: 8000).resampled(to: 48000).samples.isEmpty)
        #expect(Sound(samples: [1], rate: 8000).resampled(to: 48000).samples.count == 6)
    }
}
