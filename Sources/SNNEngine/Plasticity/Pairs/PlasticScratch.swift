/// Room for numbers of a stretch of synapses.
final class PlasticScratch {
    /// Synapses of a stretch: their numbers stay in the first-level cache.
    static let length = 256
    /// Ticks since the target's last spike, as each synapse sees it, and the trace with it: then
    /// what is left of that.
    let ages = room(Int32.self)
    let traces = room(Float.self)
    /// Synapses whose target has spiked since they were touched, or whose last spike is under way.
    let spiked = room(UInt32.self)
    /// Those with new spikes: where the next one to go through is, and how many are left.
    let places = room(UnsafePointer<Int32>.self)
    let counts = room(UInt32.self)
    /// Ticks from the source's last arrival to that spike, and their weights.
    let lags = room(Int32.self)
    let strengths = room(Float.self)
    /// Those that see an earlier spike than their target's last, and what it left.
    let early = room(UInt32.self)
    let earlyTraces = room(Float.self)
    /// Those that have to look the spikes up.
    let searching = room(UInt32.self)
    /// A synapse whose weight would have ceased to be a number.
    var bad = 0
    /// The spikes to go through, latest first.
    let entries = ScratchBuffer<Int32>(64)

    private static func room<T>(_: T.Type) -> UnsafeMutablePointer<T> {
        let count = length + SIMD16<Float>.count
        let room = UnsafeMutableRawPointer.allocate(
            byteCount: count * MemoryLayout<T>.stride, alignment: 64)
        room.initializeMemory(as: UInt8.self, repeating: 0, count: count * MemoryLayout<T>.stride)
        return room.bindMemory(to: T.self, capacity: count)
    }

    deinit {
        ages.deallocate()
        traces.deallocate()
        spiked.deallocate()
        places.deallocate()
        counts.deallocate()
        lags.deallocate()
        strengths.deallocate()
        early.deallocate()
        earlyTraces.deallocate()
        searching.deallocate()
    }
}
