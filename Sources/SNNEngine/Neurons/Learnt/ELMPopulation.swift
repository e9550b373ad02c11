import SNNModel

/// What the neurons of a population of `elm` hear, and what they have learnt.
struct ELMPopulation: Sendable {
    let shape: ELMShape
    /// One for all, or one for each.
    let neurons: [ELMNeuron]
    /// Elements that its neurons hear.
    var inputs: Int { shape.inputs }

    /// - Parameter neurons: nil for weights drawn from the model's seed.
    init(_ population: Population, of model: Model, _ neurons: [ELMNeuron]?) {
        let shape = ELMShape(population, inputs: model.inputCount(of: population))
        let count = population.sharesWeights ? 1 : population.count
        self.shape = shape
        self.neurons = neurons
            ?? (0..<count).map { ELMNeuron(shape, seed: model.seed, neuron: $0) }
        precondition(
            self.neurons.count == count && self.neurons.allSatisfy { $0.shape == shape },
            "The neurons are not those of the population.")
    }

    /// Those of some neurons: one for all of them, or one for each.
    func neurons(of range: Range<Int>) -> ArraySlice<ELMNeuron> {
        neurons.count == 1 ? neurons[...] : neurons[range]
    }
}

extension Model {
    /// What the builder needs of a population; nil for other kinds.
    func elm(_ population: Population, _ neurons: [ELMNeuron]? = nil) -> ELMPopulation? {
        population.kind == "elm" ? ELMPopulation(population, of: self, neurons) : nil
    }
}
