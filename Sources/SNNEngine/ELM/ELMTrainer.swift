import Synchronization

// Batches of samples. A batch is cut into chunks of samples that pass through the neuron together;
// chunks are what workers share out. How it is cut depends on the size of the batch alone, and
// gradients are added up chunk by chunk, so the result does not know of workers.

/// Trains an ELM neuron to name the class of a sample with its outputs of the last bin.
///
///     let trainer = ELMTrainer(shape, bins: 500, options: options, seed: 1, workers: 2)
///     for epoch in 0..<options.epochs {
///         print(trainer.learn(epoch, count: samples.count) { samples[$0] }.accuracy)
///     }
public final class ELMTrainer: ClassifierTrainer {
    public let shape: ELMShape
    public let bins: Int
    public let options: ClassifierOptions
    private var parameters: ELMParameters<Float>
    private var descent: GradientMoments<Float>
    private var routing: ELMRouting
    private let seed: UInt64
    private let workers: Workers
    private let rooms: Rooms

    /// Samples that pass through the neuron together.
    private var chunk: Int { min(16, max(4, options.batch / 4)) }

    /// `@unchecked Sendable` because each worker has its own.
    private final class Rooms: @unchecked Sendable {
        var passes: [ELMPass<Float>?]
        var adjoints: [ELMAdjoints<Float>?]
        init(_ count: Int) {
            passes = Array(repeating: nil, count: count)
            adjoints = Array(repeating: nil, count: count)
        }
    }

    /// - Parameters:
    ///   - bins: of every sample.
    ///   - seed: draws where weights begin, routing, the order of samples and what is silenced.
    public init(
        _ shape: ELMShape, bins: Int, options: ClassifierOptions, seed: UInt64, workers: Int
    ) {
        DenseThreads.useOne()
        self.shape = shape
        self.bins = bins
        self.options = options
        self.seed = seed
        routing = ELMRouting(shape, seed: seed)
        parameters = ELMParameters(shape, seed: seed)
        descent = GradientMoments(options.method, .ofStep, count: parameters.values.count)
        self.workers = Workers(max(1, workers))
        rooms = Rooms(self.workers.count)
    }

    /// The neuron as it is now.
    public var neuron: ELMNeuron {
        ELMNeuron(shape: shape, parameters: parameters.converted(to: Double.self), routing: routing)
    }

    /// Goes on from a neuron of the same shape.
    public func take(_ neuron: ELMNeuron) {
        precondition(neuron.shape == shape, "The neuron has another shape.")
        parameters = neuron.parameters.converted(to: Float.self)
        routing = neuron.routing
        descent = GradientMoments(options.method, .ofStep, count: parameters.values.count)
        // Passes go by the routing that they were made with.
        rooms.passes = rooms.passes.map { _ in nil }
    }

    /// What the training has come to.
    public var state: ClassifierState {
        get {
            ClassifierState(
                parameters: parameters.values.map(Double.init),
                first: descent.first.map(Double.init), second: descent.second.map(Double.init),
                step: descent.step)
        }
        set {
            precondition(newValue.fits(stateCount), "The neuron has another shape.")
            parameters.values = newValue.parameters.map { Float($0) }
            descent.restore(
                step: newValue.step, first: newValue.first.map { Float($0) },
                second: newValue.second.map { Float($0) })
        }
    }

    public var stateCount: Int { parameters.values.count }
    public var parameterCount: Int { shape.parameterCount }
    public var synapseCount: Int { shape.synapseCount }
    public var weights: ELMWeights { neuron.weights }
    public var weightShapes: [(name: String, shape: [Int])] { ELMWeights.shapes(of: shape) }

    public func take(_ weights: ELMWeights) throws(ELMWeights.Mismatch) {
        take(try ELMNeuron(shape, weights, seed: seed))
    }

    /// Whether all that was learnt are numbers.
    public var isFinite: Bool { parameters.values.allSatisfy(\.isFinite) }

    public func learn(
        _ epoch: Int, count: Int, sample: @escaping @Sendable (Int) -> LabelledBins,
        isOver: (Int) -> Bool
    ) -> ClassifierOutcome {
        let order = ClassifierOptions.order(of: count, epoch, seed: seed)
        let batches = (count + options.batch - 1) / options.batch
        var outcome = ClassifierOutcome()
        var shown = 0
        for batch in 0..<batches {
            let end = min((batch + 1) * options.batch, count)
            let indices = Array(order[batch * options.batch..<end])
            var (part, gradient) = show(indices, epoch: epoch, sample)
            for index in gradient.values.indices { gradient.values[index] /= Float(indices.count) }
            _ = GradientDescent.clip(&gradient.values, to: options.clip)
            let progress =
                (Double(epoch) + Double(batch) / Double(batches)) / Double(options.epochs)
            descent.move(
                &parameters.values, along: gradient.values,
                rate: GradientDescent.cosine(options.rate, at: progress))
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
            let part = show(Array(start..<min(start + 256, count)), epoch: nil, sample).outcome
            outcome.add(part, after: start)
            if isOver(min(start + 256, count)) { break }
        }
        return outcome
    }

    /// - Parameter epoch: nil where nothing is learnt.
    private func show(
        _ indices: [Int], epoch: Int?, _ sample: @escaping @Sendable (Int) -> LabelledBins
    ) -> (outcome: ClassifierOutcome, gradient: ELMParameters<Float>) {
        let (parameters, shape, seed) = (parameters, shape, seed)
        let chunk = epoch == nil ? 16 : chunk
        let chunks = (indices.count + chunk - 1) / chunk
        let results = Results(chunks)
        let next = Atomic(0)
        let (bins, routing, rooms, dropout) = (bins, routing, rooms, options.dropout)
        workers.run { worker in
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < chunks else { break }
                var samples: [LabelledBins] = []
                for index in indices[number * chunk..<min((number + 1) * chunk, indices.count)] {
                    var made = sample(index)
                    if let epoch, dropout > 0 {
                        var random = ElementStream(
                            seed: seed, stream: StreamID("elm.dropout.\(epoch)"), element: index)
                        made.train.drop(dropout, strengthens: true, &random)
                    }
                    samples.append(made)
                }
                let keeps = epoch != nil
                var pass = rooms.passes[worker]
                if pass == nil || pass!.capacity < samples.count || pass!.keepsStates != keeps {
                    pass = ELMPass(
                        shape, routing, capacity: chunk, bins: bins, keepsStates: keeps)
                    rooms.passes[worker] = pass
                }
                let adjoints = rooms.adjoints[worker] ?? ELMAdjoints(shape, capacity: chunk)
                rooms.adjoints[worker] = adjoints
                results.parts[number] = Self.show(
                    samples, parameters, pass!, keeps ? adjoints : nil)
            }
        }
        var outcome = ClassifierOutcome()
        var gradient = ELMParameters<Float>(shape)
        for number in 0..<chunks {
            guard let part = results.parts[number] else { continue }
            outcome.add(part.outcome, after: number * chunk)
            if epoch == nil { continue }
            part.gradient.add(to: &gradient)
        }
        return (outcome, gradient)
    }

    /// `@unchecked Sendable` because each part is written by one worker.
    private final class Results: @unchecked Sendable {
        var parts: [(outcome: ClassifierOutcome, gradient: ELMParameters<Float>)?]
        init(_ count: Int) { parts = Array(repeating: nil, count: count) }
    }

    private static func show(
        _ samples: [LabelledBins], _ parameters: ELMParameters<Float>, _ pass: ELMPass<Float>,
        _ adjoints: ELMAdjoints<Float>?
    ) -> (outcome: ClassifierOutcome, gradient: ELMParameters<Float>) {
        let trains = samples.map(\.train)
        let classes = pass.shape.outputs
        var outcome = ClassifierOutcome()
        var slopes = Array(repeating: Float(0), count: samples.count * classes)
        pass.forward(parameters, trains) { _, outputs in
            for (number, sample) in samples.enumerated() {
                let scores = (0..<classes).map { Double(outputs[number * classes + $0]) }
                let most = scores.max() ?? 0
                let parts = scores.map { Double.exp($0 - most) }
                let sum = parts.reduce(0, +)
                outcome.loss += Double.log(sum) + most - scores[sample.label]
                let found = scores.firstIndex(of: most) ?? 0
                outcome.found.append(found)
                outcome.accuracy += found == sample.label ? 1 : 0
                for index in 0..<classes {
                    slopes[number * classes + index] =
                        Float(parts[index] / sum - (index == sample.label ? 1 : 0))
                }
            }
        }
        outcome.loss /= Double(samples.count)
        outcome.accuracy /= Double(samples.count)
        var gradient = ELMParameters<Float>(parameters.shape)
        if let adjoints {
            pass.backward(parameters, trains, adjoints, into: &gradient) { bin, blame in
                guard bin == pass.bins - 1 else { return false }
                blame.update(from: slopes, count: slopes.count)
                return true
            }
        }
        return (outcome, gradient)
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
