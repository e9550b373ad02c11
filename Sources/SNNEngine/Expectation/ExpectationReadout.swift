import COpenBLAS

// Two readouts for each event, taught by a product of a trace of spikes, an error, and attention:
//
//     when:  z_k = w_k . r,     w_k += eta_when G (y - z_k) r / (1 + r . r)      in every tick
//     what:  q_k = v_k . m,     v_k += eta_what (o - q_k) m / (1 + m . m)        after a trial
//
// with m the mean of r over the trial from its cue on. Division by the square of the trace makes
// the rules normalised least mean squares (LMS): an update takes the part eta of the error away,
// however many neurons fire. With the same m in all trials q_k goes to the share of trials with
// o = 1, with a time constant of 1 / eta_what trials.

/// Traces of one trial.
struct TrialTraces {
    let ticks: Int
    let neurons: Int
    /// One row of neurons for each tick.
    private(set) var values: [Double]
    /// 1 + r . r in each tick.
    private(set) var norms: [Double] = []
    /// Mean over the ticks from the cue on.
    private(set) var mean: [Double] = []
    private var last: [Double]

    init(ticks: Int, neurons: Int) {
        DenseThreads.useOne()
        self.ticks = ticks
        self.neurons = neurons
        values = Array(repeating: 0, count: ticks * neurons)
        last = Array(repeating: 0, count: neurons)
    }

    /// Follows the spikes of the next trial; what was left of the trial before decays on.
    ///
    /// - Parameter spikes: by tick in the trial, from 0 on, ascending.
    mutating func follow(
        _ spikes: [(tick: Int, neuron: Int)], decay: Double, meanFrom cue: Int
    ) {
        var next = 0
        for tick in 0..<ticks {
            for neuron in 0..<neurons { last[neuron] *= decay }
            while next < spikes.count, spikes[next].tick == tick {
                last[spikes[next].neuron] += 1
                next += 1
            }
            values.replaceSubrange(tick * neurons..<(tick + 1) * neurons, with: last)
        }
        norms = (0..<ticks).map { tick in
            withRow(tick) { 1 + cblas_ddot(Int32(neurons), $0, 1, $0, 1) }
        }
        mean = Array(repeating: 0, count: neurons)
        for tick in cue..<ticks {
            withRow(tick) {
                cblas_daxpy(Int32(neurons), 1 / Double(ticks - cue), $0, 1, &mean, 1)
            }
        }
    }

    func withRow<Result>(
        _ tick: Int, _ body: (UnsafePointer<Double>) -> Result
    ) -> Result {
        values.withUnsafeBufferPointer { body($0.baseAddress! + tick * neurons) }
    }

    /// What these weights make of the traces, in every tick.
    func output(of weights: [Double]) -> [Double] {
        var output = [Double](repeating: 0, count: ticks)
        cblas_dgemv(
            CblasRowMajor, CblasNoTrans, Int32(ticks), Int32(neurons), 1, values, Int32(neurons),
            weights, 1, 0, &output, 1)
        return output
    }
}

/// What is expected of two events.
struct ExpectationReadout {
    var when: [[Double]]
    var what: [[Double]]

    init(neurons: Int) {
        when = Array(repeating: Array(repeating: 0, count: neurons), count: 2)
        what = when
    }

    /// Learns from a trial in which `event` occurred.
    ///
    /// - Parameters:
    ///   - target: y in each tick.
    ///   - attention: G in each tick; where it is 0 nothing is learnt.
    mutating func learn(
        _ traces: TrialTraces, event: Int, target: [Double], attention: [Double], etaWhen: Double,
        etaWhat: Double
    ) {
        for tick in 0..<traces.ticks where attention[tick] > 0 {
            traces.withRow(tick) {
                Self.step(
                    &when[event], $0, towards: target[tick],
                    rate: etaWhen * attention[tick] / traces.norms[tick])
            }
        }
        let count = Int32(traces.neurons)
        let norm = 1 + cblas_ddot(count, traces.mean, 1, traces.mean, 1)
        for other in what.indices {
            Self.step(
                &what[other], traces.mean, towards: other == event ? 1 : 0, rate: etaWhat / norm)
        }
    }

    /// One normalised step of a readout.
    static func step(
        _ weights: inout [Double], _ trace: UnsafePointer<Double>, towards target: Double,
        rate: Double
    ) {
        let count = Int32(weights.count)
        let error = target - cblas_ddot(count, weights, 1, trace, 1)
        cblas_daxpy(count, rate * error, trace, 1, &weights, 1)
    }

    /// q_k z_k in every tick, for both events.
    func output(_ traces: TrialTraces) -> [[Double]] {
        when.indices.map { event in
            let q = cblas_ddot(Int32(traces.neurons), what[event], 1, traces.mean, 1)
            return traces.output(of: when[event]).map { q * $0 }
        }
    }
}

/// How many threads OpenBLAS starts: none of its own. The setting is the process's.
enum DenseThreads {
    private static let isOne: Bool = {
        openblas_set_num_threads(1)
        return true
    }()

    static func useOne() { precondition(isOne) }
}
