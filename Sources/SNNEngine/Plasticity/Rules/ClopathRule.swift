import SNNModel

// Spikes of the source against the potential of the target (Clopath et al. 2010, Nat. Neurosci. 13,
// 344-352). With averages u+ and u- of the potential u, taken `delay_u` before,
//
//     at an arrival    w -= A_LTD [u- - theta_minus]+                         then x += 1 / tau_x
//     at a tick        w += h A_LTP x [u - theta_plus]+ [u+ - theta_minus]+
//
// The second line is not zero but around a spike, so its neurons' part is logged then
// (`VoltageLog`), and a synapse goes through it at its next arrival, each entry with the trace x
// of that time. A neuron of ours is reset in the tick of its spike, so that during `t_spike` the
// potential is taken to be `u_spike`, where the paper's neuron stays for as long.

/// The parameters of the rule, in ms, mV and ticks.
final class ClopathRule: Sendable {
    let depression: Double
    /// A_LTP times a tick.
    let potentiation: Double
    let thetaPlus: Double
    let thetaMinus: Double
    let x: Decay
    /// What is left of an average after a tick.
    let keepPlus: Double
    let keepMinus: Double
    let delayTicks: Int
    let spikePotential: Double
    let spikeTicks: Int
    /// Bounds of |w|.
    let least: Double
    let most: Double

    /// - Returns: nil for another kind.
    /// - Precondition: the rule has passed the model's checks.
    init?(_ rule: PlasticityRule, resolution: Double) {
        guard rule.kind == "clopath" else { return nil }
        let settings = RuleSettings(rule)
        depression = settings.number("A_LTD")
        potentiation = settings.number("A_LTP") * resolution
        thetaPlus = settings.number("theta_plus")
        thetaMinus = settings.number("theta_minus")
        x = Decay(tau: settings.number("tau_x"), resolution: resolution)
        keepPlus = Double.exp(-resolution / settings.number("tau_plus"))
        keepMinus = Double.exp(-resolution / settings.number("tau_minus"))
        delayTicks = max(1, Int((settings.number("delay_u") / resolution).rounded()))
        spikePotential = settings.number("u_spike")
        spikeTicks = max(1, Int((settings.number("t_spike") / resolution).rounded()))
        least = settings.optional("w_min") ?? 0
        most = settings.optional("w_max") ?? .infinity
    }
}
