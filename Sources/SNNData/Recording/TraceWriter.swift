/// Writes analogue values of a run (membrane potentials, weights, calcium) while it runs:
///
///     /recordings/<population>/<variable>/data       times × neurons
///     /recordings/<population>/<variable>/times      ms
///     /recordings/<population>/<variable>/node_ids   the neuron of each column
///
/// `data` has an attribute `units`. As with spikes, memory is bounded and the file on the disk is
/// complete after every `flush`.
public final class TraceWriter {
    /// What is recorded, and of whom.
    public struct Trace: Sendable, Equatable {
        public var population: String
        public var variable: String
        /// The unit of the values, such as `mV`.
        public var unit: String
        /// The neurons, counted from 0 in their population: one per column.
        public var ids: [Int]

        public init(population: String, variable: String, unit: String, ids: [Int]) {
            self.population = population
            self.variable = variable
            self.unit = unit
            self.ids = ids
        }
    }

    /// What is recorded, in the order of the numbers that `append` takes.
    public let traces: [Trace]
    private let file: HDF5File
    private var lists: [(data: GrowingList<Float>, times: GrowingList<Double>)] = []
    private var isOpen = true

    /// Makes the file, which must not exist yet unless `isReplacing`.
    public init(
        path: String, traces: [Trace], replacing isReplacing: Bool = false, compression: Int = 1
    ) throws {
        self.traces = traces
        file = try HDF5File(creating: path, replacing: isReplacing)
        for trace in traces {
            precondition(!trace.ids.isEmpty, "Something is recorded of at least one neuron.")
            let group = try file.root.createGroup(
                "recordings/\(trace.population)/\(trace.variable)")
            // A chunk holds about 64 Ki values, but at least one instant.
            let rows = max(1, min(1 << 12, (1 << 16) / trace.ids.count))
            let data = try GrowingList<Float>(
                "data", in: group, width: trace.ids.count, chunkRows: rows,
                compression: compression)
            try data.dataset.set("units", to: trace.unit)
            let times = try GrowingList<Double>(
                "times", in: group, chunkRows: 1 << 12, compression: compression)
            try times.dataset.set("units", to: "milliseconds")
            try group.write("node_ids", trace.ids)
            lists.append((data, times))
        }
        try file.flush()
    }

    /// Adds the values of all neurons of a trace at one instant.
    ///
    /// - Parameter time: In ms.
    public func append(trace: Int, time: Double, values: UnsafeBufferPointer<Float>) throws {
        precondition(isOpen, "Nothing is appended to a closed file.")
        precondition(values.count == traces[trace].ids.count, "Every neuron has one value.")
        try lists[trace].data.append(values)
        try withUnsafePointer(to: time) {
            try lists[trace].times.append(UnsafeBufferPointer(start: $0, count: 1))
        }
    }

    /// Adds the values of all neurons of a trace at one instant, from an array.
    public func append(trace: Int, time: Double, values: [Float]) throws {
        try values.withUnsafeBufferPointer { try append(trace: trace, time: time, values: $0) }
    }

    /// Puts everything so far on the disk.
    public func flush() throws {
        precondition(isOpen, "A closed file has been flushed.")
        for list in lists {
            try list.data.settle()
            try list.times.settle()
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
