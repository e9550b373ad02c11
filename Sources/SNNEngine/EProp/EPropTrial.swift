// One trial forward, and its gradients. The room is kept from trial to trial.

/// Sums of gradients over trials.
struct EPropGradients {
    /// Of the error, for each synapse.
    var synapses: [Double]
    /// The sum of e over time, for each synapse: what a regularisation of rates multiplies.
    var eligibilities: [Double]
    /// For each weight of the readouts.
    var readout: [Double]
    /// Spikes of each neuron.
    var spikes: [Double]
    var error = 0.0
    var correct = 0
    var trials = 0
    /// Sums of the squares of targets, to relate the error to.
    var power = 0.0
    /// A fingerprint of all spikes.
    var digest: UInt64 = 0

    init(_ network: EPropNetwork, _ readout: EPropReadout) {
        synapses = Array(repeating: 0, count: network.synapseCount)
        eligibilities = synapses
        self.readout = Array(repeating: 0, count: readout.weights.count)
        spikes = Array(repeating: 0, count: network.neurons.count)
    }

    static func += (sum: inout EPropGradients, other: EPropGradients) {
        for index in sum.synapses.indices { sum.synapses[index] += other.synapses[index] }
        for index in sum.eligibilities.indices {
            sum.eligibilities[index] += other.eligibilities[index]
        }
        for index in sum.readout.indices { sum.readout[index] += other.readout[index] }
        for index in sum.spikes.indices { sum.spikes[index] += other.spikes[index] }
        sum.error += other.error
        sum.correct += other.correct
        sum.trials += other.trials
        sum.power += other.power
        sum.digest &+= other.digest
    }
}

/// Runs trials of a network of a given length.
final class EPropTrial {
    let ticks: Int
    /// gamma: the height of the pseudo-derivative.
    let gamma: Double
    /// Whether sums for a regularisation of rates are wanted.
    let regularises: Bool
    /// Spikes of neurons in the last trial, ascending by tick.
    private(set) var spikes = EPropInput()
    /// y of the last trial, tick by tick; after `learn` dE/dy.
    private(set) var outputs: [Double] = []

    /// psi by tick and neuron, which becomes P.
    private let archive: UnsafeMutablePointer<Double>
    /// The same for a learning signal that is always 1, where rates are regularised.
    private let plain: UnsafeMutablePointer<Double>
    /// Input due, by slot and neuron.
    private let ring: UnsafeMutablePointer<Double>
    private let ringCount: Int
    private let slotMask: Int
    /// Four numbers for each neuron: potentials and the like, then P and Q.
    private let state: UnsafeMutablePointer<Double>
    private let held: UnsafeMutablePointer<Int>

    init(_ network: EPropNetwork, ticks: Int, gamma: Double, regularises: Bool) {
        self.ticks = ticks
        self.gamma = gamma
        self.regularises = regularises
        let count = network.neurons.count
        func zeros(_ count: Int) -> UnsafeMutablePointer<Double> {
            let numbers = UnsafeMutablePointer<Double>.allocate(capacity: count)
            numbers.initialize(repeating: 0, count: count)
            return numbers
        }
        archive = zeros(ticks * count)
        plain = zeros(regularises ? ticks * count : 1)
        var slots = 1
        while slots <= network.delayMax { slots *= 2 }
        slotMask = slots - 1
        ringCount = slots * count
        ring = zeros(ringCount)
        state = zeros(4 * count)
        held = .allocate(capacity: count)
        held.initialize(repeating: 0, count: count)
    }

    deinit {
        for numbers in [archive, plain, ring, state] { numbers.deallocate() }
        held.deallocate()
    }

    /// One trial: forward, then its gradients added to `sum`.
    func learn(
        _ network: EPropNetwork, _ readout: EPropReadout, _ input: EPropInput,
        _ target: EPropTarget, into sum: inout EPropGradients
    ) {
        run(network, readout, input, target, into: &sum)
        network.withView { network in
            look(back: network, readout)
            gather(network, input, from: 0, into: &sum)
            gather(network, spikes, from: network.inputCount, into: &sum)
        }
        gather(readout, into: &sum)
    }

    /// One trial without gradients; the error and the decision are added to `sum`.
    func run(
        _ network: EPropNetwork, _ readout: EPropReadout, _ input: EPropInput,
        _ target: EPropTarget, into sum: inout EPropGradients
    ) {
        forward(network, input)
        read(readout)
        if case .values(let values) = target {
            for value in values { sum.power += 0.5 * value * value }
        }
        let (error, best) = readout.differentiate(&outputs, target)
        sum.error += error
        sum.trials += 1
        if case .label(let label) = target, label == best { sum.correct += 1 }
        for (tick, source) in zip(spikes.ticks, spikes.sources) {
            sum.spikes[Int(source)] += 1
            sum.digest &+= mixed(UInt64(tick) << 32 | UInt64(source))
        }
    }

    /// The network through all ticks: spikes, and psi into the archive.
    func forward(_ network: EPropNetwork, _ input: EPropInput) {
        spikes.ticks.removeAll(keepingCapacity: true)
        spikes.sources.removeAll(keepingCapacity: true)
        ring.update(repeating: 0, count: ringCount)
        network.withView { forward($0, input) }
    }

    private func forward(_ network: EPropNetwork.View, _ input: EPropInput) {
        let count = network.neuronCount
        let (potential, raised) = (state, state + count)
        for j in 0..<count {
            potential[j] = network.neurons[j].initial
            raised[j] = network.neurons[j].raised
            held[j] = 0
        }
        var next = 0
        for tick in 1...ticks {
            // What was sent at the tick before is on its way before anything is due.
            while next < input.ticks.count, input.ticks[next] < tick {
                send(network, Int(input.sources[next]), at: Int(input.ticks[next]))
                next += 1
            }
            let due = ring + (tick & slotMask) * count
            let psi = archive + (tick - 1) * count
            let first = spikes.ticks.count
            var j = 0
            while j < count {
                let neuron = network.neurons + j
                let threshold = neuron.pointee.threshold
                let isHeld = held[j] > 0
                raised[j] *= neuron.pointee.rho
                if !isHeld || !neuron.pointee.isHeldAfterSpikes {
                    potential[j] = neuron.pointee.alpha * potential[j] + neuron.pointee.drive
                        + due[j]
                }
                due[j] = 0
                let distance = potential[j] - (threshold + raised[j])
                let height = 1 - abs(distance) / threshold
                psi[j] = isHeld || height < 0 ? 0 : height * gamma / threshold
                if isHeld {
                    held[j] &-= 1
                } else if distance >= 0 {
                    held[j] = neuron.pointee.refractory
                    raised[j] += neuron.pointee.growth
                    potential[j] = neuron.pointee.isSoft
                        ? potential[j] - threshold / neuron.pointee.alpha : neuron.pointee.reset
                    spikes.ticks.append(Int32(tick))
                    spikes.sources.append(Int32(j))
                }
                j &+= 1
            }
            for index in first..<spikes.ticks.count {
                send(network, network.inputCount + Int(spikes.sources[index]), at: tick)
            }
        }
    }

    /// Puts what a spike brings to its targets where it is due.
    @inline(__always)
    private func send(_ network: EPropNetwork.View, _ source: Int, at tick: Int) {
        let count = network.neuronCount
        var synapse = network.rows[source]
        let end = network.rows[source &+ 1]
        while synapse < end {
            let slot = (tick &+ Int(network.delays[synapse])) & slotMask
            ring[slot &* count &+ Int(network.targets[synapse])] += network.weights[synapse]
            synapse &+= 1
        }
    }

    /// y <- kappa y + (1 - kappa) W_out z
    private func read(_ readout: EPropReadout) {
        let (count, width) = (readout.count, readout.neurons.count)
        outputs = Array(repeating: 0, count: ticks * count)
        var values = Array(repeating: 0.0, count: count)
        var next = 0
        for tick in 1...ticks {
            for k in 0..<count { values[k] *= readout.kappa }
            while next < spikes.ticks.count, spikes.ticks[next] == Int32(tick) {
                let neuron = Int(spikes.sources[next])
                next += 1
                guard readout.neurons.contains(neuron) else { continue }
                for k in 0..<count {
                    values[k] += (1 - readout.kappa)
                        * readout.weights[k * width + neuron - readout.neurons.lowerBound]
                }
            }
            for k in 0..<count { outputs[(tick - 1) * count + k] = values[k] }
        }
    }

    /// Turns psi into P, from the last tick to the first, and dE/dy into F.
    private func look(back network: EPropNetwork.View, _ readout: EPropReadout) {
        let (count, k) = (network.neuronCount, readout.count)
        let feedback = readout.feedback ?? readout.weights
        let (first, width) = (readout.neurons.lowerBound, readout.neurons.count)
        var values = Array(repeating: 0.0, count: k)
        let (P, Q) = (state, state + count)
        let (plainP, plainQ) = (state + 2 * count, state + 3 * count)
        state.update(repeating: 0, count: 4 * count)
        var tick = ticks - 1
        while tick >= 0 {
            for output in 0..<k {
                values[output] = readout.kappa * values[output]
                    + (1 - readout.kappa) * outputs[tick * k + output]
                outputs[tick * k + output] = values[output]
            }
            let worth = archive + tick * count
            var j = 0
            while j < count {
                let alpha = network.neurons[j].alpha
                let rho = network.neurons[j].rho
                let psi = worth[j]
                if psi == 0 {
                    P[j] *= alpha
                    Q[j] *= rho
                    plainP[j] *= alpha
                    plainQ[j] *= rho
                } else {
                    let beta = rho * network.neurons[j].growth
                    var signal = 0.0
                    if j >= first, j < first &+ width {
                        for output in 0..<k {
                            signal += feedback[output * width + j - first] * values[output]
                        }
                    }
                    let stay = rho - psi * beta
                    P[j] = psi * signal + alpha * P[j] + psi * Q[j]
                    Q[j] = stay * Q[j] - beta * psi * signal
                    plainP[j] = psi + alpha * plainP[j] + psi * plainQ[j]
                    plainQ[j] = stay * plainQ[j] - beta * psi
                }
                worth[j] = P[j]
                if regularises { plain[tick &* count &+ j] = plainP[j] }
                j &+= 1
            }
            tick -= 1
        }
    }

    /// Adds up what each spike was worth to the synapses that it went through.
    private func gather(
        _ network: EPropNetwork.View, _ sent: EPropInput, from base: Int,
        into sum: inout EPropGradients
    ) {
        let count = network.neuronCount
        let (ticks, archive, plain) = (ticks, archive, plain)
        let regularises = regularises
        sum.synapses.withUnsafeMutableBufferPointer { gradient in
            sum.eligibilities.withUnsafeMutableBufferPointer { eligibility in
                for index in sent.ticks.indices {
                    let (tick, row) = (Int(sent.ticks[index]), base + Int(sent.sources[index]))
                    var synapse = network.rows[row]
                    let end = network.rows[row + 1]
                    while synapse < end {
                        let arrival = tick &+ Int(network.delays[synapse])
                        if network.learns[synapse], arrival >= 1, arrival <= ticks {
                            let place = (arrival &- 1) &* count &+ Int(network.targets[synapse])
                            gradient[synapse] += archive[place]
                            if regularises { eligibility[synapse] += plain[place] }
                        }
                        synapse &+= 1
                    }
                }
            }
        }
    }

    /// The same for the weights of the readout.
    private func gather(_ readout: EPropReadout, into sum: inout EPropGradients) {
        let (first, width) = (readout.neurons.lowerBound, readout.neurons.count)
        for (tick, neuron) in zip(spikes.ticks, spikes.sources)
        where readout.neurons.contains(Int(neuron)) {
            for k in 0..<readout.count {
                sum.readout[k * width + Int(neuron) - first] +=
                    outputs[(Int(tick) - 1) * readout.count + k]
            }
        }
    }
}
