// Where spikes are rare, a random word for each element and tick would nearly always say "none". So
// 1024 elements make a cell. A cell's number of spikes at a tick is a Poisson number of the summed
// mean, and each of the spikes falls on any of its elements and at any time within the tick with
// the same probability: that is the same as independent Poisson trains (Kingman 1993, Poisson
// Processes, section 2.4). Where rates differ, spikes are drawn at the highest and kept in
// proportion to their element's.
//
// Cells begin at multiples of 1024, so they are the same however elements are shared out.

/// A spike of a stimulus within a tick.
struct PlacedSpike {
    let element: Int
    /// In ticks after the tick that the spike is stamped with: above -1, at most 0.
    let offset: Double
}

/// Draws the spikes of rarely spiking elements.
struct PoissonCells: Sendable {
    /// Elements of a cell; a power of two.
    static let size = 1024

    private let count: Int
    private let law: PoissonLaw
    /// Mean of each element; empty where all have the same.
    private let means: [Double]
    private let scale: Double

    /// - Parameter means: one for each of `count` elements, or one for all.
    init(means: [Double], count: Int) {
        let most = means.max() ?? 0
        self.count = count
        self.means = means.count == 1 ? [] : means
        law = PoissonLaw(mean: most * Double(Self.size))
        scale = most > 0 ? 0x1p32 / most : 0
    }

    /// Whether cells cost less than a word for each element: a cell about as much as ten words, a
    /// spike as much as twelve.
    static func isCheaper(mean: Double, count: Int) -> Bool {
        let cells = Double((count + size - 1) / size)
        return cells * (10 + 12 * mean * Double(size)) < Double(count)
    }

    /// Calls `body` for each spike in the order of elements, then of time.
    @inline(__always)
    func forEachSpike(
        _ elements: Range<Int>, tick: Int, stream: TickStream, _ body: (PlacedSpike) -> Void
    ) {
        guard scale > 0, !elements.isEmpty else { return }
        let cells = elements.lowerBound / Self.size..<(elements.upperBound - 1) / Self.size + 1
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.batch) { counts in
            withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Self.keysMax) { keys in
                var first = cells.lowerBound & ~3
                while first < cells.upperBound {
                    let end = min(first + Self.batch, cells.upperBound)
                    numbers(counts.baseAddress!, first, end, tick, stream)
                    for cell in max(first, cells.lowerBound)..<end {
                        let number = min(Int(counts[cell - first]), Self.keysMax)
                        if number > 0 {
                            let kept = place(number, cell, tick, stream, keys.baseAddress!)
                            for index in 0..<kept {
                                let spike = Self.spike(keys[index], cell)
                                if elements.contains(spike.element) { body(spike) }
                            }
                        }
                    }
                    first = end
                }
            }
        }
    }

    /// Cells whose numbers are drawn together.
    private static let batch = 64
    /// Spikes of a cell at most: a cell's mean is below 128, and 1000 is 70 standard deviations
    /// away.
    private static let keysMax = 1024

    private func numbers(
        _ counts: UnsafeMutablePointer<Int32>, _ first: Int, _ end: Int, _ tick: Int,
        _ stream: TickStream
    ) {
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: Self.batch) { words in
            law.fill(
                counts, words: words.baseAddress!, blocks: first / 4..<(end + 3) / 4, tick: tick,
                stream: stream.branch(Self.numberBranch))
        }
    }

    /// Draws the places of a cell's spikes and puts them in order.
    ///
    /// - Returns: how many are kept: those that fall on an element there is, after thinning.
    private func place(
        _ number: Int, _ cell: Int, _ tick: Int, _ stream: TickStream,
        _ keys: UnsafeMutablePointer<UInt64>
    ) -> Int {
        let size = min(Self.size, count - cell * Self.size)
        let start = cell * Self.keysMax
        return withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 4 * number) { words in
            stream.branch(Self.placeBranch).fill(
                words.baseAddress!, blocks: start..<start + number, tick: tick)
            var kept = 0
            for index in 0..<number {
                let element = words[4 * index] &>> 22
                guard Int(element) < size else { continue }
                if !means.isEmpty {
                    let mean = means[cell * Self.size + Int(element)]
                    guard Double(words[4 * index + 1]) + 0.5 < mean * scale else { continue }
                }
                let time = (UInt64(words[4 * index + 2]) &>> 5) &<< 26
                    | UInt64(words[4 * index + 3]) &>> 6
                insert(UInt64(element) &<< 53 | time, keys, &kept)
            }
            return kept
        }
    }

    /// Puts a key in its place among `count` that are in order.
    @inline(__always)
    private func insert(_ key: UInt64, _ keys: UnsafeMutablePointer<UInt64>, _ count: inout Int) {
        var index = count
        while index > 0, keys[index &- 1] > key {
            keys[index] = keys[index &- 1]
            index &-= 1
        }
        keys[index] = key
        count &+= 1
    }

    @inline(__always)
    private static func spike(_ key: UInt64, _ cell: Int) -> PlacedSpike {
        let time = key & (1 << 53 - 1)
        return PlacedSpike(
            element: cell &* size &+ Int(key &>> 53), offset: Double(time &+ 1) * 0x1p-53 - 1)
    }

    private static let numberBranch: UInt64 = 2 << 40
    private static let placeBranch: UInt64 = 3 << 40
}
