import Glibc

/// Leaky readouts and the errors that teach them.
struct EPropReadout {
    /// How many readouts there are.
    var count: Int
    /// The neurons that are read, counted through all.
    var neurons: Range<Int>
    /// e^(-h/tau)
    var kappa: Double
    /// The ticks in which there is an error; 1 is the first.
    var window: ClosedRange<Int>
    /// Readout by readout, over `neurons`.
    var weights: [Double]
    /// How errors reach neurons: readout by readout, over `neurons`; nil for `weights` themselves.
    var feedback: [Double]?

    /// dE/dy of a trial, and E:
    ///
    ///     values    E = 1/2 sum over ticks and readouts of (y - y*)^2
    ///     label     E = mean over ticks of -log softmax(y) at the label
    ///
    /// - Parameter outputs: tick by tick from 1 on, `count` values each; becomes dE/dy.
    /// - Returns: E, and the readout whose mean over the window is the greatest.
    func differentiate(_ outputs: inout [Double], _ target: EPropTarget) -> (Double, Int) {
        var error = 0.0
        var sums = Array(repeating: 0.0, count: count)
        let ticks = outputs.count / count
        for tick in 1...ticks {
            let first = (tick - 1) * count
            guard window.contains(tick) else {
                for k in first..<first + count { outputs[k] = 0 }
                continue
            }
            for k in 0..<count { sums[k] += outputs[first + k] }
            switch target {
            case .values(let values):
                for k in first..<first + count {
                    outputs[k] -= values[k]
                    error += 0.5 * outputs[k] * outputs[k]
                }
            case .label(let label):
                let top = outputs[first..<first + count].max() ?? 0
                var sum = 0.0
                for k in first..<first + count {
                    outputs[k] = exp(outputs[k] - top)
                    sum += outputs[k]
                }
                let share = 1 / Double(window.count)
                error -= share * log(outputs[first + label] / sum)
                for k in 0..<count {
                    outputs[first + k] =
                        share * (outputs[first + k] / sum - (k == label ? 1 : 0))
                }
            }
        }
        let best = sums.indices.max { sums[$0] < sums[$1] } ?? 0
        return (error, best)
    }
}
