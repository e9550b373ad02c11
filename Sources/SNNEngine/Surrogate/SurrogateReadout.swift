// A leaky readout follows the spikes of neurons with a delay and a memory of its own. Its values
// over a trial become one number per class, which a softmax turns into probabilities:
//
//     y_k <- kappa y_k + (1 - kappa) sum of W_kj z_j          bias b_k is added to what is read
//
//     mean        the mean over the window
//     maximum     the greatest value within the window, each class at a tick of its own
//     last        the value at the end of the window
//
//     E = -log softmax at the label
//
// The gradient of a maximum is that of the tick at which it was reached.

/// Leaky readouts of a network that is trained with surrogate gradients.
struct SurrogateReadout {
    enum Judgement: String, CaseIterable { case mean, maximum, last }

    /// How many readouts there are.
    var count: Int
    /// The neurons that are read, counted through all.
    var neurons: Range<Int>
    /// e^(-h/tau)
    var kappa: Double
    /// The ticks that count; 1 is the first.
    var window: ClosedRange<Int>
    /// Readout by readout, over `neurons`.
    var weights: [Double]
    var biases: [Double]
    var judgement = Judgement.mean

    init(
        count: Int, neurons: Range<Int>, kappa: Double, window: ClosedRange<Int>,
        weights: [Double], biases: [Double]? = nil, judgement: Judgement = .mean
    ) {
        self.count = count
        self.neurons = neurons
        self.kappa = kappa
        self.window = window
        self.weights = weights
        self.biases = biases ?? Array(repeating: 0, count: count)
        self.judgement = judgement
    }

    /// That of an e-prop network, without bias at first.
    init(_ other: EPropReadout, judgement: Judgement) {
        self.init(
            count: other.count, neurons: other.neurons, kappa: other.kappa, window: other.window,
            weights: other.weights, judgement: judgement)
    }

    /// What a trial showed, and the derivative of its error.
    ///
    /// - Parameters:
    ///   - values: y by tick and readout, without biases; becomes dE/dy.
    ///   - stride: from tick to tick in `values`.
    /// - Returns: E, and the readout with the greatest value.
    func differentiate<Number: BinaryFloatingPoint>(
        _ values: UnsafeMutablePointer<Number>, stride: Int, ticks: Int, label: Int,
        biases: [Double]
    ) -> (error: Double, best: Int) {
        let last = window.upperBound
        var logits = biases
        var tops = Array(repeating: window.lowerBound, count: count)
        switch judgement {
        case .last:
            for k in 0..<count { logits[k] += Double(values[(last - 1) * stride + k]) }
        case .mean:
            var sums = Array(repeating: 0.0, count: count)
            for tick in window {
                for k in 0..<count { sums[k] += Double(values[(tick - 1) * stride + k]) }
            }
            for k in 0..<count { logits[k] += sums[k] / Double(window.count) }
        case .maximum:
            for tick in window {
                for k in 0..<count
                where values[(tick - 1) * stride + k] > values[(tops[k] - 1) * stride + k] {
                    tops[k] = tick
                }
            }
            for k in 0..<count { logits[k] += Double(values[(tops[k] - 1) * stride + k]) }
        }
        let best = logits.indices.max { logits[$0] < logits[$1] } ?? 0
        let top = logits[best]
        let parts = logits.map { Double.exp($0 - top) }
        let sum = parts.reduce(0, +)
        values.update(repeating: 0, count: ticks * stride)
        for k in 0..<count {
            let slope = parts[k] / sum - (k == label ? 1 : 0)
            switch judgement {
            case .last: values[(last - 1) * stride + k] = Number(slope)
            case .maximum: values[(tops[k] - 1) * stride + k] = Number(slope)
            case .mean:
                let share = Number(slope / Double(window.count))
                for tick in window { values[(tick - 1) * stride + k] = share }
            }
        }
        return (Double.log(sum) - (logits[label] - top), best)
    }
}
