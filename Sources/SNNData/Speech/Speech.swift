import Foundation

/// A collection of spoken words: sound files with their classes, speakers and split.
///
///     let speech = try Speech(folder: url)                       // 7_theo_0.wav and so on
///     let dataset = try Ear(seed: 1).dataset(of: speech, named: "digits")
public struct Speech: Sendable, Equatable {
    /// One sound file and what is known about it.
    public struct Word: Sendable, Equatable {
        public var file: URL
        /// Class and speaker as numbers into `classNames` and `speakerNames`.
        public var label: Int
        public var speaker: Int
        public var isTest: Bool
    }

    public internal(set) var words: [Word] = []
    public internal(set) var classNames: [String] = []
    public internal(set) var speakerNames: [String] = []

    /// What a file name or a manifest says about one word.
    struct Entry: Equatable {
        var file: URL
        var label: String
        var speaker: String
        /// `train` or `test`, where it is said.
        var split: String?
        var className: String?
    }

    /// Numbers classes and speakers.
    ///
    /// Labels that are all numbers are kept, so that class 7 stays 7; others are numbered in their
    /// order, where `2` comes before `10`. Where no split is given, whole speakers are held out for
    /// the test: the last fifth of the names, rounded up. With fewer than three speakers it is
    /// every fifth file instead.
    init(_ entries: [Entry]) {
        let labels = Self.numbered(entries.map(\.label))
        let speakers = Self.ordered(entries.map(\.speaker))
        let places = Dictionary(uniqueKeysWithValues: speakers.enumerated().map { ($1, $0) })
        classNames = Array(repeating: "", count: (labels.values.max() ?? -1) + 1)
        for (text, label) in labels { classNames[label] = text }
        speakerNames = speakers
        let heldOut = speakers.count - (speakers.count < 3 ? 0 : (speakers.count + 4) / 5)
        for (index, entry) in entries.enumerated() {
            let label = labels[entry.label]!
            let speaker = places[entry.speaker]!
            if let name = entry.className, !name.isEmpty { classNames[label] = name }
            let isTest =
                entry.split.map { $0 == "test" }
                ?? (speakers.count < 3 ? index % 5 == 4 : speaker >= heldOut)
            words.append(
                Word(file: entry.file, label: label, speaker: speaker, isTest: isTest))
        }
    }

    /// The most a label that is a number may be.
    static let labelMax = 65535

    private static func numbered(_ labels: [String]) -> [String: Int] {
        let distinct = ordered(labels)
        let numbers = distinct.compactMap { text in
            Int(text).flatMap { (0...labelMax).contains($0) ? $0 : nil }
        }
        let areNumbers = numbers.count == distinct.count && Set(numbers).count == numbers.count
        return Dictionary(
            uniqueKeysWithValues: zip(distinct, areNumbers ? numbers : Array(distinct.indices)))
    }

    /// The distinct names, in the order in which people number things.
    private static func ordered(_ names: [String]) -> [String] {
        Set(names).sorted { a, b in
            let order = a.compare(b, options: .numeric)
            return order == .orderedSame ? a < b : order == .orderedAscending
        }
    }
}
