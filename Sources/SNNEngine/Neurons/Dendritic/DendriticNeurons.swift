import SNNModel

// Neurons of a soma and a star of dendrites, on which their synapses end. One neuron after the
// other is taken through a tick, with its dendrites side by side in lanes: a model has few such
// neurons, and each has many dendrites.
//
//     of each neuron    V_m, w, ticks it is still held
//     width of them     U of its dendrites, then of each receptor g or I (and D) on them
//
// `width` is the number of dendrites, rounded up to whole vectors. What lies behind the last
// dendrite is zero and stays so.

/// Constants of the neurons of a block.
struct DendriticNeurons {
    let count: Int
    let dendrites: Int
    /// Places of a neuron, whole vectors.
    let width: Int
    let receptors: [DendriticReceptor]
    /// One for each dendrite, zero behind the last.
    let isDendrite: Column
    /// Columns of state.
    let potential, adaptation, held, dendrite: Int
    /// 1 / C_m and 1 / C_d
    let inverse, dendriteInverse: Column
    let leak, dendriteLeak, coupling, rest: Column
    /// g_L Δ_T, in pA
    let upswing: Column
    let threshold, slopeFactor, peak, reset, refractory: Column
    let a, b, adaptationRate, external: Column

    /// Rows of `width` numbers that a step needs: k, the sum of all k, and U after the step. Eight
    /// partial sums follow.
    static let scratchRows = 3

    /// About what a tick of 0.1 ms of a neuron costs, in ns: 12 µs were measured for 104 places
    /// with three receptors, 5 µs for 24.
    var cost: Double { 2500 + 90 * Double(width) }

    init(_ builder: inout NeuronBuilder) {
        let p = builder.parameters
        let dendrites = p.population.dendriteCount
        let width = Precision.double.padded(dendrites)
        (count, self.dendrites, self.width) = (builder.count, dendrites, width)
        let (capacitance, dendriteCapacitance) = (p["C_m"], p["C_d"])
        let (conductance, slope, tau) = (p["g_L"], p["Delta_T"], p["tau_w"])
        potential = builder.addState("V_m", initially: p.drawn("V_m") ?? p["E_L"])
        adaptation = builder.addState("w", initially: p["w"])
        held = builder.addState(nil)
        dendrite = builder.addStates(
            (1...dendrites).map { "U_\($0)" }, width: width, initially: p["E_L"])
        receptors = p.population.receptors.map {
            DendriticReceptor($0, width: width, &builder)
        }
        isDendrite = builder.store.column(
            width, from: [Drawn(values: Array(repeating: 1, count: width))]
        ) { $0 < dendrites ? 1 : 0 }
        inverse = builder.column(from: capacitance) { 1 / capacitance[$0] }
        dendriteInverse = builder.column(from: dendriteCapacitance) { 1 / dendriteCapacitance[$0] }
        leak = builder.column(conductance)
        dendriteLeak = builder.column(p["g_d"])
        coupling = builder.column(p["g_c"])
        rest = builder.column(p["E_L"])
        upswing = builder.column(from: conductance, slope) { conductance[$0] * slope[$0] }
        threshold = builder.column(p["V_th"])
        slopeFactor = builder.column(slope)
        peak = builder.column(p["V_peak"])
        reset = builder.column(p["V_reset"])
        refractory = builder.refractoryTicks()
        a = builder.column(p["a"])
        b = builder.column(p["b"])
        adaptationRate = builder.column(from: tau) { 1 / tau[$0] }
        external = builder.column(p["I_e"])
        builder.places = width
        builder.scratchCount = Self.scratchRows * width + Precision.double.lanes
    }
}

/// Constants of one receptor, which every dendrite has.
struct DendriticReceptor {
    let isAlpha: Bool
    let isConductance: Bool
    /// Whether magnesium blocks it.
    let isBlocked: Bool
    /// Index of g or I, and for alpha of its drive D: x' = D e^(-t/τ) - x/τ.
    let value: Int
    let slope: Int
    /// 1/τ, and e/τ: weights on D, per ms
    let rate: Column
    let peak: Column
    let reversal: Column
    /// Concentration of magnesium over 3.57 mM.
    let block: Column

    init(_ receptor: Receptor, width: Int, _ builder: inout NeuronBuilder) {
        let tau = builder.parameters.tau(of: receptor)
        let zero = Drawn(values: [0])
        isAlpha = receptor.shape == .alpha
        isConductance = receptor.reversal != nil
        isBlocked = receptor.magnesium != nil
        value = builder.addStates([nil], width: width)
        slope = isAlpha ? builder.addStates([nil], width: width) : value
        rate = builder.column(from: tau) { 1 / tau[$0] }
        peak = builder.column(from: tau) { 2.718_281_828_459_045 / tau[$0] }
        reversal = builder.column(
            isConductance ? builder.parameters.reversal(of: receptor) : zero)
        let magnesium = isBlocked ? builder.parameters.magnesium(of: receptor) : zero
        block = builder.column(from: magnesium) { magnesium[$0] / 3.57 }
    }
}
