import Foundation

/// A public data set that is fetched, not shipped.
public struct OfficialDataset: Sendable, Equatable {
    /// One file of it.
    public struct File: Sendable, Equatable {
        /// Without an extension.
        public var name: String
        /// The MD5 sum of the zip archive that holds it, as published.
        public var archiveSum: String
        /// Whether its samples are to test on.
        public var isTest: Bool

        public init(name: String, archiveSum: String, isTest: Bool) {
            (self.name, self.archiveSum, self.isTest) = (name, archiveSum, isTest)
        }
    }

    /// The name it is asked for by.
    public var name: String
    /// The name its authors gave it.
    public var title: String
    /// Whom to cite, and under which licence it is.
    public var source: String
    public var channels: Int
    public var files: [File]

    public init(name: String, title: String, source: String, channels: Int, files: [File]) {
        (self.name, self.title, self.source) = (name, title, source)
        (self.channels, self.files) = (channels, files)
    }

    /// Whether a folder holds all files of it.
    public func isComplete(in folder: String) -> Bool {
        files.allSatisfy { FileManager.default.fileExists(atPath: "\(folder)/\($0.name).h5") }
    }

    /// The data set of this name.
    public static func named(_ name: String) -> OfficialDataset? { all.first { $0.name == name } }

    /// All that this software knows.
    public static let all = [shd, ssc]

    private static let source =
        "Cramer, Stradmann, Schemmel, Zenke (2022), IEEE TNNLS 33, 2744; licence CC BY 4.0."

    /// The Spiking Heidelberg Digits: spoken digits in English and German, 8156 + 2264 samples.
    public static let shd = OfficialDataset(
        name: "shd", title: "Spiking Heidelberg Digits", source: source, channels: 700,
        files: [
            File(
                name: "shd_train", archiveSum: "f3252aeb598ac776c1b526422d90eecb", isTest: false),
            File(name: "shd_test", archiveSum: "1503a5064faa34311c398fb0a1ed0a6f", isTest: true),
        ])

    /// The Spiking Speech Commands: 35 words, 75466 + 9981 + 20382 samples. Its validation samples
    /// count as training data.
    public static let ssc = OfficialDataset(
        name: "ssc", title: "Spiking Speech Commands", source: source, channels: 700,
        files: [
            File(
                name: "ssc_train", archiveSum: "d102be95e7144fcc0553d1f45ba94170", isTest: false),
            File(
                name: "ssc_valid", archiveSum: "b4eee3516a4a90dd0c71a6ac23a8ae43", isTest: false),
            File(name: "ssc_test", archiveSum: "a35ff1e9cffdd02a20eb850c17c37748", isTest: true),
        ])
}
