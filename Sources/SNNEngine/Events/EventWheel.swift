// The events of one partition, waiting for the tick they are due.
//
//     slots    | 6 | 7 | 8 | 9 | 0 | 1 | …      tick modulo slot count: a chunk list in each
//                |       |
//     chunks   [32]    [32]─▶[7]                of 512 bytes, from a common supply
//
// No event lies further ahead than the horizon, so insertion needs no search. Nothing is in order
// until a stretch of ticks is taken out, an epoch as a rule. Then all of it is put in order at
// once: by target, so that one neuron after the other is advanced through the epoch, each with all
// that reaches it; then by time, then by table. What is equal in all of these comes through one
// table, and stays in the order in which it was appended: ticks of sending, then sources, then
// synapses. That order is total and knows nothing of epochs and workers.
//
// Sorting by target is a radix sort of two bytes, so that a partition's silent neurons cost
// nothing.

/// A queue of arrivals that are due within a known horizon.
///
///     let wheel = EventWheel(horizon: 100)
///     wheel.append(arrival, at: 42)
///     let due = wheel.take(40..<50)       // ordered by target, then time
///
/// - Complexity: `append` is O(1) and allocates only while the queue grows beyond what it ever
/// held;
///   `take` is O(events + ticks).
final class EventWheel {
    /// Ticks that may lie between now and an arrival.
    let horizon: Int
    /// Arrivals that wait.
    private(set) var count = 0

    private let mask: Int
    private let slots: UnsafeMutablePointer<Slot>
    /// One bit for each slot with arrivals.
    private let occupied: UnsafeMutablePointer<UInt64>
    private let chunks = ChunkStore()
    private var order = ArrivalOrder()

    private struct Slot {
        var first: Int32 = -1
        var last: Int32 = -1
        var count = 0
    }

    init(horizon: Int) {
        precondition(horizon > 0, "What is due now cannot wait.")
        self.horizon = horizon
        var size = 64
        while size <= horizon { size *= 2 }
        mask = size - 1
        slots = .allocate(capacity: size)
        slots.initialize(repeating: Slot(), count: size)
        occupied = .allocate(capacity: size / 64)
        occupied.initialize(repeating: 0, count: size / 64)
    }

    deinit {
        slots.deallocate()
        occupied.deallocate()
    }

    /// Bytes held.
    var byteCount: Int {
        (mask + 1) * MemoryLayout<Slot>.stride + chunks.byteCount + order.byteCount
    }

    /// - Parameter tick: less than a horizon after the last tick that was taken out.
    @inline(__always)
    func append(_ arrival: Arrival, at tick: Int) {
        let index = tick & mask
        let slot = slots + index
        let place = slot.pointee.count & ChunkStore.mask
        if place == 0 { grow(index) }
        chunks.at(slot.pointee.last)[place] = arrival
        slot.pointee.count &+= 1
        count &+= 1
    }

    /// Gives a slot whose last chunk is full, or that has none, another one.
    @inline(never)
    private func grow(_ index: Int) {
        let chunk = chunks.take()
        if slots[index].count == 0 {
            slots[index].first = chunk
            occupied[index >> 6] |= 1 << UInt64(index & 63)
        } else {
            chunks.setNext(of: slots[index].last, to: chunk)
        }
        slots[index].last = chunk
    }

    /// The first tick from `tick` on for which something waits; nil where nothing does.
    func next(from tick: Int) -> Int? {
        if count == 0 { return nil }
        var ahead = 0
        while ahead <= mask {
            let index = (tick + ahead) & mask
            let word = occupied[index >> 6] >> UInt64(index & 63)
            if word != 0 { return tick + ahead + word.trailingZeroBitCount }
            ahead += 64 - index & 63
        }
        preconditionFailure("A queue that is not empty has an occupied slot.")
    }

    /// Takes out what is due at these ticks, in order. Valid until the next call.
    func take(_ ticks: Range<Int>) -> UnsafeMutableBufferPointer<DueArrival> {
        var total = 0
        for tick in ticks { total += slots[tick & mask].count }
        if total == 0 { return UnsafeMutableBufferPointer(start: nil, count: 0) }
        let due = order.room(for: total)
        var filled = 0
        for tick in ticks where slots[tick & mask].count > 0 {
            filled += empty(tick, into: due + filled)
        }
        count -= total
        return order.sorted(total)
    }

    /// Moves a slot's arrivals to `due` and gives its chunks back.
    private func empty(_ tick: Int, into due: UnsafeMutablePointer<DueArrival>) -> Int {
        let index = tick & mask
        let total = slots[index].count
        var chunk = slots[index].first
        var moved = 0
        while moved < total {
            let arrivals = chunks.at(chunk)
            let end = min(total &- moved, ChunkStore.size)
            var i = 0
            while i < end {
                due[moved &+ i] = DueArrival(tick: tick, arrival: arrivals[i])
                i &+= 1
            }
            moved &+= end
            chunk = chunks.giveBack(chunk)
        }
        slots[index] = Slot()
        occupied[index >> 6] &= ~(1 << UInt64(index & 63))
        return total
    }

    /// Forgets everything.
    func reset() {
        for index in 0...mask where slots[index].count > 0 {
            var chunk = slots[index].first
            while chunk >= 0 { chunk = chunks.giveBack(chunk) }
            slots[index] = Slot()
        }
        occupied.update(repeating: 0, count: (mask + 1) / 64)
        count = 0
    }
}
