// What is common to everything that learns to name classes: it is shown samples in bins, batch
// after batch, and its state can be taken out and put back.

/// A sample for something that names classes.
public struct LabelledBins: Sendable {
    public var train: BinnedTrain
    public var label: Int

    public init(train: BinnedTrain, label: Int) {
        self.train = train
        self.label = label
    }
}

/// How classifiers are trained.
public struct ClassifierOptions: Sendable, Equatable {
    public var method = GradientDescent.Method.adamax
    /// Of the first step; it falls like a cosine to zero.
    public var rate = 5e-3
    public var batch = 8
    public var epochs = 70
    /// The part of inputs that is silenced, anew for each sample and epoch. Where inputs have
    /// strengths, the rest is made as much stronger.
    public var dropout = 0.5
    /// Length of a gradient at most; 0 for any.
    public var clip = 0.0

    public init() {}

    /// The order of samples in an epoch.
    static func order(of count: Int, _ epoch: Int, seed: UInt64) -> [Int] {
        var random = SampleDraw(seed: seed, name: "classifier.order", number: epoch)
        return random.shuffled(Array(0..<count))
    }
}

/// What samples showed.
public struct ClassifierOutcome: Sendable, Equatable {
    /// The cross-entropy in nats, the mean over samples.
    public var loss = 0.0
    /// The part of samples that were named right.
    public var accuracy = 0.0
    /// The class that was found for each sample.
    public var found: [Int] = []

    public init() {}
}

/// Everything that goes on changing in a training.
public struct ClassifierState: Sendable, Equatable {
    public var parameters: [Double]
    /// Moments of gradients.
    public var first: [Double]
    public var second: [Double]
    public var step: Int

    public init(parameters: [Double], first: [Double], second: [Double], step: Int) {
        self.parameters = parameters
        self.first = first
        self.second = second
        self.step = step
    }

    public func fits(_ count: Int) -> Bool {
        parameters.count == count && first.count == count && second.count == count
    }
}

/// Something that learns to name classes. Results are the same for any number of workers.
public protocol ClassifierTrainer: AnyObject {
    var options: ClassifierOptions { get }
    var state: ClassifierState { get set }
    /// How many numbers `state` has of each.
    var stateCount: Int { get }
    /// How many numbers are learnt.
    var parameterCount: Int { get }
    var synapseCount: Int { get }
    /// Whether all that was learnt are numbers.
    var isFinite: Bool { get }
    /// What was learnt, by name.
    var weights: ELMWeights { get }
    /// What arrays that has, with their shapes.
    var weightShapes: [(name: String, shape: [Int])] { get }

    /// Goes on from what another training has learnt; moments of gradients begin anew.
    ///
    /// - Throws: `ELMWeights.Mismatch` naming the array that does not fit.
    func take(_ weights: ELMWeights) throws(ELMWeights.Mismatch)

    /// Shows samples once, in an order of the epoch's own, and learns from each batch.
    ///
    /// - Parameters:
    ///   - epoch: counted from 0.
    ///   - sample: makes a sample; called by all workers at once.
    ///   - isOver: told how many samples have been shown; learning ends when it says so.
    func learn(
        _ epoch: Int, count: Int, sample: @escaping @Sendable (Int) -> LabelledBins,
        isOver: (Int) -> Bool
    ) -> ClassifierOutcome

    /// Shows samples and learns nothing; nothing is silenced.
    ///
    /// - Parameter isOver: told how many samples have been shown; the test ends when it says so.
    func test(
        count: Int, sample: @escaping @Sendable (Int) -> LabelledBins, isOver: (Int) -> Bool
    ) -> ClassifierOutcome
}

extension ClassifierTrainer {
    /// Shows all samples and learns nothing.
    public func test(
        count: Int, sample: @escaping @Sendable (Int) -> LabelledBins
    ) -> ClassifierOutcome {
        test(count: count, sample: sample) { _ in false }
    }
}

extension ClassifierOutcome {
    /// Takes in what further samples showed.
    mutating func add(_ other: Self, after count: Int) {
        let more = Double(other.found.count)
        let total = max(Double(count) + more, 1)
        loss = (loss * Double(count) + other.loss * more) / total
        accuracy = (accuracy * Double(count) + other.accuracy * more) / total
        found += other.found
    }
}
