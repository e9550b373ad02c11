import Foundation

/// Writes the weights that a model records to `weights.h5`, each projection at its own interval.
struct WeightTraces {
    /// One projection of one recording.
    private struct Item {
        let projection: Int
        /// In ticks.
        let interval: Int
    }

    private let items: [Item]
    private let writer: WeightTraceWriter?
    private let resolution: Double

    /// Makes the file, if the model records weights, with the weights of the beginning.
    ///
    /// - Throws: `CommandError` where it cannot be written.
    init(of state: NetworkState, in folder: URL) throws {
        let model = state.network.model
        resolution = model.resolution
        items = model.weightRecordings.flatMap { recording in
            let ticks = Int((recording.every / model.resolution).rounded())
            return model.projections(of: recording).map {
                Item(projection: $0, interval: max(1, ticks))
            }
        }
        guard !items.isEmpty else {
            writer = nil
            return
        }
        let file = folder.appendingPathComponent("weights.h5")
        let lists = items.map { item in
            let ends = model.projections[item.projection]
            let dimension = model.weightDimension(of: ends)
            return (
                name: "\(ends.source) -> \(ends.target)",
                unit: Unit.customary(for: dimension)?.symbol ?? "",
                synapses: state.weights(of: item.projection)
            )
        }
        writer = try CommandError.writing(file) {
            try WeightTraceWriter(path: file.path, lists)
        }
        try record(state)
    }

    /// How many ticks there are to the next moment, `most` at most.
    func ticks(after tick: Int, most: Int) -> Int {
        items.reduce(most) { min($0, $1.interval - tick % $1.interval) }
    }

    /// Writes those whose moment it is.
    func record(_ state: NetworkState) throws {
        for (number, item) in items.enumerated() where state.tick % item.interval == 0 {
            try writer?.append(
                number, time: Double(state.tick) * resolution,
                state.weights(of: item.projection).weights)
        }
    }

    func close() throws { try writer?.flush() }
}
