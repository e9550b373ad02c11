// The layout of the Spiking Heidelberg Digits and Spiking Speech Commands (Cramer et al. 2022,
// IEEE TNNLS 33, 2744): one row per sample.
//
//     /spikes/times              rows of half-precision seconds
//     /spikes/units              rows of integers, the channels
//     /labels                    one integer per sample
//     /extra/speaker             one integer per sample          (may be missing)
//     /extra/keys                the names of the classes        (may be missing)
//     /extra/meta_info/…         about the speakers              (not read)
//
// Half precision means steps of 0.5 ms in the second half of the first second and of 1 ms in the
// next second. Seconds become milliseconds in double precision: in half precision the product
// would overflow.

enum RowLayout {
    /// Reads one file, which is one split.
    static func read(_ root: HDF5Group) throws -> SpikeFile {
        let times = try root.dataset("spikes/times")
        let units = try root.dataset("spikes/units")
        var events = RawEvents(offsets: [0], times: [], units: [], file: root.file, place: times.path)
        try readTimes(times, into: &events)
        try readUnits(units, into: &events)
        let sortedSamples = try events.order()

        var samples = SpikeSamples(channels: Int(events.units.max() ?? 0) + 1)
        samples.offsets = events.offsets
        samples.times = events.times
        samples.units = events.units
        try Annotations.read(root, into: &samples)
        if let channels = try root.group("spikes").number("channels") {
            samples.channels = max(samples.channels, Int(clamping: Int64(min(channels, 65536))))
        }
        var file = SpikeFile(layout: .rows, train: samples, sortedSamples: sortedSamples)
        file.name = try root.text("name")
        file.notice = try root.text("notice")
        return file
    }

    private static func readTimes(_ dataset: HDF5Dataset, into events: inout RawEvents) throws {
        events.offsets.reserveCapacity(dataset.count + 1)
        if dataset.type == .rows(of: .half) {
            let milliseconds = HalfMilliseconds.table
            try dataset.forEachRow(HalfBits.self) { _, row in
                for half in row { events.times.append(milliseconds[Int(half.bits)]) }
                events.offsets.append(events.times.count)
            }
        } else {
            try dataset.forEachRow(Double.self) { _, row in
                for seconds in row { events.times.append(Float(seconds * 1000)) }
                events.offsets.append(events.times.count)
            }
        }
    }

    private static func readUnits(_ dataset: HDF5Dataset, into events: inout RawEvents) throws {
        guard case .rows(let element) = dataset.type, element.isInteger else {
            throw DataError(
                "holds \(dataset.type.name) where rows of integers are needed",
                in: dataset.file, at: dataset.path)
        }
        guard dataset.count == events.offsets.count - 1 else {
            throw DataError(
                "has \(dataset.count) rows, but `/spikes/times` has \(events.offsets.count - 1)",
                in: dataset.file, at: dataset.path)
        }
        events.units.reserveCapacity(events.times.count)
        let offsets = events.offsets
        func check(_ row: Int, _ length: Int) throws {
            let timesInRow = offsets[row + 1] - offsets[row]
            guard length == timesInRow else {
                throw DataError(
                    "sample \(row) has \(length) units, but \(timesInRow) times",
                    in: dataset.file, at: dataset.path)
            }
        }
        if element == .integer(bytes: 2, isSigned: false) {
            try dataset.forEachRow(UInt16.self) { row, units in
                try check(row, units.count)
                events.units.append(contentsOf: units)
            }
            return
        }
        try dataset.forEachRow(Int64.self) { row, units in
            try check(row, units.count)
            for unit in units {
                guard let channel = UInt16(exactly: unit) else {
                    throw DataError(
                        "sample \(row) has an event on channel \(unit), but channels run from 0 "
                            + "to 65535", in: dataset.file, at: dataset.path)
                }
                events.units.append(channel)
            }
        }
    }
}

/// Every half-precision number of seconds in milliseconds.
enum HalfMilliseconds {
    static let table: [Float] = (0 ... UInt16.max).map { Float(HalfBits(bits: $0).value * 1000) }
}

/// Labels, speakers and names, which the layouts for many samples share.
enum Annotations {
    static func read(_ root: HDF5Group, into samples: inout SpikeSamples) throws {
        if root.member("extra/keys") == .dataset {
            samples.classNames = try root.dataset("extra/keys").readStrings()
        }
        if root.member("extra/speaker_names") == .dataset {
            samples.speakerNames = try root.dataset("extra/speaker_names").readStrings()
        }
        samples.labels = try integers(root.dataset("labels"), count: samples.count)
        try samples.validateLabels(in: root.file, at: "/labels")
        if root.member("extra/speaker") == .dataset {
            samples.speakers = try integers(root.dataset("extra/speaker"), count: samples.count)
        }
    }

    /// A list with one integer per sample.
    static func integers(_ dataset: HDF5Dataset, count: Int) throws -> [Int] {
        guard dataset.type.isInteger else {
            throw DataError(
                "holds \(dataset.type.name) where integers are needed", in: dataset.file,
                at: dataset.path)
        }
        guard dataset.count == count else {
            throw DataError(
                "has \(dataset.count) entries for \(count) samples", in: dataset.file,
                at: dataset.path)
        }
        return try dataset.read(Int.self)
    }

    static func write(_ samples: SpikeSamples, to root: HDF5Group) throws {
        func small(_ values: [Int]) -> [UInt16] { values.map { UInt16(clamping: $0) } }
        if !samples.labels.isEmpty { try root.write("labels", small(samples.labels)) }
        if !samples.speakers.isEmpty { try root.write("extra/speaker", small(samples.speakers)) }
        if !samples.classNames.isEmpty { try root.write("extra/keys", samples.classNames) }
        if !samples.speakerNames.isEmpty {
            try root.write("extra/speaker_names", samples.speakerNames)
        }
    }
}
