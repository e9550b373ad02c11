// Which astrocytes hear a neuron: for each source a row of astrocytes, each with the number of
// covered synapses through which the spike reaches it.

/// The covered synapses of a group of astrocytes, as compressed rows by source.
struct GliaInputs: Sendable {
    /// The sources of one covered group of neurons or stimuli.
    struct Table: Sendable {
        let group: Int
        let firstSource: Int
        /// Row r has the entries rows[r] ..< rows[r + 1].
        let rows: [UInt32]
        /// An astrocyte in the lower 24 bits and, above, how many synapses less one.
        let entries: [UInt32]
    }

    let tables: [Table]
    /// Ticks from a spike to its arrival.
    let delay: Int
    let weight: Double
    /// For each astrocyte, how many synapses it covers.
    let synapsesOfCell: [Int]

    /// Astrocytes at most, so that an entry fits 32 bits.
    static let cellsMax = 1 << 24

    static func silent(count: Int) -> GliaInputs {
        GliaInputs(
            tables: [], delay: 1, weight: 0, synapsesOfCell: Array(repeating: 0, count: count))
    }

    var byteCount: Int {
        tables.reduce(8 * synapsesOfCell.count) { $0 + 4 * ($1.rows.count + $1.entries.count) }
    }
}
