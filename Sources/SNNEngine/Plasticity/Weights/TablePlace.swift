/// A table of a projection and where it lies.
struct TablePlace {
    let index: Int
    let part: PartitionState
    let table: SynapseTable
    let plastic: PlasticTable?
    var firstNeuron: Int { part.partition.range.lowerBound }

    func weight(_ synapse: Int) -> Float {
        plastic?.weights[synapse] ?? table.weights?[synapse] ?? table.constantWeight
    }

    /// The synapses of a list that end here, where they may lie otherwise than now.
    ///
    /// - Parameter list: all synapses of the projection.
    /// - Returns: nil if the table's synapses cannot have become these: neurons would have more or
    ///   fewer, sources or delays would be others, or the order is not that of a list.
    func synapses(of list: SynapseList) -> LearntSynapses? {
        guard let plastic else { return nil }
        let range = part.partition.range
        let table = plastic.wiring.table
        var degrees = Array(repeating: 0, count: range.count)
        for synapse in 0..<table.synapseCount { degrees[Int(table.targets[synapse])] += 1 }
        var rows = RowList(room: table.synapseCount)
        var weights: [Float] = []
        var (row, last) = (0, (delay: 0, target: 0))
        for index in 0..<list.count where range.contains(Int(list.targets[index])) {
            let source = Int(list.sources[index]) - table.firstSource
            guard (row..<table.rowCount).contains(source) else { return nil }
            while row < source {
                rows.endRow()
                row += 1
                last = (0, 0)
            }
            let (delay, target) = (Int(list.delays[index]), Int(list.targets[index]) - firstNeuron)
            degrees[target] -= 1
            guard (table.delayMin...table.delayMax).contains(delay), (delay, target) >= last,
                degrees[target] >= 0
            else { return nil }
            last = (delay, target)
            rows.append(target: UInt16(target), delay: UInt16(delay))
            weights.append(list.weights[index])
        }
        guard weights.count == table.synapseCount else { return nil }
        while row < table.rowCount {
            rows.endRow()
            row += 1
        }
        return LearntSynapses(
            weights: weights,
            wiring: PlasticWiring(plastic.wiring, table: SynapseTable(rows, like: table)),
            rewirings: plastic.rewirings)
    }
}
