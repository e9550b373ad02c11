// What a cell did with what it heard, bin by bin: what a neuron learns from that is to do the same.

/// Recordings of a cell, or of a detailed model of one.
public struct CellRecording: Sendable, Equatable {
    /// What its synapses heard.
    public var train: BinnedTrain
    /// Whether it spiked in a bin.
    public var spikes: [Bool]
    /// The potential of its soma at the end of each bin, in mV.
    public var soma: [Float]

    public init(train: BinnedTrain, spikes: [Bool], soma: [Float]) {
        precondition(spikes.count == train.binCount && soma.count == train.binCount)
        self.train = train
        self.spikes = spikes
        self.soma = soma
    }

    public var binCount: Int { train.binCount }
}

extension BinnedTrain {
    /// Some of its bins.
    public func bins(_ range: Range<Int>) -> BinnedTrain {
        let entries = Int(starts[range.lowerBound])..<Int(starts[range.upperBound])
        let first = starts[range.lowerBound]
        return BinnedTrain(
            starts: starts[range.lowerBound...range.upperBound].map { $0 - first },
            inputs: Array(inputs[entries]), counts: Array(counts[entries]))
    }
}

/// How a neuron is fitted to recordings; the standard values are those of NeuronIO (Spieler et al.
/// 2024), in bins of 1 ms.
public struct CellFitOptions: Sendable, Equatable {
    /// Bins that are shown in a row.
    public var window = 500
    /// Bins at the start of a window that nothing is judged by: the neuron begins at rest, the cell
    /// did not.
    public var burnIn = 150
    /// Bins at the start of each recording that are not shown.
    public var skipped = 500
    /// Batches of an epoch.
    public var steps = 1000
    /// What of the potential is to be learnt: above `top` it is taken as `top`, then `centre` is
    /// subtracted, and the rest divided by `scale`; in mV.
    public var top = -55.0
    public var centre = -67.7
    public var scale = 10.0

    public init() {}

    /// The potential as the neuron is to say it.
    @inlinable
    public func target(_ potential: Float) -> Float {
        Float((min(Double(potential), top) - centre) / scale)
    }

    /// What outputs of a bin cost, and the derivatives of that.
    ///
    /// - Parameters:
    ///   - logit: the log-odds of a spike.
    ///   - level: the potential as it was said, and `target` as it was.
    func cost(
        logit: Double, level: Double, spiked: Bool, target: Double
    ) -> (loss: Double, logitSlope: Double, levelSlope: Double) {
        // log(1 + e^y), without overflow for large y.
        let entropy = max(logit, 0) + Double.log(1 + Double.exp(-abs(logit)))
            - (spiked ? logit : 0)
        let difference = level - target
        let probability = 1 / (1 + Double.exp(-logit))
        return (
            0.5 * (entropy + difference * difference),
            0.5 * (probability - (spiked ? 1 : 0)), difference
        )
    }

    /// The potential that the neuron means, in mV.
    @inlinable
    public func potential(_ output: Float) -> Double { Double(output) * scale + centre }
}

/// What a neuron said of recordings, from the end of the burn-in on.
public struct CellPrediction: Sendable, Equatable {
    /// Half of the cross-entropy of spikes in nats and half of the squared error of the scaled
    /// potential, the mean over bins.
    public var loss = 0.0
    /// Of the potential cut off at `top`, root of the mean square, in mV.
    public var error = 0.0
    /// Bins that were judged.
    public var count = 0
    /// The log-odds of a spike in each bin, recording after recording, and whether there was one.
    public var logits: [Float] = []
    public var spikes: [Bool] = []
    /// The potential that was said, in mV.
    public var potentials: [Float] = []
}
