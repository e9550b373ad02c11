import SNNModel

/// The random numbers of one element of one stream, in order.
///
///     var stream = ElementStream(seed: 42, stream: StreamID("exc.tau_m"), element: 17)
///     let tau = stream.draw(distribution)
///
/// Two streams with the same seed, name and element give the same numbers, whichever worker,
/// partition or replica asks.
struct ElementStream {
    let key: SIMD2<UInt32>
    private(set) var counter: SIMD4<UInt32>
    /// What is left of the current block: the next two words, the next of them below, and the last
    /// two.
    private var words: UInt64 = 0
    private var lastWords: UInt64 = 0
    private var wordsLeft = 0
    /// The second of a pair of normal numbers, until it is asked for; else not a number.
    private var spareNormal = Double.nan

    @inline(__always)
    init(seed: UInt64, stream: StreamID, element: Int) {
        key = SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32))
        counter = SIMD4(0, UInt32(truncatingIfNeeded: element), stream.low, stream.high)
    }

    /// 32 random bits.
    @inline(__always)
    mutating func word() -> UInt32 {
        if wordsLeft == 0 {
            let block = Philox.block(counter, key: key)
            words = UInt64(block.x) | UInt64(block.y) &<< 32
            lastWords = UInt64(block.z) | UInt64(block.w) &<< 32
            counter.x &+= 1
            wordsLeft = 4
        }
        let next = UInt32(truncatingIfNeeded: words)
        wordsLeft &-= 1
        words = wordsLeft == 2 ? lastWords : words &>> 32
        return next
    }

    /// Whether the next word is the first of the block at `counter`.
    var isAtBlock: Bool { wordsLeft == 0 }

    var hasSpareNormal: Bool { !spareNormal.isNaN }

    /// Leaves out as many blocks as someone else has drawn.
    @inline(__always)
    mutating func skip(_ blocks: Int) { counter.x &+= UInt32(truncatingIfNeeded: blocks) }

    /// Uniform in 0 ..< 1, a multiple of 2⁻⁵³.
    @inline(__always)
    mutating func uniform() -> Double {
        let high = word()
        return Philox.uniform(high, word())
    }

    /// Uniform in 0 ..< bound, without bias worth mention: off by at most bound · 2⁻³².
    @inline(__always)
    mutating func index(below bound: Int) -> Int {
        Int(truncatingIfNeeded: (UInt64(word()) &* UInt64(truncatingIfNeeded: bound)) &>> 32)
    }

    /// One draw; values outside the distribution's bounds are drawn again.
    ///
    /// - Precondition: the bounds leave enough probability, which the model's checks ensure.
    mutating func draw(_ distribution: Distribution) -> Double {
        var tries = 0
        while tries < Limits.redrawsMax {
            let value = unbounded(distribution.shape)
            if value >= distribution.lower ?? value, value <= distribution.upper ?? value {
                return value
            }
            tries += 1
        }
        // Practically unreachable: the checks reject bounds that exclude almost all probability.
        return min(max(distribution.mean, distribution.lower ?? -.infinity),
            distribution.upper ?? .infinity)
    }

    private mutating func unbounded(_ shape: Distribution.Shape) -> Double {
        switch shape {
        case .uniform(let low, let high): return low + (high - low) * uniform()
        case .normal(let mean, let sd): return mean + sd * normal()
        case .lognormal(let mean, let sd):
            guard mean > 0 else { return 0 }
            let variance = Double.log(1 + (sd * sd) / (mean * mean))
            let mu = Double.log(mean) - variance / 2
            return Double.exp(mu + variance.squareRoot() * normal())
        case .exponential(let mean): return mean * exponential()
        case .gamma(let shape, let scale): return scale * gamma(shape)
        }
    }

    /// Standard normal. Every other one comes from the same four words as the one before.
    mutating func normal() -> Double {
        if hasSpareNormal {
            defer { spareNormal = .nan }
            return spareNormal
        }
        let u = uniform()
        let low = word()
        let v = Philox.uniform(low, word())
        let pair = Double.normals(
            u, v, side: low & 1 == 0 ? 1 : -1, turn: low & 2 == 0 ? 1 : -1)
        spareNormal = pair.1
        return pair.0
    }

    /// Exponential with mean 1.
    @inline(__always)
    mutating func exponential() -> Double { Double.exponential(uniform()) }

    /// Standard gamma after Marsaglia & Tsang (2000); shapes below one by the power of a uniform.
    private mutating func gamma(_ shape: Double) -> Double {
        guard shape >= 1 else {
            let boost = Double.exp(Double.log(1 - uniform()) / shape)
            return gamma(shape + 1) * boost
        }
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let x = normal()
            let root = 1 + c * x
            guard root > 0 else { continue }
            let v = root * root * root
            let u = 1 - uniform()
            if Double.log(u) < 0.5 * x * x + d - d * v + d * Double.log(v) { return d * v }
        }
    }
}
