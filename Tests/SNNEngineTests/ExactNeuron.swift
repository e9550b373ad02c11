import Foundation
import SNNModel

@testable import SNNEngine

/// One exact neuron, driven by inputs at any times.
final class ExactNeuron {
    typealias Input = (time: Double, receptor: Int, weight: Double)

    let block: ExactBlock
    let state: ExactState
    private(set) var spikes: [ExactTime] = []
    /// As the last call of `advance` said.
    private(set) var wake = 0

    init(_ population: Population, resolution: Double = 0.1, tolerance: Double = 1e-12) {
        block = ExactBlock(
            population: population, range: 0..<population.count, resolution: resolution, seed: 1,
            tolerance: tolerance)
        state = block.makeState()
    }

    var spikeTimes: [Double] { spikes.map { $0.milliseconds(resolution: block.resolution) } }

    /// Weights of events are of single precision; what they leave of a number follows as a second
    /// event of the same time.
    func events(_ input: Input) -> [InputEvent] {
        let time = ExactTime.milliseconds(input.time, resolution: block.resolution)
        let weight = Float(input.weight)
        let rest = Float(input.weight - Double(weight))
        return (rest == 0 ? [weight] : [weight, rest]).map {
            InputEvent(
                target: 0, receptor: UInt16(input.receptor), tick: Int32(time.tick),
                before: time.before, weight: $0)
        }
    }

    func advance(_ events: [InputEvent] = [], through end: Int) {
        events.withUnsafeBufferPointer { events in
            wake = block.advance(state, neuron: 0, events: events, through: end) {
                spikes.append($0)
            }
        }
    }

    /// Goes to the end of tick `end` in epochs of so many ticks, each with its own inputs; where
    /// `isLazy`, only through those epochs that the neuron has to see.
    func run(_ inputs: [Input], through end: Int, epoch: Int, isLazy: Bool = false) {
        let events = inputs.flatMap(events)
        var next = 0
        var tick = 0
        while tick < end {
            tick = min(end, tick + epoch)
            let first = next
            while next < events.count && Int(events[next].tick) <= tick { next += 1 }
            if isLazy && first == next && wake > tick { continue }
            advance(Array(events[first..<next]), through: tick)
        }
    }

    func value(_ name: String, at tick: Int) -> Double {
        block.value(of: block.stateIndex(named: name)!, in: state, neuron: 0, at: tick)
    }
}

extension Settings {
    /// Numbers in the units of the engine: ms, mV, pA, pF, nS.
    static func numbers(_ values: [String: Double]) -> Settings {
        var settings = Settings()
        for (name, value) in values.sorted(by: { $0.key < $1.key }) {
            settings[name] = .quantity(Quantity(value))
        }
        return settings
    }
}
