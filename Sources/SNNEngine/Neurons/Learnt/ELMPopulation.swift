import SNNModel

// What a neuron of `elm` hears depends on who sends: every source is an input of its own. So its
// synapses do not end on the neuron but on places, one for each input, and neuron n has the places
// n · inputs ..< (n + 1) · inputs of its partition.

/// The inputs of a population of `elm`, and what its neurons have learnt.
struct ELMPopulation: Sendable {
    let neuron: ELMNeuron
    /// Elements that its neurons hear: those of its projections, one projection after the other.
    let inputs: Int
    /// For each projection of the model what is added to the index of a source; nil for those onto
    /// others.
    let offsets: [Int?]

    /// - Parameter neuron: nil for weights drawn from the model's seed.
    init(_ population: Population, of model: Model, _ neuron: ELMNeuron?) {
        var count = 0
        offsets = model.projections.map { projection in
            guard projection.target.name == population.name else { return nil }
            let range = projection.source.range
                ?? 0..<(model.count(of: projection.source.name) ?? 0)
            defer { count += range.count }
            return count - range.lowerBound
        }
        inputs = count
        self.neuron = neuron
            ?? ELMNeuron(ELMShape(population, inputs: count), seed: model.seed)
    }
}

extension Model {
    /// What the builder needs of a population; nil for other kinds.
    func elm(_ population: Population, _ neuron: ELMNeuron? = nil) -> ELMPopulation? {
        population.kind == "elm" ? ELMPopulation(population, of: self, neuron) : nil
    }

    /// How many elements the neurons of a population of `elm` hear.
    public func inputCount(of population: Population) -> Int {
        projections.filter { $0.target.name == population.name }
            .reduce(0) { $0 + (count(of: $1.source) ?? 0) }
    }
}

extension SynapseTable {
    /// Lets synapses end on the places of inputs: the source of row r is input r + `offset`.
    ///
    /// - Precondition: nobody reads the table yet, and all places fit 16 bits.
    func moveToPlaces(_ inputs: Int, offset: Int) {
        for row in 0..<rowCount {
            let input = firstSource + row + offset
            for synapse in Int(rows[row])..<Int(rows[row + 1]) {
                targets[synapse] = UInt16(Int(targets[synapse]) * inputs + input)
            }
        }
    }
}
