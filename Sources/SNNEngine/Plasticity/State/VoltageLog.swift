// What the potentials of a partition's neurons mean to their synapses: for each neuron the averages
// of the last moments, in rings, and a list of the ticks at which synapses would grow, linked as
// in `SpikeLog`.

/// Belongs to the worker that owns the partition.
final class VoltageLog {
    /// A tick of a neuron at which its synapses grow by `amount` times their trace.
    struct Entry {
        var tick: Int32
        /// The entry of the same neuron before it; negative where there is none.
        var previous: Int32
        var amount: Double
    }

    let rule: ClopathRule
    private(set) var entries: [Entry] = []
    private(set) var latest: [Int32]
    private let count: Int
    /// Averages of the last ticks; those of a tick lie together, at tick & mask.
    private var plus: [Float]
    private var minus: [Float]
    private let mask: Int
    private var plusNow: [Double]
    private var minusNow: [Double]
    /// Ticks for which each neuron is still taken to spike.
    private var spiking: [Int32]
    private var hasBegun = false

    /// - Parameter reach: how many ticks back an arrival looks, besides the rule's own delay.
    init(_ rule: ClopathRule, neuronCount: Int, reach: Int) {
        self.rule = rule
        count = neuronCount
        var size = 4
        while size <= rule.delayTicks + reach + 2 { size *= 2 }
        mask = size - 1
        plus = Array(repeating: 0, count: size * neuronCount)
        minus = plus
        plusNow = Array(repeating: 0, count: neuronCount)
        minusNow = plusNow
        latest = Array(repeating: -1, count: neuronCount)
        spiking = Array(repeating: 0, count: neuronCount)
    }

    var byteCount: Int { 8 * plus.count + 24 * count + 16 * entries.capacity }

    func reset() {
        entries.removeAll(keepingCapacity: true)
        for neuron in 0..<count { (latest[neuron], spiking[neuron]) = (-1, 0) }
        hasBegun = false
    }

    /// Takes the potentials at the end of a tick.
    ///
    /// - Parameter spikes: the neurons that spiked in it, within the partition.
    func observe(
        _ potential: (Int) -> Double, spikes: UnsafePointer<UInt32>, _ spikeCount: Int,
        first: Int, tick: Int
    ) {
        for index in 0..<spikeCount {
            spiking[Int(spikes[index]) - first] = Int32(rule.spikeTicks)
        }
        if !hasBegun { begin(potential) }
        let row = (tick & mask) * count
        let old = ((tick - rule.delayTicks) & mask) * count
        for neuron in 0..<count {
            var u = potential(neuron)
            if spiking[neuron] > 0 {
                u = rule.spikePotential
                spiking[neuron] -= 1
            }
            plusNow[neuron] = u + (plusNow[neuron] - u) * rule.keepPlus
            minusNow[neuron] = u + (minusNow[neuron] - u) * rule.keepMinus
            plus[row + neuron] = Float(plusNow[neuron])
            minus[row + neuron] = Float(minusNow[neuron])
            let above = Double(plus[old + neuron]) - rule.thetaMinus
            if u > rule.thetaPlus, above > 0 {
                entries.append(
                    Entry(
                        tick: Int32(truncatingIfNeeded: tick), previous: latest[neuron],
                        amount: rule.potentiation * (u - rule.thetaPlus) * above))
                latest[neuron] = Int32(truncatingIfNeeded: entries.count - 1)
            }
        }
    }

    /// Before the first tick the potential has been what it is at it.
    private func begin(_ potential: (Int) -> Double) {
        hasBegun = true
        for neuron in 0..<count {
            let u = potential(neuron)
            (plusNow[neuron], minusNow[neuron]) = (u, u)
            for row in 0...mask {
                plus[row * count + neuron] = Float(u)
                minus[row * count + neuron] = Float(u)
            }
        }
    }

    /// By how much an arrival weakens a synapse, whose neuron's potential it sees as of `tick`.
    @inline(__always)
    func depression(of neuron: Int, at tick: Int) -> Double {
        if !hasBegun { return 0 }
        let row = ((tick - rule.delayTicks) & mask) * count
        return max(0, Double(minus[row + neuron]) - rule.thetaMinus) * rule.depression
    }

    /// Drops what all synapses have seen: entries up to `tick`.
    func trim(through tick: Int) {
        var kept: [Entry] = []
        var places: [Int32] = Array(repeating: -1, count: entries.count)
        for (number, entry) in entries.enumerated() where Int(entry.tick) > tick {
            var moved = entry
            moved.previous = entry.previous >= 0 ? places[Int(entry.previous)] : -1
            places[number] = Int32(truncatingIfNeeded: kept.count)
            kept.append(moved)
        }
        for neuron in 0..<count where latest[neuron] >= 0 {
            latest[neuron] = places[Int(latest[neuron])]
        }
        entries = kept
    }
}
