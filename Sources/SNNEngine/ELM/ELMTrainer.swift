import Synchronization

// Batches of samples. A batch is cut into chunks of samples that pass through the neuron together;
// chunks are what workers share out. How it is cut depends on the size of the batch alone, and
// gradients are added up chunk by chunk, so the result does not know of workers.

/// A sample for a neuron that names classes.
public struct LabelledBins: Sendable {
    public var train: BinnedTrain
    public var label: Int

    public init(train: BinnedTrain, label: Int) {
        self.train = train
        self.label = label
    }
}

/// What trained neurons are trained with.
public struct ELMTrainingOptions: Sendable, Equatable {
    public var method = GradientDescent.Method.adamax
    /// Of the first step; it falls like a cosine to zero.
    public var rate = 5e-3
    public var batch = 8
    public var epochs = 70
    /// The part of inputs that is silenced, anew for each sample and epoch. The rest is made as
    /// much stronger.
    public var dropout = 0.5
    /// Length of a gradient at most; 0 for any.
    public var clip = 0.0

    public init() {}
}

/// Trains an ELM neuron to name the class of a sample with its outputs of the last bin.
///
///     let trainer = ELMTrainer(shape, bins: 500, options: options, seed: 1, workers: 2)
///     for epoch in 0..<options.epochs {
///         print(trainer.learn(epoch, count: samples.count) { samples[$0] }.accuracy)
///     }
public final class ELMTrainer {
    /// What samples showed.
    public struct Outcome: Sendable, Equatable {
        /// The cross-entropy in nats, the mean over samples.
        public var loss = 0.0
        /// The part of samples that were named right.
        public var accuracy = 0.0
        /// The class that was found for each sample.
        public var found: [Int] = []
    }

    public let shape: ELMShape
    public let bins: Int
    public let options: ELMTrainingOptions
    private var parameters: ELMParameters<Float>
    private var descent: GradientDescent
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
        _ shape: ELMShape, bins: Int, options: ELMTrainingOptions, seed: UInt64, workers: Int
    ) {
        DenseThreads.useOne()
        self.shape = shape
        self.bins = bins
        self.options = options
        self.seed = seed
        routing = ELMRouting(shape, seed: seed)
        parameters = ELMParameters(shape, seed: seed)
        descent = GradientDescent(options.method, count: parameters.values.count)
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
    }

    /// What the training has come to.
    public var state: State {
        get {
            State(
                parameters: parameters.values, step: descent.step, first: descent.first,
                second: descent.second)
        }
        set {
            precondition(newValue.fits(parameters.values.count), "The neuron has another shape.")
            parameters.values = newValue.parameters
            descent = GradientDescent(
                options.method, step: newValue.step, first: newValue.first, second: newValue.second)
        }
    }

    /// Everything that goes on changing.
    public struct State: Sendable, Equatable {
        public var parameters: [Float]
        public var step: Int
        public var first: [Float]
        public var second: [Float]

        public init(parameters: [Float], step: Int, first: [Float], second: [Float]) {
            self.parameters = parameters
            self.step = step
            self.first = first
            self.second = second
        }

        public func fits(_ count: Int) -> Bool {
            parameters.count == count && first.count == count && second.count == count
        }
    }

    /// How many numbers `State` has of each.
    public var stateCount: Int { parameters.values.count }

    /// Whether all that was learnt are numbers.
    public var isFinite: Bool { parameters.values.allSatisfy(\.isFinite) }

    /// Shows samples once, in an order of the epoch's own, and learns from each batch.
    ///
    /// - Parameters:
    ///   - epoch: counted from 0.
    ///   - sample: makes a sample; called by all workers at once.
    ///   - isOver: told how many samples have been shown; learning ends when it says so.
    public func learn(
        _ epoch: Int, count: Int, sample: @escaping @Sendable (Int) -> LabelledBins,
        isOver: (Int) -> Bool = { _ in false }
    ) -> Outcome {
        var order = Array(0..<count)
        var random = ElementStream(seed: seed, stream: StreamID("elm.order"), element: epoch)
        for index in stride(from: count - 1, to: 0, by: -1) {
            order.swapAt(index, random.index(below: index + 1))
        }
        let batches = (count + options.batch - 1) / options.batch
        var outcome = Outcome()
        var shown = 0
        for batch in 0..<batches {
            let indices = Array(order[batch * options.batch..<min((batch + 1) * options.batch, count)])
            var (part, gradient) = show(indices, epoch: epoch, sample)
            for index in gradient.values.indices { gradient.values[index] /= Float(indices.count) }
            _ = GradientDescent.clip(&gradient.values, to: options.clip)
            let progress = (Double(epoch) + Double(batch) / Double(batches)) / Double(options.epochs)
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

    /// Shows samples and learns nothing; nothing is silenced.
    public func test(
        count: Int, sample: @escaping @Sendable (Int) -> LabelledBins
    ) -> Outcome {
        var outcome = Outcome()
        // In pieces, so that few samples are in memory at once.
        for start in stride(from: 0, to: count, by: 256) {
            let part = show(Array(start..<min(start + 256, count)), epoch: nil, sample).outcome
            outcome.add(part, after: start)
        }
        return outcome
    }

    /// - Parameter epoch: nil where nothing is learnt.
    private func show(
        _ indices: [Int], epoch: Int?, _ sample: @escaping @Sendable (Int) -> LabelledBins
    ) -> (outcome: Outcome, gradient: ELMParameters<Float>) {
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
                        made.train.drop(dropout, &random)
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
                results.parts[number] = Self.show(samples, parameters, pass!, keeps ? adjoints : nil)
            }
        }
        var outcome = Outcome()
        var gradient = ELMParameters<Float>(shape)
        for (number, part) in results.parts.enumerated() {
            guard let part else { continue }
            outcome.add(part.outcome, after: number * chunk)
            if epoch == nil { continue }
            for index in gradient.values.indices {
                gradient.values[index] += part.gradient.values[index]
            }
        }
        return (outcome, gradient)
    }

    /// `@unchecked Sendable` because each part is written by one worker.
    private final class Results: @unchecked Sendable {
        var parts: [(outcome: Outcome, gradient: ELMParameters<Float>)?]
        init(_ count: Int) { parts = Array(repeating: nil, count: count) }
    }

    private static func show(
        _ samples: [LabelledBins], _ parameters: ELMParameters<Float>, _ pass: ELMPass<Float>,
        _ adjoints: ELMAdjoints<Float>?
    ) -> (outcome: Outcome, gradient: ELMParameters<Float>) {
        let trains = samples.map(\.train)
        let classes = pass.shape.outputs
        var outcome = Outcome()
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

extension ELMTrainer.Outcome {
    /// Takes in what further samples showed.
    mutating func add(_ other: Self, after count: Int) {
        let more = Double(other.found.count)
        let total = max(Double(count) + more, 1)
        loss = (loss * Double(count) + other.loss * more) / total
        accuracy = (accuracy * Double(count) + other.accuracy * more) / total
        found += other.found
    }
}

extension BinnedTrain {
    /// Silences inputs, bin by bin, with a probability, and makes the others as much stronger.
    mutating func drop(_ probability: Double, _ random: inout ElementStream) {
        var (kept, entry) = (0, 0)
        let factor = Float(1 / (1 - probability))
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
