import SNNModel

/// A neuron of the grid, once more and exact.
struct AuditedNeuron {
    /// Within its population.
    let index: Int
    let group: Int
    /// Input on its way; all at ticks.
    var events: [InputEvent] = []
    /// Ticks.
    var gridSpikes: [Int] = []
    private(set) var exactSpikes: [ExactTime] = []

    private let block: ExactBlock
    private let state: ExactState
    private let drives: [ReceptorDrive]

    init(_ index: Int, of population: Population, _ group: Int, in network: Network) {
        self.index = index
        self.group = group
        block = ExactBlock(
            population: population, range: index..<index + 1, resolution: network.resolution,
            seed: network.model.seed)
        state = block.makeState()
        drives = network.partsOfGroup[group].map { network.partitions[$0] }
            .first { $0.range.contains(index) }?.drives
            .filter { $0.source.targets.contains(index) } ?? []
    }

    /// Goes through these ticks with the input that is due.
    mutating func advance(_ ticks: ClosedRange<Int>) {
        var due = events.filter { Int($0.tick) <= ticks.upperBound }
        events.removeAll { Int($0.tick) <= ticks.upperBound }
        for drive in drives {
            for tick in ticks {
                var weight = 0.0
                drive.source.add(tick: tick, neurons: index..<index + 1, to: &weight)
                guard weight != 0 else { continue }
                due.append(
                    InputEvent(
                        target: 0, receptor: UInt16(drive.receptor), tick: Int32(tick), before: 0,
                        weight: Float(weight)))
            }
        }
        var spikes = exactSpikes
        exactSpikes = []
        Self.sums(of: due).withUnsafeBufferPointer { due in
            _ = block.advance(state, neuron: 0, events: due, through: ticks.upperBound) {
                spikes.append($0)
            }
        }
        exactSpikes = spikes
    }

    /// In the order of time, with one event for all that reaches a receptor at a tick: the grid
    /// cannot tell which of two jumps came first, so it adds them before it looks at the threshold.
    private static func sums(of events: [InputEvent]) -> [InputEvent] {
        let order = events.indices.sorted {
            (events[$0].tick, events[$0].receptor, $0)
                < (events[$1].tick, events[$1].receptor, $1)
        }
        var sums: [InputEvent] = []
        var next = 0
        while next < order.count {
            var event = events[order[next]]
            var weight = 0.0
            while next < order.count, events[order[next]].tick == event.tick,
                events[order[next]].receptor == event.receptor
            {
                weight += Double(events[order[next]].weight)
                next += 1
            }
            event.weight = Float(weight)
            sums.append(event)
        }
        return sums
    }
}
