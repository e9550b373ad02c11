import SNNEngine

/// Writes the weights of projections at some moments while a network runs:
///
///     /weights/<number>              attribute name = "exc -> exc"
///         sources, targets, delays   of each synapse; delays in ticks
///         times                      ms
///         data                       times x synapses; attribute units
public final class WeightTraceWriter {
    private let file: HDF5File
    private let groups: [(data: GrowingList<Float>, times: GrowingList<Double>)]
    private let counts: [Int]

    /// - Parameter projections: what is written of, with the synapses as they are in the beginning.
    /// - Throws: `DataError`.
    public init(
        path: String, _ projections: [(name: String, unit: String, synapses: SynapseList)]
    ) throws {
        let file = try HDF5File(creating: path, replacing: false)
        self.file = file
        counts = projections.map(\.synapses.count)
        groups = try projections.enumerated().map { number, projection in
            let group = try file.root.createGroup("weights/\(number)")
            try group.set("name", to: projection.name)
            try group.write("sources", projection.synapses.sources)
            try group.write("targets", projection.synapses.targets)
            try group.write("delays", projection.synapses.delays)
            // A chunk holds about 64 Ki values, but at least one moment.
            let count = max(1, projection.synapses.count)
            let data = try GrowingList<Float>(
                "data", in: group, width: count, chunkRows: max(1, (1 << 16) / count),
                compression: 1)
            try data.dataset.set("units", to: projection.unit)
            let times = try GrowingList<Double>(
                "times", in: group, chunkRows: 1 << 10, compression: 1)
            try times.dataset.set("units", to: "milliseconds")
            return (data, times)
        }
        try file.flush()
    }

    /// Adds the weights of all synapses of one projection.
    ///
    /// - Parameters:
    ///   - number: of the projection, in the order of `init`.
    ///   - time: in ms.
    ///   - weights: in the order of the synapses.
    public func append(_ number: Int, time: Double, _ weights: [Float]) throws {
        precondition(weights.count == counts[number], "Every synapse has one weight.")
        if weights.isEmpty { return }
        try weights.withUnsafeBufferPointer { try groups[number].data.append($0) }
        try withUnsafePointer(to: time) {
            try groups[number].times.append(UnsafeBufferPointer(start: $0, count: 1))
        }
    }

    /// Puts everything so far on the disk.
    public func flush() throws {
        for group in groups {
            try group.data.settle()
            try group.times.settle()
        }
        try file.flush()
    }
}
