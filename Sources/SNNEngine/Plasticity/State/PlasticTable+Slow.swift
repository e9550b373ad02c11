// Every rule of pairs, synapse by synapse: spikes off the grid, eligibility traces, and pairings
// that need to know what lies between two spikes. Times are in ticks, as numbers that need not be
// whole.

extension PlasticTable {
    @inline(never)
    func updateSlowly(
        _ unit: Int, through tick: Int, before: Double, _ rule: PairRule, _ log: SpikeLog,
        _ learning: Learning, isArrival: Bool
    ) {
        let state = units[unit]
        let (start, end) = synapses(ofUnit: unit)
        let h = learning.resolution
        let pass = SlowPass(
            rule: rule, log: log, state: state, tick: tick,
            now: Double(tick) - before / h,
            seen: Double(state.updated) - state.updatedBefore / h,
            arrival: Double(state.arrival) - state.arrivalBefore / h, resolution: h,
            learning: learning, found: scratch.entries)
        scratch.entries.reserve(log.count + 1)
        let axonal = wiring.axonal ?? 0
        wiring.table.forEachDelay(in: start..<end, row: unit, hasRow: wiring.axonal != nil) {
            synapse, delay in
            let isGood = pass.go(
                weight: weights + synapse, column: column.map { $0 + synapse },
                target: Int(wiring.table.targets[synapse]),
                back: wiring.back ?? delay - axonal, isArrival: isArrival)
            if !isGood { report(synapse: synapse, unit: unit, tick: tick) }
        }
    }
}

/// One unit's update.
private struct SlowPass {
    let rule: PairRule
    let log: SpikeLog
    let state: UnitState
    let tick: Int
    let now: Double
    let seen: Double
    let arrival: Double
    let resolution: Double
    let learning: Learning
    let found: ScratchBuffer<Int32>

    private var hasArrived: Bool { state.arrival != SpikeLog.never }

    /// When a spike reaches a synapse.
    @inline(__always)
    private func time(_ entry: Int, _ back: Int) -> Double {
        let tick = Double(Int(log.entries[entry].tick) + back)
        return log.before.map { tick - $0[entry] / resolution } ?? tick
    }

    /// Whether a spike has reached a synapse with this way back by now; on the grid, one without a
    /// way back is known one tick later.
    @inline(__always)
    private func isKnown(_ entry: Int, _ back: Int) -> Bool {
        log.before == nil
            ? Int(log.entries[entry].tick) + max(back, 1) <= tick : time(entry, back) <= now
    }

    @inline(__always)
    private func isNew(_ entry: Int, _ back: Int) -> Bool {
        log.before == nil
            ? Int(log.entries[entry].tick) + max(back, 1) > Int(state.updated)
            : time(entry, back) > seen
    }

    /// On the grid, a spike without a way back follows an arrival of the same tick.
    @inline(__always)
    private func isAfterArrival(_ time: Double, _ back: Int) -> Bool {
        back == 0 && log.before == nil ? time >= arrival : time > arrival
    }

    /// Returns whether the weight stays a number.
    func go(
        weight: UnsafeMutablePointer<Float>, column: UnsafeMutablePointer<Float>?, target: Int,
        back: Int, isArrival: Bool
    ) -> Bool {
        var entry = Int(log.latest[target])
        while entry >= 0, !isKnown(entry, back) { entry = Int(log.entries[entry].previous) }
        var last = entry
        if last >= 0, time(last, back) >= now { last = Int(log.entries[last].previous) }
        var count = 0
        while entry >= 0, isNew(entry, back) {
            found.base[count] = Int32(truncatingIfNeeded: entry)
            count &+= 1
            entry = Int(log.entries[entry].previous)
        }
        // The latest spike that had been seen before; now in `entry`.
        let wasSeen = entry >= 0 && hasArrived && isAfterArrival(time(entry, back), back)
        let isNegative = !rule.isSigned && weight.pointee.sign == .minus
        var w = Double(isNegative ? -weight.pointee : weight.pointee)
        var c = Double(column?.pointee ?? 0)
        var clock = seen
        var isFirst = !wasSeen
        while count > 0 {
            count &-= 1
            let number = Int(found.base[count])
            let spike = log.entries[number]
            let time = time(number, back)
            let a = log.amplitudes?[number] ?? learning.amplitudes
            var x = hasArrived
                ? state.x1 * rule.x1.view.after(0, time - arrival) : 0
            switch rule.pairing {
            case .all, .nearest: break
            case .restricted: if !isFirst { x = 0 }
            case .preCentred:
                x = hasArrived ? c * rule.x1.view.after(0, time - arrival) : 0
                c = 0
            }
            isFirst = false
            let change = a.post + (a.postX + a.postXY * Double(spike.y2)) * x
            if let eligibility = rule.eligibility {
                drive(&w, &c, target, from: clock, to: time, eligibility)
                clock = time
                c += rule.postDependence(w) * change
            } else {
                // As if it had been stored in between, so that nobody can tell when it was touched.
                w = Double(Float(bounded(w + rule.postDependence(w) * change)))
            }
        }
        if let eligibility = rule.eligibility {
            drive(&w, &c, target, from: clock, to: now, eligibility)
        }
        if isArrival { arrive(&w, &c, last, back) }
        column?.pointee = Float(c)
        let new = Float(isNegative ? -w : w)
        guard new.isFinite else { return false }
        weight.pointee = new
        return true
    }

    @inline(__always)
    private func arrive(_ w: inout Double, _ c: inout Double, _ last: Int, _ back: Int) {
        let a = learning.amplitudes
        var y = 0.0
        if last >= 0 {
            let time = time(last, back)
            let pairs = rule.pairing != .restricted || !hasArrived
                || isAfterArrival(time, back)
            if pairs { y = Double(log.entries[last].y1) * rule.y1.view.after(0, now - time) }
        }
        let x2 = rule.x2.map { hasArrived ? state.x2 * $0.view.after(0, now - arrival) : 0 } ?? 0
        let change = rule.preDependence(w) * (a.pre + (a.preY + a.preYX * x2) * y)
        if rule.eligibility != nil {
            c += change
        } else {
            w = bounded(w + change)
        }
        if rule.pairing == .preCentred {
            c = 1 + (hasArrived ? c * rule.x1.view.after(0, now - arrival) : 0)
        }
    }

    @inline(__always)
    private func drive(
        _ w: inout Double, _ c: inout Double, _ target: Int, from start: Double, to end: Double,
        _ eligibility: PairRule.Eligibility
    ) {
        guard end > start else { return }
        guard let modulator = learning.modulator, c != 0 else {
            c *= eligibility.decay.view.after(0, end - start)
            return
        }
        let driven = modulator.drive(
            c, at: target, from: start, to: end, eligibility.decay,
            threshold: eligibility.baseline)
        c = driven.trace
        w = bounded(w + driven.change)
    }

    @inline(__always)
    private func bounded(_ w: Double) -> Double {
        w < rule.least ? rule.least : w > rule.most ? rule.most : w
    }
}

extension SynapseTable {
    /// Calls `body` with the index and the delay of each synapse of a stretch, in order.
    ///
    /// - Parameter hasRow: whether the stretch is the whole of `row`; else all of it has one delay,
    ///   which is not told.
    @inline(__always)
    func forEachDelay(
        in stretch: Range<Int>, row: Int, hasRow: Bool, _ body: (Int, Int) -> Void
    ) {
        if hasRow {
            forEachSynapse(ofRow: row, body)
        } else {
            for synapse in stretch { body(synapse, 0) }
        }
    }
}
