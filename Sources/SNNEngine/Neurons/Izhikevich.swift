import SNNModel

// Izhikevich's neuron (2003, IEEE Trans. Neural Netw. 14, 1569), in three schemes:
//
//     converged   the equations: adaptive steps, spikes located within the tick (AdaptiveKernel)
//     half_step   the numbers of the published script: two half steps of V with the same u and I,
//                 then one of u with the new V; tests the threshold after the step
//     euler       one forward Euler step of both; input jumps V after it
//
// The published scheme updates u with a hugely overshot V and roughly halves the rates of fast-
// spiking and chattering cells; networks published with it have to be reproduced with it.

/// Constants of Izhikevich neurons.
struct IzhikevichNeurons {
    let receptors: [StagedReceptor]
    let hasConductances: Bool
    let potential: Int
    let recovery: Int
    /// Length of the adaptive step; only the converged scheme has it.
    let step: Int
    let a: Column
    let b: Column
    let c: Column
    let d: Column
    let threshold: Column
    let external: Column

    init(_ builder: inout NeuronBuilder, isAdaptive: Bool) {
        let p = builder.parameters
        let initial = p["V_m"]
        potential = builder.addState("V_m", initially: initial)
        recovery = builder.addState(
            "U_m", initially: p.drawn("U_m") ?? p["b"].combined(with: initial) { $0 * $1 })
        let h = Drawn(values: [builder.resolution])
        step = isAdaptive ? builder.addState(nil, initially: h) : potential
        a = builder.column(p["a"])
        b = builder.column(p["b"])
        c = builder.column(p["c"])
        d = builder.column(p["d"])
        threshold = builder.column(p["V_th"])
        external = builder.column(p["I_e"])
        receptors = p.population.receptors.map { StagedReceptor($0, &builder) }
        hasConductances = receptors.contains(where: \.isConductance)
        builder.scratchCount = isAdaptive
            ? AdaptiveInput<Double>.scratchCount(receptors.count) : StageRows.scratchCount
    }
}

@inline(never)
func advanceHalfStepsScalar(_ neurons: IzhikevichNeurons, _ tick: NeuronTick) -> Int {
    advance(Double.self, neurons, tick, inHalfSteps: true)
}

@inline(never)
func advanceHalfStepsVector(_ neurons: IzhikevichNeurons, _ tick: NeuronTick) -> Int {
    advance(SIMD8<Double>.self, neurons, tick, inHalfSteps: true)
}

@inline(never)
func advanceEulerScalar(_ neurons: IzhikevichNeurons, _ tick: NeuronTick) -> Int {
    advance(Double.self, neurons, tick, inHalfSteps: false)
}

@inline(never)
func advanceEulerVector(_ neurons: IzhikevichNeurons, _ tick: NeuronTick) -> Int {
    advance(SIMD8<Double>.self, neurons, tick, inHalfSteps: false)
}

@inline(__always)
private func advance<L: Lanes>(
    _ lanes: L.Type, _ neurons: IzhikevichNeurons, _ tick: NeuronTick, inHalfSteps: Bool
) -> Int {
    var count = 0
    var first = 0
    while first < tick.paddedCount {
        let end = min(first &+ StageRows.stretch, tick.paddedCount)
        let rows = StageRows(tick.state.scratch, first: first)
        tick.gather(lanes, neurons.receptors, rows, first, end, midway: false)
        if let current = tick.current {
            tick.inject(lanes, current, into: rows, first, end, midway: false)
        }
        count = neurons.hasConductances
            ? advanceMembrane(
                lanes, neurons, tick, rows, first, end, count, inHalfSteps, true)
            : advanceMembrane(
                lanes, neurons, tick, rows, first, end, count, inHalfSteps, false)
        first = end
    }
    return count
}

/// dV/dt, in mV/ms, in the very order of NEST: these schemes amplify a different rounding of one
/// bit to other spike times within half a second.
@inline(__always)
private func rate<L: Lanes>(_ V: L, _ u: L, _ I: L, _ G: L, _ hasConductances: Bool) -> L {
    let free = L.all(0.04) * V * V + L.all(5) * V + L.all(140) - u + I
    return hasConductances ? free - G * V : free
}

@inline(__always)
private func advanceMembrane<L: Lanes>(
    _ lanes: L.Type, _ neurons: IzhikevichNeurons, _ tick: NeuronTick, _ rows: StageRows,
    _ first: Int, _ end: Int, _ counted: Int, _ inHalfSteps: Bool, _ hasConductances: Bool
) -> Int {
    let (potential, recovery) = (tick.values(neurons.potential), tick.values(neurons.recovery))
    let (h, half) = (L.all(tick.resolution), L.all(tick.resolution / 2))
    let perTick = L.all(1 / tick.resolution)
    var count = counted
    var i = first
    while i < end {
        var V = L.load(potential + i)
        var u = L.load(recovery + i)
        let (a, b) = (neurons.a.load(lanes, i), neurons.b.load(lanes, i))
        let G = hasConductances ? L.load(rows.conductance.0 + i) : L.all(0)
        var I = neurons.external.load(lanes, i) + L.load(rows.current.0 + i)
        let jump = L.load(rows.jump + i)
        if inHalfSteps {
            I = I + jump * perTick
            V = V + half * rate(V, u, I, G, hasConductances)
            V = V + half * rate(V, u, I, G, hasConductances)
            u = u + h * a * (b * V - u)
        } else {
            let change = h * rate(V, u, I, G, hasConductances) + jump
            u = u + h * a * (b * V - u)
            V = V + change
        }
        let top = neurons.threshold.load(lanes, i)
        L.choose(V, atLeast: top, neurons.c.load(lanes, i), V).store(potential + i)
        L.choose(V, atLeast: top, u + neurons.d.load(lanes, i), u).store(recovery + i)
        let bits = L.bits(V, atLeast: top)
        if bits != 0 { count = tick.mark(bits, from: i, count) }
        i &+= L.count
    }
    return count
}
