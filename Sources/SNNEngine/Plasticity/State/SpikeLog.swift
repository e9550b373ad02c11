// The spikes of a partition's neurons that some synapse has still to see, in one list in the order
// of time. Each entry points to the one before it of the same neuron, so a neuron's latest spikes
// are found without a list of its own; entries of the last moments lie together in the cache.
//
//     entries    | 3 | 7 | 3 | 1 | 7 | …     neurons, ascending ticks
//     previous     -   -   0   -   1
//     latest     neuron 3: entry 2, neuron 7: entry 4, …
//
// An entry carries the neuron's traces: y1 after the spike, y2 before it. What every synapse has
// seen is dropped by `trim`.

/// A spike as synapses see it.
struct LoggedSpike {
    var tick: Int32
    /// The entry of the same neuron's spike before it; negative where there is none.
    var previous: Int32
    /// The fast trace with this spike, the slow one without it.
    var y1: Float
    var y2: Float
}

/// The spikes of one partition for one rule. Belongs to the worker that owns the partition.
final class SpikeLog {
    private(set) var count = 0
    private(set) var entries: UnsafeMutablePointer<LoggedSpike>
    /// ms by which each spike lies ahead of its tick, where any can.
    private(set) var before: UnsafeMutablePointer<Double>?
    /// The amplitudes that a modulator gave the rule at each spike, where it does.
    private(set) var amplitudes: UnsafeMutablePointer<PairAmplitudes>?
    /// The latest entry of each neuron, negative where there is none.
    let latest: UnsafeMutablePointer<Int32>
    /// The tick of each neuron's last spike and the fast trace with it, for the many who look no
    /// further.
    let lastTick: UnsafeMutablePointer<Int32>
    let lastY: UnsafeMutablePointer<Float>
    /// The ticks of each neuron's last eight spikes, latest first, and the fast traces with the
    /// last four.
    let recent: UnsafeMutablePointer<SIMD8<Int32>>
    let recentY: UnsafeMutablePointer<SIMD4<Float>>
    private var capacity: Int
    private let neuronCount: Int
    private let first: DecayView
    private let second: DecayView?
    private let sets: Bool

    /// A tick so long ago that every trace of it has decayed.
    static let never: Int32 = -1 << 30

    init(
        _ rule: PairRule, neuronCount: Int, isOffGrid: Bool, isModulated: Bool
    ) {
        self.neuronCount = neuronCount
        first = rule.y1.view
        second = rule.y2?.view
        sets = rule.setsY
        capacity = 1024
        entries = .allocate(capacity: capacity)
        before = isOffGrid ? .allocate(capacity: capacity) : nil
        amplitudes = isModulated ? .allocate(capacity: capacity) : nil
        latest = .allocate(capacity: neuronCount)
        recent = .allocate(capacity: neuronCount)
        recentY = .allocate(capacity: neuronCount)
        lastTick = .allocate(capacity: neuronCount)
        lastY = .allocate(capacity: neuronCount)
        reset()
    }

    deinit {
        entries.deallocate()
        before?.deallocate()
        amplitudes?.deallocate()
        latest.deallocate()
        recent.deallocate()
        recentY.deallocate()
        lastTick.deallocate()
        lastY.deallocate()
    }

    var byteCount: Int {
        capacity * (16 + (before == nil ? 0 : 8) + (amplitudes == nil ? 0 : 48)) + 60 * neuronCount
    }

    func reset() {
        count = 0
        latest.update(repeating: -1, count: neuronCount)
        recent.update(repeating: SIMD8(repeating: Self.never), count: neuronCount)
        recentY.update(repeating: SIMD4(repeating: 0), count: neuronCount)
        lastTick.update(repeating: Self.never, count: neuronCount)
        lastY.update(repeating: 0, count: neuronCount)
    }

    /// Enters a spike, no earlier than those before it of the same neuron.
    ///
    /// - Parameters:
    ///   - neuron: within the partition.
    ///   - resolution: a tick in ms.
    func append(
        _ neuron: Int, tick: Int, before offset: Double, resolution: Double,
        amplitudes given: PairAmplitudes?
    ) {
        if count == capacity { grow() }
        let last = latest[neuron]
        var (y1, y2) = (1.0, 0.0)
        if last >= 0 {
            let entry = entries[Int(last)]
            let ticks = tick &- Int(entry.tick)
            let rest = before.map { ($0[Int(last)] - offset) / resolution } ?? 0
            if !sets { y1 += Double(entry.y1) * first.after(ticks, rest) }
            if let second {
                y2 = (sets ? 1 : Double(entry.y2) + 1) * second.after(ticks, rest)
            }
        }
        entries[count] = LoggedSpike(
            tick: Int32(truncatingIfNeeded: tick), previous: last, y1: Float(y1), y2: Float(y2))
        before?[count] = offset
        if let given { amplitudes?[count] = given }
        latest[neuron] = Int32(truncatingIfNeeded: count)
        let before = recent[neuron]
        var ticks = SIMD8<Int32>()
        ticks[0] = Int32(truncatingIfNeeded: tick)
        for index in 1..<8 { ticks[index] = before[index - 1] }
        recent[neuron] = ticks
        let traces = recentY[neuron]
        recentY[neuron] = SIMD4(Float(y1), traces.x, traces.y, traces.z)
        lastTick[neuron] = Int32(truncatingIfNeeded: tick)
        lastY[neuron] = Float(y1)
        count &+= 1
    }

    private func grow() {
        func copy<T>(_ old: UnsafeMutablePointer<T>) -> UnsafeMutablePointer<T> {
            let new = UnsafeMutablePointer<T>.allocate(capacity: 2 * capacity)
            new.update(from: old, count: count)
            old.deallocate()
            return new
        }
        entries = copy(entries)
        before = before.map { copy($0) }
        amplitudes = amplitudes.map { copy($0) }
        capacity *= 2
    }

    /// Drops what no synapse will look at: of each neuron all spikes up to `tick` but the last two.
    func trim(through tick: Int) {
        // How many older spikes of its neuron are kept with an entry that goes on being seen.
        let kept = UnsafeMutablePointer<Int32>.allocate(capacity: max(count, 1))
        defer { kept.deallocate() }
        kept.update(repeating: -1, count: count)
        for neuron in 0..<neuronCount {
            var entry = Int(latest[neuron])
            var old = 0
            while entry >= 0, old < 2 {
                if Int(entries[entry].tick) <= tick { old += 1 }
                kept[entry] = 0
                entry = Int(entries[entry].previous)
            }
        }
        var next = 0
        for entry in 0..<count where kept[entry] >= 0 {
            var moved = entries[entry]
            moved.previous = moved.previous >= 0 ? kept[Int(moved.previous)] : -1
            entries[next] = moved
            if let before { before[next] = before[entry] }
            if let amplitudes { amplitudes[next] = amplitudes[entry] }
            kept[entry] = Int32(next)
            next += 1
        }
        for neuron in 0..<neuronCount where latest[neuron] >= 0 {
            latest[neuron] = kept[Int(latest[neuron])]
        }
        count = next
    }
}
