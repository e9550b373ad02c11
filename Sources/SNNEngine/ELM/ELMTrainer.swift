/// Trains an ELM neuron to name the class of a sample with its outputs of the last bin.
///
///     let trainer = ELMTrainer(shape, bins: 500, options: options, seed: 1, workers: 2)
///     for epoch in 0..<options.epochs {
///         print(trainer.learn(epoch, count: samples.count) { samples[$0] }.accuracy)
///     }
public final class ELMTrainer: ClassifierTrainer {
    public let bins: Int
    public let options: ClassifierOptions
    private let learning: ELMLearning
    private let seed: UInt64

    /// - Parameters:
    ///   - bins: of every sample.
    ///   - seed: draws where weights begin, routing, the order of samples and what is silenced.
    public init(
        _ shape: ELMShape, bins: Int, options: ClassifierOptions, seed: UInt64, workers: Int
    ) {
        self.bins = bins
        self.options = options
        self.seed = seed
        learning = ELMLearning(shape, options: options, seed: seed, workers: workers)
    }

    public var shape: ELMShape { learning.shape }

    /// The neuron as it is now.
    public var neuron: ELMNeuron { learning.neuron }

    /// Goes on from a neuron of the same shape; moments of gradients begin anew.
    public func take(_ neuron: ELMNeuron) { learning.neuron = neuron }

    public func take(_ weights: ELMWeights) throws(ELMWeights.Mismatch) {
        take(try ELMNeuron(shape, weights, seed: seed))
    }

    public var state: ClassifierState {
        get { learning.state }
        set { learning.state = newValue }
    }

    public var stateCount: Int { learning.parameters.values.count }
    public var parameterCount: Int { shape.parameterCount }
    public var synapseCount: Int { shape.synapseCount }
    public var weights: ELMWeights { neuron.weights }
    public var weightShapes: [(name: String, shape: [Int])] { ELMWeights.shapes(of: shape) }
    public var isFinite: Bool { learning.isFinite }

    public func learn(
        _ epoch: Int, count: Int, sample: @escaping @Sendable (Int) -> LabelledBins,
        isOver: (Int) -> Bool
    ) -> ClassifierOutcome {
        let order = ClassifierOptions.order(of: count, epoch, seed: seed)
        let batches = (count + options.batch - 1) / options.batch
        let (seed, dropout) = (seed, options.dropout)
        var outcome = ClassifierOutcome()
        var shown = 0
        for batch in 0..<batches {
            let end = min((batch + 1) * options.batch, count)
            let indices = Array(order[batch * options.batch..<end])
            let (part, gradient) = show(indices.count, learns: true) { place in
                var made = sample(indices[place])
                if dropout > 0 {
                    var random = ElementStream(
                        seed: seed, stream: StreamID("elm.dropout.\(epoch)"),
                        element: indices[place])
                    made.train.drop(dropout, strengthens: true, &random)
                }
                return made
            }
            let progress =
                (Double(epoch) + Double(batch) / Double(batches)) / Double(options.epochs)
            learning.step(along: gradient, of: indices.count, progress: progress)
            outcome.add(part, after: shown)
            shown += indices.count
            if isOver(shown) { break }
        }
        outcome.found = []
        return outcome
    }

    public func test(
        count: Int, sample: @escaping @Sendable (Int) -> LabelledBins, isOver: (Int) -> Bool
    ) -> ClassifierOutcome {
        var outcome = ClassifierOutcome()
        // In pieces, so that few samples are in memory at once.
        for start in stride(from: 0, to: count, by: 256) {
            let part = show(min(start + 256, count) - start, learns: false) {
                sample(start + $0)
            }
            outcome.add(part.outcome, after: start)
            if isOver(min(start + 256, count)) { break }
        }
        return outcome
    }

    private func show(
        _ count: Int, learns: Bool, sample: @escaping @Sendable (Int) -> LabelledBins
    ) -> (outcome: ClassifierOutcome, gradient: ELMParameters<Float>) {
        let answers = Answers(count)
        let classes = shape.outputs
        let gradient = learning.show(
            count, bins: bins, judgedFrom: bins - 1, learns: learns,
            sample: { place in
                let made = sample(place)
                answers.labels[place] = made.label
                return made.train
            },
            judge: { place, _, outputs, slopes in
                let label = answers.labels[place]
                let scores = (0..<classes).map { Double(outputs[$0]) }
                let most = scores.max() ?? 0
                let parts = scores.map { Double.exp($0 - most) }
                let sum = parts.reduce(0, +)
                answers.losses[place] = Double.log(sum) + most - scores[label]
                answers.found[place] = scores.firstIndex(of: most) ?? 0
                for index in 0..<(slopes == nil ? 0 : classes) {
                    slopes?[index] = Float(parts[index] / sum - (index == label ? 1 : 0))
                }
            })
        return (answers.outcome, gradient)
    }

    /// `@unchecked Sendable` because each place is written and read by one worker at a time.
    private final class Answers: @unchecked Sendable {
        let count: Int
        let labels, found: UnsafeMutablePointer<Int>
        let losses: UnsafeMutablePointer<Double>

        init(_ count: Int) {
            self.count = count
            labels = .allocate(capacity: count)
            found = .allocate(capacity: count)
            losses = .allocate(capacity: count)
            labels.initialize(repeating: 0, count: count)
            found.initialize(repeating: 0, count: count)
            losses.initialize(repeating: 0, count: count)
        }

        deinit {
            labels.deallocate()
            found.deallocate()
            losses.deallocate()
        }

        var outcome: ClassifierOutcome {
            var outcome = ClassifierOutcome()
            outcome.found = (0..<count).map { found[$0] }
            let right = (0..<count).filter { found[$0] == labels[$0] }.count
            outcome.loss = (0..<count).reduce(0) { $0 + losses[$1] } / Double(max(count, 1))
            outcome.accuracy = Double(right) / Double(max(count, 1))
            return outcome
        }
    }
}

extension BinnedTrain {
    /// Silences inputs, bin by bin, with a probability, and may make the others as much
    /// stronger.
    mutating func drop(
        _ probability: Double, strengthens: Bool, _ random: inout ElementStream
    ) {
        var (kept, entry) = (0, 0)
        let factor = strengthens ? Float(1 / (1 - probability)) : 1
        for bin in 0..<binCount {
            let end = Int(starts[bin + 1])
            while entry < end {
                if random.uniform() >= probability {
                    inputs[kept] = inputs[entry]
                    counts[kept] = counts[entry] * factor
                    kept += 1
                }
                entry += 1
            }
            starts[bin + 1] = Int32(kept)
        }
        inputs.removeLast(inputs.count - kept)
        counts.removeLast(counts.count - kept)
    }

    /// One after the other.
    public func followed(by other: BinnedTrain) -> BinnedTrain {
        let end = starts[binCount]
        return BinnedTrain(
            starts: starts + other.starts.dropFirst().map { $0 + end },
            inputs: inputs + other.inputs, counts: counts + other.counts)
    }
}
