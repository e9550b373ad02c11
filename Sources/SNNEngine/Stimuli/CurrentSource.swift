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
    let seed: UInt64
    let stream: StreamID
    let resolution: Double

    /// The current of one element during the step from `tick` on, in pA.
    func value(of element: Int, at tick: Int) -> Double {
        switch waveform {
        case .step(let steps): return steps.last { $0.tick <= tick }?.value ?? 0
        case .sine(let offset, let amplitude, let frequency, let phase):
            let turns = frequency * Double(tick) * resolution
            return offset + amplitude
                * Double.sine((turns - turns.rounded(.down)) * 2 * Double.pi + phase)
        case .noise(let offset, let sd, let interval):
            var random = ElementStream(
                seed: seed ^ mixed(UInt64(tick / interval) &+ 1), stream: stream, element: element)
            return offset + sd * random.normal()
        }
    }

    /// Whether all elements have the same current, so that one value serves all.
    var isCommon: Bool { if case .noise = waveform { false } else { true } }
}
