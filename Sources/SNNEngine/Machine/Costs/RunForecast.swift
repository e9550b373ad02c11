import SNNModel

/// How long a model takes to build and run, from what its parts cost and how often they fire.
///
///     let forecast = RunForecast(model, costs: MachineCosts(of: model), rate: 0.01)
///     forecast.secondsPerSecond(workers: 2)
public struct RunForecast: Sendable {
    public let costs: MachineCosts
    /// Neurons and elements of stimuli.
    public let updates: Double
    /// Synaptic events per ms of simulated time, without those that give each neuron a stimulus of
    /// its own.
    public let events: Double
    /// Rows of synapses that are read per ms of simulated time, with one partition.
    public let spikes: Double
    /// Spikes of neurons per ms of simulated time, by population.
    public let spikesOfPopulations: [Double]
    public let synapses: Double
    /// ns of updates and drives per ms of simulated time.
    public let updateTime: Double
    /// Epochs per ms of simulated time.
    public let epochs: Double

    /// - Parameters:
    ///   - rate: what neurons and open ports are taken to fire at, in kHz.
    ///   - rates: of populations whose rate is known, in kHz.
    public init(
        _ model: Model, costs: MachineCosts, rate: Double, rates: [String: Double] = [:]
    ) {
        self.costs = costs
        let ticks = 1 / model.resolution
        func rateOf(_ name: String) -> Double {
            if let rate = rates[name] { return rate }
            guard let stimulus = model.stimulus(named: name) else { return rate }
            return stimulus.kind == "input" ? rate : stimulus.meanRate ?? rate
        }
        var events = 0.0
        var rows = 0.0
        var synapses = 0.0
        var updates = 0.0
        var time = 0.0
        for (index, projection) in model.projections.enumerated() {
            let count = model.expectedSynapseCount(of: projection)
            synapses += count
            if let drive = costs.drive[index] {
                updates += count
                time += count * drive * ticks
            } else {
                events += count * rateOf(projection.source.name)
                rows += Double(model.count(of: projection.source) ?? 0)
                    * rateOf(projection.source.name)
            }
        }
        for (index, population) in model.populations.enumerated() {
            updates += Double(population.count)
            time += Double(population.count) * costs.neuron[index] * ticks
        }
        self.events = events
        spikes = rows
        self.synapses = synapses
        self.updates = updates
        updateTime = time
        spikesOfPopulations = model.populations.map { Double($0.count) * rateOf($0.name) }
        epochs = ticks / Double(Self.epochTicks(of: model))
    }

    /// Seconds to make the network.
    public func buildSeconds(workers: Int) -> Double {
        synapses * costs.synapse * 1e-9 / Double(max(workers, 1))
    }

    /// Seconds that a simulated second takes.
    ///
    /// - Parameter partitions: into how many the network is cut; each reads every spike.
    public func secondsPerSecond(workers: Int, partitions: Int = 1) -> Double {
        let work = updateTime + events * costs.event
            + spikes * costs.row * Double(max(partitions, 1))
        let meetings = workers > 1 ? epochs * costs.barrier * (1 + Double(workers) / 8) : 0
        return (work / Double(max(workers, 1)) + meetings) * 1e-6
    }

    /// The shortest delay between neurons, in ticks.
    private static func epochTicks(of model: Model) -> Int {
        let shortest = model.projections
            .filter { model.population(named: $0.source.name) != nil }
            .map { projection -> Double in
                switch projection.delay {
                case .quantity(let delay): delay.value
                case .random(let distribution): distribution.support.lowerBound
                default: 0
                }
            }.min() ?? .infinity
        let ticks = min(shortest / model.resolution, Double(Limits.epochTicksMax))
        return max(1, Int(ticks.rounded()))
    }
}
