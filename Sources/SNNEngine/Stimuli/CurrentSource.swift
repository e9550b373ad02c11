import CKernels
import SNNModel

/// A stimulus that injects current. The value at a tick acts during the step that follows it.
struct CurrentSource: Sendable {
    enum Waveform: Sendable {
        /// Ticks at which the current changes, ascending, and its value from then on.
        case step([(tick: Int, value: Double)])
        /// offset + amplitude · sin(2π f t + phase); f in kHz, t in ms.
        case sine(offset: Double, amplitude: Double, frequency: Double, phase: Double)
        /// offset + sd · N(0, 1), drawn anew for each element every `interval` ticks.
        case noise(offset: Double, sd: Double, interval: Int)
    }

    let waveform: Waveform
    private let stream: TickStream
    private let resolution: Double

    init(waveform: Waveform, seed: UInt64, stream: StreamID, resolution: Double) {
        self.waveform = waveform
        self.stream = TickStream(seed: seed, stream: stream)
        self.resolution = resolution
    }

    /// The current of one element during the step from `tick` on, in pA.
    func value(of element: Int, at tick: Int) -> Double {
        guard case .noise(let offset, let sd, let interval) = waveform else {
            return commonValue(at: tick)
        }
        // Two neighbours share a block.
        let words = stream.block(element >> 1, tick: Self.interval(tick, interval))
        let pair = Double.normals(
            Philox.uniform(words.x, words.y), Philox.uniform(words.z, words.w),
            side: words.z & 1 == 0 ? 1 : -1, turn: words.z & 2 == 0 ? 1 : -1)
        return offset + sd * (element & 1 == 0 ? pair.0 : pair.1)
    }

    /// Whether all elements have the same current, so that one value serves all.
    var isCommon: Bool { if case .noise = waveform { false } else { true } }

    private func commonValue(at tick: Int) -> Double {
        switch waveform {
        case .step(let steps): return steps.last { $0.tick <= tick }?.value ?? 0
        case .sine(let offset, let amplitude, let frequency, let phase):
            let turns = frequency * Double(tick) * resolution
            return offset + amplitude
                * Double.sine((turns - turns.rounded(.down)) * 2 * Double.pi + phase)
        case .noise: preconditionFailure("Noise differs between elements.")
        }
    }

    /// The interval that a tick lies in; ticks before the run count as the first.
    private static func interval(_ tick: Int, _ ticks: Int) -> Int { max(tick, 0) / ticks }

    /// Elements whose noise is drawn together.
    private static let stretch = 512

    /// Calls `body` with the currents of neighbouring elements during the step from `tick` on,
    /// stretch by stretch: as `value(of:at:)`.
    @inline(__always)
    func forEachStretch(
        _ elements: Range<Int>, at tick: Int,
        _ body: (_ stretch: Range<Int>, _ values: UnsafePointer<Double>) -> Void
    ) {
        withUnsafeTemporaryAllocation(of: Double.self, capacity: Self.stretch) { values in
            let values = values.baseAddress!
            var offset = 0.0
            var sd = 0.0
            var index = 0
            if case .noise(let mean, let deviation, let interval) = waveform {
                (offset, sd, index) = (mean, deviation, Self.interval(tick, interval))
            } else {
                values.update(repeating: commonValue(at: tick), count: Self.stretch)
            }
            var first = elements.lowerBound & ~15
            while first < elements.upperBound {
                let end = min(first &+ Self.stretch, elements.upperBound)
                if !isCommon {
                    fill(values, first..<end, interval: index, offset: offset, sd: sd)
                }
                let start = max(first, elements.lowerBound)
                body(start..<end, values + (start &- first))
                first = end
            }
        }
    }

    /// Sixteen elements at a time; there must be room for them.
    @inline(never)
    private func fill(
        _ values: UnsafeMutablePointer<Double>, _ elements: Range<Int>, interval: Int,
        offset: Double, sd: Double
    ) {
        let offsets = snn_all(offset)
        let sds = snn_all(sd)
        var element = elements.lowerBound
        while element < elements.upperBound {
            let (u, v) = stream.pairs(element &>> 1, tick: interval)
            let (a, b) = SIMD8<Double>.normals(
                snn_uniform(u), snn_uniform(v), side: snn_sign(v, 0), turn: snn_sign(v, 1))
            snn_store_f64_pairs(
                values + (element &- elements.lowerBound), offsets + sds * a, offsets + sds * b)
            element &+= 16
        }
    }

    /// Adds the weighted currents of some elements during the step from `tick` on; that of the
    /// first goes to `current[0]`.
    func add<Slot: DrivenSlot>(
        tick: Int, elements: Range<Int>, weight: Slot, to current: UnsafeMutablePointer<Slot>
    ) {
        forEachStretch(elements, at: tick) { stretch, values in
            Slot.add(
                values, stretch.count, times: weight,
                to: current + (stretch.lowerBound &- elements.lowerBound))
        }
    }
}
