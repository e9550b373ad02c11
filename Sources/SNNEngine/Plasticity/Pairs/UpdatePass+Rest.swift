// The third pass, and the few synapses that search the log.

extension UpdatePass {
    /// The third pass.
    @inline(__always)
    func arrive(_ start: Int, _ end: Int) -> Bool {
        if pre == 0, preY == 0 { return false }
        if preDependence.mu == 0 {
            let scale = preDependence.scale
            let (c, cY) = (Float(scale * pre), Float(scale * preY))
            return isSigned
                ? each(start, end, signed: true) { _, y, _ in c + cY * y }
                : each(start, end, signed: false) { _, y, _ in c + cY * y }
        }
        if preDependence.mu == 1 {
            let (c, cY) = (Float(pre), Float(preY))
            let a = Float(preDependence.scale * preDependence.a)
            let b = Float(preDependence.scale * preDependence.b)
            return each(start, end, signed: isSigned) { w, y, _ in (a + b * w) * (c + cY * y) }
        }
        let changes = scratch.strengths
        prepare(start, end, changes)
        return each(start, end, signed: isSigned) { _, _, index in changes[index] }
    }

    /// Calculates changes that depend on a power of the weight.
    @inline(never)
    private func prepare(_ start: Int, _ end: Int, _ changes: UnsafeMutablePointer<Float>) {
        typealias Lanes = SIMD16<Float>
        var index = 0
        while index < end &- start {
            let old = Lanes.load(weights + start + index)
            let w = isSigned ? old : Lanes.magnitude(old)
            let change = Lanes.all(pre) + Lanes.all(preY) * Lanes.load(scratch.traces + index)
            let (factor, exponent) = preDependence.parts(w)
            (factor * (exponent.map { Lanes.exp($0) } ?? Lanes.all(1)) * change)
                .store(changes + index)
            index &+= Lanes.count
        }
    }

    @inline(__always)
    private func each(
        _ start: Int, _ end: Int, signed: Bool, _ change: (Float, Float, Int) -> Float
    ) -> Bool {
        let (least, most) = (spikeChange.least, spikeChange.most)
        let traces = scratch.traces
        var bad: UInt32 = 0
        var synapse = start
        while synapse < end {
            let old = weights[synapse]
            let w = signed ? old : old.magnitude
            var new = w + change(w, traces[synapse &- start], synapse &- start)
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
        _ start: Int, _ end: Int, signed: Bool, _ change: (Float, Float, Int) -> Float
    ) {
        for synapse in start..<end {
            let w = signed ? weights[synapse] : weights[synapse].magnitude
            let new = w + change(w, scratch.traces[synapse - start], synapse - start)
            if new.isNaN || new.isInfinite && spikeChange.most == .infinity {
                scratch.bad = synapse
                return
            }
        }
    }

    /// Searches the log for the target's last spike before a tick: its age by then, and the trace
    /// with it.
    @inline(never)
    func search(_ target: Int, before now: Int32) -> (age: Int32, trace: Float) {
        var entry = Int(latest[target])
        while entry >= 0, entries[entry].tick >= now { entry = Int(entries[entry].previous) }
        return entry < 0 ? (0, 0) : (now &- entries[entry].tick, entries[entry].y1)
    }

    /// One synapse searches the log for its target's new spikes and goes through them. Returns
    /// whether its weight would have ceased to be a number.
    @inline(never)
    func search(_ synapse: Int, back: Int32) -> Bool {
        let known = tick &- max(back, 1)
        let seen = updated &- max(back, 1)
        var entry = Int(latest[Int(targets[synapse])])
        while entry >= 0, entries[entry].tick > known { entry = Int(entries[entry].previous) }
        var count = 0
        while entry >= 0, entries[entry].tick > seen {
            found[count] = Int32(truncatingIfNeeded: entry)
            count &+= 1
            entry = Int(entries[entry].previous)
        }
        let old = weights[synapse]
        var weight = isSigned ? old : old.magnitude
        while count > 0 {
            count &-= 1
            let spike = entries[Int(found[count])]
            let a = entryAmplitudes?[Int(found[count])] ?? amplitudes
            weight = spikeChange(
                weight, lag: Float(spike.tick &+ back &- arrival), post: Float(a.post),
                postX: Float(a.postX) + Float(a.postXY) * spike.y2)
        }
        guard weight.isFinite else {
            scratch.bad = synapse
            return true
        }
        weights[synapse] = isSigned ? weight : Float(signOf: old, magnitudeOf: weight)
        return false
    }
}
