import SNNModel

// From what was learnt back to a model. Every synapse becomes an entry of a list, with its weight
// and delay, and neurons get time constants of their own; all else stays as it was declared. So
// what was trained runs as any other network, with spikes that can be recorded.

extension SurrogateClassifier {
    /// The model with what was learnt in place of what it declares, for a `Network`. It spikes as
    /// the trained network does, but for the rounding of potentials, which a training keeps in
    /// single precision.
    public var trainedModel: Model {
        var result = model.untrained
        let (before, after) = (trainer.initialNetwork, trainer.network)
        var neurons = 0
        for index in model.populations.indices {
            let range = neurons..<neurons + model.populations[index].count
            neurons = range.upperBound
            result.populations[index].take(
                after.neurons[range], insteadOf: before.neurons[range], model)
        }
        let edges = edges(of: after)
        for index in result.projections.indices {
            result.projections[index].rule = .list(EdgeList(edges: edges[index]))
            result.projections[index].delay = .quantity(.milliseconds(model.resolution))
            result.projections[index].axonalDelay = nil
            result.projections[index].dendriticDelay = nil
        }
        return result
    }

    /// The synapses of each projection.
    private func edges(of network: EPropNetwork) -> [[EdgeList.Edge]] {
        // Where a group begins among all sources: stimuli come first.
        var starts: [String: Int] = [:]
        var end = 0
        for (name, count) in model.stimuli.map({ ($0.name, $0.count) })
            + model.populations.map({ ($0.name, $0.count) })
        {
            starts[name] = end
            end += count
        }
        func start(_ selection: Selection) -> Int {
            (starts[selection.name] ?? 0) + (selection.range?.lowerBound ?? 0)
        }
        let origins = model.projections.map {
            (source: start($0.source), target: start($0.target) - network.inputCount)
        }
        var edges = model.projections.map { _ in [EdgeList.Edge]() }
        for source in 0..<network.rows.count - 1 {
            for synapse in network.rows[source]..<network.rows[source + 1] {
                let projection = Int(network.projections[synapse])
                let origin = origins[projection]
                edges[projection].append(
                    EdgeList.Edge(
                        source: source - origin.source,
                        target: Int(network.targets[synapse]) - origin.target,
                        weight: network.weights[synapse],
                        delay: Double(network.delays[synapse]) * model.resolution))
            }
        }
        return edges
    }
}

extension Population {
    /// Takes over time constants where any has changed. The resistance stays: a capacitance grows
    /// with the time constant of its membrane.
    fileprivate mutating func take(
        _ neurons: ArraySlice<EPropNetwork.Neuron>,
        insteadOf others: ArraySlice<EPropNetwork.Neuron>, _ model: Model
    ) {
        let (new, old) = (Array(neurons), Array(others))
        let parameters = NeuronParameters(self, range: 0..<count, seed: model.seed)
        func times(_ name: String, _ decay: (EPropNetwork.Neuron) -> Double) -> [Double]? {
            guard zip(new, old).contains(where: { decay($0) != decay($1) }) else { return nil }
            let own = parameters[name]
            return new.indices.map { j in
                decay(new[j]) == decay(old[j])
                    ? own[j] : -model.resolution / Double.log(decay(new[j]))
            }
        }
        if let taus = times("tau_m", \.alpha) {
            let (own, capacitance) = (parameters["tau_m"], parameters["C_m"])
            settings["tau_m"] = .list(taus.map { .milliseconds($0) })
            settings["C_m"] = .list(
                taus.indices.map { .picofarads(capacitance[$0] * taus[$0] / own[$0]) })
        }
        if let taus = times("tau_theta", \.rho) {
            settings["tau_theta"] = .list(taus.map { .milliseconds($0) })
        }
    }
}
