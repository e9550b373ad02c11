/// The spikes of one partition during one epoch, tick by tick.
///
///     ticks   | 0 | 2 | 2 | 5 |        spikes of the epoch's tick i are ticks[i] ..< ticks[i + 1]
///     spikes  | 4 9 | | 1 4 7 |        indices within the group, ascending within a tick
///     before  | . . | | . . . |        ms by which each lies ahead of its tick, if any can
///
/// Written by the worker that owns the partition while it advances, read by all while they deliver:
/// through `view`, which has an address that stays and no owner to be counted.
final class SpikeBuffer {
    /// The spikes of all ticks that have ended.
    let view: UnsafeMutablePointer<SpikeView>
    private(set) var spikes: UnsafeMutablePointer<UInt32>
    private(set) var ticks: UnsafeMutablePointer<Int>
    private(set) var count = 0
    private(set) var tickCount = 0
    /// Of spikes off the grid, see `ExactTime`; of a stimulus it may be negative, up to half a
    /// tick.
    private(set) var before: UnsafeMutablePointer<Double>?
    private var capacity: Int

    /// A tick in ms, if spikes lie off the grid.
    let resolution: Double

    /// - Parameter resolution: a tick in ms, for spikes that may lie off the grid; else nil.
    init(offGrid resolution: Double? = nil) {
        self.resolution = resolution ?? 0
        capacity = 64
        spikes = .allocate(capacity: capacity)
        before = resolution != nil ? .allocate(capacity: capacity) : nil
        ticks = .allocate(capacity: Limits.epochTicksMax + 2)
        ticks[0] = 0
        view = .allocate(capacity: 1)
        view.initialize(
            to: SpikeView(spikes: spikes, ticks: ticks, before: before, tickCount: 0))
    }

    deinit {
        spikes.deallocate()
        ticks.deallocate()
        before?.deallocate()
        view.deallocate()
    }

    var byteCount: Int {
        (before == nil ? 4 : 12) * capacity + 8 * (Limits.epochTicksMax + 2)
    }

    func begin() {
        count = 0
        tickCount = 0
        view.pointee.tickCount = 0
    }

    @inline(__always)
    func append(_ element: Int, before offset: Double = 0) {
        if count == capacity { reserve(1) }
        before?[count] = offset
        spikes[count] = UInt32(truncatingIfNeeded: element)
        count &+= 1
    }

    /// Makes room for `more` spikes and returns where they go; `add` then says how many there were.
    func room(for more: Int) -> UnsafeMutablePointer<UInt32> {
        if count + more > capacity { reserve(more) }
        return spikes + count
    }

    func add(_ more: Int) { count += more }

    func endTick() {
        tickCount += 1
        ticks[tickCount] = count
        view.pointee = SpikeView(
            spikes: spikes, ticks: ticks, before: before, tickCount: tickCount)
    }

    private func reserve(_ more: Int) {
        let larger = max(2 * capacity, count + more)
        let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        copy.update(from: spikes, count: count)
        spikes.deallocate()
        spikes = copy
        if let old = before {
            let copy = UnsafeMutablePointer<Double>.allocate(capacity: larger)
            copy.update(from: old, count: count)
            old.deallocate()
            before = copy
        }
        capacity = larger
    }
}

/// The spikes of one part, as others read them.
struct SpikeView {
    var spikes: UnsafeMutablePointer<UInt32>
    /// One entry per tick and one more, see `SpikeBuffer`.
    var ticks: UnsafeMutablePointer<Int>
    /// How far ahead of its tick each spike lies, if any does.
    var before: UnsafeMutablePointer<Double>?
    var tickCount: Int
}
