// The common case, quickly: a rule of pairs on the grid, whose changes go straight to the weight.
// A unit is gone through in stretches of 256 synapses, each in three passes:
//
//     1. every synapse looks up its target's last spike: the trace, and whether it is new
//     2. those with new spikes go through the last eight in rounds, the oldest of each first
//     3. all are changed by the arrival
//
// What is looked up is looked up one by one, what is calculated is calculated for sixteen at a
// time, and no pass decides anything that a processor could not foresee: lists are written
// branch-free. The few with more than seven spikes since, and rules that need more of a spike than
// its time, search the log instead.

import CKernels

/// One unit's update.
struct UpdatePass {
    let tick: Int32
    let updated: Int32
    let arrival: Int32
    let spikeChange: SpikeChange
    /// A tick in time constants of the target's trace.
    let yStep: Float
    let weights: UnsafeMutablePointer<Float>
    let targets: UnsafePointer<UInt16>
    let scratch: PlasticScratch
    let latest: UnsafePointer<Int32>
    let lastTick: UnsafePointer<Int32>
    let lastY: UnsafePointer<Float>
    /// Eight ticks, and four traces, of each neuron.
    let recent: UnsafePointer<Int32>
    let recentY: UnsafePointer<Float>
    let entries: UnsafePointer<LoggedSpike>
    let entryAmplitudes: UnsafePointer<PairAmplitudes>?
    let found: UnsafeMutablePointer<Int32>
    let pre: Double
    let preY: Double
    let amplitudes: PairAmplitudes
    let preDependence: WeightDependence
    let isSigned: Bool
    /// The bit of a weight that a change of its strength leaves alone.
    let signMask: UInt32
    /// Whether changes need more of a spike than its time.
    let searchesAll: Bool

    init(
        rule: PairRule, log: SpikeLog, state: UnitState, tick: Int,
        weights: UnsafeMutablePointer<Float>, targets: UnsafePointer<UInt16>,
        scratch: PlasticScratch, pre: Double, preY: Double, amplitudes: PairAmplitudes
    ) {
        scratch.entries.reserve(log.count + 1)
        self.tick = Int32(truncatingIfNeeded: tick)
        updated = state.updated
        arrival = state.arrival
        spikeChange = SpikeChange(rule, amplitudes, x1: state.x1)
        yStep = Float(rule.y1.resolution / rule.y1.tau)
        self.weights = weights
        self.targets = targets
        self.scratch = scratch
        latest = UnsafePointer(log.latest)
        lastTick = UnsafePointer(log.lastTick)
        lastY = UnsafePointer(log.lastY)
        recent = UnsafeRawPointer(log.recent).assumingMemoryBound(to: Int32.self)
        recentY = UnsafeRawPointer(log.recentY).assumingMemoryBound(to: Float.self)
        entries = UnsafePointer(log.entries)
        entryAmplitudes = log.amplitudes.map { UnsafePointer($0) }
        found = scratch.entries.base
        self.pre = pre
        self.preY = preY
        self.amplitudes = amplitudes
        preDependence = rule.preDependence
        isSigned = rule.isSigned
        signMask = rule.isSigned ? 0 : 0x8000_0000
        searchesAll = log.amplitudes != nil || amplitudes.postXY != 0
    }

    /// Updates synapses with this way back for spikes of their targets, or with that and what
    /// `own` says. Returns whether a weight would have ceased to be a number.
    @inline(__always)
    func go(
        _ start: Int, _ end: Int, back: Int, own: UnsafePointer<UInt16>?, isArrival: Bool
    ) -> Bool {
        let back = Int32(truncatingIfNeeded: back)
        let found: (bad: Bool, searching: Int)
        if let own {
            found = learn(start, end) { back &+ Int32(own[$0]) }
        } else {
            found = learn(start, end) { _ in back }
        }
        var bad = found.bad
        var index = 0
        while index < found.searching {
            let synapse = Int(scratch.searching[index])
            bad = search(synapse, back: own.map { back &+ Int32($0[synapse]) } ?? back) || bad
            index &+= 1
        }
        return isArrival ? arrive(start, end) || bad : bad
    }

    /// The first two passes. Returns whether a weight would have ceased to be a number, and how
    /// many have to search.
    @inline(__always)
    func learn(
        _ start: Int, _ end: Int, _ back: (Int) -> Int32
    ) -> (bad: Bool, searching: Int) {
        let found = look(start, end, back)
        fade(scratch.traces, end &- start)
        correct(found, start, back)
        let (left, searching) = sort(found, back)
        return (replay(left, back), searching)
    }

    /// Notes what the last spikes left, and lists the synapses that have to look further. Returns
    /// how many these are.
    @inline(__always)
    func look(_ start: Int, _ end: Int, _ back: (Int) -> Int32) -> Int {
        let (ages, traces, spiked) = (scratch.ages, scratch.traces, scratch.spiked)
        let (tick, updated, lastTick, lastY) = (tick, updated, lastTick, lastY)
        var count = 0
        var synapse = start
        while synapse < end {
            let target = Int(targets[synapse])
            let back = back(synapse)
            let now = tick &- back
            let spike = lastTick[target]
            ages[synapse &- start] = now &- spike
            traces[synapse &- start] = lastY[target]
            spiked[count] = UInt32(truncatingIfNeeded: synapse)
            count &+= spike > min(updated &- max(back, 1), now &- 1) ? 1 : 0
            synapse &+= 1
        }
        return count
    }

    /// Lets traces decay by `ages`.
    @inline(__always)
    func fade(_ traces: UnsafeMutablePointer<Float>, _ count: Int) {
        typealias Lanes = SIMD16<Float>
        var index = 0
        while index < count {
            let left = decay(snn_lanes_load_ints(scratch.ages + index))
            (left * Lanes.load(traces + index)).store(traces + index)
            index &+= Lanes.count
        }
    }

    @inline(__always)
    func decay<L: SingleLanes>(_ age: L) -> L { L.exp(L.all(0) - age * L.all(yStep)) }

    /// Corrects the traces of those who see an earlier spike than their target's last.
    @inline(__always)
    func correct(_ found: Int, _ start: Int, _ back: (Int) -> Int32) {
        let (spiked, early, ages) = (scratch.spiked, scratch.early, scratch.ages)
        var count = 0
        var index = 0
        while index < found {
            let place = spiked[index] &- UInt32(truncatingIfNeeded: start)
            early[count] = place
            count &+= ages[Int(place)] <= 0 ? 1 : 0
            index &+= 1
        }
        let traces = scratch.earlyTraces
        index = 0
        while index < count {
            let synapse = start &+ Int(early[index])
            let target = Int(targets[synapse])
            let spikes = recent + 8 &* target
            let now = tick &- back(synapse)
            let ahead = Int(snn_count_above(spikes, now &- 1))
            if ahead < 4 {
                ages[index] = now &- spikes[ahead]
                traces[index] = recentY[4 &* target &+ ahead]
            } else {
                (ages[index], traces[index]) = search(target, before: now)
            }
            index &+= 1
        }
        fade(traces, count)
        index = 0
        while index < count {
            scratch.traces[Int(early[index])] = traces[index]
            index &+= 1
        }
    }

    /// Finds how many spikes of their targets are new to the synapses listed.
    @inline(__always)
    func sort(_ found: Int, _ back: (Int) -> Int32) -> (spiked: Int, searching: Int) {
        let (spiked, places, counts) = (scratch.spiked, scratch.places, scratch.counts)
        let (lags, strengths) = (scratch.lags, scratch.strengths)
        let (tick, updated, arrival, recent) = (tick, updated, arrival, recent)
        let keep = signMask ^ .max
        let most: UInt32 = searchesAll ? 0 : 7
        var (count, searchCount) = (0, 0)
        var index = 0
        while index < found {
            let synapse = Int(spiked[index])
            let spikes = recent + 8 &* Int(targets[synapse])
            let back = back(synapse)
            let way = max(back, 1)
            index &+= 1
            // How many of the last have not arrived, and how many have not been seen.
            let late = snn_count_above(spikes, tick &- way)
            let unseen = snn_count_above(spikes, updated &- way)
            if unseen > most {
                scratch.searching[searchCount] = UInt32(truncatingIfNeeded: synapse)
                searchCount &+= 1
                continue
            }
            let spike = spikes + Int(max(unseen, 1) &- 1)
            spiked[count] = UInt32(truncatingIfNeeded: synapse)
            places[count] = spike
            counts[count] = unseen &- late
            lags[count] = spike.pointee &+ back &- arrival
            strengths[count] = Float(bitPattern: weights[synapse].bitPattern & keep)
            count &+= unseen > late ? 1 : 0
        }
        return (count, searchCount)
    }

    /// Synapses with one to seven new spikes of their targets go through them, the oldest first.
    /// Returns whether a weight would have ceased to be a number.
    @inline(__always)
    func replay(_ count: Int, _ back: (Int) -> Int32) -> Bool {
        let (spiked, places, counts) = (scratch.spiked, scratch.places, scratch.counts)
        let (lags, strengths) = (scratch.lags, scratch.strengths)
        let (weights, arrival, signMask) = (weights, arrival, signMask)
        var left = count
        var bad = -1
        while left > 0 {
            change(left)
            var kept = 0
            var index = 0
            while index < left {
                let synapse = Int(spiked[index])
                let new = strengths[index]
                let old = weights[synapse].bitPattern
                let isBad = new.bitPattern & 0x7F80_0000 == 0x7F80_0000
                weights[synapse] = Float(
                    bitPattern: isBad ? old : new.bitPattern | old & signMask)
                bad = isBad ? synapse : bad
                let rest = counts[index] &- 1
                let place = places[index] - (rest > 0 ? 1 : 0)
                spiked[kept] = UInt32(truncatingIfNeeded: synapse)
                places[kept] = place
                counts[kept] = rest
                strengths[kept] = new
                lags[kept] = place.pointee &+ back(synapse) &- arrival
                kept &+= rest > 0 ? 1 : 0
                index &+= 1
            }
            left = kept
        }
        if bad >= 0 { scratch.bad = bad }
        return bad >= 0
    }

    /// Changes strengths by a spike each.
    @inline(__always)
    func change(_ count: Int) {
        typealias Lanes = SIMD16<Float>
        var index = 0
        while index < count {
            let new = spikeChange(
                Lanes.load(scratch.strengths + index),
                lag: snn_lanes_load_ints(scratch.lags + index))
            new.store(scratch.strengths + index)
            index &+= Lanes.count
        }
    }
}
