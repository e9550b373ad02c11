import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// Regular and filed trains, and noise, asked in any stretches.
struct TrainTests {
    private struct Spike: Equatable, Comparable {
        let tick: Int
        let element: Int
        let offset: Double
        static func < (a: Spike, b: Spike) -> Bool {
            (a.tick, a.element, a.offset) < (b.tick, b.element, b.offset)
        }
    }

    private static func spikes(
        _ source: SpikeSource, _ elements: Range<Int>, _ ticks: Range<Int>
    ) -> [Spike] {
        let buffer = SpikeBuffer(offGrid: 1)
        buffer.begin()
        source.emit(elements, ticks: ticks, bound: BoundTrains(), into: buffer)
        return ticks.indices.flatMap { tick in
            let index = tick - ticks.lowerBound
            return (buffer.ticks[index]..<buffer.ticks[index + 1]).map {
                Spike(
                    tick: tick, element: Int(buffer.spikes[$0]), offset: -buffer.before![$0])
            }
        }
    }

    /// The spikes of all stretches together are those of the whole.
    private static func joined(
        _ source: SpikeSource, _ count: Int, _ ticks: Int, _ random: inout TestRandom
    ) -> [Spike] {
        var spikes: [Spike] = []
        var first = 0
        while first < ticks {
            let end = min(first + random.count(1...60), ticks)
            let cut = random.count(0...count)
            spikes += Self.spikes(source, 0..<cut, first..<end)
            spikes += Self.spikes(source, cut..<count, first..<end)
            first = end
        }
        return spikes.sorted()
    }

    @Test(arguments: 0..<20)
    func regularSpikesAreAtTheNearestTick(_ seed: Int) {
        var random = TestRandom(seed: UInt64(seed))
        let h = [0.1, 0.25, 1][seed % 3]
        let count = random.count(1...40)
        let isAlike = seed % 4 == 0
        let start = (0..<(isAlike ? 1 : count)).map { _ in random.real(0.01..<20) }
        // Up to three spikes per tick.
        let rate = seed % 5 == 0 ? [0.1] : start.map { _ in random.real(0.001..<3 / h) }
        let ticks = 200
        var expected: [Spike] = []
        for element in 0..<count {
            let first = start[start.count == 1 ? 0 : element]
            let rate = rate[rate.count == 1 ? 0 : element]
            var number = 0
            while (first + Double(number) / rate) / h < Double(ticks) + 1 {
                let time = (first + Double(number) / rate) / h
                let tick = Int(time.rounded())
                if tick < ticks {
                    expected.append(
                        Spike(tick: tick, element: element, offset: time - Double(tick)))
                }
                number += 1
            }
        }
        let source = SpikeSource.regular(RegularTrains(start: start, rate: rate, resolution: h))
        let whole = (0..<4).flatMap { Self.spikes(source, 0..<count, 50 * $0..<50 * $0 + 50) }
        #expect(whole == expected.sorted(), "seed \(seed)")
        #expect(whole == Self.joined(source, count, ticks, &random), "seed \(seed)")
    }

    @Test(arguments: 0..<20)
    func filedSpikesAreThoseOfTheFile(_ seed: Int) throws {
        var random = TestRandom(seed: UInt64(seed))
        let count = random.count(1...300)
        let number = random.count(0...3000)
        let times = (0..<number).map { _ in random.real(0..<20) }
        let units = times.map { _ in random.count(0...count - 1) }
        let source = SpikeSource.trains(
            try BoundTrains(
                SpikeTrains(times: times, units: units), stimulus: "file", count: count,
                resolution: 0.1))
        let found = Self.joined(source, count, 201, &random)
        let expected = zip(times, units).map { time, unit in
            let tick = (time / 0.1).rounded()
            return Spike(tick: Int(tick), element: unit, offset: time / 0.1 - tick)
        }
        #expect(found == expected.sorted(), "seed \(seed)")
    }

    /// Noise added to many neurons at once is that of each, to the bit.
    @Test func noiseSideBySideIsNoiseOneByOne() {
        let waveforms: [CurrentSource.Waveform] = [
            .noise(offset: 3, sd: 2, interval: 1), .noise(offset: 0, sd: 5, interval: 10),
            .sine(offset: 1, amplitude: 4, frequency: 0.3, phase: 0.2),
            .step([(3, 5), (9, -1)]),
        ]
        for waveform in waveforms {
            let source = CurrentSource(
                waveform: waveform, seed: 6, stream: StreamID("current"), resolution: 0.1)
            for range in [0..<1, 5..<40, 16..<32, 3..<1200, 1000..<1001] {
                for tick in -2..<15 {
                    var current = Array(repeating: 0.5, count: range.count)
                    source.add(tick: tick, elements: range, weight: 1.7, to: &current)
                    let expected = range.map { 0.5 + 1.7 * source.value(of: $0, at: tick) }
                    #expect(current == expected)
                    var single = Array(repeating: Float(0.5), count: range.count)
                    source.add(tick: tick, elements: range, weight: Float(1.7), to: &single)
                    #expect(
                        single == range.map { 0.5 + 1.7 * Float(source.value(of: $0, at: tick)) })
                }
            }
        }
    }

    /// Mean, variance, and no correlation between neighbours or from one interval to the next.
    @Test func noiseIsWhite() {
        let source = CurrentSource(
            waveform: .noise(offset: 0, sd: 1, interval: 5), seed: 9, stream: StreamID("white"),
            resolution: 0.1)
        let (count, intervals) = (1000, 400)
        let rows = (0..<intervals).map { interval in
            var row = Array(repeating: 0.0, count: count)
            source.add(tick: 5 * interval + interval % 5, elements: 0..<count, weight: 1, to: &row)
            return row
        }
        let n = Double(count * intervals)
        func sum(_ terms: (Int, Int) -> Double) -> Double {
            (1..<intervals).reduce(0) { sum, interval in
                (1..<count).reduce(sum) { $0 + terms(interval, $1) }
            }
        }
        #expect(abs(sum { rows[$0][$1] }) < 5 * n.squareRoot(), "seed 9")
        #expect(
            abs(sum { rows[$0][$1] * rows[$0][$1] - 1 }) < 5 * (2 * n).squareRoot(), "seed 9")
        #expect(abs(sum { rows[$0][$1] * rows[$0][$1 - 1] }) < 5 * n.squareRoot(), "seed 9")
        #expect(abs(sum { rows[$0][$1] * rows[$0 - 1][$1] }) < 5 * n.squareRoot(), "seed 9")
    }
}
