import SNNModel

// A threshold that every spike of the neuron raises and time lowers again:
//
//     V_m >= V_th + theta: spike;    theta <- theta e^(-h/tau_theta), then + theta_plus at a spike
//
// Where a rule of intrinsic plasticity asks for it, theta also falls by a constant amount and is
// kept in bounds:
//
//     theta <- max(theta e^(-h/tau_theta) - h theta_fall, theta_min);   after a spike <= theta_max
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
    /// h theta_fall
    private let fall: Column
    private let lowest: Column
    private let highest: Column
    /// What stands for these where theta stands still.
    private let one: Column
    private let zero: Column
    private let unbounded: (Column, Column)
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
        let intrinsic = p.population.settings
        func constant(_ name: String, _ standard: Double) -> Drawn {
            Drawn(values: [intrinsic[name]?.quantity?.value ?? standard])
        }
        fall = builder.column(Drawn(values: [constant("theta_fall", 0)[0] * resolution]))
        lowest = builder.column(constant("theta_min", -.infinity))
        highest = builder.column(constant("theta_max", .infinity))
        unbounded = (
            builder.column(Drawn(values: [-.infinity])), builder.column(Drawn(values: [.infinity]))
        )
        one = builder.column(Drawn(values: [1]))
        zero = builder.column(Drawn(values: [0]))
        learns = p.choice("theta_mode") == "learns"
    }

    @inline(__always)
    func shift<L: NeuronLanes>(_ lanes: L.Type, _ tick: NeuronTick) -> ThresholdShift<L> {
        let isStill = learns && !tick.state.isLearning
        return ThresholdShift(
            theta: tick.values(lanes, theta), decay: isStill ? one : decay,
            growth: isStill ? zero : growth, fall: isStill ? zero : fall,
            lowest: isStill ? unbounded.0 : lowest, highest: isStill ? unbounded.1 : highest)
    }
}

/// The same during a tick.
struct ThresholdShift<L: NeuronLanes> {
    let theta: UnsafeMutablePointer<L.Number>
    let decay: Column
    let growth: Column
    let fall: Column
    let lowest: Column
    let highest: Column
}

extension Population {
    /// The population with what its rules of intrinsic plasticity say of its thresholds: one time
    /// constant without end, and a fall that equals the rises at the target rate.
    func following(_ rules: [PlasticityRule]) -> Population {
        let own = rules.first { $0.kind == "intrinsic" && plasticity.contains($0.name) }
        guard let own, let eta = own.value(of: "eta")?.quantity,
            let rate = own.value(of: "target_rate")?.quantity
        else { return self }
        var result = self
        result.settings["theta_plus"] = .quantity(eta)
        result.settings["tau_theta"] = .quantity(.milliseconds(1e300))
        result.settings["theta_mode"] = .name("learns")
        result.settings["theta_fall"] = .quantity(eta * rate)
        result.settings["theta_min"] = own.value(of: "theta_min")
        result.settings["theta_max"] = own.value(of: "theta_max")
        return result
    }
}
