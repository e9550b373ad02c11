import CKernels

/// Draws Poisson numbers of a mean for each element.
///
/// By inversion as in `PoissonLaw`, with the distribution function summed up along the way: F(0) is
/// kept for each element, and eight elements go on together until the last of them has its number.
/// Words near either end, one in half a million, are worked out one by one with further digits.
struct PoissonMixture: Sendable {
    private let passes: Int
    /// Mean and exp(-mean) of each element and pass, padded to whole vectors.
    private let means: [Double]
    private let silences: [Double]
    /// 1 / k
    private let reciprocals: [Double]

    /// Words nearer to an end than this get further digits.
    private static let end: UInt32 = 1 << 12
    /// No number of a pass is larger, because words near the upper end are dealt with apart.
    private static let numbersMax = 200

    init(means: [Double]) {
        let most = means.max() ?? 0
        let passes = max(1, Int((most / PoissonLaw.partMax).rounded(.up)))
        let parts = means.map { $0 / Double(passes) }
            + Array(repeating: 0, count: 32 - means.count % 32)
        self.passes = passes
        self.means = parts
        silences = parts.map { Double.exp(-$0) }
        reciprocals = (0...Self.numbersMax).map { $0 == 0 ? 0 : 1 / Double($0) }
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
        let first = 4 * blocks.lowerBound
        let count = 4 * blocks.count
        counts.update(repeating: 0, count: count)
        var pass = 0
        while pass < passes {
            let stream = stream.branch(UInt64(pass))
            stream.fill(words, blocks: blocks, tick: tick)
            var index = 0
            while index < count {
                let u = snn_load_uniform(words + index)
                let numbers = inverted(SIMD8<Double>.self, u, first &+ index)
                snn_add_counts(counts + index, numbers)
                index &+= 8
            }
            index = 0
            while index < count {
                let word = words[index]
                if word &+ Self.end < 2 &* Self.end, first + index < means.count {
                    let element = first + index
                    counts[index] += number(word, element: element, tick: tick, stream: stream)
                        - Int32(inverted(Double.self, (Double(word) + 0.5) * 0x1p-32, element))
                }
                index &+= 1
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

    private func number(_ word: UInt32, element: Int, tick: Int, stream: TickStream) -> Int32 {
        guard word &+ Self.end < 2 &* Self.end else {
            return Int32(inverted(Double.self, (Double(word) + 0.5) * 0x1p-32, element))
        }
        return PoissonLaw.tail(
            word, digits: stream.branch(PoissonLaw.tailBranch).uniform(element, tick: tick),
            mean: means[element])
    }

    /// How many values of the distribution function u has reached.
    @inline(__always)
    private func inverted<L: Lanes>(_ lanes: L.Type, _ u: L, _ element: Int) -> L {
        means.withUnsafeBufferPointer { means in
            silences.withUnsafeBufferPointer { silences in
                reciprocals.withUnsafeBufferPointer { reciprocals in
                    let mean = L.load(means.baseAddress! + element)
                    var term = L.load(silences.baseAddress! + element)
                    var below = term
                    var number = L.all(0)
                    var k = 1
                    while L.bits(u, atLeast: below) != 0, k < reciprocals.count {
                        number = L.choose(u, atLeast: below, number + L.all(1), number)
                        term = term * (mean * L.all(reciprocals[k]))
                        below = below + term
                        k &+= 1
                    }
                    return number
                }
            }
        }
    }
}
