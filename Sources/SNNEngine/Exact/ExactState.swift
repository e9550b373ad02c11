// An event concerns one neuron, so all that changes about a neuron lies side by side, in a record
// of numbers; grid neurons have columns instead.
//
//     tick  before  V  held  safe | second variable | I or g of each receptor, and D of alpha
//     '----------- LazyRecord ---'
//
// A record is lazy: it holds the neuron as it was at its last own event (an input, a spike, the end
// of refractoriness, the end of a step of integration), never at the border of an epoch. So where
// epochs end changes no bit of a result.

import SNNModel

/// What changes about the neurons of an `ExactBlock`.
///
/// @unchecked Sendable because a state is advanced by one worker at a time, the one that owns its
/// partition.
final class ExactState: @unchecked Sendable {
    let count: Int
    /// Numbers per neuron.
    let stride: Int
    private let memory: UnsafeMutablePointer<Double>
    /// Room for the constants of the neuron at hand and for series.
    let scratch: UnsafeMutablePointer<Double>
    /// Memory held, in bytes.
    let byteCount: Int

    init(count: Int, stride: Int, scratchCount: Int) {
        self.count = count
        self.stride = stride
        let scratchStart = Precision.double.padded(count * stride)
        let total = scratchStart + scratchCount
        byteCount = total * MemoryLayout<Double>.stride
        memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
            .bindMemory(to: Double.self, capacity: total)
        memory.initialize(repeating: 0, count: total)
        scratch = memory + scratchStart
    }

    @inline(__always)
    func record(of neuron: Int) -> LazyRecord { LazyRecord(at: memory + neuron &* stride) }

    deinit { memory.deallocate() }
}

/// The part of a neuron's record that all kinds share.
struct LazyRecord {
    let at: UnsafeMutablePointer<Double>

    static let count = 5

    /// The instant of the record, as in `ExactTime`; a Double holds any tick exactly.
    @inline(__always) var tick: Double {
        get { at[0] }
        nonmutating set { at[0] = newValue }
    }
    @inline(__always) var before: Double {
        get { at[1] }
        nonmutating set { at[1] = newValue }
    }
    @inline(__always) var potential: Double {
        get { at[2] }
        nonmutating set { at[2] = newValue }
    }
    /// ms from the instant to the end of refractoriness; 0 for a free neuron.
    @inline(__always) var held: Double {
        get { at[3] }
        nonmutating set { at[3] = newValue }
    }
    /// Of a free neuron: there is no spike within so many ms after the instant; with a minus sign,
    /// there is one after so many ms. Without further input, that is.
    @inline(__always) var safe: Double {
        get { at[4] }
        nonmutating set { at[4] = newValue }
    }

    var time: ExactTime { ExactTime(tick: Int(tick), before: before) }

    /// ms from the instant to another one.
    @inline(__always)
    func distance(toTick tick: Double, before: Double, resolution: Double) -> Double {
        (tick - self.tick) * resolution + (self.before - before)
    }

    /// The tick that an instant so many ms later belongs to; `Int.max` for one that never comes.
    @inline(__always)
    func tick(after time: Double, resolution: Double) -> Int {
        guard time < 1e12 * resolution else { return .max }
        return Int(tick) &+ ExactTime.ticksUp(time - before, resolution: resolution)
    }

    /// Moves the instant without changing anything else.
    @inline(__always)
    func shift(by time: Double, resolution: Double) {
        let later = ExactTime.normalised(
            tick: Int(tick), before: before - time, resolution: resolution)
        tick = Double(later.tick)
        before = later.before
    }
}
