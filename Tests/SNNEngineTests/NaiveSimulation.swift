import SNNModel

@testable import SNNEngine

/// The same network without partitions, epochs, rings and workers: one tick after the other, and a
/// plain list of events. Slow, and short enough to be believed.
struct NaiveSimulation {
    struct Spike: Hashable, Comparable {
        let tick: Int
        let source: Int

        static func < (a: Spike, b: Spike) -> Bool { (a.tick, a.source) < (b.tick, b.source) }
    }

    private struct Synapse {
        let target: Int
        let receptor: Int
        let delay: Int
        let weight: Double
    }

    private(set) var spikes: [Spike] = []

    init(_ network: Network, ticks: Int) {
        let model = network.model
        let groups = network.groups
        var synapses: [Int: [Synapse]] = [:]
        for partition in network.partitions {
            for table in partition.tables {
                for row in 0..<table.rowCount {
                    let source = groups[table.group].base + table.firstSource + row
                    table.forEachSynapse(ofRow: row) { j, delay in
                        synapses[source, default: []].append(
                            Synapse(
                                target: groups[partition.group].base + partition.range.lowerBound
                                    + Int(table.targets[j]),
                                receptor: table.receptor,
                                delay: delay,
                                weight: Double(table.weights?[j] ?? table.constantWeight)))
                    }
                }
            }
        }
        // Neurons one by one, each a block of its own.
        let neurons = model.populations.flatMap { population in
            (0..<population.count).map {
                NeuronBlock(
                    population: population, range: $0..<$0 + 1, resolution: model.resolution,
                    seed: model.seed)
            }
        }
        let states = neurons.map { $0.makeState() }
        var due: [Int: [(target: Int, receptor: Int, weight: Double)]] = [:]
        /// What drives add, after all spikes.
        var driven = due
        func send(_ source: Int, at tick: Int) {
            for synapse in synapses[source] ?? [] {
                due[tick + synapse.delay, default: []].append(
                    (synapse.target, synapse.receptor, synapse.weight))
            }
        }
        for tick in 1...ticks {
            var inputs = neurons.map { Array(repeating: 0.0, count: $0.receptorCount) }
            for event in due.removeValue(forKey: tick) ?? [] {
                inputs[event.target][event.receptor] += event.weight
            }
            for event in driven.removeValue(forKey: tick) ?? [] {
                inputs[event.target][event.receptor] += event.weight
            }
            for (index, neuron) in neurons.enumerated()
            where Self.advance(neuron, states[index], inputs[index]) {
                spikes.append(Spike(tick: tick, source: index))
                send(index, at: tick)
            }
            for (group, source) in network.spikeSources {
                guard case .poisson(let poisson) = source else { continue }
                var counts = Array(repeating: 0.0, count: groups[group].count)
                poisson.emit(0..<groups[group].count, tick: tick) {
                    send(groups[group].base + $0, at: tick)
                    counts[$0] += 1
                }
                for partition in network.partitions {
                    for drive in partition.drives where drive.group == group {
                        let source = drive.source
                        let shift = source.firstElement - source.targets.lowerBound
                        for neuron in partition.range.clamped(to: source.targets) {
                            driven[tick + source.delay, default: []].append(
                                (groups[partition.group].base + neuron, drive.receptor,
                                    Double(source.weight) * counts[neuron + shift]))
                        }
                    }
                }
            }
        }
        spikes.sort()
    }

    private static func advance(
        _ neuron: NeuronBlock, _ state: NeuronState, _ input: [Double]
    ) -> Bool {
        let bytes = neuron.paddedCount * neuron.precision.byteCount
        // One slot more, so that there is something to point to without receptors.
        let slots = (input + [0]).map { weight in
            let slot = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
            slot.initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
            neuron.add(weight, to: 0, of: slot)
            return slot
        }
        defer { for slot in slots { slot.deallocate() } }
        let spikes = UnsafeMutablePointer<UInt32>.allocate(capacity: neuron.paddedCount)
        defer { spikes.deallocate() }
        return neuron.advance(
            state, slots: slots, current: nil, kernels: .scalar, spikes: spikes) > 0
    }
}

extension Network {
    /// Runs for some ticks and returns all neurons' spikes in order, with the digest.
    func spikes(ticks: Int, workers: Int, kernels: KernelSet = .standard, steps: Int = 1) throws
        -> (spikes: [NaiveSimulation.Spike], digest: UInt64)
    {
        var spikes: [NaiveSimulation.Spike] = []
        let state = NetworkState(self)
        let names = model.populations.map { Selection($0.name) }
        let bases = names.map { groups[group(named: $0.name)!].base }
        let recorder = Recorder([Recording(.spikes, of: names)], of: self) { batch in
            guard case .spikes(let selection, let ticks, let elements, _) = batch else { return }
            for (tick, element) in zip(ticks, elements) {
                spikes.append(.init(tick: tick, source: bases[selection] + element))
            }
        }
        let engine = Engine(self, workers: workers, kernels: kernels)
        for step in 0..<steps {
            let part = ticks * (step + 1) / steps - ticks * step / steps
            try engine.run(state, ticks: part, recorder: recorder)
        }
        return (spikes.sorted(), state.digest)
    }
}
