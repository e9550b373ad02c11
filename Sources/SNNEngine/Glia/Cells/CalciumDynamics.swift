// What the kinds of astrocytes have in common: calcium that moves between two rooms, gates that it
// closes, IP3 that opens them, and an input that is a sum of exponentials. One step of fourth order
// serves all; a kind only says how fast its variables change. Time is in ms, concentrations are in
// uM.

/// The variables of a few astrocytes side by side, or how fast they change.
struct CellLanes<L: Lanes> {
    var ip3: L
    var calcium: L
    /// The fraction of IP3 receptors that calcium has not closed.
    var open: L
    /// The fraction of receptors with transmitter, for kinds that have them.
    var bound: L

    @inline(__always)
    func adding(_ rates: CellLanes<L>, _ step: L) -> CellLanes<L> {
        CellLanes(
            ip3: ip3 + step * rates.ip3, calcium: calcium + step * rates.calcium,
            open: open + step * rates.open, bound: bound + step * rates.bound)
    }
}

/// What flows into an astrocyte from outside and is held during a coarse step, in uM per ms.
struct CellForces<L: Lanes> {
    let calcium: L
    let ip3: L
}

/// The equations of one kind.
protocol CalciumDynamics {
    /// - Parameter drive: the input's exponential sum: IP3 itself, or transmitter.
    func rates<L: Lanes>(_ cell: CellLanes<L>, drive: L, _ forces: CellForces<L>) -> CellLanes<L>
}

/// Li & Rinzel (1994) as in NEST's `astrocyte_lr_1994`; `drive` is IP3.
struct LiRinzelDynamics: CalciumDynamics {
    let total, dissociation1, dissociation2, activation, inhibition, pumpHalf: Double
    let binding, release, leak, uptake, ratio: Double

    init(_ p: GliaParameters) {
        total = p["Ca_tot"]
        dissociation1 = p["Kd_IP3_1"]
        dissociation2 = p["Kd_IP3_2"]
        activation = p["Kd_act"]
        inhibition = p["Kd_inh"]
        pumpHalf = p["Km_SERCA"]
        binding = p["k_IP3R"]
        release = p["rate_IP3R"]
        leak = p["rate_L"]
        uptake = p["rate_SERCA"]
        ratio = p["ratio_ER_cyt"]
    }

    @inline(__always)
    func rates<L: Lanes>(
        _ cell: CellLanes<L>, drive ip3: L, _ forces: CellForces<L>
    ) -> CellLanes<L> {
        let (Ca, h) = (cell.calcium, cell.open)
        let sum = ip3 + L.all(dissociation1)
        let gates = ip3 * Ca / (sum * (Ca + L.all(activation))) * h
        let gradient = L.all(total) - Ca - L.all(ratio) * Ca
        let flow = (L.all(release) * (gates * gates * gates) + L.all(leak)) * gradient
        let square = Ca * Ca
        let pump = L.all(uptake) * square / (L.all(pumpHalf * pumpHalf) + square)
        let alpha = L.all(binding * inhibition) * sum / (ip3 + L.all(dissociation2))
        let zero = L.all(0)
        return CellLanes(
            ip3: zero, calcium: flow - pump,
            open: alpha * (L.all(1) - h) - L.all(binding) * Ca * h, bound: zero)
    }
}

/// Ullah, Jung & Cornell-Bell (2006) as in Gordleeva et al. (2021); there is no drive, production
/// of IP3 by glutamate is among the forces.
struct UllahDynamics: CalciumDynamics {
    let total, ratio, release, leak, uptake, production, inflow, inflowByIP3, extrusion: Double
    let inflowHalf, pumpHalf, productionHalf, d1, d2, d3, d5, alpha, binding, decay, rest: Double

    init(_ p: GliaParameters) {
        total = p["c0"]
        ratio = p["c1"]
        release = p["v1"]
        leak = p["v2"]
        uptake = p["v3"]
        production = p["v4"]
        inflow = p["v5"]
        inflowByIP3 = p["v6"]
        extrusion = p["k1"]
        inflowHalf = p["k2"]
        pumpHalf = p["k3"]
        productionHalf = p["k4"]
        d1 = p["d1"]
        d2 = p["d2"]
        d3 = p["d3"]
        d5 = p["d5"]
        alpha = p["alpha"]
        binding = p["a2"]
        decay = p["tau_r"]
        rest = p["IP3_0"]
    }

    @inline(__always)
    func rates<L: Lanes>(
        _ cell: CellLanes<L>, drive: L, _ forces: CellForces<L>
    ) -> CellLanes<L> {
        let (ip3, Ca, h) = (cell.ip3, cell.calcium, cell.open)
        let sum = ip3 + L.all(d1)
        let gates = ip3 * Ca / (sum * (Ca + L.all(d5))) * h
        let gradient = L.all(total) - Ca - L.all(ratio) * Ca
        let flow = (L.all(release) * (gates * gates * gates) + L.all(leak)) * gradient
        let (square, squareIP3) = (Ca * Ca, ip3 * ip3)
        let pump = L.all(uptake) * square / (L.all(pumpHalf * pumpHalf) + square)
        let inward = L.all(inflow)
            + L.all(inflowByIP3) * squareIP3 / (L.all(inflowHalf * inflowHalf) + squareIP3)
        let made = L.all(production) * (Ca + L.all((1 - alpha) * productionHalf))
            / (Ca + L.all(productionHalf))
        let q = L.all(d2) * sum / (ip3 + L.all(d3))
        return CellLanes(
            ip3: L.all(decay) * (L.all(rest) - ip3) + made + forces.ip3,
            calcium: flow - pump + inward - L.all(extrusion) * Ca + forces.calcium,
            open: L.all(binding) * (q * (L.all(1) - h) - Ca * h), bound: L.all(0))
    }
}

/// De Pittà et al. (2009), the G-ChI model; `drive` is the transmitter of the covered synapses.
struct GChIDynamics: CalciumDynamics {
    let uptake, pumpHalf, total, ratio, release, leak, d1, d2, d3, d5, binding: Double
    let made, association, dissociation, desensitised, zeta: Double
    let delta, deltaIP3, deltaCa, degradation, kinaseCa, kinaseIP3, kinase: Double

    init(_ p: GliaParameters) {
        uptake = p["O_P"]
        pumpHalf = p["K_P"]
        total = p["C_T"]
        ratio = p["rho_A"]
        release = p["Omega_C"]
        leak = p["Omega_L"]
        d1 = p["d1"]
        d2 = p["d2"]
        d3 = p["d3"]
        d5 = p["d5"]
        binding = p["O_2"]
        made = p["O_beta"]
        association = p["O_N"]
        dissociation = p["Omega_N"]
        desensitised = p["K_KC"]
        zeta = p["zeta"]
        delta = p["O_delta"]
        deltaIP3 = p["kappa_delta"]
        deltaCa = p["K_delta"]
        degradation = p["Omega_5P"]
        kinaseCa = p["K_D"]
        kinaseIP3 = p["K_3K"]
        kinase = p["O_3K"]
    }

    @inline(__always)
    func rates<L: Lanes>(
        _ cell: CellLanes<L>, drive: L, _ forces: CellForces<L>
    ) -> CellLanes<L> {
        let (ip3, Ca, h) = (cell.ip3, cell.calcium, cell.open)
        let one = L.all(1)
        let sum = ip3 + L.all(d1)
        let gates = ip3 * Ca / (sum * (Ca + L.all(d5))) * h
        let gradient = L.all(total) - Ca - L.all(ratio) * Ca
        let flow = (L.all(release) * (gates * gates * gates) + L.all(leak)) * gradient
        let square = Ca * Ca
        let pump = L.all(uptake) * square / (L.all(pumpHalf * pumpHalf) + square)
        let q = L.all(d2) * sum / (ip3 + L.all(d3))
        let undone = L.all(dissociation) * (one + L.all(zeta) * Ca / (Ca + L.all(desensitised)))
        let bound = L.all(association) * drive * (one - cell.bound) - undone * cell.bound
        let plc = L.all(delta) * square
            / ((one + ip3 * L.all(1 / deltaIP3)) * (square + L.all(deltaCa * deltaCa)))
        let fourth = square * square
        let four = kinaseCa * kinaseCa * kinaseCa * kinaseCa
        let kinased = L.all(kinase) * fourth * ip3
            / ((fourth + L.all(four)) * (ip3 + L.all(kinaseIP3)))
        return CellLanes(
            ip3: L.all(made) * cell.bound + plc - kinased - L.all(degradation) * ip3
                + forces.ip3,
            calcium: flow - pump,
            open: L.all(binding) * (q * (one - h) - Ca * h), bound: bound)
    }
}
