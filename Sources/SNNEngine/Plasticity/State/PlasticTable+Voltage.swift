// The rule that looks at potentials, synapse by synapse: first what the neuron's potential did
// since the last touch, then the arrival. A weight is rounded after each step, so that it does not
// show in how many touches they were taken.

extension PlasticTable {
    @inline(never)
    func update(_ unit: Int, through tick: Int, _ log: VoltageLog, isArrival: Bool) {
        let rule = log.rule
        let state = units[unit]
        let (start, end) = synapses(ofUnit: unit)
        let axonal = wiring.axonal ?? 0
        let x = rule.x.view
        let hasArrived = state.arrival != SpikeLog.never
        scratch.entries.reserve(log.entries.count + 1)
        wiring.table.forEachDelay(in: start..<end, row: unit, hasRow: wiring.axonal != nil) {
            synapse, delay in
            let back = wiring.back ?? delay - axonal
            let target = Int(wiring.table.targets[synapse])
            let isNegative = weights[synapse].sign == .minus
            var w = weights[synapse].magnitude
            if hasArrived {
                // A tick is known when it is over.
                var entry = Int(log.latest[target])
                var count = 0
                while entry >= 0 {
                    let known = Int(log.entries[entry].tick) + max(back, 1)
                    if known <= Int(state.updated) { break }
                    if known <= tick {
                        scratch.entries.base[count] = Int32(truncatingIfNeeded: entry)
                        count += 1
                    }
                    entry = Int(log.entries[entry].previous)
                }
                while count > 0 {
                    count -= 1
                    let entry = log.entries[Int(scratch.entries.base[count])]
                    let since = Int(entry.tick) + back - Int(state.arrival)
                    let trace = since >= 0 ? state.x1 * x[since] : 0
                    w = bounded(Double(w) + entry.amount * trace, rule)
                }
            }
            if isArrival {
                w = bounded(Double(w) - log.depression(of: target, at: tick - back), rule)
            }
            let new = isNegative ? -w : w
            if new.isFinite {
                weights[synapse] = new
            } else {
                report(synapse: synapse, unit: unit, tick: tick)
            }
        }
    }

    @inline(__always)
    private func bounded(_ w: Double, _ rule: ClopathRule) -> Float {
        Float(w < rule.least ? rule.least : w > rule.most ? rule.most : w)
    }
}
