// Puts arrivals in order by target, time and table; what is equal stays as it came. They come in by
// tick. Two passes of a radix sort by the bytes of the target keep that, and what then remains is
// to compare neighbours that meet a neuron within one tick: an insertion sort of mostly one or two.

/// Two buffers that arrivals move between while they are put in order.
struct ArrivalOrder: ~Copyable {
    private var front: UnsafeMutablePointer<DueArrival>
    private var back: UnsafeMutablePointer<DueArrival>
    private let counts: UnsafeMutablePointer<Int>
    private var capacity = 64

    /// Up to as many an insertion sort is faster; the curves cross between 16 and 48.
    private static let insertionMax = 32

    init() {
        front = .allocate(capacity: capacity)
        back = .allocate(capacity: capacity)
        counts = .allocate(capacity: 512)
    }

    deinit {
        front.deallocate()
        back.deallocate()
        counts.deallocate()
    }

    var byteCount: Int { 2 * capacity * MemoryLayout<DueArrival>.stride }

    /// Where `count` arrivals are to be put, by ascending tick.
    mutating func room(for count: Int) -> UnsafeMutablePointer<DueArrival> {
        if count > capacity {
            while capacity < count { capacity *= 2 }
            front.deallocate()
            back.deallocate()
            front = .allocate(capacity: capacity)
            back = .allocate(capacity: capacity)
        }
        return front
    }

    /// The arrivals in `room`, in order.
    mutating func sorted(_ count: Int) -> UnsafeMutableBufferPointer<DueArrival> {
        if count <= Self.insertionMax {
            insert(count) { $0.precedes($1) }
        } else {
            sortByTarget(count)
            insert(count) { a, b in
                a.tick == b.tick && a.arrival.target == b.arrival.target
                    && a.precedesWithinTick(b)
            }
        }
        return UnsafeMutableBufferPointer(start: front, count: count)
    }

    @inline(__always)
    private func insert(_ count: Int, _ precedes: (DueArrival, DueArrival) -> Bool) {
        let due = front
        var i = 1
        while i < count {
            if precedes(due[i], due[i &- 1]) {
                let moving = due[i]
                var j = i
                repeat {
                    due[j] = due[j &- 1]
                    j &-= 1
                } while j > 0 && precedes(moving, due[j &- 1])
                due[j] = moving
            }
            i &+= 1
        }
    }

    private mutating func sortByTarget(_ count: Int) {
        counts.update(repeating: 0, count: 512)
        var i = 0
        while i < count {
            let target = Int(front[i].arrival.target)
            counts[target & 255] &+= 1
            counts[256 &+ target &>> 8] &+= 1
            i &+= 1
        }
        pass(count, counts, shift: 0)
        pass(count, counts + 256, shift: 8)
    }

    /// Moves everything from one buffer to the other by one byte of the target, unless all have the
    /// same.
    private mutating func pass(_ count: Int, _ counts: UnsafeMutablePointer<Int>, shift: UInt16) {
        if counts[Int(front[0].arrival.target &>> shift & 255)] == count { return }
        var sum = 0
        var byte = 0
        while byte < 256 {
            let size = counts[byte]
            counts[byte] = sum
            sum &+= size
            byte &+= 1
        }
        let (from, to) = (front, back)
        var i = 0
        while i < count {
            let byte = Int(from[i].arrival.target &>> shift & 255)
            to[counts[byte]] = from[i]
            counts[byte] &+= 1
            i &+= 1
        }
        swap(&front, &back)
    }
}
