// The hold model, by which queues are compared (Jones 1986, Commun. ACM 29, 300-311): a number of
// events waits, and whoever takes one out puts a new one in. Delays are uniform between the length
// of an epoch and ten times that, as in a network; a moment within the tick goes with each.

/// A queue with events in it, ready to be timed. One of the same seed holds the same events.
package final class QueueTrial {
    package enum Queue: String, CaseIterable, Sendable {
        /// What the engine uses.
        case wheel
        /// A binary heap of all events, by time.
        case heap
    }

    /// Ticks.
    private static let epoch = 10
    private static let horizon = 10 * epoch

    private let wheel: EventWheel?
    private var heap = ArrivalHeap()
    private var now = 0
    private var state: UInt64 = 1
    private let targetCount: UInt64
    /// Of all that came out, in whatever order.
    package private(set) var checksum: UInt64 = 0

    /// - Parameter pending: events that wait at any time.
    package init(_ queue: Queue, pending: Int) {
        wheel = queue == .wheel ? EventWheel(horizon: 2 * Self.horizon) : nil
        targetCount = UInt64(min(max(pending / 10, 1), 65_000))
        for _ in 0..<pending { insert(after: 0) }
    }

    /// Takes out at least so many events, a new one in for each; returns how many there were.
    package func hold(_ events: Int) -> Int {
        var held = 0
        while held < events {
            if let wheel {
                let due = wheel.take(now + 1..<now + Self.epoch + 1)
                for event in due { note(event) }
                // The buffer stays valid: insertion does not touch it.
                for event in due { insert(after: event.tick) }
                held += due.count
            } else {
                while let event = heap.first, event.tick <= now + Self.epoch {
                    heap.removeFirst()
                    note(event)
                    insert(after: event.tick)
                    held += 1
                }
            }
            now += Self.epoch
        }
        return held
    }

    @inline(__always)
    private func note(_ event: DueArrival) {
        checksum &+= mixed(UInt64(event.tick) &<< 16 | UInt64(event.arrival.target))
    }

    @inline(__always)
    private func insert(after tick: Int) {
        state &+= 0x9E37_79B9_7F4A_7C15
        let bits = mixed(state)
        let spread = UInt64(Self.horizon - Self.epoch)
        let delay = Self.epoch + Int(((bits & 0xFFFF) * spread) >> 16)
        let arrival = Arrival(
            before: Double(bits >> 48) * 0x1p-20, weight: 1,
            target: UInt16((((bits >> 16) & 0xFFFF_FFFF) * targetCount) >> 32), table: 0)
        if let wheel { wheel.append(arrival, at: tick + delay) } else {
            heap.append(DueArrival(tick: tick + delay, arrival: arrival))
        }
    }
}

/// A binary heap of arrivals by time: what `EventWheel` is measured against.
struct ArrivalHeap: ~Copyable {
    private var events: UnsafeMutablePointer<DueArrival>
    private var capacity = 64
    private(set) var count = 0

    init() { events = .allocate(capacity: capacity) }

    deinit { events.deallocate() }

    var first: DueArrival? { count > 0 ? events[0] : nil }

    @inline(__always)
    private static func precedes(_ a: DueArrival, _ b: DueArrival) -> Bool {
        if a.tick != b.tick { return a.tick < b.tick }
        if a.arrival.before != b.arrival.before { return a.arrival.before > b.arrival.before }
        return a.arrival.target < b.arrival.target
    }

    mutating func append(_ event: DueArrival) {
        if count == capacity {
            let larger = UnsafeMutablePointer<DueArrival>.allocate(capacity: 2 * capacity)
            larger.moveInitialize(from: events, count: count)
            events.deallocate()
            events = larger
            capacity *= 2
        }
        var hole = count
        count &+= 1
        while hole > 0 {
            let parent = (hole &- 1) &>> 1
            if !Self.precedes(event, events[parent]) { break }
            events[hole] = events[parent]
            hole = parent
        }
        events[hole] = event
    }

    mutating func removeFirst() {
        count &-= 1
        let event = events[count]
        var hole = 0
        while true {
            var child = 2 &* hole &+ 1
            if child >= count { break }
            if child &+ 1 < count, Self.precedes(events[child &+ 1], events[child]) { child &+= 1 }
            if !Self.precedes(events[child], event) { break }
            events[hole] = events[child]
            hole = child
        }
        events[hole] = event
    }
}
