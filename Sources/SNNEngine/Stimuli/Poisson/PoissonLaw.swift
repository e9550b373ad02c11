import CKernels

// Poisson numbers of one mean, by inversion of the distribution function F. A random word w stands
// for u = w / 2³², and the number is that of the k with F(k) <= u. The F(k) are kept as words:
//
//     w     0 ····· low | F(a)  F(a+1)  …  F(b) | high ····· 2³²
//             rare      |  number = a + the words F passed  |      rare
//
// Comparing words with each F(k) in turn costs two instructions for eight of them. The ends, where
// one number in a thousand lies, are worked out one by one: there, u gets further digits from words
// of its own, and the upper end is counted from infinity downwards, so that the tails are right
// however far one looks. Between the ends, a probability is off by at most 2⁻³².
//
// A large mean is the sum of equal smaller ones.

/// Draws Poisson numbers of a mean.
struct PoissonLaw: Sendable {
    let mean: Double
    /// The means of the numbers that are summed are at most this.
    static let partMax = 32.0
    /// What an end has of the probability, at most.
    private static let rare = 0x1p-10

    /// How many numbers are summed, and the mean of each.
    let passes: Int
    private let part: Double
    /// The least number between the ends.
    private let least: Int32
    private let low: Int32
    private let high: Int32
    private let thresholds: [Int32]

    init(mean: Double) {
        precondition(mean >= 0 && mean < 1e9, "Not the mean of a Poisson number.")
        self.mean = mean
        passes = max(1, Int((mean / Self.partMax).rounded(.up)))
        part = mean / Double(passes)
        var least: Int32 = 0
        var low: UInt32 = 0
        var term = Double.exp(-part)
        var below = term
        while below < Self.rare {
            low = Self.word(below)
            least += 1
            term *= part / Double(least)
            below += term
        }
        var thresholds: [Int32] = []
        var number = Double(least)
        while 1 - below > Self.rare {
            thresholds.append(Self.ordered(Self.word(below)))
            number += 1
            term *= part / number
            below += term
        }
        self.least = least
        self.low = Self.ordered(low)
        high = Self.ordered(Self.word(below))
        self.thresholds = thresholds
    }

    private static func word(_ probability: Double) -> UInt32 {
        UInt32(min((probability * 0x1p32).rounded(), 0x1p32 - 1))
    }

    @inline(__always)
    private static func ordered(_ word: UInt32) -> Int32 {
        Int32(bitPattern: word ^ 0x8000_0000)
    }

    /// The numbers of `4 * blocks.count` elements at a tick, four for each block.
    ///
    /// - Parameters:
    ///   - words: room for as many words, in multiples of 32.
    ///   - counts: room for as many numbers.
    func fill(
        _ counts: UnsafeMutablePointer<Int32>, words: UnsafeMutablePointer<UInt32>,
        blocks: Range<Int>, tick: Int, stream: TickStream
    ) {
        var pass = 0
        while pass < passes {
            let stream = stream.branch(UInt64(pass))
            stream.fill(words, blocks: blocks, tick: tick)
            invert(words, 4 * blocks.count, into: counts, adds: pass > 0) { index in
                number(
                    words[index], element: 4 * blocks.lowerBound + index, tick: tick,
                    stream: stream)
            }
            pass += 1
        }
    }

    /// The same for one element.
    func number(element: Int, tick: Int, stream: TickStream) -> Int {
        (0..<passes).reduce(0) { sum, pass in
            let stream = stream.branch(UInt64(pass))
            let word = stream.block(element >> 2, tick: tick)[element & 3]
            return sum + Int(number(word, element: element, tick: tick, stream: stream))
        }
    }

    @inline(__always)
    private func invert(
        _ words: UnsafeMutablePointer<UInt32>, _ count: Int,
        into counts: UnsafeMutablePointer<Int32>, adds: Bool, rare: (Int) -> Int32
    ) {
        thresholds.withUnsafeBufferPointer { thresholds in
            var index = 0
            while index < count {
                let a = snn_load_ordered(words + index)
                let b = snn_load_ordered(words + index + 16)
                var first = SIMD16<Int32>(repeating: least)
                var second = first
                var k = 0
                while k < thresholds.count {
                    first = snn_count_ge(first, a, thresholds[k])
                    second = snn_count_ge(second, b, thresholds[k])
                    k &+= 1
                }
                if adds {
                    snn_add_i32x16(counts + index, first)
                    snn_add_i32x16(counts + index + 16, second)
                } else {
                    snn_store_i32x16(counts + index, first)
                    snn_store_i32x16(counts + index + 16, second)
                }
                var ends = snn_mask_outside(a, low, high)
                    | snn_mask_outside(b, low, high) &<< 16
                while ends != 0 {
                    let lane = ends.trailingZeroBitCount
                    ends &= ends &- 1
                    guard index &+ lane < count else { break }
                    let ordered = Self.ordered(words[index &+ lane])
                    let inverted = least + Int32(thresholds.count { ordered >= $0 })
                    counts[index &+ lane] &+= rare(index &+ lane) &- inverted
                }
                index &+= 32
            }
        }
    }

    private func number(_ word: UInt32, element: Int, tick: Int, stream: TickStream) -> Int32 {
        let ordered = Self.ordered(word)
        if ordered >= low, ordered < high {
            return least + Int32(thresholds.count { ordered >= $0 })
        }
        return Self.tail(
            word, digits: stream.branch(Self.tailBranch).uniform(element, tick: tick), mean: part)
    }

    /// The sequence of further digits, beyond those of passes.
    static let tailBranch: UInt64 = 1 << 40

    /// The Poisson number of u = (word + digits) / 2³².
    static func tail(_ word: UInt32, digits: Double, mean: Double) -> Int32 {
        var term = Double.exp(-mean)
        if word < 1 << 31 {
            let u = (Double(word) + digits) * 0x1p-32
            var below = term
            var number: Int32 = 0
            while u >= below, number < 1000 {
                number += 1
                term *= mean / Double(number)
                below += term
            }
            return number
        }
        // From where nothing is left downwards, so that small terms are summed first.
        let above = (Double(~word) + (1 - digits)) * 0x1p-32
        var terms = [term]
        while term > 1e-30 || Double(terms.count) < mean {
            term *= mean / Double(terms.count)
            terms.append(term)
        }
        var sum = 0.0
        var number = terms.count - 1
        while number > 0 {
            sum += terms[number]
            if sum >= above { return Int32(number) }
            number -= 1
        }
        return 0
    }
}
