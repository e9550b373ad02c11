// Which samples are held out together. Samples of one speaker resemble each other; a readout
// that is judged on a speaker it has heard is judged too kindly, and prefers fine bins that fit
// that voice. So whole speakers are held out, several at a time when there are many.

/// A division of samples into folds, each held out once.
public struct Folds: Sendable, Equatable {
    /// What is kept together.
    public enum Kind: String, Sendable, Codable {
        /// Every speaker lies in one fold.
        case speakers
        /// Speakers are unknown, or there is one only: each class is dealt evenly to the folds.
        case samples
    }

    public let kind: Kind
    /// The fold of each sample, from 0.
    public let assignment: [Int]
    public let count: Int

    /// Whole speakers per fold, where two or more are known; else samples by class.
    ///
    /// Speakers go, largest first, to the fold with the fewest samples so far; ties to the lower
    /// number. The result depends on the arguments alone.
    public init(labels: [Int], speakers: [Int], foldsMax: Int = 5) {
        precondition(foldsMax >= 2, "Holding out takes two folds.")
        let known = Set(speakers)
        if speakers.count == labels.count, known.count > 1 {
            kind = .speakers
            count = min(foldsMax, known.count)
            assignment = Self.dealt(speakers, to: count)
        } else {
            kind = .samples
            count = max(1, min(foldsMax, labels.count))
            assignment = Self.dealt(byClass: labels, to: count)
        }
    }

    /// The samples of a fold.
    public func heldOut(_ fold: Int) -> [Int] {
        assignment.indices.filter { assignment[$0] == fold }
    }

    /// The samples of all other folds.
    public func kept(_ fold: Int) -> [Int] { assignment.indices.filter { assignment[$0] != fold } }

    /// One sentence for the report.
    public var description: String {
        switch kind {
        case .speakers: "\(count) folds of whole speakers"
        case .samples: "\(count) folds of samples, since fewer than two speakers are known"
        }
    }

    private static func dealt(_ speakers: [Int], to folds: Int) -> [Int] {
        var sizes: [Int: Int] = [:]
        for speaker in speakers { sizes[speaker, default: 0] += 1 }
        let order = sizes.sorted { ($0.value, $1.key) > ($1.value, $0.key) }
        var load = [Int](repeating: 0, count: folds)
        var fold: [Int: Int] = [:]
        for (speaker, size) in order {
            let lightest = load.indices.min { (load[$0], $0) < (load[$1], $1) }!
            fold[speaker] = lightest
            load[lightest] += size
        }
        return speakers.map { fold[$0]! }
    }

    private static func dealt(byClass labels: [Int], to folds: Int) -> [Int] {
        var next: [Int: Int] = [:]
        return labels.map { label in
            // Each class starts at another fold, so that small classes do not all end in the first.
            let turn = next[label, default: label]
            next[label] = turn + 1
            return turn % folds
        }
    }
}
