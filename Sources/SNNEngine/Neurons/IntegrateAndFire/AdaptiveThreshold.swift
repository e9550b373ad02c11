import SNNModel

// A threshold that every spike of the neuron raises and time lowers again:
//
//     V_m >= V_th + theta: spike;    theta <- theta e^(-h/tau_theta), then + theta_plus at a spike
//
// The decay comes first, so t after a spike the threshold is V_th + theta_plus e^(-t/tau_theta) to
// the last digit, also at the tick after the spike. One mechanism with two names: the adaptation
// of ALIF neurons (Bellec et al. 2020, Nat. Commun. 11, 3625), and with a time constant of hours
// the homeostasis of Diehl & Cook (2015, Front. Comput. Neurosci. 9, 99).

/// Constants of neurons whose threshold adapts.
struct AdaptiveThreshold {
    /// Index of the column of theta.
    private let theta: Int
    /// e^(-h/tau_theta)
    private let decay: Column
    /// theta_plus
    private let growth: Column
    /// What stands for both where theta stands still.
    private let one: Column
    private let zero: Column
    /// Whether theta changes only while the network learns.
    private let learns: Bool

    /// - Returns: nil for a population with constant thresholds, which takes no column then.
    init?(_ builder: inout NeuronBuilder) {
        let p = builder.parameters
        guard p.population.hasAdaptiveThreshold else { return nil }
        let (tau, resolution) = (p["tau_theta"], builder.resolution)
        theta = builder.addState("theta", initially: p["theta"])
        decay = builder.column(from: tau) { Double.exp(-resolution / tau[$0]) }
        growth = builder.column(p["theta_plus"])
        one = builder.column(Drawn(values: [1]))
        zero = builder.column(Drawn(values: [0]))
        learns = p.choice("theta_mode") == "learns"
    }

    @inline(__always)
    func shift<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> ThresholdShift<L> {
        let isStill = learns && !tick.state.isLearning
        return ThresholdShift(
            theta: tick.values(lanes, theta), decay: isStill ? one : decay,
            growth: isStill ? zero : growth)
    }
}

/// The same during a tick.
struct ThresholdShift<L: NeuronLanes> {
    let theta: UnsafeMutablePointer<L.Number>
    let decay: Column
    let growth: Column
}
