// A compact layout for a whole data set in one file:
//
//     /                          attributes `name`, `notice`
//     /spikes                    attributes `channels`, `coding`
//     /spikes/times              half-precision seconds of all events, sample after sample
//     /spikes/units              channels of all events
//     /spikes/offsets            first event of each sample, and the end
//     /labels  /split            class, and 0 (train) or 1 (test), of each sample
//     /extra/speaker             speaker of each sample
//     /extra/keys  /extra/speaker_names
//
// With `coding` = "difference" both lists hold, within a sample, the difference to the entry
// before, in 16-bit arithmetic that wraps; that of the times is between their half-precision bit
// patterns, which ascend as the numbers do. Events of equal time are sorted by channel, so most
// differences are small, and the compression (shuffle, deflate) finds twice as much. To undo it:
// `numpy.cumsum(row, dtype="uint16")`, then `.view("float16")` for the times.
// Data and structure carry checksums.

enum FlatLayout {
    static let plain = "plain"
    static let difference = "difference"

    static func read(_ root: HDF5Group) throws -> SpikeFile {
        let timesSet = try list(root, "spikes/times")
        let unitsSet = try list(root, "spikes/units")
        guard timesSet.count == unitsSet.count else {
            throw DataError(
                "has \(unitsSet.count) entries, but `/spikes/times` has \(timesSet.count)",
                in: root.file, at: unitsSet.path)
        }
        let offsets = try readOffsets(list(root, "spikes/offsets"), events: timesSet.count)
        let spikes = try root.group("spikes")
        let coding = try spikes.text("coding") ?? plain
        var events = RawEvents(
            offsets: offsets, times: [], units: [], file: root.file, place: timesSet.path)
        switch coding {
        case difference: try readDifferences(timesSet, unitsSet, into: &events)
        case plain: try readPlain(timesSet, unitsSet, into: &events)
        default:
            throw DataError("has the unknown coding `\(coding)`", in: root.file, at: "/spikes")
        }
        let sortedSamples = try events.order()

        let channels = try spikes.number("channels") ?? 0
        var samples = SpikeSamples(
            channels: max(Int(events.units.max() ?? 0) + 1, Int(min(max(channels, 0), 65536))))
        samples.offsets = offsets
        samples.times = events.times
        samples.units = events.units
        try Annotations.read(root, into: &samples)
        var file = SpikeFile(layout: .flat, train: samples, sortedSamples: sortedSamples)
        if root.member("split") == .dataset { try divide(samples, root, into: &file) }
        file.name = try root.text("name")
        file.notice = try root.text("notice")
        return file
    }

    private static func list(_ root: HDF5Group, _ name: String) throws -> HDF5Dataset {
        let dataset = try root.dataset(name)
        guard dataset.shape.count == 1, dataset.type.isNumber else {
            throw DataError(
                "holds \(dataset.type.name) in \(dataset.shape.count) dimensions where a list of "
                    + "numbers is needed", in: root.file, at: dataset.path)
        }
        return dataset
    }

    private static func readOffsets(_ dataset: HDF5Dataset, events: Int) throws -> [Int] {
        let offsets = dataset.type.isInteger ? try dataset.read(Int.self) : []
        let isAscending = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
        guard offsets.first == 0, offsets.last == events, isAscending else {
            throw DataError(
                "does not ascend from 0 to the number of events, \(events)", in: dataset.file,
                at: dataset.path)
        }
        return offsets
    }

    private static func readPlain(
        _ times: HDF5Dataset, _ units: HDF5Dataset, into events: inout RawEvents
    ) throws {
        events.times = try times.read(Double.self).map { Float($0 * 1000) }
        events.units = try units.read(Int64.self).map {
            guard let channel = UInt16(exactly: $0) else {
                throw DataError(
                    "has an event on channel \($0), but channels run from 0 to 65535",
                    in: units.file, at: units.path)
            }
            return channel
        }
    }

    private static func readDifferences(
        _ times: HDF5Dataset, _ units: HDF5Dataset, into events: inout RawEvents
    ) throws {
        for dataset in [times, units] where dataset.type != .integer(bytes: 2, isSigned: false) {
            throw DataError(
                "holds \(dataset.type.name) where differences of 16 bits are needed",
                in: dataset.file, at: dataset.path)
        }
        let bits = undifferenced(try times.read(UInt16.self), offsets: events.offsets)
        let milliseconds = HalfMilliseconds.table
        events.times = bits.map { milliseconds[Int($0)] }
        events.units = undifferenced(try units.read(UInt16.self), offsets: events.offsets)
    }

    static func undifferenced(_ differences: [UInt16], offsets: [Int]) -> [UInt16] {
        var values = differences
        for sample in 0 ..< offsets.count - 1 {
            var sum: UInt16 = 0
            for position in offsets[sample] ..< offsets[sample + 1] {
                sum &+= differences[position]
                values[position] = sum
            }
        }
        return values
    }

    static func differenced(_ values: [UInt16], offsets: [Int]) -> [UInt16] {
        var differences = values
        for sample in 0 ..< offsets.count - 1 {
            var previous: UInt16 = 0
            for position in offsets[sample] ..< offsets[sample + 1] {
                differences[position] = values[position] &- previous
                previous = values[position]
            }
        }
        return differences
    }

    private static func divide(
        _ samples: SpikeSamples, _ root: HDF5Group, into file: inout SpikeFile
    ) throws {
        let split = try Annotations.integers(root.dataset("split"), count: samples.count)
        if let sample = split.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw DataError(
                "sample \(sample) is in split \(split[sample]), which is neither 0 (train) nor "
                    + "1 (test)", in: root.file, at: "/split")
        }
        file.train = samples.subset { split[$0] == 0 }
        file.test = samples.subset { split[$0] == 1 }
    }
}
