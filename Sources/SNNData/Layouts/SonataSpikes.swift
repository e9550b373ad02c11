// Spikes in the SONATA layout (Dai et al. 2020, PLoS Computational Biology 16, e1007696):
//
//     /spikes/<population>/timestamps      ms, unless an attribute `units` says otherwise
//     /spikes/<population>/node_ids
//
// Files from before that layout had populations keep `timestamps` and `gids` in `/spikes` itself.

enum SonataSpikes {
    static func read(_ root: HDF5Group, population: String?) throws -> SpikeTrain {
        let group = try choose(try root.group("spikes"), population)
        let times = try group.dataset("timestamps")
        let ids = try group.dataset(group.member("gids") == .dataset ? "gids" : "node_ids")
        guard times.shape.count == 1, ids.shape == times.shape, ids.type.isInteger else {
            throw DataError(
                "holds \(ids.count) \(ids.type.name) for \(times.count) times", in: root.file,
                at: ids.path)
        }
        let scale = try millisecondsPerUnit(times)
        let milliseconds = try times.read(Double.self).map { $0 * scale }
        if let index = milliseconds.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) {
            throw DataError(
                "\(milliseconds[index]) is no time (event \(index))", in: root.file, at: times.path)
        }
        let units = try ids.read(Int64.self).map {
            guard let unit = UInt32(exactly: $0) else {
                throw DataError("\($0) is no neuron's number", in: root.file, at: ids.path)
            }
            return unit
        }
        return SpikeTrain(times: milliseconds, units: units).sorted()
    }

    private static func choose(_ spikes: HDF5Group, _ population: String?) throws -> HDF5Group {
        if spikes.member("timestamps") == .dataset { return spikes }
        let names = try spikes.names().filter { spikes.member($0 + "/timestamps") == .dataset }
        if let population {
            if names.contains(population) { return try spikes.group(population) }
            throw DataError(
                "there is no population named `\(population)`", in: spikes.file, at: spikes.path,
                help: "it has \(names.map { "`\($0)`" }.joined(separator: ", "))")
        }
        switch names.count {
        case 1: return try spikes.group(names[0])
        case 0:
            throw DataError(
                "holds neither `times` nor a population with `timestamps`", in: spikes.file,
                at: spikes.path)
        default:
            throw DataError(
                "has several populations: \(names.map { "`\($0)`" }.joined(separator: ", "))",
                in: spikes.file, at: spikes.path, help: "name the one to be read")
        }
    }

    private static func millisecondsPerUnit(_ times: HDF5Dataset) throws -> Double {
        switch try times.text("units") {
        case nil, "ms", "milliseconds", "millisecond": return 1
        case "s", "seconds", "second", "sec": return 1000
        case let unit?:
            throw DataError("is in the unknown unit `\(unit)`", in: times.file, at: times.path)
        }
    }
}
