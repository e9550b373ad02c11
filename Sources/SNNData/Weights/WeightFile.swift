// What a network has learnt, in an HDF5 file that any tool can read:
//
//     /                          format = "snnsim weights", version, model (hash), resolution_ms
//     /projections/0             name = "pixels -> exc"
//         sources, targets       indices within the two sides
//         delays                 in ticks
//         weights                nS, pA or mV
//     /populations/exc/theta     learnt thresholds, mV above the resting one
//
// Synapses are sorted by source, then delay, then target, so equal networks have equal files.

import Foundation
import SNNEngine

/// Weights of the projections of a network, and thresholds of its populations.
public struct WeightFile: Sendable, Equatable {
    /// The synapses of one projection.
    public struct Projection: Sendable, Equatable {
        /// Its place among the projections of the model.
        public var index: Int
        /// As in `exc -> exc`.
        public var name: String
        public var synapses: SynapseList

        public init(index: Int, name: String, synapses: SynapseList) {
            (self.index, self.name, self.synapses) = (index, name, synapses)
        }
    }

    /// The learnt thresholds of one population.
    public struct Population: Sendable, Equatable {
        public var name: String
        /// In mV above the resting threshold.
        public var theta: [Double]

        public init(name: String, theta: [Double]) { (self.name, self.theta) = (name, theta) }
    }

    /// A fingerprint of the model's text.
    public var modelHash: String
    /// The tick, in ms.
    public var resolution: Double
    /// In the order of the model.
    public var projections: [Projection]
    public var populations: [Population]

    public init(
        modelHash: String, resolution: Double, projections: [Projection],
        populations: [Population] = []
    ) {
        self.modelHash = modelHash
        self.resolution = resolution
        self.projections = projections
        self.populations = populations
    }

    static let format = "snnsim weights"

    /// Writes the file beside its final place and moves it there when it is complete.
    ///
    /// - Throws: `DataError`.
    public func write(to path: String) throws {
        let draft = path + ".new"
        do {
            try fill(HDF5File(creating: draft, replacing: true, hasChecksums: true))
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
        guard rename(draft, path) == 0 else {
            try? FileManager.default.removeItem(atPath: draft)
            throw DataError("cannot be written", in: path)
        }
    }

    private func fill(_ file: HDF5File) throws {
        let root = file.root
        try root.set("format", to: Self.format)
        try root.set("version", to: [1])
        try root.set("model", to: modelHash)
        try root.set("resolution_ms", to: [resolution])
        _ = try root.createGroup("projections")
        for projection in projections {
            let group = try root.createGroup("projections/\(projection.index)")
            let list = projection.synapses
            let storage = HDF5Storage(
                chunk: list.count > 0 ? [min(list.count, 1 << 16)] : [], compression: 1,
                hasChecksums: true)
            try group.set("name", to: projection.name)
            try group.write("sources", list.sources, storage: storage)
            try group.write("targets", list.targets, storage: storage)
            try group.write("delays", list.delays, storage: storage)
            try group.write("weights", list.weights, storage: storage)
        }
        for population in populations {
            let group = try root.createGroup("populations/\(population.name)")
            try group.write("theta", population.theta)
        }
        try file.flush()
    }

    /// Reads a file that `write` made.
    ///
    /// - Throws: `DataError` for a file of another kind, a damaged one, or one with numbers that
    ///   are not finite.
    public init(reading path: String) throws {
        let file = try HDF5Snapshot(reading: path)
        guard file.text("format", of: "/") == Self.format else {
            throw DataError(
                "holds no weights", in: path,
                help: "`snnsim run --save-weights FILE` writes such a file")
        }
        guard file.number("version", of: "/") == 1 else {
            throw DataError("was written by a later version of snnsim", in: path)
        }
        modelHash = file.text("model", of: "/") ?? ""
        resolution = file.number("resolution_ms", of: "/") ?? .nan
        guard resolution > 0, resolution.isFinite else {
            throw DataError("does not say how long a tick is", in: path)
        }
        projections = try file.names(in: "/projections").map { name in
            guard let index = Int(name), index >= 0 else {
                throw DataError("is not the number of a projection", in: path, at: name)
            }
            return Projection(
                index: index, name: file.text("name", of: "/projections/\(name)") ?? name,
                synapses: try Self.synapses(of: "/projections/\(name)", in: file, path))
        }.sorted { $0.index < $1.index }
        populations = try file.names(in: "/populations").map { name in
            let place = "/populations/\(name)/theta"
            let theta = try file.dataset(place).doubles()
            if let wrong = theta.firstIndex(where: { !$0.isFinite }) {
                throw DataError("entry \(wrong) is not a finite number", in: path, at: place)
            }
            return Population(name: name, theta: theta)
        }
    }

    private static func synapses(
        of group: String, in file: HDF5Snapshot, _ path: String
    ) throws -> SynapseList {
        func indices<Index: FixedWidthInteger>(_ name: String, _: Index.Type) throws -> [Index] {
            let values = try file.dataset("\(group)/\(name)").integers()
            return try values.enumerated().map { place, value in
                guard let index = Index(exactly: value) else {
                    throw DataError(
                        "entry \(place) is \(value), which is no such number", in: path,
                        at: "\(group)/\(name)")
                }
                return index
            }
        }
        var list = SynapseList()
        list.sources = try indices("sources", UInt32.self)
        list.targets = try indices("targets", UInt32.self)
        list.delays = try indices("delays", UInt16.self)
        let weights = try file.dataset("\(group)/weights").doubles()
        for (name, count) in [
            ("targets", list.targets.count), ("delays", list.delays.count),
            ("weights", weights.count),
        ] where count != list.sources.count {
            throw DataError(
                "has \(count) entries for \(list.sources.count) synapses", in: path,
                at: "\(group)/\(name)")
        }
        if let wrong = weights.firstIndex(where: { !Float($0).isFinite }) {
            throw DataError(
                "entry \(wrong) is not a finite number", in: path, at: "\(group)/weights")
        }
        list.weights = weights.map { Float($0) }
        return list
    }
}
