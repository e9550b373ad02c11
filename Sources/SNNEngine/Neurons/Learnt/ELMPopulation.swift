import SNNModel

/// What the neurons of a population of `elm` hear, and what they have learnt.
struct ELMPopulation: Sendable {
    let neuron: ELMNeuron
    /// Elements that its neurons hear.
    let inputs: Int

    /// - Parameter neuron: nil for weights drawn from the model's seed.
    init(_ population: Population, of model: Model, _ neuron: ELMNeuron?) {
        inputs = model.inputCount(of: population)
        self.neuron = neuron
            ?? ELMNeuron(ELMShape(population, inputs: inputs), seed: model.seed)
    }
}

extension Model {
    /// What the builder needs of a population; nil for other kinds.
    func elm(_ population: Population, _ neuron: ELMNeuron? = nil) -> ELMPopulation? {
        population.kind == "elm" ? ELMPopulation(population, of: self, neuron) : nil
    }
}
