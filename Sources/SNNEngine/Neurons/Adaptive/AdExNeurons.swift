import SNNModel

// The adaptive exponential neuron (Brette & Gerstner 2005, J. Neurophysiol. 94, 3637). As in NEST V
// enters its equations as min(V, V_peak), which bounds the exponential.

/// Constants of AdEx neurons.
struct AdExNeurons {
    let receptors: [StagedReceptor]
    let potential: Int
    let adaptation: Int
    let held: Int
    let step: Int
    let inverse: Column
    let leak: Column
    let rest: Column
    /// g_L Δ_T, in pA
    let upswing: Column
    let threshold: Column
    let slopeFactor: Column
    let peak: Column
    let reset: Column
    let refractory: Column
    let a: Column
    let b: Column
    let adaptationRate: Column
    let external: Column

    init(_ builder: inout NeuronBuilder) {
        let p = builder.parameters
        let (capacitance, conductance, slope) = (p["C_m"], p["g_L"], p["Delta_T"])
        potential = builder.addState("V_m", initially: p.drawn("V_m") ?? p["E_L"])
        adaptation = builder.addState("w", initially: p["w"])
        held = builder.addState(nil)
        step = builder.addState(nil, initially: Drawn(values: [builder.resolution]))
        inverse = builder.column(from: capacitance) { 1 / capacitance[$0] }
        leak = builder.column(conductance)
        rest = builder.column(p["E_L"])
        upswing = builder.column(from: conductance, slope) { conductance[$0] * slope[$0] }
        threshold = builder.column(p["V_th"])
        slopeFactor = builder.column(slope)
        peak = builder.column(p["V_peak"])
        reset = builder.column(p["V_reset"])
        refractory = builder.refractoryTicks()
        a = builder.column(p["a"])
        b = builder.column(p["b"])
        let tau = p["tau_w"]
        adaptationRate = builder.column(from: tau) { 1 / tau[$0] }
        external = builder.column(p["I_e"])
        receptors = p.population.receptors.map { StagedReceptor($0, &builder) }
        builder.scratchCount = AdaptiveInput<Double>.scratchCount(receptors.count)
    }
}

/// The equations of the neurons from `i` on.
struct AdExEquations<L: Lanes>: SpikingEquations {
    let inverse, leak, rest, upswing, top, inverseSlope, threshold, reset, increment: L
    let reach, a, adaptationRate: L

    @inline(__always)
    init(_ neurons: AdExNeurons, _ i: Int) {
        inverse = neurons.inverse.load(L.self, i)
        leak = neurons.leak.load(L.self, i)
        rest = neurons.rest.load(L.self, i)
        upswing = neurons.upswing.load(L.self, i)
        top = neurons.threshold.load(L.self, i)
        reach = neurons.slopeFactor.load(L.self, i)
        inverseSlope = L.all(1) / reach
        threshold = neurons.peak.load(L.self, i)
        reset = neurons.reset.load(L.self, i)
        increment = neurons.b.load(L.self, i)
        a = neurons.a.load(L.self, i)
        adaptationRate = neurons.adaptationRate.load(L.self, i)
    }

    @inline(__always)
    func rates(_ V: L, _ w: L, _ drive: Drive<L>) -> (V: L, w: L) {
        let V = L.least(V, threshold)
        let above = V - rest
        let spike = upswing * L.exp((V - top) * inverseSlope)
        let current = spike - leak * above - w + drive.current - drive.conductance * V
        return (inverse * current, adaptationRate * (a * above - w))
    }
}

/// The equations of Izhikevich's neurons from `i` on.
struct IzhikevichEquations<L: Lanes>: SpikingEquations {
    let a, b, threshold, reset, increment, reach: L

    @inline(__always)
    init(_ neurons: IzhikevichNeurons, _ i: Int) {
        a = neurons.a.load(L.self, i)
        b = neurons.b.load(L.self, i)
        threshold = neurons.threshold.load(L.self, i)
        reset = neurons.c.load(L.self, i)
        increment = neurons.d.load(L.self, i)
        // The way back to the threshold stays short against V + 62.5 mV = 92.5 mV, the scale on
        // which the rate of V changes there.
        reach = L.all(12)
    }

    @inline(__always)
    func rates(_ V: L, _ u: L, _ drive: Drive<L>) -> (V: L, w: L) {
        let square = L.all(0.04) * V * V + L.all(5) * V + L.all(140)
        return (square - u + drive.current - drive.conductance * V, a * (b * V - u))
    }
}

@inline(never)
func advanceAdExScalar(_ neurons: AdExNeurons, _ tick: NeuronTick) -> Int {
    advance(Double.self, neurons, tick)
}

@inline(never)
func advanceAdExVector(_ neurons: AdExNeurons, _ tick: NeuronTick) -> Int {
    advance(SIMD8<Double>.self, neurons, tick)
}

@inline(never)
func advanceConvergedScalar(_ neurons: ConvergedIzhikevich, _ tick: NeuronTick) -> Int {
    advance(Double.self, neurons, tick)
}

@inline(never)
func advanceConvergedVector(_ neurons: ConvergedIzhikevich, _ tick: NeuronTick) -> Int {
    advance(SIMD8<Double>.self, neurons, tick)
}

@inline(__always)
private func advance<L: Lanes>(
    _ lanes: L.Type, _ neurons: AdExNeurons, _ tick: NeuronTick
) -> Int {
    let columns = AdaptiveColumns(
        potential: tick.values(L.self, neurons.potential),
        second: tick.values(L.self, neurons.adaptation),
        step: tick.values(L.self, neurons.step), held: tick.values(L.self, neurons.held),
        refractory: neurons.refractory)
    var count = 0
    var i = 0
    while i < tick.paddedCount {
        var external = neurons.external.load(lanes, i)
        if let current = tick.current { external = external + L.load(current + i) }
        let input = AdaptiveInput(
            receptors: neurons.receptors, scratch: tick.scratch(L.self), neuron: i,
            external: external)
        let bits = AdExEquations<L>(neurons, i).advance(tick, columns, input)
        count = tick.mark(bits, from: i, count)
        i &+= L.count
    }
    return count
}

@inline(__always)
private func advance<L: Lanes>(
    _ lanes: L.Type, _ neurons: ConvergedIzhikevich, _ tick: NeuronTick
) -> Int {
    let columns = AdaptiveColumns(
        potential: tick.values(L.self, neurons.neurons.potential),
        second: tick.values(L.self, neurons.neurons.recovery),
        step: tick.values(L.self, neurons.step), held: nil, refractory: nil)
    var count = 0
    var i = 0
    while i < tick.paddedCount {
        var external = neurons.neurons.external.load(lanes, i)
        if let current = tick.current { external = external + L.load(current + i) }
        let input = AdaptiveInput(
            receptors: neurons.receptors, scratch: tick.scratch(L.self), neuron: i,
            external: external)
        let bits = IzhikevichEquations<L>(neurons.neurons, i).advance(tick, columns, input)
        count = tick.mark(bits, from: i, count)
        i &+= L.count
    }
    return count
}
