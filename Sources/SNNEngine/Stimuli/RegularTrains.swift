// Spike number k of an element is due at start + k / rate, and belongs to the tick nearest to that:
// to tick t if edge(t) <= k < edge(t + 1), where
//
//     edge(t) = ((t - 1/2) h - start) rate
//
// Each tick's edge is one number, so that stretches of ticks meet without losing or doubling a
// spike. A stretch of ticks is first asked as a whole, for eight elements at a time, whether any
// spike lies in it.

/// Evenly spaced spikes.
struct RegularTrains: Sendable {
    /// ms; one entry where all elements are alike, as for `rate`.
    let start: [Double]
    /// Spikes per ms.
    let rate: [Double]
    /// ms
    let resolution: Double
    private let starts: [Double]
    private let rates: [Double]

    init(start: [Double], rate: [Double], resolution: Double) {
        self.start = start
        self.rate = rate
        self.resolution = resolution
        let count = max(start.count, rate.count)
        // Whole vectors of eight, at any place.
        starts = Self.padded(start, count)
        rates = Self.padded(rate, count)
    }

    private static func padded(_ values: [Double], _ count: Int) -> [Double] {
        let all = values.count == 1 ? Array(repeating: values[0], count: count) : values
        return all + Array(repeating: all[all.count - 1], count: 8)
    }

    private var isUniform: Bool { start.count == 1 && rate.count == 1 }

    /// Calls `body` with the spikes of each tick in the order of elements, and `endTick` after each
    /// tick.
    func forEachSpike(
        _ elements: Range<Int>, ticks: Range<Int>, _ body: (PlacedSpike) -> Void,
        endTick: () -> Void
    ) {
        if isUniform {
            for tick in ticks {
                let numbers = numbers(0, tick..<tick + 1)
                if !numbers.isEmpty {
                    for element in elements { send(numbers, element, tick, body) }
                }
                endTick()
            }
            return
        }
        var due = spiking(elements, ticks).flatMap { element in
            numbers(element, ticks).map { number in
                UInt64(self.tick(of: number, element, ticks) - ticks.lowerBound) << 32
                    | UInt64(element)
            }
        }
        due.sort()
        var index = 0
        for tick in ticks {
            while index < due.count, Int(due[index] >> 32) == tick - ticks.lowerBound {
                let element = Int(due[index] & 0xFFFF_FFFF)
                let numbers = numbers(element, tick..<tick + 1)
                send(numbers, element, tick, body)
                index += numbers.count
            }
            endTick()
        }
    }

    @inline(__always)
    private func send(
        _ numbers: Range<Int>, _ element: Int, _ tick: Int, _ body: (PlacedSpike) -> Void
    ) {
        for number in numbers {
            let index = isUniform ? 0 : element
            let time = starts[index] + Double(number) / rates[index]
            body(PlacedSpike(element: element, offset: time / resolution - Double(tick)))
        }
    }

    /// Elements with a spike in `ticks`.
    private func spiking(_ elements: Range<Int>, _ ticks: Range<Int>) -> [Int] {
        var found: [Int] = []
        starts.withUnsafeBufferPointer { starts in
            rates.withUnsafeBufferPointer { rates in
                var element = elements.lowerBound
                while element < elements.upperBound {
                    let start = SIMD8<Double>.load(starts.baseAddress! + element)
                    let rate = SIMD8<Double>.load(rates.baseAddress! + element)
                    var bits = Self.bits(
                        edge(ticks.lowerBound, start, rate), edge(ticks.upperBound, start, rate))
                    while bits != 0 {
                        let lane = bits.trailingZeroBitCount
                        bits &= bits &- 1
                        if element + lane < elements.upperBound { found.append(element + lane) }
                    }
                    element += 8
                }
            }
        }
        return found
    }

    /// One bit for each lane with a whole number k >= 0 in low ..< high.
    @inline(__always)
    private static func bits<L: Lanes>(_ low: L, _ high: L) -> UInt32 {
        let least = L.greatest(low, L.all(0))
        let shift = L.all(6_755_399_441_055_744)  // 1.5 · 2^52: adding it rounds to a whole number
        let near = (least + shift) - shift
        let number = L.choose(near, atLeast: least, near, near + L.all(1))
        return L.bits(high, above: number)
    }

    @inline(__always)
    private func edge<L: Lanes>(_ tick: Int, _ start: L, _ rate: L) -> L {
        (L.all((Double(tick) - 0.5) * resolution) - start) * rate
    }

    /// The numbers of an element's spikes in `ticks`.
    private func numbers(_ element: Int, _ ticks: Range<Int>) -> Range<Int> {
        let low = max(0, edge(ticks.lowerBound, starts[element], rates[element]).rounded(.up))
        let high = edge(ticks.upperBound, starts[element], rates[element]).rounded(.up)
        return Int(low)..<max(Int(low), Int(high))
    }

    private func tick(of number: Int, _ element: Int, _ ticks: Range<Int>) -> Int {
        let time = (starts[element] + Double(number) / rates[element]) / resolution
        var tick = min(max(Int(time.rounded()), ticks.lowerBound), ticks.upperBound - 1)
        while Double(number) < edge(tick, starts[element], rates[element]) { tick -= 1 }
        while Double(number) >= edge(tick + 1, starts[element], rates[element]) { tick += 1 }
        return tick
    }
}
