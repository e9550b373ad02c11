import SNNModel

// Leaky integrate-and-fire neurons whose receptors are currents: linear between spikes, so one tick
// is a multiplication by exact propagators (Rotter & Diesmann 1999, Biol. Cybern. 81, 381).
//
//     V ← e^(-h/τm) V + (1 - e^(-h/τm)) (E_L + R I) + Σ over receptors of
//         exponential   P I,            I ← e^(-h/τ) I + weights
//         alpha         P I + P' D,     I ← e^(-h/τ) (I + h D),  D ← e^(-h/τ) D + weights e/τ
//         delta         weights
//
// With x = h/τ - h/τm the propagators are P = h/C e^(-h/τ) (e^x - 1)/x and, since D drives I,
// P' = h²/C e^(-h/τ) (e^x - 1 - x)/x². Both quotients are smooth at x = 0, where the usual form
// divides zero by zero: no special case for τ = τm is needed.

/// Constants of LIF neurons with current-based receptors.
struct LIFNeurons {
    let receptors: [LIFReceptor]
    /// Index of the column of V_m, and of the ticks for which a neuron is still held.
    let potential: Int
    let held: Int
    /// e^(-h/τm)
    let decay: Column
    /// (1 - e^(-h/τm)) (E_L + R I_e), in mV
    let drive: Column
    /// (1 - e^(-h/τm)) R, in mV/pA
    let gain: Column
    let threshold: Column
    let reset: Column
    let refractory: Column
    let adaptation: AdaptiveThreshold?
    let drop: Column?
    let isHeld: Bool

    init(_ builder: inout NeuronBuilder) {
        let h = builder.resolution
        let p = builder.parameters
        let (tau, capacitance, rest) = (p["tau_m"], p["C_m"], p["E_L"])
        let external = p["I_e"]
        potential = builder.addState("V_m", initially: p.drawn("V_m") ?? rest)
        held = builder.addState(nil)
        decay = builder.column(from: tau) { Double.exp(-h / tau[$0]) }
        // 1 - e^(-x) = x (e^(-x) - 1)/(-x), without cancellation.
        func approach(_ i: Int) -> Double { h / tau[i] * Double.exponentialMean(-h / tau[i]) }
        gain = builder.column(from: tau, capacitance) {
            approach($0) * tau[$0] / capacitance[$0]
        }
        drive = builder.column(from: tau, capacitance, rest, external) {
            approach($0) * (rest[$0] + external[$0] * tau[$0] / capacitance[$0])
        }
        threshold = builder.column(p["V_th"])
        reset = builder.column(p["V_reset"])
        refractory = builder.refractoryTicks()
        adaptation = AdaptiveThreshold(&builder)
        drop = builder.dropAtSpike()
        isHeld = builder.parameters.population.isHeldAfterSpikes
        builder.scratchCount = NeuronTick.stretch
        receptors = p.population.receptors.map {
            LIFReceptor($0, membrane: tau, capacitance: capacitance, &builder)
        }
    }
}

/// Constants of one current-based receptor of LIF neurons. Columns that its shape has no use for
/// repeat `decay`.
struct LIFReceptor {
    let shape: Receptor.Shape
    /// Index of the column of I, and for alpha of D.
    let value: Int
    let slope: Int
    /// e^(-h/τ)
    let decay: Column
    /// P of I on V, in mV/pA
    let gain: Column
    /// P' of D on V, in mV ms/pA
    let slopeGain: Column
    /// h e^(-h/τ): D on I, in ms
    let slopeDecay: Column
    /// e/τ: weights on D, per ms
    let peak: Column

    init(
        _ receptor: Receptor, membrane: Drawn, capacitance: Drawn, _ builder: inout NeuronBuilder
    ) {
        shape = receptor.shape
        guard shape != .delta else {
            (value, slope) = (0, 0)
            decay = builder.column(Drawn(values: [0]))
            (gain, slopeGain, slopeDecay, peak) = (decay, decay, decay, decay)
            return
        }
        let h = builder.resolution
        let tau = builder.parameters.tau(of: receptor)
        func difference(_ i: Int) -> Double { h * (membrane[i] - tau[i]) / (tau[i] * membrane[i]) }
        value = builder.addState("I_" + receptor.name)
        decay = builder.column(from: tau) { Double.exp(-h / tau[$0]) }
        gain = builder.column(from: tau, membrane, capacitance) {
            h / capacitance[$0] * Double.exp(-h / tau[$0])
                * Double.exponentialMean(difference($0))
        }
        guard shape == .alpha else {
            (slope, slopeGain, slopeDecay, peak) = (value, decay, decay, decay)
            return
        }
        slope = builder.addState(nil)
        slopeGain = builder.column(from: tau, membrane, capacitance) {
            h * h / capacitance[$0] * Double.exp(-h / tau[$0])
                * Double.exponentialMoment(difference($0))
        }
        slopeDecay = builder.column(from: tau) { h * Double.exp(-h / tau[$0]) }
        peak = builder.column(from: tau) { 2.718_281_828_459_045 / tau[$0] }
    }
}
