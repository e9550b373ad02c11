// What a network that spikes has learnt, as arrays for files. Synapses stand in the order of their
// sources, inputs before neurons, and within a source as the network was built: by model and seed.
//
//     sources, targets      of each synapse, counted through all inputs and neurons
//     weights, delays       in mV and ticks
//     membrane_decay        e^(-h/tau_m) of each neuron
//     threshold_decay       e^(-h/tau_theta), where thresholds adapt
//     readout_weights       classes x neurons that are read
//     readout_bias

extension SurrogateClassifier {
    private var adapts: Bool { trainer.initialNetwork.neurons.contains { $0.growth != 0 } }

    public var weightShapes: [(name: String, shape: [Int])] {
        let (network, readout) = (trainer.initialNetwork, trainer.readout)
        let lists = ["sources", "targets", "weights", "delays"]
        let decays = ["membrane_decay"] + (adapts ? ["threshold_decay"] : [])
        return lists.map { ($0, [network.synapseCount]) }
            + decays.map { ($0, [network.neurons.count]) }
            + [
                ("readout_weights", [readout.count, readout.neurons.count]),
                ("readout_bias", [readout.count]),
            ]
    }

    /// Delays are in whole ticks, as they run.
    public var weights: ELMWeights {
        let (network, readout) = (trainer.network, trainer.readout)
        let values: [String: [Double]] = [
            "sources": network.sources, "targets": network.targets.map(Double.init),
            "weights": network.weights, "delays": network.delays.map(Double.init),
            "membrane_decay": network.neurons.map(\.alpha),
            "threshold_decay": network.neurons.map(\.rho),
            "readout_weights": readout.weights, "readout_bias": readout.biases,
        ]
        return ELMWeights(
            arrays: Dictionary(
                uniqueKeysWithValues: weightShapes.map { name, shape in
                    (name, .init(shape: shape, values: values[name] ?? []))
                }))
    }

    public func take(_ weights: ELMWeights) throws(ELMWeights.Mismatch) {
        let (network, layout) = (trainer.initialNetwork, trainer.layout)
        var found: [String: [Double]] = [:]
        for (name, shape) in weightShapes { found[name] = try weights.values(name, shape: shape) }
        func numbers(_ name: String) -> [Double] { found[name] ?? [] }
        guard numbers("sources") == network.sources,
            numbers("targets") == network.targets.map(Double.init)
        else {
            throw .init(
                description: "`sources` and `targets` are those of other synapses",
                help: "synapses are drawn anew for another model, `--set` or `--seed`")
        }
        var row = trainer.parameters
        row.replaceSubrange(layout.weights, with: numbers("weights"))
        let delays = numbers("delays")
        if layout.delays.isEmpty {
            guard delays == network.delays.map(Double.init) else {
                throw .init(
                    description: "`delays` are not those of the model, which learns none",
                    help: "`learn_delays = true` lets a network have delays of its own")
            }
        } else {
            guard
                delays.allSatisfy({
                    $0 == $0.rounded() && $0 >= 1 && $0 <= trainer.delayMax
                })
            else {
                throw .init(
                    description: "`delays` are not all from 1 to \(Int(trainer.delayMax)) ticks",
                    help: "`delay_max` is the longest that is learnt")
            }
            row.replaceSubrange(layout.delays, with: delays)
        }
        for (range, name, decay) in [
            (layout.taus, "membrane_decay", \EPropNetwork.Neuron.alpha),
            (layout.slowTaus, "threshold_decay", \.rho),
        ] {
            guard let learnt = found[name] else { continue }
            let initial = network.neurons.map { $0[keyPath: decay] }
            if range.count == 1 {
                row[range.lowerBound] = SurrogateLayout.parameter(from: initial, to: learnt)
            } else {
                for (j, place) in range.enumerated() {
                    row[place] = SurrogateLayout.parameter(from: [initial[j]], to: [learnt[j]])
                }
            }
            try check(learnt, name, decay, isLearnt: !range.isEmpty, in: row)
        }
        row.replaceSubrange(layout.readout, with: numbers("readout_weights"))
        row.replaceSubrange(layout.biases, with: numbers("readout_bias"))
        trainer.restart(with: row)
    }

    /// Refuses time constants that these parameters do not lead to.
    private func check(
        _ learnt: [Double], _ name: String, _ decay: KeyPath<EPropNetwork.Neuron, Double>,
        isLearnt: Bool, in row: [Double]
    ) throws(ELMWeights.Mismatch) {
        let neurons = trainer.layout.network(trainer.initialNetwork, with: row).neurons
        for j in neurons.indices {
            let own = neurons[j][keyPath: decay]
            // As precisely as a file of 4 bytes for a number tells.
            if abs(own - learnt[j]) <= 1e-7 { continue }
            let parameter = name == "membrane_decay" ? "learn_tau_m" : "learn_tau_theta"
            throw .init(
                description: "`\(name)` of neuron \(j) is \(learnt[j]), and the model's \(own)",
                help: isLearnt
                    ? "`\(parameter) = shared` learns one factor for all neurons"
                    : "`\(parameter)` is `fixed` in this model")
        }
    }
}

extension EPropNetwork {
    /// Of each synapse, inputs before neurons.
    fileprivate var sources: [Double] {
        (0..<rows.count - 1).flatMap { source in
            Array(repeating: Double(source), count: rows[source + 1] - rows[source])
        }
    }
}
