import Synchronization

// Batches of samples. A batch is cut into chunks of samples that pass through the neuron together;
// chunks are what workers share out. How it is cut depends on the size of the batch alone, and
// gradients are added up chunk by chunk, so the result does not know of workers.

/// What an ELM neuron has learnt, and how samples make it learn more; what they are to teach is
/// said by who shows them.
final class ELMLearning {
    let shape: ELMShape
    private(set) var parameters: ELMParameters<Float>
    private var descent: GradientMoments<Float>
    private var routing: ELMRouting
    private let options: ClassifierOptions
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

        /// Passes go by the routing that they were made with.
        func clear() { for index in passes.indices { passes[index] = nil } }

        func pass(
            _ worker: Int, _ shape: ELMShape, _ routing: ELMRouting, chunk: Int, bins: Int,
            learns: Bool
        ) -> ELMPass<Float> {
            if let pass = passes[worker], pass.capacity >= chunk, pass.bins == bins,
                pass.keepsStates == learns
            {
                return pass
            }
            let pass = ELMPass<Float>(
                shape, routing, capacity: chunk, bins: bins, keepsStates: learns)
            passes[worker] = pass
            return pass
        }

        func adjoints(_ worker: Int, _ shape: ELMShape, chunk: Int) -> ELMAdjoints<Float> {
            let found = adjoints[worker] ?? ELMAdjoints(shape, capacity: chunk)
            adjoints[worker] = found
            return found
        }
    }

    /// - Parameter seed: draws where weights begin, and routing.
    init(_ shape: ELMShape, options: ClassifierOptions, seed: UInt64, workers: Int) {
        DenseThreads.useOne()
        self.shape = shape
        self.options = options
        routing = ELMRouting(shape, seed: seed)
        parameters = ELMParameters(shape, seed: seed)
        descent = GradientMoments(options.method, .ofStep, count: parameters.values.count)
        self.workers = Workers(max(1, workers))
        rooms = Rooms(self.workers.count)
    }

    /// The neuron as it is now; moments of gradients begin anew with another.
    var neuron: ELMNeuron {
        get {
            ELMNeuron(
                shape: shape, parameters: parameters.converted(to: Double.self), routing: routing)
        }
        set {
            precondition(newValue.shape == shape, "The neuron has another shape.")
            parameters = newValue.parameters.converted(to: Float.self)
            routing = newValue.routing
            descent = GradientMoments(options.method, .ofStep, count: parameters.values.count)
            rooms.clear()
        }
    }

    /// What the training has come to.
    var state: ClassifierState {
        get {
            ClassifierState(
                parameters: parameters.values.map(Double.init),
                first: descent.first.map(Double.init), second: descent.second.map(Double.init),
                step: descent.step)
        }
        set {
            precondition(newValue.fits(parameters.values.count), "The neuron has another shape.")
            parameters.values = newValue.parameters.map { Float($0) }
            descent.restore(
                step: newValue.step, first: newValue.first.map { Float($0) },
                second: newValue.second.map { Float($0) })
        }
    }

    var isFinite: Bool { parameters.values.allSatisfy(\.isFinite) }

    /// Moves along a gradient, the sum over `count` samples.
    ///
    /// - Parameter progress: the part of the training that is over.
    func step(along gradient: ELMParameters<Float>, of count: Int, progress: Double) {
        var values = gradient.values
        for index in values.indices { values[index] /= Float(count) }
        _ = GradientDescent.clip(&values, to: options.clip)
        descent.move(
            &parameters.values, along: values,
            rate: GradientDescent.cosine(options.rate, at: progress))
    }

    /// Shows samples from the start and judges their outputs.
    ///
    /// - Parameters:
    ///   - count: samples.
    ///   - bins: of each.
    ///   - first: the bin from which on outputs are judged.
    ///   - learns: whether a gradient is wanted; else it is empty.
    ///   - sample: makes a sample; called by all workers at once.
    ///   - judge: gets the outputs of a sample in a bin, and room for the derivatives of what they
    ///     cost where they are to be learnt from; called by all workers at once, each sample by
    ///     one.
    /// - Returns: the gradient, a sum over samples.
    func show(
        _ count: Int, bins: Int, judgedFrom first: Int, learns: Bool,
        sample: @escaping @Sendable (Int) -> BinnedTrain,
        judge: @escaping @Sendable (
            _ sample: Int, _ bin: Int, _ outputs: UnsafePointer<Float>,
            _ slopes: UnsafeMutablePointer<Float>?
        ) -> Void
    ) -> ELMParameters<Float> {
        let chunk = learns ? chunk : 16
        let chunks = (count + chunk - 1) / chunk
        let gradients = Gradients(learns ? chunks : 0)
        let next = Atomic(0)
        let (parameters, shape, routing, rooms) = (parameters, shape, routing, rooms)
        workers.run { worker in
            while true {
                let number = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard number < chunks else { break }
                let range = number * chunk..<min((number + 1) * chunk, count)
                let trains = range.map { sample($0) }
                let pass = rooms.pass(
                    worker, shape, routing, chunk: chunk, bins: bins, learns: learns)
                let outputs = shape.outputs
                let width = trains.count * outputs
                var slopes = Array(repeating: Float(0), count: learns ? (bins - first) * width : 0)
                slopes.withUnsafeMutableBufferPointer { slopes in
                    pass.forward(parameters, trains, judgesAll: first < bins - 1) { bin, values in
                        guard bin >= first else { return }
                        let room = slopes.baseAddress.map { $0 + (bin - first) * width }
                        for place in trains.indices {
                            judge(
                                range.lowerBound + place, bin, values + place * outputs,
                                learns ? room.map { $0 + place * outputs } : nil)
                        }
                    }
                }
                guard learns else { continue }
                var gradient = ELMParameters<Float>(shape)
                pass.backward(
                    parameters, trains, rooms.adjoints(worker, shape, chunk: chunk),
                    into: &gradient
                ) { bin, blame in
                    guard bin >= first else { return false }
                    let from = (bin - first) * width
                    for place in 0..<width { blame[place] = slopes[from + place] }
                    return true
                }
                gradients.parts[number] = gradient
            }
        }
        var sum = ELMParameters<Float>(shape)
        for part in gradients.parts { part?.add(to: &sum) }
        return sum
    }

    /// `@unchecked Sendable` because each part is written by one worker.
    private final class Gradients: @unchecked Sendable {
        var parts: [ELMParameters<Float>?]
        init(_ count: Int) { parts = Array(repeating: nil, count: count) }
    }
}
