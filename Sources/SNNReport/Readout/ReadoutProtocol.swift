/// The whole way from spikes to accuracy, the same for a reservoir and for its control.
///
///     let readout = ReadoutProtocol(classes: 10, workers: 2)
///     let reservoir = try readout.run(
///         train: spikes, labels: labels, speakers: speakers,
///         test: testSpikes, testLabels: testLabels)
///     print(reservoir.test)        // 87.3 % (84.1–89.9 %), 450 of 515
///
/// Bins, transform and penalty are chosen on held-out speakers of the training samples; then a
/// readout with this choice is fitted to all training samples and judged on the test samples once.
public struct ReadoutProtocol: Sendable {
    public var classes: Int
    public var candidates: [FeatureCandidate]
    /// In units of the mean squared length of a standardised sample.
    public var penalties: [Double]
    public var foldsMax: Int
    public var workers: Int
    public var isCancelled: @Sendable () -> Bool = { false }

    public init(
        classes: Int, candidates: [FeatureCandidate] = FeatureCandidate.grid(bins: 1 ... 20),
        penalties: [Double] = ReadoutSelection.usualPenalties, foldsMax: Int = 5, workers: Int = 1
    ) {
        self.classes = classes
        self.candidates = candidates
        self.penalties = penalties
        self.foldsMax = foldsMax
        self.workers = workers
    }

    /// Chooses, fits and judges.
    ///
    /// - Parameters:
    ///   - speakers: One per training sample; empty where unknown.
    ///   - test: Samples that take part in nothing but the last judgement.
    ///   - progress: Candidates done and in all. Called from any thread, one call at a time.
    /// - Throws: `ReadoutError`.
    public func run(
        train: SpikeFeatures, labels: [Int], speakers: [Int], test: SpikeFeatures,
        testLabels: [Int],
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) throws(ReadoutError) -> ReadoutResult {
        precondition(train.unitCount == test.unitCount, "Train and test have the same units.")
        guard testLabels.count == test.count else {
            throw .labelsMissing(samples: test.count, labels: testLabels.count)
        }
        let selection = try ReadoutSelection.choose(
            candidates: candidates, labels: labels, classes: classes, speakers: speakers,
            penalties: penalties, foldsMax: foldsMax, workers: workers, isCancelled: isCancelled,
            progress: progress
        ) { train.counts(bins: $0.bins, transform: $0.transform) }
        let best = selection.best.candidate
        let features = train.counts(bins: best.bins, transform: best.transform)
        let readout = try RidgeClassifier.fit(
            features: features, labels: labels, classes: classes, penalty: selection.best.penalty)
        let testFeatures = test.counts(bins: best.bins, transform: best.transform)
        return ReadoutResult(
            selection: selection,
            train: Accuracy(
                predictions: readout.predict(features), labels: labels, classes: classes),
            testPredictions: readout.predict(testFeatures), testLabels: testLabels,
            classes: classes)
    }
}

/// A chosen and fitted readout with its judgement.
public struct ReadoutResult: Sendable {
    /// What was chosen and among what; nil for a readout without choices.
    public let selection: ReadoutSelection?
    /// On the samples it was fitted to: how far it could learn them by heart.
    public let train: Accuracy
    /// On samples it had no part of.
    public let test: Accuracy
    public let testPredictions: [Int]

    init(
        selection: ReadoutSelection?, train: Accuracy, testPredictions: [Int],
        testLabels: [Int], classes: Int
    ) {
        self.selection = selection
        self.train = train
        self.testPredictions = testPredictions
        self.test = Accuracy(
            predictions: testPredictions, labels: testLabels, classes: classes)
    }
}
