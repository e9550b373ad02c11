// Where a data set is found by its name.
//
//     1. the official files in the folder that the user names
//     2. the official files in `$SNNSIM_DATA`
//     3. the official files in the cache, where `fetch` puts them
//     4. the small set that comes with the program, where there is one
//
// Whichever it is, the notice says so: a figure that was reached on the small set must never be
// taken for one on the official data.

import Foundation
import SNNModel

/// Finds and reads what `--stimulus NAME|FILE` names.
///
///     let library = StimulusLibrary(shipped: ["Stimuli"])
///     let digits = try library.dataset("shd")
///     print(digits.notice)
public struct StimulusLibrary: Sendable {
    /// The user's folders of official files, searched first to last.
    public var folders: [String]
    /// The folders of data sets that come with the program.
    public var shipped: [String]

    /// - Parameters:
    ///   - data: The folder given by `--data`, if any.
    ///   - shipped: Where the program's own data sets lie: in a clone and in an installation.
    ///   - environment: Where `SNNSIM_DATA`, `XDG_CACHE_HOME` and `HOME` are looked up.
    public init(
        data: String? = nil, shipped: [String],
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) {
        folders = [data, environment["SNNSIM_DATA"]].compactMap { $0 }.filter { !$0.isEmpty }
        folders.append(Self.cache(in: environment))
        self.shipped = shipped
    }

    /// Where fetched data is kept: `$XDG_CACHE_HOME/snnsim`, or `~/.cache/snnsim`.
    public static func cache(
        in environment: [String: String] = ProcessInfo.processInfo.environment
    ) -> String {
        if let caches = environment["XDG_CACHE_HOME"], caches.hasPrefix("/") {
            return caches + "/snnsim"
        }
        return (environment["HOME"] ?? NSHomeDirectory()) + "/.cache/snnsim"
    }

    /// The names that `dataset` understands without a file.
    public var names: [String] {
        let small = shipped.flatMap { folder in
            ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
                .filter { $0.hasSuffix(".h5") }.map { String($0.dropLast(3)) }
        }
        return (OfficialDataset.all.map(\.name) + ImageDataset.all.map(\.name) + small).uniqued()
            .sorted()
    }

    /// Reads a data set by name, a file of any layout, or a folder with official files.
    ///
    /// A file without a split is all training data.
    /// - Throws: `DataError`; for an unknown name with the nearest known one.
    public func dataset(_ name: String) throws -> SpikeDataset {
        if let official = OfficialDataset.named(name) { return try dataset(official) }
        if let images = ImageDataset.named(name) { return try dataset(images) }
        if !name.contains("/"), let path = shippedFile(name) { return try read(path, as: name) }
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
            let help = name.nearest(in: names).map {
                "a stimulus with a similar name exists: `\($0)`"
            }
            throw DataError(
                "there is neither a stimulus nor a file of this name", in: name,
                help: help
                    ?? "known stimuli are \(names.map { "`\($0)`" }.joined(separator: ", "))")
        }
        if !isFolder.boolValue { return try read(name, as: name) }
        for official in OfficialDataset.all where official.isComplete(in: name) {
            return try read(official, in: name)
        }
        for images in ImageDataset.all where images.isPresent(in: name) {
            return try images.read(in: name)
        }
        throw DataError(
            "is a folder without the files of a known data set", in: name,
            help: "it should hold shd_train.h5 and shd_test.h5, the three files of ssc, or "
                + "t10k-images-idx3-ubyte and t10k-labels-idx1-ubyte")
    }

    private func dataset(_ images: ImageDataset) throws -> SpikeDataset {
        guard let folder = folders.first(where: images.isPresent) else {
            throw DataError(
                "its files are in none of \(folders.joined(separator: ", "))", in: images.name,
                help: "`--data DIR` names the folder of t10k-images-idx3-ubyte and "
                    + "t10k-labels-idx1-ubyte, compressed or not")
        }
        return try images.read(in: folder)
    }

    private func dataset(_ official: OfficialDataset) throws -> SpikeDataset {
        if let folder = folders.first(where: official.isComplete) {
            return try read(official, in: folder)
        }
        let fetch = "`snnsim stimulus fetch \(official.name)` brings the official files"
        guard let path = shippedFile(official.name + "-mini") else {
            throw DataError(
                "the official files are in none of \(folders.joined(separator: ", "))",
                in: official.name, help: fetch)
        }
        var dataset = try read(path, as: official.name)
        let about = dataset.notice.isEmpty ? "" : " " + dataset.notice
        dataset.notice = "\(official.name): the official files are not here, so this is the "
            + "small set \(official.name)-mini that comes with snnsim.\(about) \(fetch)."
        return dataset
    }

    private func shippedFile(_ name: String) -> String? {
        shipped.map { "\($0)/\(name).h5" }.first { FileManager.default.fileExists(atPath: $0) }
    }

    private func read(_ official: OfficialDataset, in folder: String) throws -> SpikeDataset {
        var train = SpikeSamples(channels: official.channels)
        for file in official.files where !file.isTest {
            train = train.merging(try SpikeFile(reading: "\(folder)/\(file.name).h5").train)
        }
        var test = SpikeSamples(channels: official.channels)
        for file in official.files where file.isTest {
            test = test.merging(try SpikeFile(reading: "\(folder)/\(file.name).h5").train)
        }
        train.channels = max(train.channels, official.channels)
        test.channels = max(test.channels, official.channels)
        return SpikeDataset(
            name: official.name, notice: "\(official.name): \(official.title), official files in "
                + "\(folder). \(official.source)", train: train, test: test)
    }

    private func read(_ path: String, as name: String) throws -> SpikeDataset {
        let file = try SpikeFile(reading: path)
        var notice = file.notice ?? "\(name) was read as \(file.layout.rawValue)."
        if file.sortedSamples > 0 {
            notice += " The events of \(file.sortedSamples) samples were not in the order of time "
                + "and have been sorted."
        }
        return SpikeDataset(name: name, notice: notice, train: file.train, test: file.test)
    }
}

extension Array where Element: Hashable {
    fileprivate func uniqued() -> [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
