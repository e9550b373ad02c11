import SNNModel

// A delay is a whole number of ticks, and only some dozens of them occur. Where the distribution
// has a cumulative form that can be calculated once, a delay is drawn by inversion: one random word
// is looked up among the cumulative chances of the ticks, each rounded to a multiple of 2⁻³².
// A guide says where to begin to look (Chen & Asau 1974, Comm. ACM 17, 568).
//
//     word      0 ──────────────────────────────────────────── 2³² - 1
//     ticks     |1| 2 |  3  |    4    |    5    |  6  | 7 |8|9|
//     guide     0   1    2 2     3      3     4    4     5  6 …       for equal parts of the words

/// Draws normal delays, redrawn outside their bounds and rounded to ticks, from one word each.
struct TickDraw: Sendable {
    /// The last word of each tick, ascending.
    private var ends: [UInt32] = []
    /// Ticks, 0 for those that no synapse can have.
    private var ticks: [UInt16] = []
    /// For each value of a word's upper bits, the first tick that may be meant.
    private var guide: [UInt32] = []

    private static let guideBits: UInt32 = 12

    /// - Returns: nil for distributions that are drawn otherwise.
    init?(_ distribution: Distribution, resolution: Double) {
        guard case .normal(let mean, let sd) = distribution.shape, sd > 0 else { return nil }
        // Beyond nine standard deviations lie 10⁻¹⁹ of all numbers.
        let low = max(distribution.lower ?? -.infinity, mean - 9 * sd)
        let high = min(distribution.upper ?? .infinity, mean + 9 * sd)
        guard low < high else { return nil }
        func tick(_ time: Double) -> Int {
            Int(min(max((time / resolution).rounded(), 0), Double(Limits.delayTicksMax + 1)))
        }
        let (first, last) = (tick(low), tick(high))
        let masses = (first...last).map { tick in
            Self.mass(
                from: tick == first ? low : max(low, (Double(tick) - 0.5) * resolution),
                to: tick == last ? high : min(high, (Double(tick) + 0.5) * resolution),
                mean: mean, sd: sd)
        }
        let all = masses.reduce(0, +)
        var sum = 0.0
        var end: UInt64 = 0
        for (index, mass) in masses.enumerated() {
            sum += mass
            let next = UInt64((sum / all * 0x1p32).rounded())
            guard next > end else { continue }
            end = next
            ends.append(UInt32(truncatingIfNeeded: min(next, 1 << 32) - 1))
            let tick = first + index
            ticks.append(tick <= Limits.delayTicksMax ? UInt16(tick) : 0)
        }
        ends[ends.count - 1] = .max
        var place = 0
        for part in 0..<UInt32(1) << Self.guideBits {
            while ends[place] < part << (32 - Self.guideBits) { place += 1 }
            guide.append(UInt32(place))
        }
    }

    /// The integral of the normal density, unnormalised: five-point Gauss-Legendre on parts of half
    /// a standard deviation.
    private static func mass(from a: Double, to b: Double, mean: Double, sd: Double) -> Double {
        guard a < b else { return 0 }
        let parts = max(1, Int(((b - a) / sd * 2).rounded(.up)))
        let half = (b - a) / Double(parts) / 2
        let nodes = [
            (0, 0.568_888_888_888_888_9), (0.538_469_310_105_683_1, 0.478_628_670_499_366_5),
            (0.906_179_845_938_664, 0.236_926_885_056_189_1),
        ]
        var sum = 0.0
        for part in 0..<parts {
            let middle = a + half * Double(2 * part + 1)
            for (node, weight) in nodes {
                for sign in node == 0 ? [1.0] : [-1.0, 1.0] {
                    let z = (middle + sign * node * half - mean) / sd
                    sum += weight * half * Double.exp(-z * z / 2)
                }
            }
        }
        return sum
    }

    /// Turns words into delays.
    ///
    /// - Returns: whether all of them are at least a tick and not too long.
    @inline(__always)
    func fill(
        _ delays: UnsafeMutablePointer<UInt16>, from words: UnsafeMutablePointer<UInt32>,
        count: Int
    ) -> Bool {
        ends.withUnsafeBufferPointer { ends in
            ticks.withUnsafeBufferPointer { ticks in
                guide.withUnsafeBufferPointer { guide in
                    Self.fill(
                        delays, words, count, ends.baseAddress!, ticks.baseAddress!,
                        guide.baseAddress!)
                }
            }
        }
    }

    @inline(__always)
    private static func fill(
        _ delays: UnsafeMutablePointer<UInt16>, _ words: UnsafeMutablePointer<UInt32>,
        _ count: Int, _ ends: UnsafePointer<UInt32>, _ ticks: UnsafePointer<UInt16>,
        _ guide: UnsafePointer<UInt32>
    ) -> Bool {
        var least = UInt16.max
        var index = 0
        while index < count {
            let word = words[index]
            var place = Int(guide[Int(word &>> (32 &- guideBits))])
            while ends[place] < word { place &+= 1 }
            delays[index] = ticks[place]
            least = min(least, ticks[place])
            index &+= 1
        }
        return least > 0
    }
}
