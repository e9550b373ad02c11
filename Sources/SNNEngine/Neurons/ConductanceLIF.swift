import SNNModel

// Leaky integrate-and-fire neurons with conductances:
//
//     dV/dt = A(t) - B(t) V,   A = E_L/τm + (I_e + J)/C,   B = 1/τm + G/C
//
// The conductances are exact at the beginning, middle and end of the tick, where the classical
// Runge-Kutta step wants them. Error per tick is of order (B h)^5/120.

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
        receptors = p.population.receptors.map { StagedReceptor($0, &builder) }
        builder.scratchCount = StageRows.scratchCount
    }
}

@inline(never)
func advanceConductanceLIFScalar(_ neurons: ConductanceLIF, _ tick: NeuronTick) -> Int {
    advance(Double.self, neurons, tick)
}

@inline(never)
func advanceConductanceLIFVector(_ neurons: ConductanceLIF, _ tick: NeuronTick) -> Int {
    advance(SIMD8<Double>.self, neurons, tick)
}

@inline(__always)
private func advance<L: Lanes>(
    _ lanes: L.Type, _ neurons: ConductanceLIF, _ tick: NeuronTick
) -> Int {
    var count = 0
    var first = 0
    while first < tick.paddedCount {
        let end = min(first &+ StageRows.stretch, tick.paddedCount)
        let rows = StageRows(tick.state.scratch, first: first)
        tick.gather(lanes, neurons.receptors, rows, first, end, midway: true)
        if let current = tick.current {
            tick.inject(lanes, current, into: rows, first, end, midway: true)
        }
        count = advanceMembrane(lanes, neurons, tick, rows, first, end, count)
        first = end
    }
    return count
}

extension NeuronTick {
    /// Adds injected currents to the sums.
    @inline(__always)
    func inject<L: Lanes>(
        _ lanes: L.Type, _ current: UnsafePointer<Double>, into rows: StageRows,
        _ first: Int, _ end: Int, midway: Bool
    ) {
        var i = first
        while i < end {
            let injected = L.load(current + i)
            (L.load(rows.current.0 + i) + injected).store(rows.current.0 + i)
            if midway {
                (L.load(rows.current.1 + i) + injected).store(rows.current.1 + i)
                (L.load(rows.current.2 + i) + injected).store(rows.current.2 + i)
            }
            i &+= L.count
        }
    }
}

@inline(__always)
private func advanceMembrane<L: Lanes>(
    _ lanes: L.Type, _ neurons: ConductanceLIF, _ tick: NeuronTick, _ rows: StageRows,
    _ first: Int, _ end: Int, _ counted: Int
) -> Int {
    let (potential, held) = (tick.values(neurons.potential), tick.values(neurons.held))
    let h = tick.resolution
    let (full, half, sixth) = (L.all(h), L.all(h / 2), L.all(h / 6))
    let (zero, one, two) = (L.all(0), L.all(1), L.all(2))
    var count = counted
    var i = first
    while i < end {
        let V = L.load(potential + i)
        let drive = neurons.drive.load(lanes, i)
        let leak = neurons.leak.load(lanes, i)
        let inverse = neurons.inverse.load(lanes, i)
        let a0 = drive + inverse * L.load(rows.current.0 + i)
        let b0 = leak + inverse * L.load(rows.conductance.0 + i)
        let k1 = a0 - b0 * V
        let a1 = drive + inverse * L.load(rows.current.1 + i)
        let b1 = leak + inverse * L.load(rows.conductance.1 + i)
        let k2 = a1 - b1 * (V + half * k1)
        let k3 = a1 - b1 * (V + half * k2)
        let a2 = drive + inverse * L.load(rows.current.2 + i)
        let b2 = leak + inverse * L.load(rows.conductance.2 + i)
        let k4 = a2 - b2 * (V + full * k3)
        let free = V + sixth * (k1 + two * (k2 + k3) + k4) + L.load(rows.jump + i)

        let left = L.load(held + i)
        let next = L.choose(left, above: zero, V, free)
        let top = neurons.threshold.load(lanes, i)
        L.choose(next, atLeast: top, neurons.reset.load(lanes, i), next).store(potential + i)
        let rest = L.greatest(left - one, zero)
        L.choose(next, atLeast: top, neurons.refractory.load(lanes, i), rest).store(held + i)
        let bits = L.bits(next, atLeast: top)
        if bits != 0 { count = tick.mark(bits, from: i, count) }
        i &+= L.count
    }
    return count
}
