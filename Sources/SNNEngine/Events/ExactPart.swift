// A partition whose neurons are advanced exactly. What is due in a stretch of ticks is taken out of
// the wheel in the order (target, time, table), so that one neuron after the other goes through the
// stretch with all that reaches it. A neuron without input and without a spike of its own to come
// is not looked at.
//
// A neuron that will spike without further input waits in the same wheel as a reminder. Input moves
// that spike. A reminder is never later than the spike it stands for: where the spike moves forward
// a new one is entered, where it moves back the old one stays and is entered again when it comes
// up. A spike beyond the wheel's horizon is reminded of at the horizon.

/// The changing part of a partition of exact neurons: the neurons, and what is on its way to them.
final class ExactPart {
    let block: ExactBlock
    let state: ExactState
    let wheel: EventWheel
    /// Arrivals dealt with, and times that a neuron was looked at, since tick 0.
    private(set) var arrivalCount = 0
    private(set) var visitCount = 0

    private let receptorOfTable: [UInt16]
    /// The tick by which each neuron has to be looked at, with or without input.
    private let wakes: UnsafeMutablePointer<Int>
    /// The tick of each neuron's valid reminder; `none` where it has none.
    private let reminders: UnsafeMutablePointer<Int>
    private var inputs: UnsafeMutablePointer<InputEvent>
    private var inputCapacity = 64
    private var spikes: [ExactSpike] = []

    private static let none = Int.max

    init(_ block: ExactBlock, tables: [SynapseTable], slotCount: Int) {
        precondition(tables.count < Int(Arrival.wake), "Tables are numbered in 16 bits.")
        self.block = block
        state = block.makeState()
        receptorOfTable = tables.map { UInt16($0.receptor) }
        wheel = EventWheel(horizon: max(slotCount, Limits.reminderTicksMax))
        reminders = .allocate(capacity: block.count)
        wakes = .allocate(capacity: block.count)
        inputs = .allocate(capacity: inputCapacity)
        reminders.initialize(repeating: Self.none, count: block.count)
        remindAll()
    }

    deinit {
        reminders.deallocate()
        wakes.deallocate()
        inputs.deallocate()
    }

    var byteCount: Int { state.byteCount + wheel.byteCount + 16 * block.count }

    func reset() {
        block.reset(state)
        wheel.reset()
        reminders.update(repeating: Self.none, count: block.count)
        arrivalCount = 0
        visitCount = 0
        remindAll()
    }

    private func remindAll() {
        for neuron in 0..<block.count {
            wakes[neuron] = block.wake(of: neuron, in: state) ?? Self.none
            remind(neuron, after: 0)
        }
    }

    /// Enters the neuron's next spike, unless there is a reminder that comes no later.
    @inline(__always)
    private func remind(_ neuron: Int, after tick: Int) {
        let wake = wakes[neuron]
        if reminders[neuron] <= wake { return }
        let entry = min(max(wake, tick &+ 1), tick &+ wheel.horizon)
        if reminders[neuron] <= entry { return }
        reminders[neuron] = entry
        wheel.append(
            Arrival(before: 0, weight: 0, target: UInt16(neuron), table: Arrival.wake), at: entry)
    }

    /// The next tick after `tick` in which something may happen; nil where nothing waits.
    func next(after tick: Int) -> Int? { wheel.next(from: tick + 1) }

    /// Advances all neurons through these ticks and appends their spikes to `buffer`, tick by tick,
    /// in the order of neurons, then time.
    ///
    /// - Parameters:
    ///   - first: the index within the group of the first neuron.
    func advance(_ ticks: Range<Int>, first: Int, into buffer: SpikeBuffer) {
        let due = wheel.take(ticks)
        spikes.removeAll(keepingCapacity: true)
        var index = 0
        while index < due.count {
            let target = due[index].arrival.target
            var end = index &+ 1
            while end < due.count, due[end].arrival.target == target { end &+= 1 }
            visit(Int(target), due, index, end, last: ticks.upperBound - 1)
            index = end
        }
        handOver(ticks, first: first, to: buffer)
    }

    private func visit(
        _ neuron: Int, _ due: UnsafeMutableBufferPointer<DueArrival>, _ start: Int, _ end: Int,
        last: Int
    ) {
        if inputCapacity < end &- start { makeRoom(end - start) }
        var count = 0
        var isReminded = false
        var index = start
        while index < end {
            let (tick, arrival) = (due[index].tick, due[index].arrival)
            if arrival.table == Arrival.wake {
                if reminders[neuron] == tick {
                    reminders[neuron] = Self.none
                    isReminded = true
                }
            } else {
                inputs[count] = InputEvent(
                    target: UInt32(truncatingIfNeeded: neuron),
                    receptor: receptorOfTable[Int(arrival.table)],
                    tick: Int32(truncatingIfNeeded: tick), before: arrival.before,
                    weight: arrival.weight)
                count &+= 1
            }
            index &+= 1
        }
        if count > 0 || isReminded && wakes[neuron] <= last {
            wakes[neuron] = block.advance(
                state, neuron: neuron, events: UnsafeBufferPointer(start: inputs, count: count),
                through: last
            ) { [self] time in
                spikes.append(ExactSpike(tick: time.tick, before: time.before, neuron: neuron))
            }
            visitCount &+= 1
            arrivalCount &+= count
        }
        if count > 0 || isReminded { remind(neuron, after: last) }
    }

    private func makeRoom(_ count: Int) {
        inputs.deallocate()
        while inputCapacity < count { inputCapacity *= 2 }
        inputs = .allocate(capacity: inputCapacity)
    }

    /// Spikes come neuron by neuron; the buffer wants them tick by tick.
    private func handOver(_ ticks: Range<Int>, first: Int, to buffer: SpikeBuffer) {
        let order = spikes.indices.sorted { (spikes[$0].tick, $0) < (spikes[$1].tick, $1) }
        var next = 0
        for tick in ticks {
            while next < order.count, spikes[order[next]].tick == tick {
                let spike = spikes[order[next]]
                buffer.append(first + spike.neuron, before: spike.before)
                next += 1
            }
            buffer.endTick()
        }
        precondition(
            next == order.count,
            "A spike lies in the stretch that its neuron was advanced through.")
    }
}

/// A spike of a neuron of a partition.
struct ExactSpike {
    let tick: Int
    let before: Double
    let neuron: Int
}
