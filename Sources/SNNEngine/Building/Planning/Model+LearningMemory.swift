import SNNModel

extension Model {
    /// What the learning of a projection onto one partition takes: weights that change, what units
    /// of synapses share, and logs of spikes when they are full.
    func learningBytes(
        of projection: Projection, synapses: Double, units: Double, neurons: Double
    ) -> Double {
        let rules = projection.plasticity.compactMap { plasticity(named: $0) }
        var bytes = 4 * synapses + Double(MemoryLayout<UnitState>.stride) * units
        for rule in rules {
            switch rule.part {
            case .resources: bytes += Double(MemoryLayout<ShortTermState>.stride) * units
            case .upkeep: bytes += 16 * neurons
            default:
                let isMarked = rule.kind == "three_factor_stdp"
                    || rule.value(of: "pairing") == .name("nearest_pre_centred")
                if isMarked { bytes += 4 * synapses }
                let spikes = Double(Limits.loggedSpikesPerNeuron) * neurons
                bytes += Double(MemoryLayout<LoggedSpike>.stride) * spikes + 12 * neurons
            }
        }
        return bytes
    }
}
