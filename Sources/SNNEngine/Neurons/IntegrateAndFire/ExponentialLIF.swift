import SNNModel

// Leaky integrate-and-fire neurons with conductances that are taken as constant during a tick:
//
//     V ← V + (y - z V) φ(z),    z = h/τm + h G/C,    y = h (E_L/τm + (I_e + J)/C)
//
// with φ(z) = (1 - e^(-z))/z, the solution of the equation with constant coefficients.
//
//     exponential_euler   G and J as at the beginning of the tick; order 1
//     magnus              their means over the tick, known in closed form: the first term of the
//                         series of Magnus (1954, Comm. Pure Appl. Math. 7, 649); order 2

/// Constants of these neurons.
struct ExponentialLIF {
    let receptors: [SteadyReceptor]
    let potential: Int
    let held: Int
    /// h (E_L/τm + I_e/C), in mV
    let drive: Column
    /// h/τm
    let leak: Column
    /// h/C, in mV/pA
    let unit: Column
    let threshold: Column
    let reset: Column
    let refractory: Column
    let adaptation: AdaptiveThreshold?
    let drop: Column?
    let isHeld: Bool

    init(_ builder: inout NeuronBuilder, isMean: Bool) {
        let p = builder.parameters
        let h = builder.resolution
        let (tau, capacitance, rest, external) = (p["tau_m"], p["C_m"], p["E_L"], p["I_e"])
        potential = builder.addState("V_m", initially: p.drawn("V_m") ?? rest)
        held = builder.addState(nil)
        drive = builder.column(from: tau, capacitance, rest, external) {
            h * (rest[$0] / tau[$0] + external[$0] / capacitance[$0])
        }
        leak = builder.column(from: tau) { h / tau[$0] }
        let share = Drawn(values: capacitance.values.map { h / $0 })
        unit = builder.column(share)
        threshold = builder.column(p["V_th"])
        reset = builder.column(p["V_reset"])
        refractory = builder.refractoryTicks()
        adaptation = AdaptiveThreshold(&builder)
        drop = builder.dropAtSpike()
        isHeld = builder.parameters.population.isHeldAfterSpikes
        receptors = p.population.receptors.map {
            SteadyReceptor($0, isMean: isMean, unit: share, &builder)
        }
        builder.scratchCount = SteadyRows<Double>.scratchCount
    }
}

extension ExponentialLIF: SteppedNeurons {
    @inline(never)
    func advance<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> Int {
        let membrane = Membrane<L>(
            potential: tick.values(lanes, potential), held: tick.values(lanes, held),
            threshold: threshold, reset: reset, refractory: refractory,
            shift: adaptation?.shift(lanes, tick), drop: drop, isHeld: isHeld)
        return Relaxation(
            membrane: membrane, drive: drive, leak: leak, unit: unit, injected: tick.current
        ).advance(receptors, tick)
    }
}

private struct Relaxation<L: NeuronLanes>: SteadyMembrane {
    let membrane: Membrane<L>
    let drive: Column
    let leak: Column
    let unit: Column
    let injected: UnsafePointer<Double>?

    @inline(__always)
    func advance(_ i: Int, _ sums: SteadySums<L>, hasConductances: Bool) -> UInt32 {
        let V = L.load(membrane.potential + i)
        let z = leak.load(L.self, i) + sums.conductance
        var y = drive.load(L.self, i) + sums.current
        if let injected { y = y + unit.load(L.self, i) * L.load(doubles: injected + i) }
        let free = V + (y - z * V) * L.relaxation(z) + sums.jump
        return membrane.end(i, from: V, at: free)
    }
}

extension NeuronLanes {
    /// (1 - e^(-z))/z; its relative error is below 5e-11 for Double and 4e-7 for Float.
    ///
    /// Up to a quarter, which the time constant of a membrane hardly ever makes it pass, the sum of
    /// (-z)^k/(k + 1)! up to the seventh power, for Float the fifth.
    @inline(__always)
    static func relaxation(_ z: Self) -> Self {
        let z2 = z * z
        let first = (all(1) - all(1.0 / 2) * z) + (all(1.0 / 6) - all(1.0 / 24) * z) * z2
        var rest = all(1.0 / 120) - all(1.0 / 720) * z
        if MemoryLayout<Number>.size == 8 {
            rest = rest + (all(1.0 / 5040) - all(1.0 / 40_320) * z) * z2
        }
        let small = first + rest * (z2 * z2)
        let (size, limit) = (magnitude(z), all(0.25))
        guard bits(size, above: limit) != 0 else { return small }
        return choose(size, above: limit, (all(1) - exp(all(0) - z)) / z, small)
    }
}
