import SNNModel

// Leaky integrate-and-fire neurons with conductances:
//
//     dV/dt = A(t) - B(t) V,   A = E_L/τm + (I_e + J)/C,   B = 1/τm + G/C
//
// The conductances are exact at the beginning, middle and end of the tick, where the classical
// Runge-Kutta step wants them. Error per tick is of order (B h)^5/120. This step diverges from
// B h = 2.8 on, which a volley of inhibition can bring about; so from B h = 1 on, where it is off
// by 2 % of the way to equilibrium, the middle of the tick stands for all of it:
//
//     V ← V + h (A - B V) φ(B h),   φ(z) = (1 - e^(-z))/z

/// Constants of LIF neurons of which at least one receptor is a conductance.
struct ConductanceLIF {
    let receptors: [StagedReceptor]
    let potential: Int
    let held: Int
    /// E_L/τm + I_e/C, in mV/ms
    let drive: Column
    /// 1/τm
    let leak: Column
    /// 1/C
    let inverse: Column
    let threshold: Column
    let reset: Column
    let refractory: Column
    let adaptation: AdaptiveThreshold?
    let drop: Column?
    let isHeld: Bool

    init(_ builder: inout NeuronBuilder) {
        let p = builder.parameters
        let (tau, capacitance, rest, external) = (p["tau_m"], p["C_m"], p["E_L"], p["I_e"])
        potential = builder.addState("V_m", initially: p.drawn("V_m") ?? rest)
        held = builder.addState(nil)
        drive = builder.column(from: tau, capacitance, rest, external) {
            rest[$0] / tau[$0] + external[$0] / capacitance[$0]
        }
        leak = builder.column(from: tau) { 1 / tau[$0] }
        inverse = builder.column(from: capacitance) { 1 / capacitance[$0] }
        threshold = builder.column(p["V_th"])
        reset = builder.column(p["V_reset"])
        refractory = builder.refractoryTicks()
        adaptation = AdaptiveThreshold(&builder)
        drop = builder.dropAtSpike()
        isHeld = builder.parameters.population.isHeldAfterSpikes
        receptors = p.population.receptors.map { StagedReceptor($0, &builder) }
        builder.scratchCount = StageRows<Double>.scratchCount
    }
}

extension ConductanceLIF: SteppedNeurons {
    @inline(never)
    func advance<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Int {
        guard receptors.count == 2, receptors.allSatisfy(\.isConductance),
            receptors[0].shape == receptors[1].shape
        else { return advanceInPasses(lanes, tick) }
        return receptors[0].shape == .alpha
            ? advancePair(lanes, tick, isAlpha: true) : advancePair(lanes, tick, isAlpha: false)
    }

    /// Two conductances of the same shape: one pass, with the sums in registers.
    @inline(__always)
    private func advancePair<L: NeuronLanes>(
        _ lanes: L.Type, _ tick: NeuronTick, isAlpha: Bool
    ) -> Int {
        let membrane = membrane(lanes, tick)
        let a = StagedCourse<L>(receptors[0], 0, tick, isAlpha: isAlpha)
        let b = StagedCourse<L>(receptors[1], 1, tick, isAlpha: isAlpha)
        var count = 0
        var i = 0
        while i < tick.paddedCount {
            let (g, f) = (a.advance(i), b.advance(i))
            let (E, F) = (a.reversal.load(lanes, i), b.reversal.load(lanes, i))
            var sums = StageSums<L>(
                current: (g.0 * E + f.0 * F, g.1 * E + f.1 * F, g.2 * E + f.2 * F),
                conductance: (g.0 + f.0, g.1 + f.1, g.2 + f.2))
            if let current = tick.current { sums.inject(L.load(doubles: current + i)) }
            let bits = advance(membrane, i, sums, tick.resolution)
            if bits != 0 { count = tick.mark(bits, from: i, count) }
            i &+= L.count
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
            let rows = StageRows<L>(tick, first, end)
            rows.gather(receptors, tick)
            var i = first
            while i < end {
                var sums = rows.sums(i)
                if let current = tick.current { sums.inject(L.load(doubles: current + i)) }
                let bits = advance(membrane, i, sums, tick.resolution)
                if bits != 0 { count = tick.mark(bits, from: i, count) }
                i &+= L.count
            }
            first = end
        }
        return count
    }

    /// One Runge-Kutta step of the neurons from `i` on; returns the bits of those that spiked.
    @inline(__always)
    private func advance<L: NeuronLanes>(
        _ membrane: Membrane<L>, _ i: Int, _ sums: StageSums<L>, _ h: Double
    ) -> UInt32 {
        let (full, half, sixth, two) = (L.all(h), L.all(h / 2), L.all(h / 6), L.all(2))
        let V = L.load(membrane.potential + i)
        let drive = drive.load(L.self, i)
        let leak = leak.load(L.self, i)
        let inverse = inverse.load(L.self, i)
        let a0 = drive + inverse * sums.current.0
        let b0 = leak + inverse * sums.conductance.0
        let k1 = a0 - b0 * V
        let a1 = drive + inverse * sums.current.1
        let b1 = leak + inverse * sums.conductance.1
        let k2 = a1 - b1 * (V + half * k1)
        let k3 = a1 - b1 * (V + half * k2)
        let a2 = drive + inverse * sums.current.2
        let b2 = leak + inverse * sums.conductance.2
        let k4 = a2 - b2 * (V + full * k3)
        var change = sixth * (k1 + two * (k2 + k3) + k4)
        let (stiffness, limit) = (full * L.greatest(b0, L.greatest(b1, b2)), L.all(1))
        if L.bits(stiffness, above: limit) != 0 {
            let steady = full * (a1 - b1 * V) * L.relaxation(full * b1)
            change = L.choose(stiffness, above: limit, steady, change)
        }
        return membrane.end(i, from: V, at: V + change + sums.jump)
    }

    @inline(__always)
    private func membrane<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Membrane<L> {
        Membrane(
            potential: tick.values(lanes, potential), held: tick.values(lanes, held),
            threshold: threshold, reset: reset, refractory: refractory,
            shift: adaptation?.shift(lanes, tick), drop: drop, isHeld: isHeld)
    }
}
