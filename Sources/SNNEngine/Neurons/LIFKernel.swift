@inline(never)
func advanceLIFScalar(_ neurons: LIFNeurons, _ tick: NeuronTick) -> Int {
    advanceLIF(Double.self, neurons, tick)
}

@inline(never)
func advanceLIFVector(_ neurons: LIFNeurons, _ tick: NeuronTick) -> Int {
    advanceLIF(SIMD8<Double>.self, neurons, tick)
}

@inline(__always)
private func advanceLIF<L: Lanes>(
    _ lanes: L.Type, _ neurons: LIFNeurons, _ tick: NeuronTick
) -> Int {
    var count = 0
    var first = 0
    while first < tick.paddedCount {
        let end = min(first &+ NeuronTick.stretch, tick.paddedCount)
        // What the inputs of this tick add to V.
        let input = tick.state.scratch - first
        start(lanes, neurons, tick.current, input, first, end)
        for (index, receptor) in neurons.receptors.enumerated() {
            let slot = tick.slots[index]
            switch receptor.shape {
            case .delta: addDelta(lanes, slot, input, first, end)
            case .exponential: addExponential(lanes, receptor, tick, slot, input, first, end)
            case .alpha: addAlpha(lanes, receptor, tick, slot, input, first, end)
            }
        }
        count = advanceMembrane(lanes, neurons, tick, input, first, end, count)
        first = end
    }
    return count
}

@inline(__always)
private func start<L: Lanes>(
    _ lanes: L.Type, _ neurons: LIFNeurons, _ current: UnsafePointer<Double>?,
    _ input: UnsafeMutablePointer<Double>, _ first: Int, _ end: Int
) {
    var i = first
    if let current {
        while i < end {
            let injected = neurons.gain.load(lanes, i) * L.load(current + i)
            (neurons.drive.load(lanes, i) + injected).store(input + i)
            i &+= L.count
        }
    } else {
        while i < end {
            neurons.drive.load(lanes, i).store(input + i)
            i &+= L.count
        }
    }
}

@inline(__always)
private func addDelta<L: Lanes>(
    _ lanes: L.Type, _ slot: UnsafeMutablePointer<Double>, _ input: UnsafeMutablePointer<Double>,
    _ first: Int, _ end: Int
) {
    var i = first
    while i < end {
        (L.load(input + i) + L.load(slot + i)).store(input + i)
        L.all(0).store(slot + i)
        i &+= L.count
    }
}

@inline(__always)
private func addExponential<L: Lanes>(
    _ lanes: L.Type, _ receptor: LIFReceptor, _ tick: NeuronTick,
    _ slot: UnsafeMutablePointer<Double>, _ input: UnsafeMutablePointer<Double>,
    _ first: Int, _ end: Int
) {
    let current = tick.values(receptor.value)
    let (decay, gain) = (receptor.decay, receptor.gain)
    var i = first
    while i < end {
        let I = L.load(current + i)
        (L.load(input + i) + gain.load(lanes, i) * I).store(input + i)
        (decay.load(lanes, i) * I + L.load(slot + i)).store(current + i)
        L.all(0).store(slot + i)
        i &+= L.count
    }
}

@inline(__always)
private func addAlpha<L: Lanes>(
    _ lanes: L.Type, _ receptor: LIFReceptor, _ tick: NeuronTick,
    _ slot: UnsafeMutablePointer<Double>, _ input: UnsafeMutablePointer<Double>,
    _ first: Int, _ end: Int
) {
    let (current, slope) = (tick.values(receptor.value), tick.values(receptor.slope))
    var i = first
    while i < end {
        let (I, D) = (L.load(current + i), L.load(slope + i))
        let decay = receptor.decay.load(lanes, i)
        let added = receptor.gain.load(lanes, i) * I + receptor.slopeGain.load(lanes, i) * D
        (L.load(input + i) + added).store(input + i)
        (decay * I + receptor.slopeDecay.load(lanes, i) * D).store(current + i)
        (decay * D + receptor.peak.load(lanes, i) * L.load(slot + i)).store(slope + i)
        L.all(0).store(slot + i)
        i &+= L.count
    }
}

@inline(__always)
private func advanceMembrane<L: Lanes>(
    _ lanes: L.Type, _ neurons: LIFNeurons, _ tick: NeuronTick,
    _ input: UnsafeMutablePointer<Double>, _ first: Int, _ end: Int, _ counted: Int
) -> Int {
    let (potential, held) = (tick.values(neurons.potential), tick.values(neurons.held))
    let (decay, threshold) = (neurons.decay, neurons.threshold)
    let (reset, refractory) = (neurons.reset, neurons.refractory)
    let (zero, one) = (L.all(0), L.all(1))
    var count = counted
    var i = first
    while i < end {
        let V = L.load(potential + i)
        let left = L.load(held + i)
        let free = decay.load(lanes, i) * V + L.load(input + i)
        let next = L.choose(left, above: zero, V, free)
        let top = threshold.load(lanes, i)
        L.choose(next, atLeast: top, reset.load(lanes, i), next).store(potential + i)
        let rest = L.greatest(left - one, zero)
        L.choose(next, atLeast: top, refractory.load(lanes, i), rest).store(held + i)
        let bits = L.bits(next, atLeast: top)
        if bits != 0 { count = tick.mark(bits, from: i, count) }
        i &+= L.count
    }
    return count
}
