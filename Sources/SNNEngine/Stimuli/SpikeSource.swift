import SNNModel

// Stimuli that spike. Each can emit any stretch of ticks, and the same stretch always gives the
// same spikes: numbers belong to (element, tick), so there is no state that a reset could forget.

/// What a spiking stimulus emits.
enum SpikeSource: Sendable {
    case poisson(PoissonSource)
    case regular(start: [Double], rate: [Double])
    case trains(BoundTrains)
    /// Bound anew for every sample, in the state.
    case open
}

/// Independent Poisson trains with a common time course.
struct PoissonSource: Sendable {
    let seed: UInt64
    let stream: StreamID
    /// Mean spikes per tick of each element: one entry where all are alike.
    let means: [Double]
    /// Ticks at which the mean is replaced, and by what; empty for a constant rate.
    let steps: [(tick: Int, mean: Double)]

    /// Emits the spikes of one tick in the order of elements; several in a tick are emitted as
    /// often.
    func emit(_ elements: Range<Int>, tick: Int, _ body: (Int) -> Void) {
        if !steps.isEmpty {
            let mean = steps.last { $0.tick < tick }?.mean ?? 0
            emit(elements, tick: tick, silence: Self.silence(mean), mean: { _ in mean }, body)
        } else if means.count == 1 {
            let mean = means[0]
            emit(elements, tick: tick, silence: Self.silence(mean), mean: { _ in mean }, body)
        } else {
            emit(elements, tick: tick, silence: 0, mean: { means[$0] }, body)
        }
    }

    /// The random words below which an element stays silent: exp(−mean) as a fraction of 2³².
    private static func silence(_ mean: Double) -> UInt64 {
        UInt64(Double.exp(-mean) * 0x1p32)
    }

    @inline(__always)
    private func emit(
        _ elements: Range<Int>, tick: Int, silence: UInt64, mean: (Int) -> Double,
        _ body: (Int) -> Void
    ) {
        let key = SIMD2(
            UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed &>> 32))
        var element = elements.lowerBound
        while element < elements.upperBound {
            let words = Philox.block(
                SIMD4(
                    UInt32(truncatingIfNeeded: tick), UInt32(truncatingIfNeeded: element &>> 2),
                    stream.low, stream.high), key: key)
            let end = min((element | 3) + 1, elements.upperBound)
            while element < end {
                let word = words[element & 3]
                if UInt64(word) >= silence {
                    var count = number(word, mean: mean(element), element: element, tick: tick)
                    while count > 0 {
                        body(element)
                        count -= 1
                    }
                }
                element += 1
            }
        }
    }

    /// A Poisson number: by inversion of one word for small means, by a stream of its own for
    /// others.
    private func number(_ word: UInt32, mean: Double, element: Int, tick: Int) -> Int {
        if mean > 8 {
            var random = ElementStream(
                seed: seed ^ mixed(UInt64(tick) &+ 1), stream: stream, element: element)
            return random.poisson(mean: mean)
        }
        let u = (Double(word) + 0.5) * 0x1p-32
        var term = Double.exp(-mean)
        var below = term
        var count = 0
        while u >= below, count < 100 {
            count += 1
            term *= mean / Double(count)
            below += term
        }
        return count
    }
}

extension SpikeSource {
    /// Emits the spikes of `elements` with stamps in `ticks`, ordered by tick, then element.
    func emit(
        _ elements: Range<Int>, ticks: Range<Int>, resolution: Double, bound: BoundTrains,
        into buffer: SpikeBuffer
    ) {
        switch self {
        case .poisson(let source):
            for tick in ticks {
                if tick > 0 { source.emit(elements, tick: tick) { buffer.append($0) } }
                buffer.endTick()
            }
        case .regular(let start, let rate):
            emitRegular(elements, ticks, resolution, start, rate, into: buffer)
        case .trains(let trains):
            Self.emit(trains, elements, ticks, into: buffer)
        case .open:
            Self.emit(bound, elements, ticks, into: buffer)
        }
    }

    private static func emit(
        _ trains: BoundTrains, _ elements: Range<Int>, _ ticks: Range<Int>,
        into buffer: SpikeBuffer
    ) {
        var index = trains.index(from: ticks.lowerBound)
        for tick in ticks {
            while index < trains.ticks.count, trains.ticks[index] == tick {
                let unit = Int(trains.units[index])
                if elements.contains(unit) { buffer.append(unit) }
                index += 1
            }
            buffer.endTick()
        }
    }

    private func emitRegular(
        _ elements: Range<Int>, _ ticks: Range<Int>, _ resolution: Double, _ start: [Double],
        _ rate: [Double], into buffer: SpikeBuffer
    ) {
        for tick in ticks {
            for element in elements {
                let first = start[start.count == 1 ? 0 : element]
                let period = 1 / rate[rate.count == 1 ? 0 : element]
                // Spike number k is due at first + k · period, rounded to the nearest tick.
                let middle = (Double(tick) * resolution - first) / period
                let half = resolution / 2 / period
                let low = (middle - half).rounded(.up)
                var k = max(0, low)
                while k < middle + half {
                    buffer.append(element)
                    k += 1
                }
            }
            buffer.endTick()
        }
    }
}
