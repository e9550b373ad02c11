// One trial through time and back. In ticks t, with the signs of EPropNetwork.swift:
//
//     A_t  = rho (A_t-1 + theta_plus z_t-1)              rise of the threshold
//     I_t  = sum over synapses of w z at the tick t - delay of its source
//     v_t  = alpha w_t-1 + drive + I_t                   w_t-1 in a refractoriness that holds it
//     z_t  = 1 where v_t >= theta + A_t, 0 in refractoriness
//     w_t  = v_t - z_t theta / alpha                     soft reset
//            v_t + z_t (reset - v_t)                     hard reset
//
// Forward is driven by events: a spike goes through the synapses of its source and adds to what
// its targets will receive. Nothing is done for synapses without spikes. All neurons are advanced
// side by side.
//
// Kept for the way back are, for each tick and neuron, v, z and psi, plus A where thresholds adapt
// and a mark where potentials are held: 12 to 20 bytes in single precision, twice that in double.
// The list of spikes has room for one of every neuron at every tick, 4 bytes more. So a trial of
// 1000 ticks and 1000 neurons takes 16 MB, once for each worker.

/// Sums over trials, of one share of a batch.
final class SurrogateSums<L: SummedLanes> {
    /// For each synapse, what its spikes were worth after n ticks, and after n + 1.
    let near: UnsafeMutablePointer<L.Number>
    let far: UnsafeMutablePointer<L.Number>
    /// dE/d alpha and rho dE/d rho of each neuron.
    let decays: UnsafeMutablePointer<L.Number>
    /// dE/dW / (1 - kappa), neuron by neuron; and dE/db.
    let readout: UnsafeMutablePointer<L.Number>
    let biases: UnsafeMutablePointer<L.Number>
    /// Spikes of each neuron.
    let spikes: UnsafeMutablePointer<Double>
    var error = 0.0
    var correct = 0
    /// The class found in each trial, in the order of the share.
    var found: [Int] = []
    var trials = 0
    /// A fingerprint of all spikes.
    var digest: UInt64 = 0
    private let memory = SurrogateMemory()
    private let counts: [Int]

    init(_ plan: SurrogatePlan<L>) {
        let synapses = plan.network.synapseCount
        counts = [
            synapses, plan.interpolates ? synapses : 0, 2 * plan.width,
            plan.width * plan.outputWidth, plan.outputWidth,
        ]
        near = memory.zeros(counts[0])
        far = memory.zeros(counts[1])
        decays = memory.zeros(counts[2])
        readout = memory.zeros(counts[3])
        biases = memory.zeros(counts[4])
        spikes = memory.zeros(plan.width)
    }

    func clear(_ plan: SurrogatePlan<L>) {
        for (numbers, count) in zip([near, far, decays, readout, biases], counts) {
            numbers.update(repeating: 0, count: count)
        }
        spikes.update(repeating: 0, count: plan.width)
        (error, correct, trials, digest) = (0, 0, 0, 0)
        found = []
    }
}

/// Runs trials of a given length. Its memory is kept from trial to trial.
final class SurrogateTrial<L: SummedLanes> {
    typealias Number = L.Number
    typealias Pointer = UnsafeMutablePointer<Number>

    let plan: SurrogatePlan<L>
    let ticks: Int
    /// v, z and psi by tick and neuron, with rows after the last for what arrives too late.
    let potentials: Pointer
    let spikes: Pointer
    let worths: Pointer
    let raised: Pointer
    let open: Pointer
    /// 0 where one row stands for all ticks.
    let raisedStride: Int
    let openStride: Int
    /// y by tick and readout, then dE/dy filtered backward.
    let outputs: Pointer
    /// Neurons that spike, by tick: `firstEvent[t - 1] ..< firstEvent[t]`.
    let events: UnsafeMutablePointer<Int32>
    let firstEvent: UnsafeMutablePointer<Int>
    /// Rows for the state of a pass.
    let state: Pointer
    let signal: Pointer
    /// What a spike costs whenever it comes, by neuron.
    let push: Pointer
    let rowCount: Int
    private let memory = SurrogateMemory()

    /// Bytes that the trial holds.
    var byteCount: Int { memory.byteCount }

    init(_ plan: SurrogatePlan<L>, ticks: Int) {
        self.plan = plan
        self.ticks = ticks
        let width = plan.width
        rowCount = ticks + plan.delayMax + 2
        potentials = memory.zeros(rowCount * width)
        worths = memory.zeros(rowCount * width)
        spikes = memory.zeros(ticks * width)
        raisedStride = plan.adapts ? width : 0
        openStride = plan.stays ? width : 0
        raised = memory.zeros(plan.adapts ? ticks * width : width)
        open = memory.zeros(plan.stays ? ticks * width : width)
        outputs = memory.zeros(ticks * plan.outputWidth)
        events = memory.zeros(ticks * plan.neuronCount)
        firstEvent = memory.zeros(ticks + 1)
        state = memory.zeros(3 * width)
        signal = memory.zeros(width)
        push = memory.zeros(width)
    }

    func row(_ tick: Int) -> SurrogateRow<Number> {
        let first = (tick - 1) * plan.width
        return SurrogateRow(
            potential: potentials + first, spike: spikes + first, worth: worths + first,
            raised: raised + (tick - 1) * raisedStride, open: open + (tick - 1) * openStride)
    }

    /// One trial; its error, decision and spikes are added to `sums`, and where `learns` its
    /// gradients too.
    func run(_ sample: EPropSample, learns: Bool, into sums: SurrogateSums<L>) {
        guard case .label(let label) = sample.target else {
            preconditionFailure("Surrogate gradients are of errors of labels.")
        }
        forward(sample.input)
        read()
        let (error, best) = plan.readout.differentiate(
            outputs, stride: plan.outputWidth, ticks: ticks, label: label, biases: plan.biases)
        sums.error += error
        sums.trials += 1
        sums.correct += best == label ? 1 : 0
        sums.found.append(best)
        count(into: sums)
        if learns { backward(sample.input, into: sums) }
    }

    /// Spikes alone, for rates.
    func spike(_ sample: EPropSample, into sums: SurrogateSums<L>) {
        forward(sample.input)
        sums.trials += 1
        count(into: sums)
    }

    private func count(into sums: SurrogateSums<L>) {
        let width = plan.width
        for tick in 1...ticks {
            for index in firstEvent[tick - 1]..<firstEvent[tick] {
                let neuron = Int(events[index])
                sums.spikes[neuron] += Double(spikes[(tick - 1) * width + neuron])
                sums.digest &+= mixed(UInt64(tick) << 32 | UInt64(neuron))
            }
        }
    }

    /// The network through all ticks.
    func forward(_ input: EPropInput) {
        switch (plan.surrogate.kind, plan.isSmooth) {
        case (.superspike, false), (.fastSigmoid, false):
            forward(Step<FastSigmoidShape>.self, input)
        case (.triangular, false): forward(Step<TriangularShape>.self, input)
        case (.sigmoidDerivative, false): forward(Step<SigmoidShape>.self, input)
        case (.superspike, true), (.fastSigmoid, true):
            forward(Smooth<FastSigmoidShape>.self, input)
        case (.triangular, true): forward(Smooth<TriangularShape>.self, input)
        case (.sigmoidDerivative, true): forward(Smooth<SigmoidShape>.self, input)
        }
    }

    private func forward<F: SpikeFunction>(_ function: F.Type, _ input: EPropInput) {
        let (plan, width, potentials) = (plan, plan.width, potentials)
        let (count, surrogate) = (plan.neuronCount, plan.surrogate)
        potentials.update(repeating: 0, count: rowCount * width)
        for j in 0..<width {
            state[j] = plan.neurons.initial[j]
            state[width + j] = plan.neurons.raised[j]
            state[2 * width + j] = 0
        }
        plan.withSegments { segments, firstSegment in
            var (next, end) = (0, 0)
            for tick in 1...ticks {
                while next < input.ticks.count, input.ticks[next] < tick {
                    let base = potentials + (Int(input.ticks[next]) - 1) * width
                    let source = Int(input.sources[next])
                    Self.send(
                        plan, segments + Int(firstSegment[source]),
                        Int(firstSegment[source + 1] - firstSegment[source]), 1, base)
                    next += 1
                }
                let row = row(tick)
                firstEvent[tick - 1] = end
                if F.isSmooth {
                    _ = SurrogateKernels<L>.advance(
                        function, plan.neurons, row, state, surrogate, events + end)
                    for j in 0..<count { events[end + j] = Int32(j) }
                    end += count
                } else {
                    end += SurrogateKernels<L>.advance(
                        function, plan.neurons, row, state, surrogate, events + end)
                }
                guard plan.isRecurrent else { continue }
                var index = firstEvent[tick - 1]
                while index < end {
                    let neuron = Int(events[index])
                    let source = plan.inputCount + neuron
                    Self.send(
                        plan, segments + Int(firstSegment[source]),
                        Int(firstSegment[source + 1] - firstSegment[source]),
                        row.spike[neuron], row.potential)
                    index &+= 1
                }
            }
            firstEvent[ticks] = end
        }
    }

    /// Adds what a spike brings to where it is due.
    ///
    /// - Parameter base: the row of the tick at which it was sent.
    @inline(__always)
    private static func send(
        _ plan: SurrogatePlan<L>, _ segments: UnsafePointer<SurrogateSegment>, _ count: Int,
        _ size: Number, _ base: Pointer
    ) {
        let (near, far, offsets) = (plan.near, plan.far, plan.offsets)
        let (interpolates, width) = (plan.interpolates, plan.width)
        var index = 0
        while index < count {
            let segment = segments[index]
            index &+= 1
            var synapse = Int(segment.synapse)
            let end = synapse &+ Int(segment.count)
            if segment.offset >= 0 {
                SurrogateKernels<L>.add(
                    base + Int(segment.offset), near + synapse, times: size, Int(segment.count))
            } else if interpolates {
                while synapse < end {
                    let place = base + Int(offsets[synapse])
                    place[0] += size * near[synapse]
                    place[width] += size * far[synapse]
                    synapse &+= 1
                }
            } else {
                while synapse < end {
                    base[Int(offsets[synapse])] += size * near[synapse]
                    synapse &+= 1
                }
            }
        }
    }

    /// y without biases.
    private func read() {
        let (width, outputWidth) = (plan.width, plan.outputWidth)
        let kappa = L.all(plan.readout.kappa)
        var before = outputs
        for tick in 1...ticks {
            let values = outputs + (tick - 1) * outputWidth
            var k = 0
            while k < outputWidth {
                (tick == 1 ? L.all(0) : kappa * L.load(before + k)).store(values + k)
                k &+= L.count
            }
            before = values
            var index = firstEvent[tick - 1]
            while index < firstEvent[tick] {
                let neuron = Int(events[index])
                index &+= 1
                guard plan.readout.neurons.contains(neuron) else { continue }
                SurrogateKernels<L>.add(
                    values, plan.outputColumns + neuron * outputWidth,
                    times: spikes[(tick - 1) * width + neuron], outputWidth)
            }
        }
    }
}
