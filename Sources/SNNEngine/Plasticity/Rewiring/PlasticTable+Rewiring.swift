// Weak synapses of a table move to other rows. The order of a table, (source, delay, target), is
// kept; among synapses that share all three, those that stayed come first, then new ones in the
// order in which their target drew them. So the synapses of a neuron lie in the same order
// whichever partition holds it.

extension PlasticTable {
    /// A synapse that may move.
    private struct Weak {
        var target: Int
        var size: Float
        var synapse: Int
        var row: Int
        var delay: Int
    }

    /// A synapse that moves to the row of another source.
    private struct Move {
        var row: Int
        var delay: Int
        var target: Int
        var synapse: Int
    }

    /// Moves weak synapses, all of which have been brought up to the same tick.
    ///
    /// - Parameter neuronCount: of the partition.
    func rewire(_ rule: Rewiring, neuronCount: Int) {
        rewirings += 1
        let (weak, degrees) = weakSynapses(rule, neuronCount: neuronCount)
        if weak.isEmpty { return }
        var sources = rule.forbidsTwins ? self.sources(of: weak, neuronCount) : [:]
        var moves: [Move] = []
        var first = 0
        while first < weak.count {
            let target = weak[first].target
            let neuron = firstNeuron + target
            let end = weak[first...].firstIndex { $0.target != target } ?? weak.count
            let quota = rule.quota(of: neuron, synapses: degrees[target], number: rewirings)
            var random = rule.stream(of: neuron, number: rewirings)
            for one in weak[first..<end].prefix(quota) {
                let old = wiring.table.firstSource + one.row
                sources[target]?.remove(old)
                let new = rule.source(
                    for: neuron, leaving: old, taken: sources[target] ?? [], using: &random)
                sources[target]?.insert(new)
                moves.append(
                    Move(
                        row: new - wiring.table.firstSource, delay: one.delay, target: target,
                        synapse: one.synapse))
            }
            first = end
        }
        if !moves.isEmpty { move(moves, weight: rule.weight) }
    }

    /// The synapses below the threshold, by target and the weakest first, and how many synapses
    /// each neuron has.
    private func weakSynapses(
        _ rule: Rewiring, neuronCount: Int
    ) -> (weak: [Weak], degrees: [Int]) {
        let table = wiring.table
        var weak: [Weak] = []
        var degrees = Array(repeating: 0, count: neuronCount)
        for row in 0..<table.rowCount {
            table.forEachSynapse(ofRow: row) { synapse, delay in
                let target = Int(table.targets[synapse])
                degrees[target] += 1
                let size = weights[synapse].magnitude
                if Double(size) < rule.below {
                    weak.append(
                        Weak(target: target, size: size, synapse: synapse, row: row, delay: delay))
                }
            }
        }
        weak.sort { ($0.target, $0.size, $0.synapse) < ($1.target, $1.size, $1.synapse) }
        return (weak, degrees)
    }

    /// The sources of every target that has a weak synapse.
    private func sources(of weak: [Weak], _ neuronCount: Int) -> [Int: Set<Int>] {
        let table = wiring.table
        var isMeant = Array(repeating: false, count: neuronCount)
        for one in weak { isMeant[one.target] = true }
        var sources: [Int: Set<Int>] = [:]
        for row in 0..<table.rowCount {
            table.forEachSynapse(ofRow: row) { synapse, _ in
                let target = Int(table.targets[synapse])
                if isMeant[target] {
                    sources[target, default: []].insert(table.firstSource + row)
                }
            }
        }
        return sources
    }

    /// Builds the table anew.
    private func move(_ drawn: [Move], weight: Float) {
        let table = wiring.table
        let order = drawn.indices.sorted {
            let (a, b) = (drawn[$0], drawn[$1])
            return (a.row, a.delay, a.target, $0) < (b.row, b.delay, b.target, $1)
        }
        let strength = min(
            max(weight, Float(max(wiring.rule?.least ?? wiring.voltage?.least ?? 0, 0))),
            Float(wiring.rule?.most ?? wiring.voltage?.most ?? .infinity))
        var isGone = Array(repeating: false, count: table.synapseCount)
        for one in drawn { isGone[one.synapse] = true }
        var list = RowList(room: table.synapseCount)
        var (newWeights, newColumn): ([Float], [Float]) = ([], [])
        newWeights.reserveCapacity(table.synapseCount)
        var next = 0
        func enter(until isDue: (Move) -> Bool) {
            while next < order.count, isDue(drawn[order[next]]) {
                let one = drawn[order[next]]
                list.append(target: UInt16(one.target), delay: UInt16(one.delay))
                newWeights.append(Float(signOf: weights[one.synapse], magnitudeOf: strength))
                if column != nil { newColumn.append(0) }
                next += 1
            }
        }
        for row in 0..<table.rowCount {
            table.forEachSynapse(ofRow: row) { synapse, delay in
                if isGone[synapse] { return }
                let target = Int(table.targets[synapse])
                enter { $0.row == row && ($0.delay, $0.target) < (delay, target) }
                list.append(target: UInt16(target), delay: UInt16(delay))
                newWeights.append(weights[synapse])
                if let column { newColumn.append(column[synapse]) }
            }
            enter { $0.row == row }
            list.endRow()
        }
        weights.update(from: newWeights, count: newWeights.count)
        column?.update(from: newColumn, count: newColumn.count)
        rewire(as: PlasticWiring(wiring, table: SynapseTable(list, like: table)))
    }
}
