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

    static func read(_ root: HDF5Snapshot) throws -> SpikeFile {
        let times = try list(root, "/spikes/times")
        let units = try list(root, "/spikes/units")
        guard times.count == units.count else {
            throw DataError(
                "has \(units.count) entries, but `/spikes/times` has \(times.count)",
                in: root.file, at: units.path)
        }
        let offsets = try readOffsets(list(root, "/spikes/offsets"), events: times.count)
        var events = RawEvents(
            offsets: offsets, times: [], units: [], file: root.file, place: times.path)
        switch root.text("coding", of: "/spikes") ?? plain {
        case difference: try readDifferences(times, units, into: &events)
        case plain:
            events.times = try RowLayout.milliseconds(times)
            events.units = try RowLayout.channels(units)
        case let coding:
            throw DataError("has the unknown coding `\(coding)`", in: root.file, at: "/spikes")
        }
        let sortedSamples = try events.order()
        var samples = events.samples(channels: root.number("channels", of: "/spikes"))
        try Annotations.read(root, into: &samples)
        var file = SpikeFile(layout: .flat, train: samples, sortedSamples: sortedSamples)
        if root.member("/split") == .dataset { try divide(samples, root, into: &file) }
        file.name = root.text("name", of: "/")
        file.notice = root.text("notice", of: "/")
        return file
    }

    private static func list(_ root: HDF5Snapshot, _ name: String) throws -> HDF5Values {
        let dataset = try root.dataset(name)
        guard dataset.shape.count == 1, dataset.type.isNumber else {
            throw dataset.mismatch("a list of numbers is needed")
        }
        return dataset
    }

    private static func readOffsets(_ dataset: HDF5Values, events: Int) throws -> [Int] {
        let offsets = try dataset.integers()
        let isAscending = zip(offsets, offsets.dropFirst()).allSatisfy { $0 <= $1 }
        guard offsets.first == 0, offsets.last == events, isAscending else {
            throw DataError(
                "does not ascend from 0 to the number of events, \(events)", in: dataset.file,
                at: dataset.path)
        }
        return offsets
    }

    private static func readDifferences(
        _ times: HDF5Values, _ units: HDF5Values, into events: inout RawEvents
    ) throws {
        for dataset in [times, units] where dataset.type != .uint16 {
            throw dataset.mismatch("differences of 16 bits are needed")
        }
        let table = HalfMilliseconds.table
        events.times = undifferenced(times.stored(UInt16.self), offsets: events.offsets)
            .map { table[Int($0)] }
        events.units = undifferenced(units.stored(UInt16.self), offsets: events.offsets)
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
        _ samples: SpikeSamples, _ root: HDF5Snapshot, into file: inout SpikeFile
    ) throws {
        let split = try Annotations.integers(root.dataset("/split"), count: samples.count)
        if let sample = split.firstIndex(where: { $0 != 0 && $0 != 1 }) {
            throw DataError(
                "sample \(sample) is in split \(split[sample]), which is neither 0 (train) nor "
                    + "1 (test)", in: root.file, at: "/split")
        }
        file.train = samples.subset { split[$0] == 0 }
        file.test = samples.subset { split[$0] == 1 }
    }
}
