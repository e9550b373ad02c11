extension SpikeSamples {
    /// Writes the samples in the layout of the Heidelberg data sets, for other programs.
    ///
    /// Times are stored in half-precision seconds, as that layout has it: beyond half a second
    /// they are rounded to multiples of about 0.5 ms, beyond one second to 1 ms.
    public func writeRows(to path: String, replacing isReplacing: Bool = false) throws {
        let file = try HDF5File(creating: path, replacing: isReplacing)
        let halves = times.map { HalfBits(Double($0) / 1000) }
        let spikes = try file.root.createGroup("spikes")
        try spikes.writeRows("times", halves, offsets: offsets)
        try spikes.writeRows("units", units, offsets: offsets)
        try spikes.set("channels", to: [channels])
        try Annotations.write(self, to: file.root)
        try file.flush()
    }
}
