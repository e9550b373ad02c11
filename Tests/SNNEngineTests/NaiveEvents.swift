import SNNModel

@testable import SNNEngine

/// A network of exact and grid neurons without partitions, epochs, wheels and workers: every neuron
/// is asked at every tick, with all that reaches it in a plain list.
struct NaiveEvents {
    struct Spike: Hashable, Comparable, CustomStringConvertible {
        let tick: Int
        /// ms ahead of the tick.
        let before: Double
        let source: Int

        static func < (a: Spike, b: Spike) -> Bool {
            (a.tick, -a.before, a.source) < (b.tick, -b.before, b.source)
        }

        var description: String { "\(source) at \(tick) - \(before)" }
    }

    private struct Synapse {
        let target: Int
        let table: Int
        let number: Int
        let receptor: Int
        let delay: Int
        let weight: Float
    }

    /// An arrival with all that orders those of one neuron and tick.
    private struct Event {
        let synapse: Synapse
        let sent: Spike
        let before: Double

        /// An off-grid stimulus may be stamped with the tick before it.
        var arrivalTick: Int { sent.tick + synapse.delay + (sent.before < 0 ? 1 : 0) }

        static func precedes(_ a: Event, _ b: Event) -> Bool {
            if a.before != b.before { return a.before > b.before }
            return (a.synapse.table, a.sent.tick, a.sent.source, a.synapse.number)
                < (b.synapse.table, b.sent.tick, b.sent.source, b.synapse.number)
        }
    }

    private enum Neuron {
        case grid(NeuronBlock, NeuronState)
        case exact(ExactBlock, ExactState)
    }

    private(set) var spikes: [Spike] = []
    private var synapses: [[Synapse]] = []
    private var due: [Int: [[Event]]] = [:]
    private let resolution: Double

    init(_ network: Network, ticks: Int) {
        let model = network.model
        resolution = network.resolution
        synapses = Self.synapses(of: network)
        let populations = network.groups.enumerated().filter { !$1.isStimulus }
        let neurons = populations.flatMap { index, group in
            (0..<group.count).map { neuron -> Neuron in
                let population = model.populations[index]
                let range = neuron..<neuron + 1
                if network.isOffGrid[index] {
                    let block = ExactBlock(
                        population: population, range: range, resolution: model.resolution,
                        seed: model.seed)
                    return .exact(block, block.makeState())
                }
                let block = NeuronBlock(
                    population: population, range: range, resolution: model.resolution,
                    seed: model.seed)
                return .grid(block, block.makeState())
            }
        }
        for tick in 0...ticks {
            let arrived = due.removeValue(forKey: tick) ?? neurons.map { _ in [] }
            for (index, neuron) in neurons.enumerated() where tick > 0 {
                for before in Self.advance(neuron, arrived[index], through: tick) {
                    let spike = Spike(tick: tick, before: before, source: index)
                    spikes.append(spike)
                    send(spike, to: neurons.count)
                }
            }
            for (group, source) in network.spikeSources {
                let buffer = SpikeBuffer(offGrid: network.isOffGrid[group] ? resolution : nil)
                source.emit(
                    0..<network.groups[group].count, ticks: tick..<tick + 1,
                    bound: BoundTrains(), into: buffer)
                for index in 0..<buffer.count {
                    send(
                        Spike(
                            tick: tick, before: buffer.before?[index] ?? 0,
                            source: network.groups[group].base + Int(buffer.spikes[index])),
                        to: neurons.count)
                }
            }
        }
        spikes.sort()
    }

    private static func synapses(of network: Network) -> [[Synapse]] {
        let groups = network.groups
        var synapses: [[Synapse]] = Array(
            repeating: [], count: groups.reduce(0) { $0 + $1.count })
        for partition in network.partitions {
            let first = groups[partition.group].base + partition.range.lowerBound
            for drive in partition.drives {
                let driven = drive.source.targets
                for target in driven.clamped(to: partition.range) {
                    let element = drive.source.firstElement + target - driven.lowerBound
                    synapses[groups[drive.group].base + element].append(
                        Synapse(
                            target: groups[partition.group].base + target, table: 0, number: 0,
                            receptor: drive.receptor, delay: drive.source.delay,
                            weight: drive.source.weight))
                }
            }
            for (number, table) in partition.tables.enumerated() {
                for row in 0..<table.rowCount {
                    let source = groups[table.group].base + table.firstSource + row
                    table.forEachSynapse(ofRow: row) { j, delay in
                        synapses[source].append(
                            Synapse(
                                target: first + Int(table.targets[j]), table: number, number: j,
                                receptor: table.receptor, delay: delay,
                                weight: table.weights?[j] ?? table.constantWeight))
                    }
                }
            }
        }
        return synapses
    }

    /// A spike acts on an exact neuron at its own time plus the delay.
    private mutating func send(_ spike: Spike, to count: Int) {
        let isLate = spike.before < 0
        for synapse in synapses[spike.source] {
            let tick = spike.tick + synapse.delay + (isLate ? 1 : 0)
            let stamp = spike.tick + synapse.delay
            let event = Event(
                synapse: synapse, sent: spike,
                before: min(spike.before + (isLate ? resolution : 0), resolution.nextDown))
            // Grid neurons take the stamp; which of both this is, its own list decides.
            for time in Set([tick, stamp]) {
                if due[time] == nil { due[time] = Array(repeating: [], count: count) }
            }
            due[tick]![synapse.target].append(event)
            if isLate { due[stamp]![synapse.target].append(event) }
        }
    }

    private static func advance(_ neuron: Neuron, _ events: [Event], through tick: Int) -> [Double]
    {
        switch neuron {
        case .exact(let block, let state):
            // Those that arrive in this tick; a stamp may be one earlier.
            let own = events.filter { $0.arrivalTick == tick }.sorted(by: Event.precedes)
            let inputs = own.map {
                InputEvent(
                    target: 0, receptor: UInt16($0.synapse.receptor), tick: Int32(tick),
                    before: $0.before, weight: $0.synapse.weight)
            }
            var times: [Double] = []
            inputs.withUnsafeBufferPointer { inputs in
                _ = block.advance(state, neuron: 0, events: inputs, through: tick) { time in
                    precondition(time.tick == tick, "A spike lies in another tick.")
                    times.append(time.before)
                }
            }
            return times
        case .grid(let block, let state):
            let own = events.filter { $0.sent.tick + $0.synapse.delay == tick }
            var sums = Array(repeating: 0.0, count: max(block.receptorCount, 1))
            for event in own { sums[event.synapse.receptor] += Double(event.synapse.weight) }
            let slots = sums.map { sum -> UnsafeMutableRawPointer in
                let slot = UnsafeMutablePointer<Double>.allocate(capacity: block.paddedCount)
                slot.initialize(repeating: 0, count: block.paddedCount)
                slot[0] = sum
                return UnsafeMutableRawPointer(slot)
            }
            let spikes = UnsafeMutablePointer<UInt32>.allocate(capacity: block.paddedCount)
            defer {
                for slot in slots { slot.deallocate() }
                spikes.deallocate()
            }
            let count = block.advance(
                state, slots: slots, current: nil, kernels: .scalar, spikes: spikes)
            return Array(repeating: 0, count: count)
        }
    }
}
