// Which features, and how strong a penalty: decided on speakers that were held out of the training
// set, never on the test set. Every candidate is judged on the same folds.
//
//     for each candidate (bins, transform):       one Gram or scatter matrix
//         for each fold:                          learn from the others, judge the fold
//             for each penalty:                   one factorisation
//
// The winner names most held-out samples rightly. Of equals the one with fewer bins wins, then
// counts before square roots, then the larger penalty: the simpler readout. Means and scales of
// the features are those of the whole training set, centring is redone for every fold; the test
// set takes part in neither.

import Dispatch
import Synchronization

/// One way to turn spikes into features.
public struct FeatureCandidate: Sendable, Hashable, Codable {
    /// The presentation is divided into so many equal bins.
    public var bins: Int
    public var transform: CountTransform

    public init(bins: Int, transform: CountTransform = .count) {
        self.bins = bins
        self.transform = transform
    }

    /// All numbers of bins with all transforms.
    public static func grid(
        bins: ClosedRange<Int>, transforms: [CountTransform] = [.count]
    ) -> [FeatureCandidate] {
        transforms.flatMap { transform in
            bins.map { FeatureCandidate(bins: $0, transform: transform) }
        }
    }
}

/// What the held-out speakers decided.
public struct ReadoutSelection: Sendable, Codable {
    /// How one candidate did with one penalty.
    public struct Trial: Sendable, Codable, Equatable {
        public var candidate: FeatureCandidate
        /// In units of the mean squared length of a standardised sample.
        public var penalty: Double
        /// Held-out samples that were named rightly, over all folds.
        public var correct: Int
        public var total: Int

        public var accuracy: Double { Double(correct) / Double(total) }
    }

    /// The winner.
    public var best: Trial
    /// All trials, by candidate in the order given, then by penalty, ascending.
    public var trials: [Trial]
    /// How samples were held out.
    public var folds: String

    /// The best trial of each number of bins, ascending: accuracy over bins.
    public var bestByBins: [Trial] {
        Dictionary(grouping: trials, by: \.candidate.bins)
            .map { Self.winner(of: $0.value) }.sorted { $0.candidate.bins < $1.candidate.bins }
    }

    /// A tenth of a decade apart would change nothing that a few hundred samples can tell; half a
    /// decade is enough. In units of the mean squared length of a standardised sample.
    public static let usualPenalties: [Double] = [1e-3, 1e-2, 3e-2, 0.1, 0.3, 1, 3, 10, 30, 100]

    /// Judges every candidate with every penalty on held-out speakers.
    ///
    /// - Parameters:
    ///   - candidates: At least one.
    ///   - speakers: One per sample; empty where unknown, then samples are held out class by class.
    ///   - workers: How many candidates are tried at a time, each on its own thread.
    ///   - isCancelled: Asked between folds.
    ///   - progress: Candidates done and in all. Called from any thread, one call at a time.
    ///   - features: Makes the matrix of a candidate: one row per training sample.
    /// - Throws: `ReadoutError`.
    /// - Complexity: Per candidate O(*n*² *d*) once and O(*n*³) per fold and penalty, for *n*
    /// samples
    ///   of *d* features; *d* and *n* swap where there are fewer features than samples.
    public static func choose(
        candidates: [FeatureCandidate], labels: [Int], classes: Int, speakers: [Int],
        penalties: [Double] = usualPenalties, foldsMax: Int = 5, workers: Int = 1,
        isCancelled: @escaping @Sendable () -> Bool = { false },
        progress: @escaping @Sendable (_ done: Int, _ total: Int) -> Void = { _, _ in },
        features: @escaping @Sendable (FeatureCandidate) -> FeatureMatrix
    ) throws(ReadoutError) -> ReadoutSelection {
        precondition(!candidates.isEmpty && !penalties.isEmpty, "There is something to choose.")
        if let wrong = penalties.first(where: { !($0 > 0) }) { throw .penaltyNotPositive(wrong) }
        let folds = Folds(labels: labels, speakers: speakers, foldsMax: foldsMax)
        let judging = Judging(
            labels: labels, classes: classes, folds: folds, penalties: penalties.sorted(),
            isCancelled: isCancelled, features: features)
        let trials = try judging.trials(of: candidates, workers: workers, progress: progress)
        return ReadoutSelection(
            best: winner(of: trials), trials: trials, folds: folds.description)
    }

    private static func winner(of trials: [Trial]) -> Trial {
        trials.min { left, right in
            if left.correct != right.correct { return left.correct > right.correct }
            if left.candidate.bins != right.candidate.bins {
                return left.candidate.bins < right.candidate.bins
            }
            if left.candidate.transform != right.candidate.transform {
                return left.candidate.transform == .count
            }
            return left.penalty > right.penalty
        }!
    }
}

/// Everything that stays the same from candidate to candidate.
private struct Judging: Sendable {
    let labels: [Int]
    let classes: Int
    let folds: Folds
    let penalties: [Double]
    let isCancelled: @Sendable () -> Bool
    let features: @Sendable (FeatureCandidate) -> FeatureMatrix

    private struct Board {
        var trials: [Int: [ReadoutSelection.Trial]] = [:]
        var error: ReadoutError?
    }

    func trials(
        of candidates: [FeatureCandidate], workers: Int,
        progress: @escaping @Sendable (Int, Int) -> Void
    ) throws(ReadoutError) -> [ReadoutSelection.Trial] {
        // The dearest first, so that no worker is left alone with it at the end.
        let order = candidates.indices.sorted { candidates[$0].bins > candidates[$1].bins }
        let next = Atomic(0)
        let board = Mutex(Board())
        DispatchQueue.concurrentPerform(iterations: min(max(workers, 1), order.count)) { _ in
            while true {
                let turn = next.add(1, ordering: .relaxed).oldValue
                guard turn < order.count, board.withLock({ $0.error == nil }) else { return }
                do throws(ReadoutError) {
                    let result = try trials(of: candidates[order[turn]])
                    board.withLock { board in
                        board.trials[order[turn]] = result
                        progress(board.trials.count, order.count)
                    }
                } catch {
                    board.withLock { $0.error = $0.error ?? error }
                }
            }
        }
        let result = board.withLock { $0 }
        if let error = result.error { throw error }
        return candidates.indices.flatMap { result.trials[$0]! }
    }

    private func trials(
        of candidate: FeatureCandidate
    ) throws(ReadoutError) -> [ReadoutSelection.Trial] {
        let matrix = features(candidate)
        try RidgeClassifier.check(matrix, labels: labels, classes: classes)
        let system = RidgeSystem(
            matrix, Standardisation(of: matrix), labels: labels, classes: classes)
        var correct = [Int](repeating: 0, count: penalties.count)
        for fold in 0 ..< folds.count {
            if isCancelled() { throw .cancelled }
            let judged = folds.heldOut(fold), learned = folds.kept(fold)
            guard !judged.isEmpty, !learned.isEmpty else { continue }
            let outputs = try system.outputs(
                learned: learned, judged: judged, penalties: penalties)
            for (index, output) in outputs.enumerated() {
                for (position, sample) in judged.enumerated() {
                    let guess = RidgeClassifier.strongest(classes) {
                        output[$0 * judged.count + position]
                    }
                    if guess == labels[sample] { correct[index] += 1 }
                }
            }
        }
        return penalties.indices.map {
            .init(
                candidate: candidate, penalty: penalties[$0], correct: correct[$0],
                total: labels.count)
        }
    }
}
