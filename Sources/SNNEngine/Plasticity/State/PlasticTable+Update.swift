// The common case, quickly: a rule of pairs on the grid, whose changes go straight to the weight.
// A unit is gone through in stretches of 256 synapses, each in three passes:
//
//     1. every synapse looks up its target's last eight spikes: the trace, and how many are new
//     2. those with new spikes go through them in rounds, the oldest of each first
//     3. all are changed by the arrival
//
// No pass decides anything that a processor could not foresee: lists are written branch-free. The
// few with more than seven spikes since, and rules that need more of a spike than its time, search
// the log instead.

import CKernels

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

/// One unit's update.
struct UpdatePass {
    private let tick: Int
    private let updated: Int
    private let arrival: Int
    private let x1: Double
    private let x1Decay: DecayView
    private let y1Decay: DecayView
    private let weights: UnsafeMutablePointer<Float>
    private let targets: UnsafePointer<UInt16>
    private let scratch: PlasticScratch
    private let traces: UnsafeMutablePointer<Float>
    private let spiked: UnsafeMutablePointer<UInt32>
    private let counts: UnsafeMutablePointer<UInt32>
    private let searching: UnsafeMutablePointer<UInt32>
    private let latest: UnsafePointer<Int32>
    /// Eight ticks, and four traces, of each neuron.
    private let recent: UnsafePointer<Int32>
    private let recentY: UnsafePointer<Float>
    private let entries: UnsafePointer<LoggedSpike>
    private let entryAmplitudes: UnsafePointer<PairAmplitudes>?
    private let found: UnsafeMutablePointer<Int32>
    private let pre: Double
    private let preY: Double
    private let amplitudes: PairAmplitudes
    private let preDependence: WeightDependence
    private let postDependence: WeightDependence
    private let least: Double
    private let most: Double
    private let isSigned: Bool
    /// Whether changes need more of a spike than its time.
    private let searchesAll: Bool

    init(
        rule: PairRule, log: SpikeLog, state: UnitState, tick: Int,
        weights: UnsafeMutablePointer<Float>, targets: UnsafePointer<UInt16>,
        scratch: PlasticScratch, pre: Double, preY: Double, amplitudes: PairAmplitudes
    ) {
        scratch.entries.reserve(log.count + 1)
        self.tick = tick
        updated = Int(state.updated)
        arrival = Int(state.arrival)
        x1 = state.x1
        x1Decay = rule.x1.view
        y1Decay = rule.y1.view
        self.weights = weights
        self.targets = targets
        self.scratch = scratch
        traces = scratch.traces
        spiked = scratch.spiked
        counts = scratch.counts
        searching = scratch.searching
        latest = UnsafePointer(log.latest)
        recent = UnsafeRawPointer(log.recent).assumingMemoryBound(to: Int32.self)
        recentY = UnsafeRawPointer(log.recentY).assumingMemoryBound(to: Float.self)
        entries = UnsafePointer(log.entries)
        entryAmplitudes = log.amplitudes.map { UnsafePointer($0) }
        found = scratch.entries.base
        self.pre = pre
        self.preY = preY
        self.amplitudes = amplitudes
        preDependence = rule.preDependence
        postDependence = rule.postDependence
        least = rule.least
        most = rule.most
        isSigned = rule.isSigned
        searchesAll = log.amplitudes != nil || amplitudes.postXY != 0
    }

    /// Updates synapses with this way back for spikes of their targets, or with that and what
    /// `own` says. Returns whether a weight would have ceased to be a number.
    @inline(__always)
    func go(
        _ start: Int, _ end: Int, back: Int, own: UnsafePointer<UInt16>?, isArrival: Bool
    ) -> Bool {
        let found: (spiked: Int, searching: Int)
        if let own {
            found = look(start, end) { back &+ Int(own[$0]) }
        } else {
            found = look(start, end) { _ in back }
        }
        var bad = false
        if let own {
            bad = replay(found.spiked) { back &+ Int(own[$0]) }
        } else {
            bad = replay(found.spiked) { _ in back }
        }
        var index = 0
        while index < found.searching {
            let synapse = Int(searching[index])
            bad = search(
                synapse, back: own.map { back &+ Int($0[synapse]) } ?? back,
                trace: traces + (synapse &- start)) || bad
            index &+= 1
        }
        return isArrival ? arrive(start, end) || bad : bad
    }

    /// The first pass. Returns how many synapses have something new.
    @inline(__always)
    private func look(
        _ start: Int, _ end: Int, _ back: (Int) -> Int
    ) -> (spiked: Int, searching: Int) {
        var (count, searchCount) = (0, 0)
        let all: UInt32 = searchesAll ? 1 : 0
        var synapse = start
        while synapse < end {
            let spikes = recent + 8 &* Int(targets[synapse])
            let back = back(synapse)
            let (now, way) = (tick &- back, max(back, 1))
            // How many of the last have not arrived, not before now, and not been seen.
            let late = snn_count_above(spikes, Int32(truncatingIfNeeded: tick &- way))
            let ahead = snn_count_above(spikes, Int32(truncatingIfNeeded: now &- 1))
            let unseen = snn_count_above(spikes, Int32(truncatingIfNeeded: updated &- way))
            let latest = Int(ahead & 3)
            let age = now &- Int(spikes[latest])
            let y = recentY[4 &* Int(targets[synapse]) &+ latest]
            traces[synapse &- start] = y * Float(y1Decay[age > 0 ? age : 0])
            let hasNew: UInt32 = unseen > late ? 1 : 0
            let searches = (unseen > 7 || ahead > 3 ? 1 : 0) | (all & hasNew)
            spiked[count] = UInt32(truncatingIfNeeded: synapse)
            counts[count] = late &<< 8 | unseen
            count &+= Int(hasNew & ~searches)
            searching[searchCount] = UInt32(truncatingIfNeeded: synapse)
            searchCount &+= Int(searches)
            synapse &+= 1
        }
        return (count, searchCount)
    }

    /// The second pass: synapses with one to seven new spikes of their targets go through them,
    /// the oldest first. Returns whether a weight would have ceased to be a number.
    @inline(__always)
    private func replay(_ count: Int, _ back: (Int) -> Int) -> Bool {
        var (left, bad) = (count, false)
        let (strengths, changes) = (scratch.strengths, scratch.changes)
        let hasArrived = arrival != Int(SpikeLog.never)
        while left > 0 {
            var index = 0
            while index < left {
                let synapse = Int(spiked[index])
                let number = Int(counts[index] & 0xFF)
                let spike = Int(recent[8 &* Int(targets[synapse]) &+ number &- 1])
                let time = spike &+ back(synapse) &- arrival
                let x = hasArrived ? x1 * x1Decay[time] : 0
                changes[index] = amplitudes.post + amplitudes.postX * x
                let weight = weights[synapse]
                strengths[index] = Double(isSigned ? weight : weight.magnitude)
                index &+= 1
            }
            change(left)
            var kept = 0
            index = 0
            while index < left {
                let synapse = Int(spiked[index])
                let new = Float(strengths[index])
                if new.isFinite {
                    weights[synapse] =
                        isSigned ? new : Float(signOf: weights[synapse], magnitudeOf: new)
                } else {
                    bad = true
                    scratch.bad = synapse
                }
                spiked[kept] = UInt32(truncatingIfNeeded: synapse)
                let number = counts[index] &- 1
                counts[kept] = number
                kept &+= number & 0xFF > number &>> 8 ? 1 : 0
                index &+= 1
            }
            left = kept
        }
        return bad
    }

    /// Applies `changes` to `strengths`.
    @inline(__always)
    private func change(_ count: Int) {
        let (strengths, changes) = (scratch.strengths, scratch.changes)
        let (scale, a, b, mu) = (
            postDependence.scale, postDependence.a, postDependence.b, postDependence.mu
        )
        if mu != 0, mu != 1 { return changeByPower(count) }
        var index = 0
        while index < count {
            let old = strengths[index]
            let factor = mu == 0 ? scale : scale * (a + b * old)
            let new = old + factor * changes[index]
            strengths[index] = new < least ? least : new > most ? most : new
            index &+= 1
        }
    }

    /// The same with a power that has to be calculated, eight at a time.
    @inline(never)
    private func changeByPower(_ count: Int) {
        typealias Eight = SIMD8<Double>
        let (strengths, changes) = (scratch.strengths, scratch.changes)
        let tiny = Eight.all(1e-300)
        var index = 0
        while index < count {
            let old = Eight.load(strengths + index)
            let base = Eight.all(postDependence.a) + Eight.all(postDependence.b) * old
            let safe = Eight.greatest(base, tiny)
            let power = Eight.exp(Eight.all(postDependence.mu) * Eight.log(safe))
            let factor = Eight.choose(
                tiny, atLeast: base, Eight.all(0), Eight.all(postDependence.scale) * power)
            let new = old + factor * Eight.load(changes + index)
            let bounded = Eight.choose(Eight.all(least), above: new, Eight.all(least), new)
            Eight.choose(bounded, above: Eight.all(most), Eight.all(most), bounded)
                .store(strengths + index)
            index &+= 8
        }
    }

    /// One synapse searches the log for its target's new spikes and goes through them.
    @inline(never)
    private func search(_ synapse: Int, back: Int, trace: UnsafeMutablePointer<Float>) -> Bool {
        let known = tick &- max(back, 1)
        let seen = updated &- max(back, 1)
        var entry = Int(latest[Int(targets[synapse])])
        while entry >= 0, Int(entries[entry].tick) > known { entry = Int(entries[entry].previous) }
        let newest = entry
        var count = 0
        while entry >= 0, Int(entries[entry].tick) > seen {
            found[count] = Int32(truncatingIfNeeded: entry)
            count &+= 1
            entry = Int(entries[entry].previous)
        }
        // What arrives together with the source's spike is not seen by it.
        var last = newest
        if last >= 0, Int(entries[last].tick) &+ back == tick { last = Int(entries[last].previous) }
        trace.pointee = last < 0
            ? 0
            : entries[last].y1 * Float(y1Decay[tick &- back &- Int(entries[last].tick)])
        if count == 0 { return false }
        var weight = Double(weights[synapse])
        let isNegative = !isSigned && weights[synapse].sign == .minus
        if isNegative { weight = -weight }
        while count > 0 {
            count &-= 1
            let spike = entries[Int(found[count])]
            let time = Int(spike.tick) &+ back &- arrival
            let x = arrival == Int(SpikeLog.never) ? 0 : x1 * x1Decay[time]
            let a = entryAmplitudes?[Int(found[count])] ?? amplitudes
            let change = a.post + (a.postX + a.postXY * Double(spike.y2)) * x
            weight += postDependence(weight) * change
            weight = weight < least ? least : weight > most ? most : weight
            // As if it had been stored in between, so that nobody can tell when it was touched.
            weight = Double(Float(weight))
        }
        let new = Float(isNegative ? -weight : weight)
        guard new.isFinite else {
            scratch.bad = synapse
            return true
        }
        weights[synapse] = new
        return false
    }

    /// The third pass.
    @inline(__always)
    private func arrive(_ start: Int, _ end: Int) -> Bool {
        if pre == 0, preY == 0 { return false }
        if preDependence.mu == 0 {
            let scale = preDependence.scale
            let (c, cY) = (Float(scale * pre), Float(scale * preY))
            return isSigned
                ? each(start, end, signed: true) { _, y in c + cY * y }
                : each(start, end, signed: false) { _, y in c + cY * y }
        }
        if preDependence.mu == 1 {
            let (c, cY) = (Float(pre), Float(preY))
            let a = Float(preDependence.scale * preDependence.a)
            let b = Float(preDependence.scale * preDependence.b)
            return each(start, end, signed: isSigned) { w, y in (a + b * w) * (c + cY * y) }
        }
        return each(start, end, signed: isSigned) { w, y in
            Float(preDependence(Double(w)) * (pre + preY * Double(y)))
        }
    }

    @inline(__always)
    private func each(
        _ start: Int, _ end: Int, signed: Bool, _ change: (Float, Float) -> Float
    ) -> Bool {
        let (least, most) = (Float(least), Float(most))
        var bad: UInt32 = 0
        var synapse = start
        while synapse < end {
            let old = weights[synapse]
            let w = signed ? old : old.magnitude
            var new = w + change(w, traces[synapse &- start])
            new = new < least ? least : new
            new = new > most ? most : new
            let sign = signed ? 0 : old.bitPattern & 0x8000_0000
            let isBad: UInt32 = new.bitPattern & 0x7F80_0000 == 0x7F80_0000 ? 1 : 0
            weights[synapse] = Float(
                bitPattern: isBad == 1 ? old.bitPattern : new.bitPattern | sign)
            bad |= isBad
            synapse &+= 1
        }
        if bad != 0 { find(start, end, signed: signed, change) }
        return bad != 0
    }

    @inline(never)
    private func find(
        _ start: Int, _ end: Int, signed: Bool, _ change: (Float, Float) -> Float
    ) {
        for synapse in start..<end {
            let w = signed ? weights[synapse] : weights[synapse].magnitude
            let new = w + change(w, traces[synapse - start])
            if new.isNaN || new.isInfinite && most == .infinity {
                scratch.bad = synapse
                return
            }
        }
    }
}
