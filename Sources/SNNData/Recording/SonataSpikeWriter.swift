/// Writes the spikes of a run in SONATA layout (Dai et al. 2020), while it runs.
///
///     let writer = try SonataSpikeWriter(path: "spikes.h5", populations: ["exc", "inh"])
///     try writer.append(population: 0, times: times, ids: ids)      // again and again
///     try writer.flush()                                            // readable from here on
///     try writer.close()
///
/// Memory is bounded by 256 KiB per population. After every `flush` the file on the disk is
/// complete up to there, whatever happens to the process.
public final class SonataSpikeWriter {
    /// The populations, in the order of their numbers.
    public let populations: [String]
    private let file: HDF5File
    private var lists: [Spikes] = []
    private var isOpen = true

    private struct Spikes {
        var group: HDF5Group
        var times: GrowingList<Double>
        var ids: GrowingList<UInt64>
        var lastTime = -Double.infinity
        var isSorted = true
    }

    private static let orders = ["none", "by_id", "by_time"]

    /// Makes the file.
    ///
    /// - Parameters:
    ///   - path: A file that does not exist yet, unless `isReplacing`.
    ///   - populations: Names, each once.
    ///   - compression: 0 for none, up to 9 for slow and small.
    /// - Throws: `DataError` where the file cannot be written.
    public init(
        path: String, populations: [String], replacing isReplacing: Bool = false,
        compression: Int = 1
    ) throws {
        precondition(Set(populations).count == populations.count, "Names are used once.")
        self.populations = populations
        file = try HDF5File(creating: path, replacing: isReplacing)
        try file.root.set("magic", to: [0x0A7A] as [UInt32])
        try file.root.set("version", to: [0, 1] as [UInt32])
        let spikes = try file.root.createGroup("spikes")
        for population in populations {
            let group = try spikes.createGroup(population)
            let times = try GrowingList<Double>(
                "timestamps", in: group, chunkRows: 1 << 14, compression: compression)
            try times.dataset.set("units", to: "milliseconds")
            let ids = try GrowingList<UInt64>(
                "node_ids", in: group, chunkRows: 1 << 14, compression: compression)
            try group.set("sorting", to: "by_time", of: Self.orders)
            lists.append(Spikes(group: group, times: times, ids: ids))
        }
        try file.flush()
    }

    /// Adds spikes of one population.
    ///
    /// - Parameters:
    ///   - population: Its position in `populations`.
    ///   - times: In ms. Where they do not ascend, the file says that it is unsorted.
    ///   - ids: The neuron of each spike, counted from 0 in its population.
    public func append(
        population: Int, times: UnsafeBufferPointer<Double>, ids: UnsafeBufferPointer<UInt64>
    ) throws {
        precondition(isOpen, "Nothing is appended to a closed file.")
        precondition(times.count == ids.count, "Every spike has one time and one neuron.")
        if lists[population].isSorted, !noteOrder(of: times, in: population) {
            try lists[population].group.set("sorting", to: "none", of: Self.orders)
        }
        try lists[population].times.append(times)
        try lists[population].ids.append(ids)
    }

    /// Adds spikes of one population, from arrays.
    public func append(population: Int, times: [Double], ids: [UInt64]) throws {
        try times.withUnsafeBufferPointer { times in
            try ids.withUnsafeBufferPointer { ids in
                try append(population: population, times: times, ids: ids)
            }
        }
    }

    /// Whether the times still ascend.
    private func noteOrder(of times: UnsafeBufferPointer<Double>, in population: Int) -> Bool {
        var last = lists[population].lastTime
        for time in times {
            if time < last {
                lists[population].isSorted = false
                return false
            }
            last = time
        }
        lists[population].lastTime = last
        return true
    }

    /// How many spikes of a population were appended.
    public func count(of population: Int) -> Int { lists[population].times.rowCount }

    /// Puts everything so far on the disk.
    public func flush() throws {
        precondition(isOpen, "A closed file has been flushed.")
        for spikes in lists {
            try spikes.times.settle()
            try spikes.ids.settle()
        }
        try file.flush()
    }

    /// Flushes and closes. Closing twice does nothing.
    public func close() throws {
        if !isOpen { return }
        try flush()
        isOpen = false
        lists = []
    }
}
