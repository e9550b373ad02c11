/// Connections that a user lists one by one: a table of sources and targets.
///
///     source,target,weight,delay
///     0,17,2.5,1.5
///
/// `weight` and `delay` may be missing. A line of names may be missing too; then the columns
/// stand in this order. Numbers carry no units: weights are in the unit of the receptor they
/// reach (pA for currents, nS for conductances, mV for jumps), delays in ms.
public struct EdgeTable: Sendable, Equatable {
    public var sources: [Int]
    public var targets: [Int]
    /// In the unit of the receptor; nil where the table has none.
    public var weights: [Double]?
    /// In ms; nil where the table has none.
    public var delays: [Double]?

    /// How many connections there are.
    public var count: Int { sources.count }

    /// Reads a table of connections.
    ///
    /// - Parameters:
    ///   - sourceCount: How many neurons the sending population has, if that is to be checked.
    ///   - targetCount: The same of the receiving population.
    /// - Throws: `DataError` naming the line.
    public init(
        reading path: String, sourceCount: Int? = nil, targetCount: Int? = nil
    ) throws {
        let table = try NumberTable(reading: path)
        let columns = try table.columns(
            [
                ["source", "pre", "from", "source_id", "source_node_id"],
                ["target", "post", "to", "target_id", "target_node_id"],
                ["weight", "weights", "synapses"], ["delay", "delays"],
            ], required: 2)
        (sources, targets) = ([], [])
        weights = columns[2] == nil ? nil : []
        delays = columns[3] == nil ? nil : []
        let sourceMax = (sourceCount ?? 1 << 32) - 1
        let targetMax = (targetCount ?? 1 << 32) - 1
        for row in 0 ..< table.rowCount {
            sources.append(
                try table.integer(row, columns[0]!, "neuron of the source", max: sourceMax))
            targets.append(
                try table.integer(row, columns[1]!, "neuron of the target", max: targetMax))
            if let column = columns[2] { weights?.append(table[row, column]) }
            guard let column = columns[3] else { continue }
            let delay = table[row, column]
            guard delay > 0 else {
                throw DataError(
                    "a delay of \(delay) ms would let an effect coincide with its cause", in: path,
                    line: table.lines[row])
            }
            delays?.append(delay)
        }
    }
}
