import Foundation
import SNNModel
import Testing

@testable import SNNEngine

// A jump that makes a neuron fire passes the instant of its input on. So all spikes of a cascade
// lie a whole number of ticks apart, and where two ways through it take equally long their inputs
// arrive at one instant: what then comes first decides whether the other falls into
// refractoriness. Sums of ms round apart what is simultaneous, so a time here is a tick and a place
// in it, as in a run.

/// Exact networks against an event-driven simulator of another make: one heap for all events,
/// neurons with delta receptors from the textbook's formula.
struct HeapSimulationTests {
    private static func model(seed: Int) -> Model {
        var random = TestRandom(seed: UInt64(3000 + seed))
        var model = Model(seed: UInt64(seed), resolution: resolution)
        var population = Population(
            "p", count: random.count(5...60), kind: "lif", receptors: [Receptor("jump", .delta)])
        population.settings["solver"] = .name("exact")
        population.settings["t_ref"] = .quantity(.milliseconds(random.real(0.3..<3)))
        population.settings["I_e"] = .random(
            Distribution(.uniform(low: 330, high: 460), dimension: .current))
        population.settings["V_m"] = .random(
            Distribution(.uniform(low: -70, high: -56), dimension: .voltage))
        model.populations = [population]
        model.projections = [
            Projection(
                from: Selection("p"), to: Selection("p"),
                rule: .fixedIndegree(random.count(1...5)),
                weight: .random(
                    Distribution(.uniform(low: -1.5, high: 2), dimension: .voltage)),
                delay: .random(
                    Distribution(.uniform(low: 0.5, high: 6), dimension: .time)))
        ]
        return model
    }

    private static let resolution = 0.25

    private struct Instant: Comparable {
        var tick: Int
        /// ms ahead of the tick.
        let before: Double

        var milliseconds: Double { Double(tick) * resolution - before }

        init(_ milliseconds: Double) {
            tick = Int((milliseconds / resolution).rounded(.up))
            before = Double(tick) * resolution - milliseconds
        }

        static func < (a: Instant, b: Instant) -> Bool {
            a.tick != b.tick ? a.tick < b.tick : a.before > b.before
        }
    }

    private struct Event {
        let time: Instant
        let neuron: Int
        /// nil for a spike that the neuron expects of itself.
        let weight: Double?
        let version: Int
        /// Tick of sending, source and synapse: the order of what arrives at one instant. A spike
        /// of the neuron itself comes before its inputs.
        let order: [Int]

        func precedes(_ other: Event) -> Bool {
            if time != other.time { return time < other.time }
            return order.lexicographicallyPrecedes(other.order)
        }
    }

    /// Times by neuron.
    private static func simulate(_ network: Network, until end: Double) -> [[Double]] {
        let model = network.model
        let count = model.populations[0].count
        let p = NeuronParameters(model.populations[0], range: 0..<count, seed: model.seed)
        let (tau, threshold, reset) = (p["tau_m"][0], p["V_th"][0], p["V_reset"][0])
        let asymptote = (0..<count).map { p["E_L"][0] + p["I_e"][$0] * tau / p["C_m"][0] }
        var synapses: [[(target: Int, delay: Int, weight: Double, number: Int)]] = Array(
            repeating: [], count: count)
        for partition in network.partitions {
            for table in partition.tables {
                for row in 0..<table.rowCount {
                    table.forEachSynapse(ofRow: row) { j, delay in
                        synapses[table.firstSource + row].append(
                            (
                                partition.range.lowerBound + Int(table.targets[j]),
                                delay, Double(table.weights?[j] ?? table.constantWeight), j
                            ))
                    }
                }
            }
        }
        var potential = (0..<count).map { p["V_m"][$0] }
        var last = Array(repeating: 0.0, count: count)
        var free = Array(repeating: 0.0, count: count)
        var version = Array(repeating: 0, count: count)
        var spikes: [[Double]] = Array(repeating: [], count: count)
        var heap: [Event] = []
        func push(_ event: Event) {
            heap.append(event)
            var hole = heap.count - 1
            while hole > 0, heap[hole].precedes(heap[(hole - 1) / 2]) {
                heap.swapAt(hole, (hole - 1) / 2)
                hole = (hole - 1) / 2
            }
        }
        func pop() -> Event {
            heap.swapAt(0, heap.count - 1)
            let event = heap.removeLast()
            var hole = 0
            while 2 * hole + 1 < heap.count {
                var child = 2 * hole + 1
                if child + 1 < heap.count, heap[child + 1].precedes(heap[child]) { child += 1 }
                if !heap[child].precedes(heap[hole]) { break }
                heap.swapAt(hole, child)
                hole = child
            }
            return event
        }
        func expect(_ neuron: Int) {
            version[neuron] += 1
            guard asymptote[neuron] > threshold else { return }
            let wait = tau
                * log((asymptote[neuron] - potential[neuron]) / (asymptote[neuron] - threshold))
            push(
                Event(
                    time: Instant(max(last[neuron], free[neuron]) + wait), neuron: neuron,
                    weight: nil, version: version[neuron], order: []))
        }
        func fire(_ neuron: Int, at instant: Instant) {
            let time = instant.milliseconds
            spikes[neuron].append(time)
            potential[neuron] = reset
            free[neuron] = time + p["t_ref"][0]
            last[neuron] = free[neuron]
            for synapse in synapses[neuron] {
                var arrival = instant
                arrival.tick += synapse.delay
                push(
                    Event(
                        time: arrival, neuron: synapse.target, weight: synapse.weight, version: 0,
                        order: [instant.tick, neuron, synapse.number]))
            }
            expect(neuron)
        }
        for neuron in 0..<count { expect(neuron) }
        while !heap.isEmpty {
            let event = pop()
            let time = event.time.milliseconds
            if time > end { break }
            let neuron = event.neuron
            guard let weight = event.weight else {
                if event.version == version[neuron] { fire(neuron, at: event.time) }
                continue
            }
            if time < free[neuron] { continue }
            let decay = exp(-(time - last[neuron]) / tau)
            potential[neuron] = asymptote[neuron] + (potential[neuron] - asymptote[neuron]) * decay
                + weight
            last[neuron] = time
            if potential[neuron] >= threshold {
                fire(neuron, at: event.time)
            } else {
                expect(neuron)
            }
        }
        return spikes
    }

    @Test(arguments: 0..<36)
    func agreesSpikeBySpike(seed: Int) throws {
        let network = try Network(Self.model(seed: seed), workers: 2)
        let expected = Self.simulate(network, until: 100)
        var found: [[Double]] = Array(repeating: [], count: expected.count)
        for spike in try network.exactSpikes(ticks: 400, workers: 2).spikes {
            found[spike.source].append(
                Double(spike.tick) * network.resolution - spike.before)
        }
        #expect(expected.reduce(0) { $0 + $1.count } > 10)
        for (neuron, times) in expected.enumerated() {
            #expect(found[neuron].count == times.count, "seed \(seed), neuron \(neuron)")
            for (a, b) in zip(found[neuron], times) {
                #expect(abs(a - b) < 1e-9, "seed \(seed), neuron \(neuron)")
            }
        }
    }
}
