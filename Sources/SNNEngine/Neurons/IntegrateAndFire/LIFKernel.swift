import SNNModel

// The common populations have one or two receptors and are advanced in a single pass, which keeps
// what receptors add to V in registers. Any other mix takes a pass per receptor and one over the
// membranes, for a stretch of neurons that fits the first-level cache.

extension LIFNeurons: SteppedNeurons {
    @inline(never)
    func advance<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Int {
        let shapes = (receptors.first?.shape, receptors.dropFirst().first?.shape)
        switch (receptors.count, shapes.0, shapes.1) {
        case (0, _, _): return advance(tick, NoInput<L>(), NoInput<L>())
        case (1, .delta?, _): return advance(tick, LIFJump<L>(0, tick), NoInput<L>())
        case (1, .exponential?, _):
            return advance(tick, LIFExponential<L>(receptors[0], 0, tick), NoInput<L>())
        case (2, .exponential?, .exponential?):
            return advance(
                tick, LIFExponential<L>(receptors[0], 0, tick),
                LIFExponential<L>(receptors[1], 1, tick))
        default: return advanceInPasses(lanes, tick)
        }
    }

    /// All neurons in one pass.
    @inline(__always)
    private func advance<A: LIFInput, B: LIFInput>(
        _ tick: NeuronTick, _ a: A, _ b: B
    ) -> Int where A.L == B.L {
        let membrane = membrane(A.L.self, tick)
        var count = 0
        var i = 0
        while i < tick.paddedCount {
            var input = constant(i, A.L.self, tick.current)
            input = b.add(to: a.add(to: input, i), i)
            let V = A.L.load(membrane.potential + i)
            let bits = membrane.end(i, from: V, at: decay.load(A.L.self, i) * V + input)
            if bits != 0 { count = tick.mark(bits, from: i, count) }
            i &+= A.L.count
        }
        return count
    }

    @inline(__always)
    private func advanceInPasses<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Int {
        let membrane = membrane(lanes, tick)
        var count = 0
        var first = 0
        while first < tick.paddedCount {
            let end = min(first &+ NeuronTick.stretch, tick.paddedCount)
            // What the inputs of this tick add to V.
            let sums = tick.scratch(lanes) - first
            var i = first
            while i < end {
                constant(i, lanes, tick.current).store(sums + i)
                i &+= L.count
            }
            for (index, receptor) in receptors.enumerated() {
                switch receptor.shape {
                case .count: preconditionFailure("Only neurons of elm count.")
                case .delta: add(LIFJump<L>(index, tick), to: sums, first, end)
                case .exponential:
                    add(LIFExponential<L>(receptor, index, tick), to: sums, first, end)
                case .alpha: add(LIFAlpha<L>(receptor, index, tick), to: sums, first, end)
                }
            }
            i = first
            while i < end {
                let V = L.load(membrane.potential + i)
                let free = decay.load(lanes, i) * V + L.load(sums + i)
                let bits = membrane.end(i, from: V, at: free)
                if bits != 0 { count = tick.mark(bits, from: i, count) }
                i &+= L.count
            }
            first = end
        }
        return count
    }

    @inline(__always)
    private func add<A: LIFInput>(
        _ input: A, to sums: UnsafeMutablePointer<A.L.Number>, _ first: Int, _ end: Int
    ) {
        var i = first
        while i < end {
            input.add(to: A.L.load(sums + i), i).store(sums + i)
            i &+= A.L.count
        }
    }

    /// What E_L, I_e and injected current add to V.
    @inline(__always)
    private func constant<L: NeuronLanes>(
        _ i: Int, _ lanes: L.Type, _ current: UnsafePointer<Double>?
    ) -> L {
        let constant = drive.load(lanes, i)
        guard let current else { return constant }
        return constant + gain.load(lanes, i) * L.load(doubles: current + i)
    }

    @inline(__always)
    private func membrane<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Membrane<L> {
        Membrane(
            potential: tick.values(lanes, potential), held: tick.values(lanes, held),
            threshold: threshold, reset: reset, refractory: refractory,
            shift: adaptation?.shift(lanes, tick), drop: drop, isHeld: isHeld)
    }
}

/// What one receptor does to V in a tick.
private protocol LIFInput<L> {
    associatedtype L: NeuronLanes
    /// Adds its contribution to that of others, and moves it on to the end of the tick.
    func add(to input: L, _ i: Int) -> L
}

private struct NoInput<L: NeuronLanes>: LIFInput {
    @inline(__always) func add(to input: L, _ i: Int) -> L { input }
}

private struct LIFJump<L: NeuronLanes>: LIFInput {
    let slot: UnsafeMutablePointer<L.Number>

    @inline(__always)
    init(_ index: Int, _ tick: NeuronTick) { slot = tick.slot(L.self, index) }

    @inline(__always)
    func add(to input: L, _ i: Int) -> L {
        let sum = input + L.load(slot + i)
        L.all(0).store(slot + i)
        return sum
    }
}

private struct LIFExponential<L: NeuronLanes>: LIFInput {
    let slot: UnsafeMutablePointer<L.Number>
    let current: UnsafeMutablePointer<L.Number>
    let decay: Column
    let gain: Column

    @inline(__always)
    init(_ receptor: LIFReceptor, _ index: Int, _ tick: NeuronTick) {
        slot = tick.slot(L.self, index)
        current = tick.values(L.self, receptor.value)
        (decay, gain) = (receptor.decay, receptor.gain)
    }

    @inline(__always)
    func add(to input: L, _ i: Int) -> L {
        let I = L.load(current + i)
        (decay.load(L.self, i) * I + L.load(slot + i)).store(current + i)
        L.all(0).store(slot + i)
        return input + gain.load(L.self, i) * I
    }
}

private struct LIFAlpha<L: NeuronLanes>: LIFInput {
    let slot: UnsafeMutablePointer<L.Number>
    let current: UnsafeMutablePointer<L.Number>
    let slope: UnsafeMutablePointer<L.Number>
    let receptor: LIFReceptor

    @inline(__always)
    init(_ receptor: LIFReceptor, _ index: Int, _ tick: NeuronTick) {
        slot = tick.slot(L.self, index)
        current = tick.values(L.self, receptor.value)
        slope = tick.values(L.self, receptor.slope)
        self.receptor = receptor
    }

    @inline(__always)
    func add(to input: L, _ i: Int) -> L {
        let (I, D) = (L.load(current + i), L.load(slope + i))
        let decay = receptor.decay.load(L.self, i)
        let added = receptor.gain.load(L.self, i) * I + receptor.slopeGain.load(L.self, i) * D
        (decay * I + receptor.slopeDecay.load(L.self, i) * D).store(current + i)
        (decay * D + receptor.peak.load(L.self, i) * L.load(slot + i)).store(slope + i)
        L.all(0).store(slot + i)
        return input + added
    }
}
