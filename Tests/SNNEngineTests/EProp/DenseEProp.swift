@testable import SNNEngine

/// e-prop as the paper writes it: an eligibility for every synapse, carried forward tick by tick
/// with all its filters. Slow, and short enough to be believed.
struct DenseEProp {
    private(set) var synapses: [Double]
    private(set) var eligibilities: [Double]
    private(set) var readout: [Double]
    private(set) var error = 0.0
    private(set) var spikes: [[Int]] = []

    init(
        _ network: EPropNetwork, _ readout: EPropReadout, _ input: EPropInput,
        _ target: EPropTarget, ticks: Int, gamma: Double
    ) {
        let (count, width, k) = (network.neurons.count, readout.neurons.count, readout.count)
        let sources = network.rows.indices.dropLast().flatMap { source in
            Array(repeating: source, count: network.rows[source + 1] - network.rows[source])
        }
        var fired: [Set<Int>] = [Set()]
        for (tick, source) in zip(input.ticks, input.sources) {
            while fired.count <= Int(tick) { fired.append(Set()) }
            fired[Int(tick)].insert(Int(source))
        }
        while fired.count <= ticks { fired.append(Set()) }
        var (v, a) = (network.neurons.map(\.initial), network.neurons.map(\.raised))
        var held = Array(repeating: 0, count: count)
        let none = Array(repeating: 0.0, count: network.synapseCount)
        var (fast, slow, filtered) = (none, none, none)
        synapses = none
        eligibilities = none
        self.readout = Array(repeating: 0, count: k * width)
        var (y, low) = (Array(repeating: 0.0, count: k), Array(repeating: 0.0, count: width))
        for tick in 1...ticks {
            let arrives = (0..<network.synapseCount).map { synapse in
                let sent = tick - Int(network.delays[synapse])
                return sent >= 0 && fired[sent].contains(sources[synapse])
            }
            var psi = Array(repeating: 0.0, count: count)
            for j in 0..<count {
                let neuron = network.neurons[j]
                a[j] = neuron.rho * a[j]
                let isHeld = held[j] > 0
                if !isHeld || !neuron.isHeldAfterSpikes {
                    var input = 0.0
                    for synapse in 0..<network.synapseCount
                    where arrives[synapse] && Int(network.targets[synapse]) == j {
                        input += network.weights[synapse]
                    }
                    v[j] = neuron.alpha * v[j] + neuron.drive + input
                }
                let top = neuron.threshold + a[j]
                if isHeld {
                    held[j] -= 1
                    continue
                }
                psi[j] = gamma / neuron.threshold
                    * max(0, 1 - abs(v[j] - top) / neuron.threshold)
                guard v[j] >= top else { continue }
                fired[tick].insert(network.inputCount + j)
                spikes.append([tick, j])
                held[j] = neuron.refractory
                a[j] += neuron.growth
                v[j] = neuron.isSoft ? v[j] - neuron.threshold / neuron.alpha : neuron.reset
            }
            for j in 0..<width {
                let neuron = network.inputCount + readout.neurons.lowerBound + j
                let spike = fired[tick].contains(neuron)
                low[j] = readout.kappa * low[j] + (1 - readout.kappa) * (spike ? 1 : 0)
            }
            for output in 0..<k {
                y[output] = (0..<width).reduce(0) {
                    $0 + readout.weights[output * width + $1] * low[$1]
                }
            }
            var slopes = y
            var alone = readout
            // The error of this tick alone, as if the trial had one.
            alone.window = readout.window.contains(tick) ? 1...1 : 2...2
            switch target {
            case .values(let values):
                error += alone.differentiate(
                    &slopes, .values(Array(values[(tick - 1) * k..<tick * k]))).0
            case .label:
                let (part, _) = alone.differentiate(&slopes, target)
                error += part / Double(readout.window.count)
                slopes = slopes.map { $0 / Double(readout.window.count) }
            }
            for output in 0..<k {
                for j in 0..<width { self.readout[output * width + j] += slopes[output] * low[j] }
            }
            for synapse in 0..<network.synapseCount where network.learns[synapse] {
                let j = Int(network.targets[synapse])
                let neuron = network.neurons[j]
                let beta = neuron.rho * neuron.growth
                fast[synapse] = neuron.alpha * fast[synapse] + (arrives[synapse] ? 1 : 0)
                let e = psi[j] * (fast[synapse] - beta * slow[synapse])
                slow[synapse] = psi[j] * fast[synapse]
                    + (neuron.rho - psi[j] * beta) * slow[synapse]
                filtered[synapse] = readout.kappa * filtered[synapse] + (1 - readout.kappa) * e
                eligibilities[synapse] += e
                guard readout.neurons.contains(j) else { continue }
                let signal = (0..<k).reduce(0.0) {
                    $0 + (readout.feedback ?? readout.weights)[
                        $1 * width + j - readout.neurons.lowerBound] * slopes[$1]
                }
                synapses[synapse] += signal * filtered[synapse]
            }
        }
    }
}
