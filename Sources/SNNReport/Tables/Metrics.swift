import Foundation
import SNNEngine

/// The content of `metrics.json`: every number of a run's report, for programs.
public struct Metrics: Sendable, Codable {
    /// Rises by one when a field changes its meaning.
    public var version = 1
    public var readouts: [Readout] = []
    /// The first readout against each of the others.
    public var comparisons: [Comparison] = []
    public var populations: [Population] = []
    /// Of a sample that was advanced exactly as well; nil where nobody asked for it.
    public var audit: [Audit.Finding]?
    /// Anything else a run measures, by name; the unit stands at the end of the name.
    public var values: [String: Double] = [:]
    /// Of all spikes, in hexadecimal.
    public var digest: String?

    public init() {}

    public struct Readout: Sendable, Codable {
        public var name: String
        /// What was chosen, as the next four; nil for a readout without choices.
        public var bins: Int?
        public var transform: CountTransform?
        public var penalty: Double?
        public var heldOutAccuracy: Double?
        public var heldOutFolds: String?
        /// Nil where nothing was learnt.
        public var trainAccuracy: Double?
        public var testAccuracy: Double
        /// 95 %, Wilson.
        public var testInterval: [Double]
        public var chance: Double
        public var correct: Int
        public var total: Int
        public var classes: [String]
        /// Rows: what it was; columns: what it was named.
        public var confusion: [[Int]]
        /// Nil for a class without test samples.
        public var recall: [Double?]
        public var precision: [Double?]
        public var trials: [ReadoutSelection.Trial]
    }

    public struct Comparison: Sendable, Codable {
        public var first: String
        public var second: String
        /// Accuracy of the first less that of the second.
        public var difference: Double
        /// 95 %, Agresti and Min.
        public var interval: [Double]
        /// McNemar, exact, two-sided.
        public var pValue: Double
        public var onlyFirstRight: Int
        public var onlySecondRight: Int
    }

    public struct Population: Sendable, Codable {
        public var name: String
        public var neurons: Int
        public var spikes: Int
        public var meanRateHz: Double
        public var silentShare: Double
        /// Of the neurons with at least three spikes; nil where there are none.
        public var meanCV: Double?
        public var fanoFactor: Double?
        public var synchrony: Double?
    }

    /// Sorted keys, one per line, so that two runs can be compared line by line.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}

extension Metrics {
    /// Adds a readout; names of classes may be missing.
    public mutating func add(_ name: String, _ result: ReadoutResult, classNames: [String] = []) {
        add(name, result.test, train: result.train.share, classNames: classNames)
        guard let selection = result.selection else { return }
        let (best, last) = (selection.best, readouts.count - 1)
        readouts[last].bins = best.candidate.bins
        readouts[last].transform = best.candidate.transform
        readouts[last].penalty = best.penalty
        readouts[last].heldOutAccuracy = best.accuracy
        readouts[last].heldOutFolds = selection.folds
        readouts[last].trials = selection.trials
    }

    /// Adds what a readout without choices named.
    ///
    /// - Parameter train: the share of training samples that it named rightly; nil where it was
    ///   only used.
    public mutating func add(
        _ name: String, _ test: Accuracy, train: Double?, classNames: [String] = []
    ) {
        let classes = 0 ..< test.classes
        readouts.append(
            Readout(
                name: name, trainAccuracy: train, testAccuracy: test.share,
                testInterval: [test.interval.lowerBound, test.interval.upperBound],
                chance: test.chance, correct: test.correct, total: test.total,
                classes: classNames,
                confusion: classes.map { row in classes.map { test.count(of: row, named: $0) } },
                recall: classes.map(test.recall), precision: classes.map(test.precision),
                trials: []))
    }

    /// Adds how two readouts differ on the same test samples.
    public mutating func add(_ first: String, against second: String, _ paired: PairedComparison) {
        comparisons.append(
            Comparison(
                first: first, second: second, difference: paired.difference,
                interval: [paired.interval.lowerBound, paired.interval.upperBound],
                pValue: paired.pValue, onlyFirstRight: paired.onlyFirstRight,
                onlySecondRight: paired.onlySecondRight))
    }

    /// Adds the activity of a population; counts for Fano factor and synchrony are taken in bins of
    /// 5 ms, about the time a synaptic current lasts.
    public mutating func add(_ trains: PopulationSpikes) {
        let cv = trains.irregularity
        populations.append(
            Population(
                name: trains.name, neurons: trains.neurons, spikes: trains.times.count,
                meanRateHz: trains.meanRate, silentShare: trains.silentShare,
                meanCV: cv.isEmpty ? nil : Moments(cv).mean,
                fanoFactor: trains.fanoFactor(bin: 5), synchrony: trains.synchrony(bin: 5)))
    }
}
