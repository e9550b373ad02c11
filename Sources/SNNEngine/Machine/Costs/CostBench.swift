import Glibc
import SNNModel

/// The small networks whose runs tell what parts cost.
struct CostBench {
    private let model: Model

    private static let neuronsMax = 1024
    private static let rowsMax = 64
    private static let synapsesMax = 300_000
    private static let attempts = 3

    init(_ model: Model) { self.model = model }

    /// ns per neuron and tick, by population; populations that differ only in size or values are
    /// measured once.
    func neurons() -> [Double] {
        var known: [String: Double] = [:]
        return model.populations.map { population in
            let form = Self.form(of: population)
            if let cost = known[form] { return cost }
            let small = alone(population)
            let cost = time(small, ticks: 40) / Double(small.populations[0].count) / 40
            known[form] = cost
            return cost
        }
    }

    /// ns per element and tick of projections from stimuli, one to one.
    func drives(_ neuron: [Double]) -> [Int: Double] {
        var drives: [Int: Double] = [:]
        var known: [String: Double] = [:]
        for (index, projection) in model.projections.enumerated() {
            guard case .oneToOne = projection.rule,
                var stimulus = model.stimulus(named: projection.source.name),
                let target = model.populations.firstIndex(where: {
                    $0.name == projection.target.name
                }), stimulus.kind != "input"
            else { continue }
            let form = Self.form(of: model.populations[target]) + stimulus.kind
            if let cost = known[form] {
                drives[index] = cost
                continue
            }
            var small = alone(model.populations[target])
            let count = min(small.populations[0].count, stimulus.count)
            small.populations[0].count = count
            stimulus.count = count
            stimulus.layout = nil
            small.stimuli = [stimulus]
            var copy = projection
            copy.source = Selection(stimulus.name)
            copy.target = Selection(small.populations[0].name)
            copy.plasticity = []
            small.projections = [copy]
            let whole = time(small, ticks: 40) / Double(count) / 40
            let cost = max(whole - neuron[target], 0.1)
            known[form] = cost
            drives[index] = cost
        }
        return drives
    }

    /// ns per synaptic event, per row and per synapse built, of the largest projection.
    func events(_ neuron: [Double]) -> (event: Double, row: Double, synapse: Double) {
        let counts = model.projections.map { model.expectedSynapseCount(of: $0) }
        guard let largest = counts.indices.max(by: { counts[$0] < counts[$1] }),
            let target = model.populations.firstIndex(where: {
                $0.name == model.projections[largest].target.name
            })
        else { return (2, 20, 30) }
        let sources = model.count(of: model.projections[largest].source) ?? 1
        let population = model.populations[target]
        let size = min(population.count, Limits.partitionNeuronsMax)
        let length = max(Int(counts[largest]) / max(sources, 1), 1)
        let long = min(max(length, 200), size)
        let (full, built) = burst(largest, target, rows: Self.rowsMax, length: long)
        // The same number of spikes into rows of few synapses tells what a row costs by itself.
        let few = min(4, size)
        let (bare, _) = burst(largest, target, rows: Self.rowsMax, length: few)
        let events = Double(min(Self.rowsMax, Self.synapsesMax / long) * long)
        let rows = Double(min(Self.rowsMax, Self.synapsesMax / long))
        let idle = neuron[target] * Double(size)
        let event = max((full - idle) / events, 0.3)
        let row = max((bare - idle) / Double(Self.rowsMax) - Double(few) * event, 1)
        return (max(event - row / Double(long), 0.3), min(row, 200), built / (rows * Double(long)))
    }

    /// ns of a tick in which all sources fire, and ns to build the network.
    private func burst(
        _ index: Int, _ target: Int, rows: Int, length: Int
    ) -> (tick: Double, built: Double) {
        let rows = min(rows, max(Self.synapsesMax / length, 1))
        var small = alone(model.populations[target])
        small.populations[0].count = min(
            model.populations[target].count, Limits.partitionNeuronsMax)
        // All sources fire in every tick.
        let rate = Value.quantity(Quantity(1 / model.resolution, .rate))
        small.stimuli = [
            Stimulus("burst", count: rows, kind: "regular", settings: ["rate": rate])
        ]
        var projection = model.projections[index]
        projection.source = Selection("burst")
        projection.target = Selection(small.populations[0].name)
        projection.rule = .fixedOutdegree(length)
        projection.allowsMultapses = true
        // What a training changes, a run does not.
        projection.plasticity.removeAll { model.plasticity(named: $0)?.isTrained == true }
        // Neither end has positions here.
        if case .formula(let weight) = projection.weight {
            let receptors = model.populations[target].receptors
            let receptor = receptors.first { $0.name == projection.receptor } ?? receptors.first
            let dimension = receptor?.weightDimension ?? .voltage
            projection.weight = .quantity(Quantity(weight.value { _ in 0 }, dimension))
        }
        if case .formula = projection.delaySum.own {
            projection.delay = .quantity(Quantity(model.resolution, .time))
            (projection.axonalDelay, projection.dendriticDelay) = (nil, nil)
        }
        small.projections = [projection]
        let start = Self.spent
        guard let network = try? Network(small, workers: 1) else { return (0, 0) }
        let built = Self.spent - start
        return (time(network, ticks: 20) / 20, built)
    }

    /// ns per meeting of a team that has nothing to do: the least of many short rounds, since on a
    /// machine that others use a worker loses its processor in some of them.
    static func barrier(workers count: Int, rounds: Int = 100, meetings: Int = 20) -> Double {
        let workers = Workers(count)
        let barrier = workers.makeBarrier()
        nonisolated(unsafe) var best = Int.max
        workers.run(pins: false) { worker in
            for _ in 0..<rounds {
                barrier.wait()
                let start = SpinBarrier.now
                for _ in 0..<meetings { barrier.wait() }
                if worker == 0 { best = min(best, SpinBarrier.now - start) }
            }
        }
        return Double(best) / Double(meetings)
    }

    /// A model of one population, as it is but smaller.
    private func alone(_ population: Population) -> Model {
        var small = Model(seed: 1, resolution: model.resolution)
        var population = population
        population.count = min(population.count, Self.neuronsMax)
        population.layout = nil
        small.populations = [population]
        // What it follows comes along, so that learning is part of the cost; nothing releases.
        small.plasticities = model.plasticities
        small.modulators = model.modulators.map { Modulator($0.name, settings: $0.settings) }
            + model.astrocytes.filter { $0.kind == "leaky_integrator" }.map { Modulator($0.name) }
        return small
    }

    /// What decides which kernel advances a population.
    private static func form(of population: Population) -> String {
        let names = population.settings.entries.map { entry in
            if case .name(let name) = entry.value { return "\(entry.name)=\(name)" }
            return entry.value.isHeterogeneous ? entry.name : ""
        }
        let receptors = population.receptors.map {
            "\($0.shape) \($0.reversal == nil) \($0.magnesium == nil)"
        }
        return "\(population.kind) \(population.dendriteCount)" + names.joined()
            + receptors.joined()
    }

    private func time(_ model: Model, ticks: Int) -> Double {
        guard let network = try? Network(model, workers: 1) else { return 0 }
        return time(network, ticks: ticks)
    }

    /// The least processor time in ns of several stretches of a run, after a first that warms
    /// the caches.
    private func time(_ network: Network, ticks: Int) -> Double {
        let state = NetworkState(network)
        let engine = Engine(network, workers: 1)
        var best = Double.infinity
        for attempt in 0...Self.attempts {
            let start = Self.spent
            guard (try? engine.run(state, ticks: ticks)) != nil else { return 0 }
            if attempt > 0 { best = min(best, Self.spent - start) }
        }
        return best
    }

    /// Processor time of this process in ns, which other programs do not add to.
    private static var spent: Double {
        var time = timespec()
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1e9 + Double(time.tv_nsec)
    }
}
