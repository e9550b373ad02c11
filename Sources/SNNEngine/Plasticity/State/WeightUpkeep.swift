import SNNModel

// What happens to the weights onto each neuron at intervals, whoever spikes: they are scaled to a
// sum, or towards a rate. All synapses of a projection onto one neuron lie in one table, so this
// needs no other partition.

/// What is done to the weights onto each neuron.
struct WeightUpkeep: Sendable {
    enum Action: Sendable {
        /// The weights are multiplied so that their sum of magnitudes is this.
        case normalise(sum: Double)
        /// The weights are multiplied by 1 + eta · (1 - r / target), where r is the neuron's rate
        /// averaged over the decay's time; in kHz.
        case scale(eta: Double, target: Double, Decay)
    }

    var action: Action
    /// Ticks from one time to the next; nil where only a program or a phase asks for it.
    var interval: Int?

    init?(_ rule: PlasticityRule, resolution: Double) {
        let settings = RuleSettings(rule)
        switch rule.kind {
        case "normalisation": action = .normalise(sum: settings.number("sum"))
        case "synaptic_scaling":
            action = .scale(
                eta: settings.number("eta"), target: settings.number("target_rate"),
                Decay(tau: settings.number("tau"), resolution: resolution))
        default: return nil
        }
        let interval = settings.number("interval")
        self.interval = interval > 0 ? max(1, Int((interval / resolution).rounded())) : nil
    }

    /// Changes the weights of a table that has been brought up to a tick.
    func apply(to table: PlasticTable, rates: RateTraces?, neuronCount: Int, at tick: Int) {
        var factors = Array(repeating: 0.0, count: neuronCount)
        let synapses = table.wiring.table
        switch action {
        case .normalise(let sum):
            for synapse in 0..<synapses.synapseCount {
                factors[Int(synapses.targets[synapse])] += Double(table.weights[synapse].magnitude)
            }
            for neuron in 0..<neuronCount {
                factors[neuron] = factors[neuron] > 0 ? sum / factors[neuron] : 1
            }
        case .scale(let eta, let target, _):
            for neuron in 0..<neuronCount {
                let rate = rates?.rate(of: neuron, at: tick) ?? 0
                factors[neuron] = max(0, 1 + eta * (1 - rate / target))
            }
        }
        let wiring = table.wiring
        let least = max(wiring.rule?.least ?? wiring.voltage?.least ?? 0, 0)
        let most = wiring.rule?.most ?? wiring.voltage?.most ?? .infinity
        for synapse in 0..<synapses.synapseCount {
            let weight = table.weights[synapse]
            let size = Double(weight.magnitude) * factors[Int(synapses.targets[synapse])]
            table.weights[synapse] = Float(
                signOf: weight, magnitudeOf: Float(min(max(size, least), most)))
        }
    }
}

/// The rates of a partition's neurons, averaged over the time constant of a decay.
final class RateTraces {
    private let decay: Decay
    private var rates: [Double]
    private var ticks: [Int]

    init(_ decay: Decay, count: Int) {
        self.decay = decay
        rates = Array(repeating: 0, count: count)
        ticks = Array(repeating: 0, count: count)
    }

    var byteCount: Int { 16 * rates.count }

    func reset() {
        for neuron in rates.indices { (rates[neuron], ticks[neuron]) = (0, 0) }
    }

    func spike(of neuron: Int, at tick: Int) {
        rates[neuron] = rate(of: neuron, at: tick) + 1 / decay.tau
        ticks[neuron] = tick
    }

    /// In kHz.
    func rate(of neuron: Int, at tick: Int) -> Double {
        rates[neuron] * decay.view[max(0, tick - ticks[neuron])]
    }
}
