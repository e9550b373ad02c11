// A fixed total number of synapses between uniform pairs is drawn in two steps, so that every
// target can then draw its own: first how many synapses end on each target, then the sources of
// each. Both steps together give every set of pairs the same probability as drawing pair by pair.

/// How many synapses of a fixed total number each target gets.
struct TotalShare {
    let total: Int
    let sources: Range<Int>
    let targets: Range<Int>
    let forbidsSelf: Bool
    let seed: UInt64
    let stream: StreamID

    /// Synapses of a block, the unit of randomness here.
    private static let blockSize = 1 << 16
    private static let wordCount = 1 << 10

    /// Pairs drawn independently of each other: a multinomial number for each target.
    func independent(by team: Team) -> [UInt32] {
        let blocks = (total + Self.blockSize - 1) / Self.blockSize
        let parts = min(team.count, max(blocks, 1))
        let shares = team.map(parts) { part, _ in
            var degrees = Array(repeating: UInt32(0), count: targets.count)
            degrees.withUnsafeMutableBufferPointer { degrees in
                for block in blocks * part / parts..<blocks * (part + 1) / parts {
                    draw(block, into: degrees.baseAddress!)
                }
            }
            return degrees
        }
        return shares.dropFirst().reduce(into: shares[0]) { sum, share in
            for index in sum.indices { sum[index] += share[index] }
        }
    }

    private func draw(_ block: Int, into degrees: UnsafeMutablePointer<UInt32>) {
        let count = min(Self.blockSize, total - block * Self.blockSize)
        let size = UInt64(targets.count)
        let source = UInt64(sources.count)
        var random = ElementStream(seed: seed, stream: stream, element: block)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.wordCount) { room in
            let words = room.baseAddress!
            var drawn = 0
            while drawn < count {
                let stretch = min(Self.wordCount, count - drawn)
                random.fill(words, count: stretch)
                for index in 0..<stretch {
                    let target = Int((UInt64(words[index]) &* size) &>> 32)
                    // A target that is a source too has one source less to choose from.
                    if forbidsSelf, sources.contains(targets.lowerBound &+ target),
                        (UInt64(random.word()) &* source) &>> 32 == 0
                    {
                        continue
                    }
                    degrees[target] &+= 1
                    drawn &+= 1
                }
            }
        }
    }

    /// Pairs that differ: drawn one by one, a pair that is taken already is not taken again. Where
    /// most pairs are wanted, those left out are drawn.
    ///
    /// - Precondition: there are as many pairs.
    func distinct() -> [UInt32] {
        let available = targets.map { target -> UInt32 in
            UInt32(sources.count - (forbidsSelf && sources.contains(target) ? 1 : 0))
        }
        let pairs = available.reduce(0) { $0 + Int($1) }
        precondition(total <= pairs, "More distinct pairs are asked for than there are.")
        let isInverse = 2 * total > pairs
        var left = isInverse ? pairs - total : total
        var degrees = Array(repeating: UInt32(0), count: targets.count)
        var random = ElementStream(seed: seed, stream: stream, element: 0)
        while left > 0 {
            let target = random.index(below: targets.count)
            // The chance that the source drawn with it is neither taken nor forbidden.
            let source = random.index(below: sources.count)
            guard source < Int(available[target] - degrees[target]) else { continue }
            degrees[target] += 1
            left -= 1
        }
        return isInverse ? zip(available, degrees).map { $0 - $1 } : degrees
    }
}
