import SNNModel

// Astrocytes are slow: their calcium takes seconds where a membrane takes milliseconds. So a group
// is not advanced tick by tick but in coarse steps of some whole epochs, counted from tick 0. What
// a spike adds to a step is known when it is delivered (`DriveBasis`), so the step costs the same
// however many spikes there were.

/// What is constant about a group of astrocytes with calcium.
///
/// `@unchecked Sendable` because nothing in it changes after `init`.
final class GliaGroup: @unchecked Sendable {
    enum Dynamics {
        case liRinzel(LiRinzelDynamics)
        case ullah(UllahDynamics)
        case gChI(GChIDynamics)
    }

    let name: String
    let count: Int
    let dynamics: Dynamics
    let parameters: GliaParameters
    let resolution: Double
    /// Ticks of a coarse step.
    let stepTicks: Int
    let basis: DriveBasis
    /// The drive at rest; IP3 at rest, where IP3 is the drive.
    let driveRest: Double
    /// What a spike of weight 1 adds to the drive of each astrocyte.
    let gains: [Double]
    let calciumMax: Double
    /// Whether spikes change IP3 so much that steps are cut at them.
    let cutsAtSpikes: Bool
    let inputs: GliaInputs
    let neighbours: Neighbours
    let current: SlowCurrent
    /// Where the kind releases transmitter.
    let release: ReleaseRule?
    /// Columns of state by the name that models use, at their initial values.
    let initial: [(name: String, values: [Double])]

    /// uM of IP3 up to which a spike may be smoothed over a step: the error of calcium goes with
    /// its square, and is 1e-7 uM in a step of 10 ms.
    private static let smallJump = 0.005

    var paddedCount: Int { (count + 7) / 8 * 8 }

    /// About what a tick costs, in ns, as that of a partition: to share groups among workers.
    var cost: Double {
        let entries = inputs.tables.reduce(0) { $0 + $1.entries.count }
        return Double(count) * 30 / Double(stepTicks) + Double(entries) * 0.0025
    }

    /// Bytes held.
    var byteCount: Int {
        inputs.byteCount + neighbours.byteCount + 8 * gains.count
            + initial.reduce(0) { $0 + 8 * $1.values.count }
    }

    /// - Parameters:
    ///   - epochTicks: of the network; a coarse step is as many epochs as come nearest to `step`.
    ///   - inputs: the spikes that the astrocytes hear.
    init(
        _ group: Astrocytes, seed: UInt64, resolution: Double, epochTicks: Int,
        inputs: GliaInputs, neighbours: Neighbours
    ) {
        let p = GliaParameters(group)
        name = group.name
        count = group.count
        parameters = p
        self.resolution = resolution
        self.inputs = inputs
        self.neighbours = neighbours
        let epochs = (p["step"] / resolution / Double(epochTicks)).rounded()
        stepTicks = max(1, Int(epochs)) * epochTicks
        current = SlowCurrent(p, resolution: resolution, stepTicks: stepTicks)
        release = group.kind == "g_chi" ? ReleaseRule(p) : nil
        let tau: Double
        switch group.kind {
        case "li_rinzel":
            dynamics = .liRinzel(LiRinzelDynamics(p))
            (tau, driveRest, calciumMax) = (p["tau_IP3"], p["IP3_0"], p["Ca_tot"])
            gains = Array(repeating: p["delta_IP3"], count: group.count)
        case "ullah":
            dynamics = .ullah(UllahDynamics(p))
            (tau, driveRest, calciumMax) = (1 / p["alpha_glu"], 0, p["c0"])
            gains = Array(repeating: p["k_glu"], count: group.count)
        case "g_chi":
            dynamics = .gChI(GChIDynamics(p))
            (tau, driveRest, calciumMax) = (1 / p["Omega_c"], 0, p["C_T"])
            let amount = p["rho_c"] * p["Y_T"] * p["U_S"]
            gains = inputs.synapsesOfCell.map { amount / Double(max($0, 1)) }
        default: preconditionFailure("The kind \(group.kind) has no calcium.")
        }
        let isIP3 = group.kind == "li_rinzel"
        cutsAtSpikes = isIP3 && (gains.max() ?? 0) * inputs.weight > Self.smallJump
        basis = DriveBasis(tau: tau, ticks: stepTicks, resolution: resolution)
        initial = p.kind.states.filter { $0.name != "SIC" }.map {
            ($0.name, p.initial($0.name, seed: seed))
        }
    }
}

/// The slow inward current that calcium above a threshold makes.
struct SlowCurrent: Sendable {
    /// pA per unit of the logarithm.
    let scale: Double
    /// uM
    let threshold: Double
    let weight: Double
    /// By how many ticks of the delay a coarse step is anticipated, and how many remain: what flows
    /// in a step of the targets was sent `known` ticks earlier, and reaches them `wait` ticks after
    /// it has been calculated.
    let known: Int
    let wait: Int

    init(_ p: GliaParameters, resolution: Double, stepTicks: Int) {
        scale = p["SIC_scale"]
        threshold = p["SIC_th"]
        weight = p["SIC_weight"]
        let delay = p.ticks("SIC_delay", resolution: resolution)
        known = min(delay, stepTicks)
        wait = delay - known
    }

    var isSilent: Bool { scale == 0 || weight == 0 }

    /// The current in pA at this concentration of calcium in uM.
    @inline(__always)
    func value(_ calcium: Double) -> Double {
        let y = (calcium - threshold) * 1000
        return y > 1 ? scale * Double.log(y) : 0
    }
}

/// How an astrocyte releases transmitter.
struct ReleaseRule: Sendable {
    /// uM of calcium.
    let threshold: Double
    /// Per ms.
    let recovery: Double
    let clearance: Double
    /// Of what is available.
    let fraction: Double
    /// uM outside, if all were released.
    let amount: Double

    init(_ p: GliaParameters) {
        threshold = p["C_Theta"]
        recovery = p["Omega_A"]
        clearance = p["Omega_e"]
        fraction = p["U_A"]
        amount = p["rho_e"] * p["G_T"]
    }
}
