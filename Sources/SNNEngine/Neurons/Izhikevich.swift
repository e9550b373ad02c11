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
    let potential: Int
    let recovery: Int
    let a: Column
    let b: Column
    let c: Column
    let d: Column
    let threshold: Column
    let external: Column

    init(_ builder: inout NeuronBuilder) {
        let p = builder.parameters
        let initial = p["V_m"]
        potential = builder.addState("V_m", initially: initial)
        recovery = builder.addState(
            "U_m", initially: p.drawn("U_m") ?? p["b"].combined(with: initial) { $0 * $1 })
        a = builder.column(p["a"])
        b = builder.column(p["b"])
        c = builder.column(p["c"])
        d = builder.column(p["d"])
        threshold = builder.column(p["V_th"])
        external = builder.column(p["I_e"])
    }
}

/// Izhikevich neurons in one of the schemes of fixed steps.
struct SteppedIzhikevich: SteppedNeurons {
    let neurons: IzhikevichNeurons
    let receptors: [SteadyReceptor]
    let inHalfSteps: Bool

    init(_ builder: inout NeuronBuilder, inHalfSteps: Bool) {
        neurons = IzhikevichNeurons(&builder)
        self.inHalfSteps = inHalfSteps
        receptors = builder.parameters.population.receptors.map {
            SteadyReceptor($0, isMean: false, unit: Drawn(values: [1]), &builder)
        }
        builder.scratchCount = SteadyRows<Double>.scratchCount
    }

    @inline(never)
    func advance<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Int {
        inHalfSteps
            ? IzhikevichMembrane<L>(neurons, tick, inHalfSteps: true).advance(receptors, tick)
            : IzhikevichMembrane<L>(neurons, tick, inHalfSteps: false).advance(receptors, tick)
    }
}

private struct IzhikevichMembrane<L: NeuronLanes>: SteadyMembrane {
    let neurons: IzhikevichNeurons
    let potential: UnsafeMutablePointer<L.Number>
    let recovery: UnsafeMutablePointer<L.Number>
    let h: Double
    let injected: UnsafePointer<Double>?
    let inHalfSteps: Bool

    @inline(__always)
    init(_ neurons: IzhikevichNeurons, _ tick: NeuronTick, inHalfSteps: Bool) {
        self.neurons = neurons
        potential = tick.values(L.self, neurons.potential)
        recovery = tick.values(L.self, neurons.recovery)
        h = tick.resolution
        injected = tick.current
        self.inHalfSteps = inHalfSteps
    }

    @inline(__always)
    func advance(_ i: Int, _ sums: SteadySums<L>, hasConductances: Bool) -> UInt32 {
        let (full, half) = (L.all(h), L.all(h / 2))
        var V = L.load(potential + i)
        var u = L.load(recovery + i)
        let (a, b) = (neurons.a.load(L.self, i), neurons.b.load(L.self, i))
        var current = sums.current
        if let injected { current = current + L.load(doubles: injected + i) }
        var I = neurons.external.load(L.self, i) + current
        // dV/dt, in mV/ms, in the very order of NEST: these schemes amplify a different rounding of
        // one bit to other spike times within half a second.
        @inline(__always)
        func rate() -> L {
            let free = L.all(0.04) * V * V + L.all(5) * V + L.all(140) - u + I
            return hasConductances ? free - sums.conductance * V : free
        }
        if inHalfSteps {
            I = I + sums.jump * L.all(1 / h)
            V = V + half * rate()
            V = V + half * rate()
            u = u + full * a * (b * V - u)
        } else {
            let change = full * rate() + sums.jump
            u = u + full * a * (b * V - u)
            V = V + change
        }
        let top = neurons.threshold.load(L.self, i)
        L.choose(V, atLeast: top, neurons.c.load(L.self, i), V).store(potential + i)
        L.choose(V, atLeast: top, u + neurons.d.load(L.self, i), u).store(recovery + i)
        return L.bits(V, atLeast: top)
    }
}

/// Izhikevich neurons of which each chooses its steps.
struct ConvergedIzhikevich {
    let neurons: IzhikevichNeurons
    let receptors: [StagedReceptor]
    /// Length of the next step.
    let step: Int

    init(_ builder: inout NeuronBuilder) {
        neurons = IzhikevichNeurons(&builder)
        step = builder.addState(nil, initially: Drawn(values: [builder.resolution]))
        receptors = builder.parameters.population.receptors.map { StagedReceptor($0, &builder) }
        builder.scratchCount = AdaptiveInput<Double>.scratchCount(receptors.count)
    }
}
