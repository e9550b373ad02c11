// All that is learnt in one row of numbers, so that optimisers, clipping, checkpoints and tests
// need not know what the numbers mean:
//
//     weights | delays | taus | slow taus | readout weights | biases
//     mV        ticks    logarithms of a time constant over its value at the beginning
//
// Logarithms keep time constants positive. A kind that is not learnt has no place here, except
// weights, of which some synapses learn and others do not.

/// Where each kind of parameter lies in the row.
struct SurrogateLayout: Equatable {
    let weights: Range<Int>
    let delays: Range<Int>
    let taus: Range<Int>
    let slowTaus: Range<Int>
    let readout: Range<Int>
    let biases: Range<Int>

    var count: Int { biases.upperBound }

    init(_ network: EPropNetwork, _ readout: SurrogateReadout, _ options: SurrogateOptions) {
        var end = 0
        func next(_ count: Int) -> Range<Int> {
            defer { end += count }
            return end..<end + count
        }
        func next(_ sharing: SurrogateOptions.Sharing) -> Range<Int> {
            switch sharing {
            case .fixed: next(0)
            case .shared: next(1)
            case .perNeuron: next(network.neurons.count)
            }
        }
        weights = next(network.synapseCount)
        delays = next(options.learnsDelays ? network.synapseCount : 0)
        taus = next(options.tauMembrane)
        slowTaus = next(options.tauAdaptation)
        self.readout = next(options.learnsReadout ? readout.weights.count : 0)
        biases = next(options.learnsReadout ? readout.count : 0)
    }

    /// The parameters of a network and its readout as they are.
    func parameters(_ network: EPropNetwork, _ readout: SurrogateReadout) -> [Double] {
        var row = Array(repeating: 0.0, count: count)
        row.replaceSubrange(weights, with: network.weights)
        if !delays.isEmpty { row.replaceSubrange(delays, with: network.delays.map(Double.init)) }
        if !self.readout.isEmpty {
            row.replaceSubrange(self.readout, with: readout.weights)
            row.replaceSubrange(biases, with: readout.biases)
        }
        return row
    }

    /// e^(-h/tau), where the time constant has become `parameter` times e as large.
    ///
    /// - Returns: the decay and its derivative with respect to `parameter`.
    static func decay(_ initial: Double, _ parameter: Double) -> (value: Double, slope: Double) {
        guard initial > 0 else { return (initial, 0) }
        let steps = -Double.log(initial) * Double.exp(-parameter)
        let value = Double.exp(-steps)
        return (value, value * steps)
    }

    /// The parameter with which decays have become `values`, to the bit where they came about so; 0
    /// for decays that no parameter changes.
    static func parameter(from initial: [Double], to values: [Double]) -> Double {
        let pairs = zip(initial, values).filter { $0 > 0 && $0 < 1 && $1 > 0 && $1 < 1 }
        // The logarithm of a decay near 1 has few digits.
        guard let (first, value) = pairs.min(by: { $0.1 < $1.1 }) else { return 0 }
        let guess = Double.log(Double.log(first) / Double.log(value))
        // Rounding puts it off by some units of the last place; those around are tried in turn.
        for distance in 0...64 {
            let step = Double(distance) * 0x1p-55
            for parameter in [guess + step, guess - step]
            where pairs.allSatisfy({ decay($0, parameter).value == $1 }) { return parameter }
        }
        return guess
    }

    /// The index in `range` that belongs to a neuron; nil where its kind is not learnt.
    static func place(_ range: Range<Int>, _ neuron: Int) -> Int? {
        range.isEmpty ? nil : range.lowerBound + (range.count == 1 ? 0 : neuron)
    }

    /// The network with these parameters: delays in whole ticks, time constants as learnt.
    func network(_ network: EPropNetwork, with row: [Double]) -> EPropNetwork {
        var network = network
        network.weights = Array(row[weights])
        if !delays.isEmpty {
            network.delays = row[delays].map { Int32($0.rounded()) }
            network.delayMax = Int(network.delays.max() ?? 1)
        }
        for j in network.neurons.indices {
            if let place = Self.place(taus, j) {
                let initial = network.neurons[j].alpha
                let alpha = Self.decay(initial, row[place]).value
                network.neurons[j].drive *= (1 - alpha) / (1 - initial)
                network.neurons[j].alpha = alpha
            }
            if let place = Self.place(slowTaus, j) {
                network.neurons[j].rho = Self.decay(network.neurons[j].rho, row[place]).value
            }
        }
        return network
    }

    func readout(_ readout: SurrogateReadout, with row: [Double]) -> SurrogateReadout {
        guard !self.readout.isEmpty else { return readout }
        var readout = readout
        readout.weights = Array(row[self.readout])
        readout.biases = Array(row[biases])
        return readout
    }
}
