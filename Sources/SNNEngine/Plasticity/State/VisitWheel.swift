// Arrivals at synapses that wait for spikes of their targets which are not known yet: a list for
// every tick ahead.

/// The arrival of one spike at some synapses of its source that lie side by side and share the
/// moment.
struct ArrivalVisit {
    /// The number of the table among the plastic ones of the partition.
    var table: UInt32
    /// Which of the table's units.
    var unit: UInt32
    /// ms by which the arrival lies ahead of its tick.
    var before: Double
}

/// Belongs to the worker that owns the partition.
final class VisitWheel {
    private var lists: [[ArrivalVisit]]
    private let mask: Int

    /// - Parameter horizon: the most ticks ahead that a visit is entered.
    init(horizon: Int) {
        var size = 2
        while size <= horizon { size *= 2 }
        lists = Array(repeating: [], count: size)
        mask = size - 1
    }

    var byteCount: Int {
        lists.reduce(0) { $0 + 32 + $1.capacity * MemoryLayout<ArrivalVisit>.stride }
    }

    func enter(_ visit: ArrivalVisit, at tick: Int) { lists[tick & mask].append(visit) }

    /// Takes out what is due, in the order in which it was entered.
    @inline(__always)
    func forEach(dueAt tick: Int, _ body: (ArrivalVisit) -> Void) {
        let slot = tick & mask
        if lists[slot].isEmpty { return }
        let due = lists[slot]
        lists[slot].removeAll(keepingCapacity: true)
        for visit in due { body(visit) }
    }

    func reset() {
        for slot in lists.indices { lists[slot].removeAll(keepingCapacity: true) }
    }
}
