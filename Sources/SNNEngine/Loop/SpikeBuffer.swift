/// The spikes of one partition during one epoch, tick by tick.
///
///     ticks   | 0 | 2 | 2 | 5 |        spikes of the epoch's tick i are ticks[i] ..< ticks[i + 1]
///     spikes  | 4 9 | | 1 4 7 |        indices within the group, ascending within a tick
///
/// Written by the worker that owns the partition while it advances, read by all while they deliver.
final class SpikeBuffer {
    private(set) var spikes: UnsafeMutablePointer<UInt32>
    private(set) var ticks: UnsafeMutablePointer<Int>
    private(set) var count = 0
    private(set) var tickCount = 0
    private var capacity: Int

    init() {
        capacity = 64
        spikes = .allocate(capacity: capacity)
        ticks = .allocate(capacity: Limits.epochTicksMax + 2)
        ticks[0] = 0
    }

    deinit {
        spikes.deallocate()
        ticks.deallocate()
    }

    var byteCount: Int { 4 * capacity + 8 * (Limits.epochTicksMax + 2) }

    func begin() {
        count = 0
        tickCount = 0
    }

    @inline(__always)
    func append(_ element: Int) {
        if count == capacity { reserve(1) }
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
    }

    private func reserve(_ more: Int) {
        let larger = max(2 * capacity, count + more)
        let copy = UnsafeMutablePointer<UInt32>.allocate(capacity: larger)
        copy.update(from: spikes, count: count)
        spikes.deallocate()
        spikes = copy
        capacity = larger
    }
}
