import SNNModel

// Values become spikes by rate: in every interval a channel emits one spike with a probability that
// is proportional to its value. With short intervals this is a Poisson process. A random number is
// a function of (seed, port, presentation, channel, interval), so trains are made when a sample is
// shown, in any order and by any worker, and never kept.

/// Makes spike trains of values, such as the pixels of an image.
///
///     let code = RateCode(model.stimuli[0], seed: model.seed)
///     let trains = code.trains(
///         of: image, scale: 1 / 255.0, presentation: 17, duration: 350, from: 0)
public struct RateCode: Sendable {
    private let stream: TickStream
    /// Expected spikes per interval of a channel whose scaled value is 1.
    public let probabilityMax: Double
    /// In ms.
    public let interval: Double

    /// - Parameters:
    ///   - port: its name keeps its random numbers apart from others'.
    ///   - rateMax: rate at a scaled value of 1, in kHz.
    ///   - interval: in ms.
    public init(seed: UInt64, port: String, rateMax: Double, interval: Double) {
        precondition(rateMax >= 0 && interval > 0, "Rates and intervals are positive.")
        stream = TickStream(seed: seed, stream: StreamID(port + ".values"))
        probabilityMax = rateMax * interval
        self.interval = interval
    }

    /// The code that the settings of an open port describe.
    public init(_ port: Stimulus, seed: UInt64) {
        func number(_ name: String) -> Double {
            let kind = Catalogue.kind(.stimulus, "input")
            return (port.settings[name] ?? kind?.parameter(name)?.standard)?.quantity?.value ?? 1
        }
        self.init(
            seed: seed, port: port.name, rateMax: number("rate_max"), interval: number("interval"))
    }

    /// The trains of one presentation, ordered by time, then channel.
    ///
    /// - Parameters:
    ///   - scale: brings a value to 0 … 1. A probability beyond 1 counts as 1.
    ///   - presentation: other numbers give other trains of the same values.
    ///   - duration: whole intervals within it are used; in ms.
    ///   - start: when the presentation begins, in ms; the first spikes come an interval later.
    /// - Complexity: O(*intervals* · *channels* that are not zero).
    public func trains(
        of values: some RandomAccessCollection<UInt8>, scale: Double, presentation: UInt64,
        duration: Double, from start: Double = 0
    ) -> SpikeTrains {
        var trains = SpikeTrains()
        // A channel has one word of a block of four; blocks of zeros are never drawn.
        let values = Array(values)
        var blocks: [(index: Int, limits: SIMD4<UInt64>)] = []
        for block in 0..<(values.count + 3) / 4 {
            var limits = SIMD4<UInt64>()
            for lane in 0..<min(4, values.count - 4 * block) {
                let p = min(1, Double(values[4 * block + lane]) * scale * probabilityMax)
                limits[lane] = UInt64((p * 0x1p32).rounded())
            }
            if limits != SIMD4() { blocks.append((block, limits)) }
        }
        let numbers = stream.branch(presentation)
        let count = Int((duration / interval * (1 + 1e-12)).rounded(.down))
        for tick in 1..<max(count, 0) + 1 {
            let time = start + Double(tick) * interval
            for (block, limits) in blocks {
                let words = numbers.block(block, tick: tick)
                for lane in 0..<4 where UInt64(words[lane]) < limits[lane] {
                    trains.times.append(time)
                    trains.units.append(4 * block + lane)
                }
            }
        }
        return trains
    }
}
