extension CurrentInjection {
    /// The neuron that the first element's current goes to, where the next one's goes to the next
    /// neuron and so on, with one weight and one delay; else nil.
    static func firstTarget(of table: SynapseTable) -> Int? {
        guard table.weights == nil, table.hasOneDelay, table.synapseCount == table.rowCount,
            table.rowCount > 0
        else { return nil }
        let first = Int(table.targets[0])
        for row in 0..<table.rowCount {
            guard Int(table.rows[row]) == row, Int(table.targets[row]) == first + row else {
                return nil
            }
        }
        return first
    }

    /// Adds the currents that flow during the step from `tick` on.
    func add(to current: UnsafeMutablePointer<Double>, from tick: Int) {
        // A delay of one tick is none: a spike, too, acts on the step that ends one tick later.
        guard table.hasOneDelay else { return addDelayed(to: current, from: tick) }
        let tick = tick - max(0, table.constantDelay - 1)
        let elements = table.firstSource..<table.firstSource + table.rowCount
        if let firstTarget {
            source.add(
                tick: tick, elements: elements, weight: Double(table.constantWeight),
                to: current + firstTarget)
            return
        }
        source.forEachStretch(elements, at: tick) { stretch, values in
            for element in stretch {
                let value = values[element - stretch.lowerBound]
                table.forEachSynapse(ofRow: element - table.firstSource) { synapse, _ in
                    let weight = table.weights.map { $0[synapse] } ?? table.constantWeight
                    current[Int(table.targets[synapse])] += Double(weight) * value
                }
            }
        }
    }

    private func addDelayed(to current: UnsafeMutablePointer<Double>, from tick: Int) {
        for row in 0..<table.rowCount {
            table.forEachSynapse(ofRow: row) { synapse, delay in
                let value = source.value(of: table.firstSource + row, at: tick - max(0, delay - 1))
                let weight = table.weights.map { $0[synapse] } ?? table.constantWeight
                current[Int(table.targets[synapse])] += Double(weight) * value
            }
        }
    }
}

extension SynapseTable {
    fileprivate var hasOneDelay: Bool { delays == nil && runs == nil }
}
