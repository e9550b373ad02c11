// The common case: a rule of pairs on the grid, whose changes go straight to the weight. A unit's
// synapses are taken stretch by stretch of one delay, see `UpdatePass`.

extension PlasticTable {
    @inline(never)
    func update(
        _ unit: Int, through tick: Int, _ rule: PairRule, _ log: SpikeLog, _ learning: Learning,
        isArrival: Bool
    ) {
        let state = units[unit]
        let (start, end) = synapses(ofUnit: unit)
        let amplitudes = learning.amplitudes
        let since = tick &- Int(state.arrival)
        let x2 = rule.x2.map { state.x2 * $0.view[since] } ?? 0
        let pass = UpdatePass(
            rule: rule, log: log, state: state, tick: tick, weights: weights,
            targets: UnsafePointer(wiring.table.targets), scratch: scratch,
            pre: amplitudes.pre, preY: amplitudes.preY + amplitudes.preYX * x2,
            amplitudes: amplitudes)
        scratch.entries.reserve(log.count + 1)
        var bad = false
        var first = start
        if let back = wiring.back {
            while first < end {
                let next = min(first &+ PlasticScratch.length, end)
                bad = pass.go(first, next, back: back, own: nil, isArrival: isArrival) || bad
                first = next
            }
        } else if let runs = wiring.table.runs, let runRows = wiring.table.runRows {
            var run = Int(runRows[unit])
            let axonal = wiring.axonal ?? 0
            while first < end {
                let stop = first &+ Int(runs[run].count)
                let back = Int(runs[run].delay) &- axonal
                while first < stop {
                    let next = min(first &+ PlasticScratch.length, stop)
                    bad = pass.go(first, next, back: back, own: nil, isArrival: isArrival) || bad
                    first = next
                }
                run &+= 1
            }
        } else if let delays = wiring.table.delays {
            while first < end {
                let next = min(first &+ PlasticScratch.length, end)
                bad = pass.go(
                    first, next, back: -(wiring.axonal ?? 0), own: UnsafePointer(delays),
                    isArrival: isArrival) || bad
                first = next
            }
        }
        if bad { report(unit, tick, pass) }
    }

    /// Finds the synapse whose weight would have ceased to be a number.
    private func report(_ unit: Int, _ tick: Int, _ pass: UpdatePass) {
        let (start, _) = synapses(ofUnit: unit)
        report(synapse: max(start, scratch.bad), unit: unit, tick: tick)
    }
}
