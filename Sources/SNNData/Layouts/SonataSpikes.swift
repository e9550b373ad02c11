// Spikes in the SONATA layout (Dai et al. 2020, PLoS Computational Biology 16, e1007696):
//
//     /spikes/<population>/timestamps      ms, unless an attribute `units` says otherwise
//     /spikes/<population>/node_ids
//
// Files from before that layout had populations keep `timestamps` and `gids` in `/spikes` itself.

enum SonataSpikes {
    static func read(_ root: HDF5Snapshot, population: String?) throws -> SpikeTrain {
        let group = try choose(root, population)
        let times = try root.dataset(group + "/timestamps")
        let hasOldName = root.member(group + "/gids") == .dataset
        let ids = try root.dataset(group + (hasOldName ? "/gids" : "/node_ids"))
        guard times.shape.count == 1, ids.shape == times.shape, ids.type.isInteger else {
            throw DataError(
                "holds \(ids.count) \(ids.type.name) for \(times.count) times", in: root.file,
                at: ids.path)
        }
        let scale = try millisecondsPerUnit(root, group)
        let milliseconds = try times.doubles().map { $0 * scale }
        if let index = milliseconds.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
            throw DataError(
                "\(milliseconds[index]) is no time (event \(index))", in: root.file, at: times.path)
        }
        let units = try ids.integers().map {
            guard let unit = UInt32(exactly: $0) else {
                throw DataError("\($0) is no neuron's number", in: root.file, at: ids.path)
            }
            return unit
        }
        return SpikeTrain(times: milliseconds, units: units).sorted()
    }

    private static func choose(_ root: HDF5Snapshot, _ population: String?) throws -> String {
        let spikes = "/spikes"
        if root.member("/spikes/timestamps") == .dataset { return spikes }
        let names = root.names(in: spikes).filter {
            root.member("/spikes/\($0)/timestamps") == .dataset
        }
        if let population {
            if names.contains(population) { return "/spikes/" + population }
            throw DataError(
                "there is no population named `\(population)`", in: root.file, at: spikes,
                help: "it has \(names.map { "`\($0)`" }.joined(separator: ", "))")
        }
        switch names.count {
        case 1: return "/spikes/" + names[0]
        case 0:
            throw DataError(
                "holds neither `times` nor a population with `timestamps`", in: root.file,
                at: spikes)
        default:
            throw DataError(
                "has several populations: \(names.map { "`\($0)`" }.joined(separator: ", "))",
                in: root.file, at: spikes, help: "name the one to be read")
        }
    }

    private static func millisecondsPerUnit(
        _ root: HDF5Snapshot, _ group: String
    ) throws -> Double {
        switch root.text("units", of: group + "/timestamps") {
        case nil, "ms", "milliseconds", "millisecond": return 1
        case "s", "seconds", "second", "sec": return 1000
        case let unit?:
            throw DataError("is in the unknown unit `\(unit)`", in: root.file, at: group)
        }
    }
}
