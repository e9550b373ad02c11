import SNNModel

// From a built network to what training needs. The network is built as always, without the rule,
// so training begins with the very neurons and synapses that a run would have.

extension EPropNetwork {
    /// - Parameter learning: for each projection of the model whether it is trained.
    /// - Throws: `TrainingError` for parts that cannot be trained.
    init(_ network: Network, learning: [Bool]) throws(TrainingError) {
        let model = network.model
        let neuronCount = model.populations.reduce(0) { $0 + $1.count }
        inputCount = model.stimuli.reduce(0) { $0 + $1.count }
        for population in model.populations {
            guard population.kind == "lif" else { throw .kind(population.name) }
            guard population.receptors.allSatisfy({ $0.shape == .delta }) else {
                throw .receptors(population.name)
            }
            let follows = population.plasticity
                + model.projections.filter { $0.target.name == population.name }
                .flatMap(\.plasticity)
            guard follows.isEmpty else { throw .otherRule(population.name) }
            try add(population, of: model)
        }
        var synapses: [[(target: Int32, delay: Int32, weight: Float, projection: Int32)]] =
            Array(repeating: [], count: inputCount + neuronCount)
        for partition in network.partitions {
            guard partition.drives.isEmpty, partition.currents.isEmpty else {
                throw .input(network.groups[partition.group].name)
            }
            let base = network.groups[partition.group].base + partition.range.lowerBound
            var projection = -1
            for table in partition.tables {
                repeat { projection += 1 } while !Self.fits(
                    model.projections[projection], table, partition, network)
                // Inputs come first here, and populations in the network.
                let group = network.groups[table.group]
                let first = group.isStimulus ? group.base - neuronCount : group.base + inputCount
                for row in 0..<table.rowCount {
                    table.forEachSynapse(ofRow: row) { synapse, delay in
                        synapses[first + table.firstSource + row].append(
                            (
                                Int32(base + Int(table.targets[synapse])), Int32(delay),
                                table.weights?[synapse] ?? table.constantWeight,
                                Int32(projection)
                            ))
                    }
                }
            }
        }
        for row in synapses {
            for synapse in row {
                targets.append(synapse.target)
                delays.append(synapse.delay)
                weights.append(Double(synapse.weight))
                learns.append(learning[Int(synapse.projection)])
                projections.append(synapse.projection)
                delayMax = max(delayMax, Int(synapse.delay))
            }
            rows.append(targets.count)
        }
    }

    /// Whether a table may be that of a projection; tables stand in the order of projections.
    private static func fits(
        _ projection: Projection, _ table: SynapseTable, _ partition: Partition, _ network: Network
    ) -> Bool {
        let population = network.model.populations[partition.group]
        let receptor = population.receptors.firstIndex { $0.name == projection.receptor } ?? 0
        let range = projection.target.range ?? 0..<population.count
        return projection.target.name == population.name && table.receptor == receptor
            && network.groups[table.group].name == projection.source.name
            && range.overlaps(partition.range)
    }

    private mutating func add(_ population: Population, of model: Model) throws(TrainingError) {
        let h = model.resolution
        let p = NeuronParameters(population, range: 0..<population.count, seed: model.seed)
        let (tau, capacitance, rest) = (p["tau_m"], p["C_m"], p["E_L"])
        let (threshold, reset, external) = (p["V_th"], p["V_reset"], p["I_e"])
        let (refractory, growth, slow) = (p["t_ref"], p["theta_plus"], p["tau_theta"])
        let (initial, raised) = (p.drawn("V_m") ?? rest, p["theta"])
        let adapts = population.hasAdaptiveThreshold
        for j in 0..<population.count {
            var neuron = Neuron(
                alpha: Double.exp(-h / tau[j]), threshold: threshold[j] - rest[j])
            guard neuron.threshold > 0 else { throw .threshold(population.name) }
            neuron.drive = h / tau[j] * Double.exponentialMean(-h / tau[j])
                * external[j] * tau[j] / capacitance[j]
            neuron.isSoft = population.resetsByThreshold
            neuron.isHeldAfterSpikes = population.isHeldAfterSpikes
            neuron.reset = reset[j] - rest[j]
            neuron.refractory = Int((refractory[j] / h).rounded())
            neuron.growth = adapts ? growth[j] : 0
            neuron.rho = adapts ? Double.exp(-h / slow[j]) : 0
            neuron.initial = initial[j] - rest[j]
            neuron.raised = adapts ? raised[j] : 0
            neurons.append(neuron)
        }
    }
}

/// Why a network cannot be trained.
public enum TrainingError: Error, Equatable, Sendable, CustomStringConvertible {
    case noReadout
    case noDuration
    case kind(String)
    case receptors(String)
    case otherRule(String)
    case threshold(String)
    case input(String)
    case window(String)
    case apart(String)
    case noSamples(String)
    case notFinite(iteration: Int)

    public var description: String {
        switch self {
        case .noReadout: "the model has no leaky readout that could teach"
        case .noDuration: "the model does not say how long a trial lasts"
        case .kind(let name): "`\(name)` cannot be trained, because it is not of `lif`"
        case .receptors(let name):
            "`\(name)` cannot be trained, because it has receptors that are not delta"
        case .otherRule(let name):
            "`\(name)` cannot be trained, because it or its synapses follow another rule as well"
        case .threshold(let name): "a threshold of `\(name)` is not above E_L"
        case .input(let name):
            "`\(name)` cannot be trained, because something drives it without synapses"
        case .window(let name): "the trial of `\(name)` is shorter than its cues and its window"
        case .apart(let name):
            "`\(name)` reads populations that do not follow each other in the model"
        case .noSamples(let name): "`\(name)` learns labels, but no data set is bound"
        case .notFinite(let iteration):
            "a weight ceased to be a number at iteration \(iteration)"
        }
    }

    /// What to do about it.
    public var help: String? {
        switch self {
        case .noReadout: "declare one: readout y of leaky { of = rec, targets = sines }"
        case .noDuration: "write: simulation { duration = 1 s }"
        case .apart: "declare them one after the other, and name them in that order"
        case .noSamples: "`--stimulus NAME` binds one"
        case .notFinite: "a smaller `eta` takes smaller steps"
        case .input: "write `rule = all_to_all`, or a weight or delay that is drawn"
        default: nil
        }
    }
}
