/// Rows of synapses as plain lists, to build a table from.
struct RowList {
    private(set) var counts: [UInt32] = []
    private(set) var targets: [UInt16] = []
    private(set) var delays: [UInt16] = []
    private var ended = 0

    /// - Parameter room: for so many synapses.
    init(room: Int) {
        targets.reserveCapacity(room)
        delays.reserveCapacity(room)
    }

    /// Adds a synapse to the current row, in the order of (delay, target).
    mutating func append(target: UInt16, delay: UInt16) {
        targets.append(target)
        delays.append(delay)
    }

    mutating func endRow() {
        counts.append(UInt32(targets.count - ended))
        ended = targets.count
    }
}

extension SynapseTable {
    /// A table of other synapses of the same projection onto the same partition.
    ///
    /// - Parameters:
    ///   - list: as many synapses as `old` has, at least one.
    ///   - firstSource: of the first row; that of `old` unless given.
    ///   - weights: one for each synapse; none where somebody else keeps them.
    convenience init(
        _ list: RowList, like old: SynapseTable, firstSource: Int? = nil,
        weights: UnsafePointer<Float>? = nil
    ) {
        precondition(list.targets.count == old.synapseCount, "Synapses neither come nor go.")
        var counts = list.counts
        let kind = OpenRows.Kind(
            hasWeights: weights != nil, hasDelays: old.delays != nil || old.runs != nil)
        let room = ScratchBuffer<UInt16>()
        guard let open = OpenRows(
            &counts, counts.count, from: firstSource ?? old.firstSource, kind: kind, delays: room,
            keepsEmptyRows: true)
        else { preconditionFailure("A table has at least one synapse.") }
        open.targets.update(from: list.targets, count: old.synapseCount)
        open.delays?.update(from: list.delays, count: old.synapseCount)
        if let weights { open.weights?.update(from: weights, count: old.synapseCount) }
        self.init(
            open, group: old.group, receptor: old.receptor, delays: old.delayMin...old.delayMax,
            constantWeight: old.constantWeight)
    }

    /// The same synapses, with a row for each of these sources.
    func widened(to sources: Range<Int>) -> SynapseTable {
        var list = RowList(room: synapseCount)
        for source in sources {
            let row = source - firstSource
            if (0..<rowCount).contains(row) {
                forEachSynapse(ofRow: row) { synapse, delay in
                    list.append(target: targets[synapse], delay: UInt16(delay))
                }
            }
            list.endRow()
        }
        return SynapseTable(
            list, like: self, firstSource: sources.lowerBound,
            weights: weights.map { UnsafePointer($0) })
    }
}
