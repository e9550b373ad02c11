import Testing

@testable import SNNEngine

/// The queue against a plain list that is sorted.
struct EventWheelTests {
    /// Everything that orders arrivals, and the number of the insertion.
    private struct Key: Hashable, Comparable {
        var target: UInt16
        var tick: Int
        var before: Double
        var table: UInt16
        var number: Int

        static func < (a: Key, b: Key) -> Bool {
            if a.target != b.target { return a.target < b.target }
            if a.tick != b.tick { return a.tick < b.tick }
            if a.before != b.before { return a.before > b.before }
            return a.table == b.table ? a.number < b.number : a.table < b.table
        }
    }

    @Test(arguments: 0..<40)
    func equalsASortedList(seed: Int) {
        var random = TestRandom(seed: UInt64(seed))
        let horizon = random.count(1...300)
        let targets = seed % 3 == 0 ? 3 : random.count(1...65_535)
        let wheel = EventWheel(horizon: horizon)
        var waiting: [Key] = []
        var now = 0
        var number = 0
        for _ in 0..<60 {
            for _ in 0..<random.count(0...[5, 400, 5000][seed % 3] / 10) {
                let tick = now + random.count(1...horizon)
                let before = random.flag() ? 0 : 0.01 * Double(random.count(0...9))
                let key = Key(
                    target: UInt16(random.count(0...targets - 1)), tick: tick, before: before,
                    table: UInt16(random.count(0...3)), number: number)
                number += 1
                waiting.append(key)
                wheel.append(
                    Arrival(
                        before: before, weight: Float(key.number), target: key.target,
                        table: key.table), at: tick)
            }
            #expect(wheel.count == waiting.count)
            #expect(wheel.next(from: now + 1) == waiting.map(\.tick).min(), "seed \(seed)")
            let end = now + random.count(1...horizon)
            let due = wheel.take(now + 1..<end + 1).map {
                Key(
                    target: $0.arrival.target, tick: $0.tick, before: $0.arrival.before,
                    table: $0.arrival.table, number: Int($0.arrival.weight))
            }
            #expect(due == waiting.filter { $0.tick <= end }.sorted(), "seed \(seed)")
            waiting.removeAll { $0.tick <= end }
            now = end
        }
    }

    /// Chunks that were given back serve again: a steady queue stops growing.
    @Test func keepsItsSize() {
        let wheel = EventWheel(horizon: 20)
        var bytes = 0
        for round in 0..<200 {
            for target in 0..<500 {
                wheel.append(
                    Arrival(before: 0, weight: 1, target: UInt16(target), table: 0),
                    at: round + 1 + (target * 7 + round) % 20)
            }
            _ = wheel.take(round + 1..<round + 2)
            if round == 100 { bytes = wheel.byteCount }
        }
        #expect(wheel.byteCount == bytes)
        wheel.reset()
        #expect(wheel.count == 0 && wheel.next(from: 0) == nil)
        wheel.append(Arrival(before: 0, weight: 1, target: 9, table: 0), at: 205)
        #expect(wheel.take(201..<221).map(\.arrival.target) == [9])
    }
}

/// What the queue is measured against holds the same events.
struct QueueTrialTests {
    @Test func heapIsInOrder() {
        var random = TestRandom(seed: 5)
        var heap = ArrivalHeap()
        for _ in 0..<1000 {
            heap.append(
                DueArrival(
                    tick: random.count(0...50),
                    arrival: Arrival(
                        before: random.real(0..<0.1), weight: 1,
                        target: UInt16(random.count(0...99)), table: 0)))
        }
        var times: [Double] = []
        while let event = heap.first {
            times.append(Double(event.tick) - event.arrival.before)
            heap.removeFirst()
        }
        #expect(times.count == 1000 && times == times.sorted())
    }

    @Test func bothQueuesLetGoOfAsMuch() {
        // One epoch: what comes later was drawn in another order. Delays are nearly all longer than
        // an epoch, so that a ninetieth of the events is due in the first.
        let held = QueueTrial.Queue.allCases.map { queue in
            let trial = QueueTrial(queue, pending: 20_000)
            return (count: trial.hold(1), checksum: trial.checksum)
        }
        #expect(held[0] == held[1] && held[0].checksum != 0)
        #expect((100..<400).contains(held[0].count))
    }
}
