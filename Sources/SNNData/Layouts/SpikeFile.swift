// A file of spikes, whatever its layout. Which reader is right is decided by what the file
// contains, never by its name:
//
//     HDF5 with `/spikes/times` whose elements are rows        one row per sample (SHD, SSC)
//     HDF5 with `/spikes/times` and `/spikes/offsets`          flat, both splits in one file
//     HDF5 with `timestamps` in or below `/spikes`             SONATA, one sample
//     text                                                     CSV, one sample or many

import Foundation

/// How spikes are laid out in a file.
public enum SpikeLayout: String, Sendable, CaseIterable {
    /// The layout of the Heidelberg data sets: one row of times and units per sample.
    case rows = "rows per sample (HDF5)"
    /// This software's own compact layout: flat lists and offsets.
    case flat = "flat lists (HDF5)"
    /// Times and neurons of one recording.
    case sonata = "SONATA spikes (HDF5)"
    /// Lines of numbers.
    case csv = "CSV"
}

/// What a file of spikes holds.
public struct SpikeFile: Sendable, Equatable {
    /// How the file is laid out.
    public var layout: SpikeLayout
    /// The data set's own name, where the file says it.
    public var name: String?
    /// Where the data comes from, where the file says it.
    public var notice: String?
    /// The samples to learn from; all samples where the file has no split.
    public var train: SpikeSamples
    /// The samples to be tested on; empty where the file has no split.
    public var test: SpikeSamples
    /// Samples whose events were not in the order of time and have been sorted.
    public var sortedSamples: Int

    /// Reads a file of any layout.
    ///
    /// - Throws: `DataError` naming the object or line that is defective.
    public init(reading path: String) throws {
        guard try Self.isHDF5(path) else {
            self = try SpikeTable.read(path)
            return
        }
        let file = try HDF5Snapshot(reading: path)
        switch try Self.layout(of: file) {
        case .rows: self = try RowLayout.read(file)
        case .flat: self = try FlatLayout.read(file)
        default:
            let train = try SonataSpikes.read(file, population: nil)
            self = SpikeFile(layout: .sonata, train: try train.samples(in: path))
        }
    }

    init(
        layout: SpikeLayout, train: SpikeSamples, test: SpikeSamples? = nil, sortedSamples: Int = 0
    ) {
        self.layout = layout
        self.train = train
        self.test = test ?? SpikeSamples(channels: train.channels)
        self.sortedSamples = sortedSamples
    }

    /// Whether a file begins as HDF5 files do; throws where it can be neither HDF5 nor text.
    static func isHDF5(_ path: String) throws -> Bool {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DataError("no such file", in: path)
        }
        if isFolder.boolValue { throw DataError("is a folder, not a file", in: path) }
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw DataError("may not be read: permission denied", in: path)
        }
        defer { try? file.close() }
        let start = [UInt8]((try? file.read(upToCount: 512)) ?? Data())
        if start.isEmpty { throw DataError("is empty", in: path) }
        if start.starts(with: [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]) { return true }
        let help = "unpack it first"
        if start.starts(with: [0x1f, 0x8b]) {
            throw DataError("is compressed by gzip", in: path, help: help)
        }
        if start.starts(with: [0x50, 0x4b, 0x03, 0x04]) {
            throw DataError("is a zip archive", in: path, help: help)
        }
        let isText = start.allSatisfy { $0 >= 0x20 || (0x09 ... 0x0d).contains($0) }
        guard isText else { throw DataError("is neither HDF5 nor text", in: path) }
        return false
    }

    /// The layout of an HDF5 file.
    static func layout(of root: HDF5Snapshot) throws -> SpikeLayout {
        guard root.member("/spikes") == .group else {
            let found = root.names(in: "/").prefix(8).map { "`/\($0)`" }.joined(separator: ", ")
            throw DataError(
                "holds no group `/spikes`, only \(found.isEmpty ? "nothing" : found)",
                in: root.file, help: "docs/stimuli.md describes the layouts that can be read")
        }
        if root.member("/spikes/times") == .dataset {
            if case .rows = try root.dataset("/spikes/times").type { return .rows }
            if root.member("/spikes/offsets") == .dataset { return .flat }
            throw DataError(
                "holds one flat list of times, and `/spikes/offsets` is missing",
                in: root.file, at: "/spikes")
        }
        if root.member("/spikes/units") == .dataset {
            throw DataError("is missing", in: root.file, at: "/spikes/times")
        }
        return .sonata
    }
}
