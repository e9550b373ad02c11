import Foundation
import Testing

@testable import SNNData

/// One binomial draw stands for forty fibres with a dead time. Three tests say that the numbers
/// have the same distribution: the moments of renewal theory, and a comparison with forty fibres
/// that are drawn one by one, of single samples and of neighbouring ones.
@Suite struct EarFibreTests {
    /// Spike counts of one channel, sample by sample, for a given course of the probability.
    static func drawn(_ probability: [Float], seed: UInt64) -> [Int] {
        let recent = UnsafeMutablePointer<Lanes16>.allocate(capacity: NerveFibres.deadTime)
        defer { recent.deallocate() }
        var fibres = NerveFibres(recent: recent)
        let chance = LanePhilox(seed: seed, stream: 3, firstLane: 0)
        return probability.enumerated().map { t, p in
            let words = chance.words(at: UInt32(t))
            let k = fibres.step(Lanes16(repeating: p), LanePhilox.uniform(words.2))
            return Int(k[0])
        }
    }

    /// The same for forty fibres, each with its own coin and its own dead time.
    static func plain(_ probability: [Float], seed: UInt64) -> [Int] {
        var random = EarRandom(seed: seed)
        var silentUntil = [Int](repeating: 0, count: NerveFibres.count)
        return probability.enumerated().map { t, p in
            var k = 0
            for fibre in silentUntil.indices where random.uniform() < Double(p) {
                if t >= silentUntil[fibre] {
                    k += 1
                    silentUntil[fibre] = t + NerveFibres.deadTime
                }
            }
            return k
        }
    }

    /// A fibre's intervals are 23 samples and a geometric time, so it fires at 1 / (23 + 1/p), and
    /// the variance of its count in a long time T is T (1-p)/p² / (23 + 1/p)³ (renewal theory).
    @Test(arguments: [0.0005, 0.003, 0.02, 0.1]) func momentsAreThoseOfRenewal(p: Double) {
        let seed: UInt64 = 31
        let (stretches, length) = (400, 1000)
        let counts = Self.drawn(
            [Float](repeating: Float(p), count: stretches * length), seed: seed)
        let sums = (1..<stretches).map { i in
            Double(counts[i * length..<(i + 1) * length].reduce(0, +))
        }
        let interval = 23 + 1 / p
        let mean = 40 * Double(length) / interval
        let variance = 40 * Double(length) * (1 - p) / (p * p) / pow(interval, 3)
        let foundMean = sums.reduce(0, +) / Double(sums.count)
        let foundVariance =
            sums.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(sums.count)
        #expect(
            abs(foundMean - mean) < 4 * (variance / Double(sums.count)).squareRoot(),
            "seed \(seed): mean \(foundMean) instead of \(mean)")
        #expect(
            abs(foundVariance / variance - 1) < 4 * (2 / Double(sums.count)).squareRoot(),
            "seed \(seed): variance \(foundVariance) instead of \(variance)")
    }

    /// Histograms of (count now, count in the 23 samples before), for a probability that swings as
    /// a tone makes it swing; compared by χ².
    @Test func countsAreDistributedAsFortyFibres() {
        let seed: UInt64 = 32
        let probability = (0..<600_000).map { t in
            Float(max(0.0005, 0.03 * sin(2 * Double.pi * Double(t) / 100)))
        }
        func histogram(_ counts: [Int]) -> [Double] {
            var bins = [Double](repeating: 0, count: 5 * 6 * 4)
            var before = counts[0..<23].reduce(0, +)
            for t in 23..<counts.count {
                // Neighbouring samples hang together; every 53rd hardly does.
                if t % 53 == 0 {
                    let phase = t % 100 / 25
                    bins[(phase * 6 + min(before / 4, 5)) * 5 + min(counts[t], 4)] += 1
                }
                before += counts[t] - counts[t - 23]
            }
            return bins
        }
        let ours = histogram(Self.drawn(probability, seed: seed))
        let plain = histogram(Self.plain(probability, seed: seed))
        var (chiSquare, freedom) = (0.0, -1.0)
        for (a, b) in zip(ours, plain) where a + b >= 10 {
            chiSquare += (a - b) * (a - b) / (a + b)
            freedom += 1
        }
        #expect(freedom > 20)
        #expect(
            chiSquare < freedom + 4 * (2 * freedom).squareRoot(),
            "seed \(seed): χ² \(chiSquare) with \(freedom) degrees of freedom")
    }

    @Test func noMoreFibresFireThanThereAre() {
        let counts = Self.drawn([Float](repeating: 0.29, count: 5000), seed: 33)
        for t in 23..<counts.count { #expect(counts[t - 23...t].reduce(0, +) <= 40) }
        #expect(counts.max()! > 5)
    }
}
