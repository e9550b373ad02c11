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
    static func read(_ root: HDF5Snapshot) throws -> SpikeFile {
        let times = try root.dataset("/spikes/times").rows()
        let units = try root.dataset("/spikes/units").rows()
        try compare(times.offsets, units.offsets, in: root.file)
        var events = RawEvents(
            offsets: times.offsets, times: try milliseconds(times.elements),
            units: try channels(units.elements), file: root.file, place: "/spikes/times")
        let sortedSamples = try events.order()
        var samples = events.samples(channels: root.number("channels", of: "/spikes"))
        try Annotations.read(root, into: &samples)
        var file = SpikeFile(layout: .rows, train: samples, sortedSamples: sortedSamples)
        file.name = root.text("name", of: "/")
        file.notice = root.text("notice", of: "/")
        return file
    }

    private static func compare(_ times: [Int], _ units: [Int], in file: String) throws {
        guard times.count == units.count else {
            throw DataError(
                "has \(units.count - 1) rows, but `/spikes/times` has \(times.count - 1)",
                in: file, at: "/spikes/units")
        }
        guard let sample = zip(times, units).enumerated().first(where: { $1.0 != $1.1 })?.offset
        else { return }
        throw DataError(
            "sample \(sample - 1) has \(units[sample] - units[sample - 1]) units, but "
                + "\(times[sample] - times[sample - 1]) times", in: file, at: "/spikes/units")
    }

    /// Times in seconds as times in ms.
    static func milliseconds(_ seconds: HDF5Values) throws -> [Float] {
        guard seconds.type == .half else { return try seconds.doubles().map { Float($0 * 1000) } }
        let table = HalfMilliseconds.table
        return seconds.stored(UInt16.self).map { table[Int($0)] }
    }

    static func channels(_ units: HDF5Values) throws -> [UInt16] {
        if units.type == .uint16 { return units.stored(UInt16.self) }
        return try units.integers().map {
            if let channel = UInt16(exactly: $0) { return channel }
            throw DataError(
                "has an event on channel \($0), but channels run from 0 to 65535", in: units.file,
                at: units.path)
        }
    }
}

/// Every half-precision number of seconds in milliseconds.
enum HalfMilliseconds {
    static let table: [Float] = (0 ... UInt16.max).map { Float(HalfBits(bits: $0).value * 1000) }
}

/// Labels, speakers and names, which the layouts for many samples share.
enum Annotations {
    static func read(_ root: HDF5Snapshot, into samples: inout SpikeSamples) throws {
        if root.member("/extra/keys") == .dataset {
            samples.classNames = try root.dataset("/extra/keys").strings()
        }
        if root.member("/extra/speaker_names") == .dataset {
            samples.speakerNames = try root.dataset("/extra/speaker_names").strings()
        }
        samples.labels = try integers(root.dataset("/labels"), count: samples.count)
        try samples.validateLabels(in: root.file, at: "/labels")
        if root.member("/extra/speaker") == .dataset {
            samples.speakers = try integers(root.dataset("/extra/speaker"), count: samples.count)
        }
    }

    /// A list with one integer per sample.
    static func integers(_ dataset: HDF5Values, count: Int) throws -> [Int] {
        guard dataset.count == count else {
            throw DataError(
                "has \(dataset.count) entries for \(count) samples", in: dataset.file,
                at: dataset.path)
        }
        return try dataset.integers()
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
