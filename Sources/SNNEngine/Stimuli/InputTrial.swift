/// Something of random numbers and stimuli that can be timed by itself.
package struct InputTrial {
    package let name: String
    /// What one operation is.
    package let unit: String
    /// Operations of one run.
    package let operations: Int
    package let run: () -> Void

    /// Single numbers and fills; drives, lists of spikes and noise, dense and rare.
    package static func all() -> [InputTrial] {
        randomNumbers() + [0.1, 1.28, 2, 8, 50].flatMap(poisson) + rare() + currents() + trains()
    }

    private static func randomNumbers() -> [InputTrial] {
        let count = 4096
        let words = UnsafeMutablePointer<UInt32>.allocate(capacity: count)
        let numbers = UnsafeMutablePointer<Double>.allocate(capacity: count)
        func trial(
            _ name: String, _ draw: @escaping (inout ElementStream) -> Void
        ) -> InputTrial {
            InputTrial(name: name, unit: "number", operations: 50 * count) {
                for element in 0..<50 {
                    var stream = ElementStream(seed: 1, stream: StreamID("a"), element: element)
                    draw(&stream)
                }
            }
        }
        return [
            trial("words, one by one") { stream in
                for index in 0..<count { words[index] = stream.word() }
            },
            trial("words") { $0.fill(words, count: count) },
            trial("uniform") { $0.fillUniform(numbers, count: count) },
            trial("exponential") { $0.fillExponential(numbers, count: count) },
            trial("normal, one by one") { stream in
                for index in 0..<count { numbers[index] = stream.normal() }
            },
            trial("normal") { $0.fillNormal(numbers, count: count) },
        ]
    }

    private static let elements = 10_000
    private static let ticks = 20

    private static func slots<Slot: DrivenSlot>(_ type: Slot.Type) -> UnsafeMutablePointer<Slot> {
        let slots = UnsafeMutablePointer<Slot>.allocate(capacity: elements)
        slots.initialize(repeating: 0, count: elements)
        return slots
    }

    private static func poisson(_ mean: Double) -> [InputTrial] {
        let alike = source([mean], elements)
        let different = source(
            (0..<elements).map { mean * (0.5 + Double($0) / Double(elements)) }, elements)
        let (double, single) = (slots(Double.self), slots(Float.self))
        func trial(_ name: String, _ act: @escaping (Int) -> Void) -> InputTrial {
            InputTrial(
                name: "Poisson, mean \(mean), \(name)", unit: "neuron and tick",
                operations: elements * ticks
            ) {
                for tick in 1...ticks { act(tick) }
            }
        }
        let buffer = SpikeBuffer()
        return [
            trial("drive") { alike.add(0..<elements, tick: $0, weight: 0.5, to: double) },
            trial("drive in single precision") {
                alike.add(0..<elements, tick: $0, weight: 0.5, to: single)
            },
            trial("drive, all rates different") {
                different.add(0..<elements, tick: $0, weight: 0.5, to: double)
            },
            trial("list of spikes") { tick in
                buffer.begin()
                alike.emit(0..<elements, tick: tick, into: buffer)
            },
        ]
    }

    private static func source(_ means: [Double], _ count: Int) -> PoissonSource {
        PoissonSource(seed: 1, stream: StreamID("noise"), count: count, means: means)
    }

    /// 102,400 elements, with ticks of 0.1 ms.
    private static func rare() -> [InputTrial] {
        let count = 100 * PoissonCells.size
        return [0, 0.1, 5, 25, 100, 400].map { rate in
            let source = source([rate * 1e-4], count)
            let buffer = SpikeBuffer()
            return InputTrial(
                name: "rare spikes, \(rate) Hz", unit: "1024 elements and tick",
                operations: 100 * ticks
            ) {
                for tick in 1...ticks {
                    buffer.begin()
                    source.emit(0..<count, tick: tick, into: buffer)
                }
            }
        }
    }

    private static func currents() -> [InputTrial] {
        let source = CurrentSource(
            waveform: .noise(offset: 1, sd: 2, interval: 1), seed: 1, stream: StreamID("current"),
            resolution: 1)
        let current = slots(Double.self)
        return [
            InputTrial(
                name: "noise, one by one", unit: "neuron and tick", operations: elements * ticks
            ) {
                for tick in 1...ticks {
                    for index in 0..<elements {
                        current[index] += 0.5 * source.value(of: index, at: tick)
                    }
                }
            },
            InputTrial(name: "noise", unit: "neuron and tick", operations: elements * ticks) {
                for tick in 1...ticks {
                    source.add(tick: tick, elements: 0..<elements, weight: 0.5, to: current)
                }
            },
        ]
    }

    private static func trains() -> [InputTrial] {
        let regular = RegularTrains(
            start: (0..<elements).map { 1 + 0.01 * Double($0) },
            rate: (0..<elements).map { _ in 0.01 }, resolution: 0.1)
        let buffer = SpikeBuffer()
        return [
            InputTrial(
                name: "regular trains, 10 Hz, out of phase", unit: "element and tick",
                operations: elements * 10 * ticks
            ) {
                for tick in 1...ticks {
                    buffer.begin()
                    SpikeSource.regular(regular).emit(
                        0..<elements, ticks: 10 * tick..<10 * tick + 10, bound: BoundTrains(),
                        into: buffer)
                }
            }
        ]
    }
}
