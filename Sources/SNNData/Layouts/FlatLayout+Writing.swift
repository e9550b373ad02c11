extension SpikeDataset {
    /// Writes both splits into one compact file with the name and the notice of the data set.
    ///
    /// Times are stored in half-precision seconds, and events of equal time in the order of
    /// their channels. The file carries checksums, so that damage is noticed.
    public func writeFlat(to path: String, replacing isReplacing: Bool = false) throws {
        let all = train.merging(test)
        let file = try HDF5File(creating: path, replacing: isReplacing, hasChecksums: true)
        let root = file.root
        try root.set("name", to: name)
        try root.set("notice", to: notice)
        let (bits, units) = Self.ordered(all)
        // One chunk of 64 Ki differences compresses as well as larger ones and is small to hold.
        let storage = HDF5Storage(chunk: [1 << 16], compression: 9, hasChecksums: true)
        let spikes = try root.createGroup("spikes")
        try spikes.set("channels", to: [channels])
        try spikes.set("coding", to: FlatLayout.difference)
        try spikes.write(
            "times", FlatLayout.differenced(bits, offsets: all.offsets), storage: storage)
        try spikes.write(
            "units", FlatLayout.differenced(units, offsets: all.offsets), storage: storage)
        try spikes.write("offsets", all.offsets.map { UInt32($0) }, storage: storage)
        try Annotations.write(all, to: root)
        let split = (0 ..< all.count).map { UInt8($0 < train.count ? 0 : 1) }
        try root.write("split", split)
        try file.flush()
    }

    /// The bits of the times in half-precision seconds and the channels, sorted by both.
    private static func ordered(_ samples: SpikeSamples) -> (bits: [UInt16], units: [UInt16]) {
        var bits = samples.times.map { HalfBits(Double($0) / 1000).bits }
        var units = samples.units
        for sample in samples.indices {
            let range = samples.offsets[sample] ..< samples.offsets[sample + 1]
            let sorted = range.map { UInt32(bits[$0]) << 16 | UInt32(units[$0]) }.sorted()
            for (position, event) in zip(range, sorted) {
                bits[position] = UInt16(event >> 16)
                units[position] = UInt16(truncatingIfNeeded: event)
            }
        }
        return (bits, units)
    }
}
