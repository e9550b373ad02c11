import SNNModel

// Leaky integrate-and-fire neurons with currents, in closed form from one event to the next. With
// s the time since the event, I and D of each receptor as of then, and currents (I + D s) e^(-s/τ),
//
//     V(s) = V∞ + (V - V∞) e^(-s/τm) + Σ I K(s) + D M(s),       V∞ = E_L + R I_e
//     K(s) = 1/C ∫ e^(-(s-u)/τm) e^(-u/τ) du    = β/C (e^(-s/τm) - e^(-s/τ))
//     M(s) = 1/C ∫ e^(-(s-u)/τm) u e^(-u/τ) du  = β/C (K(s) C - s e^(-s/τ)),   1/β = 1/τ - 1/τm
//
// β grows without bound as τ comes near τm, and the differences cancel; there K = s/C e^(-s/τ)
// (e^x - 1)/x and M = s²/C e^(-s/τ) (e^x - 1 - x)/x², with x = s/β, are used instead.

/// Constants of LIF neurons whose receptors are jumps and currents.
struct ExactLIF {
    let resolution: Double
    let rows: ConstantRows
    /// Of each receptor.
    let receptors: UnsafeMutableBufferPointer<ExactReceptor>
    /// Those of them that are currents.
    let currents: UnsafeMutableBufferPointer<ExactReceptor>

    init(
        _ p: NeuronParameters, _ layout: ExactLayout, resolution: Double, store: ColumnStore
    ) {
        self.resolution = resolution
        receptors = layout.receptors
        currents = layout.currents
        var rows = ConstantRowBuilder(count: layout.count, store: store)
        let (tau, capacitance) = (p["tau_m"], p["C_m"])
        let (rest, external) = (p["E_L"], p["I_e"])
        rows.add(tau)
        rows.add(from: tau) { -1 / tau[$0] }
        rows.add(from: tau, capacitance, rest, external) {
            rest[$0] + external[$0] * tau[$0] / capacitance[$0]
        }
        rows.add(p["V_th"])
        rows.add(p["V_reset"])
        rows.add(p["t_ref"])
        rows.add(from: capacitance) { 1 / capacitance[$0] }
        for receptor in p.population.receptors where receptor.shape != .delta {
            Self.add(p.tau(of: receptor), membrane: tau, capacitance, &rows)
        }
        self.rows = rows.build()
    }

    /// The row of a current, in the order of `CurrentRow`.
    private static func add(
        _ tau: Drawn, membrane: Drawn, _ capacitance: Drawn, _ rows: inout ConstantRowBuilder
    ) {
        func beta(_ i: Int) -> Double { tau[i] * membrane[i] / (membrane[i] - tau[i]) }
        func isNear(_ i: Int) -> Bool { abs(membrane[i] - tau[i]) < 0.1 * membrane[i] }
        func isFast(_ i: Int) -> Bool { tau[i] < membrane[i] && !isNear(i) }
        // K is greatest where K' = 0, so where K = τm/C e^(-s/τ), at s = β ln(τm/τ). A current of
        // any shape moves V by no more than its greatest value times R, and by no more than its
        // charge over C.
        func crest(_ i: Int) -> Double {
            let x = (membrane[i] - tau[i]) / tau[i]
            let peak = membrane[i] * Double.logMean(x)
            return membrane[i] / capacitance[i] * Double.exp(-peak / tau[i]) * (1 + 1e-12)
        }
        func slopeCrest(_ i: Int) -> Double {
            min(tau[i] * membrane[i] / 2.718_281_828, tau[i] * tau[i]) / capacitance[i]
        }
        let e = 2.718_281_828_459_045
        func add(_ value: (Int) -> Double) {
            rows.add(from: tau, membrane, capacitance, calculated: value)
        }
        add { -1 / tau[$0] }
        add { isNear($0) ? 0 : beta($0) / capacitance[$0] }
        add { isNear($0) ? 0 : beta($0) }
        add { 1 / tau[$0] - 1 / membrane[$0] }
        add { e / tau[$0] }
        add { 1 / tau[$0] + 1 / membrane[$0] }
        add(crest)
        add(slopeCrest)
        add { isFast($0) ? beta($0) / capacitance[$0] * (1 + 1e-12) : 0 }
        add { isFast($0) ? beta($0) * beta($0) / capacitance[$0] * (1 + 1e-12) : 0 }
        add { isFast($0) ? 0 : crest($0) }
        add { isFast($0) ? 0 : slopeCrest($0) }
    }
}

/// Constants of one neuron.
struct LIFRow {
    let at: UnsafePointer<Double>

    static let count = 7

    @inline(__always) var tau: Double { at[0] }
    /// -1/τm
    @inline(__always) var rate: Double { at[1] }
    /// V∞, in mV
    @inline(__always) var asymptote: Double { at[2] }
    @inline(__always) var threshold: Double { at[3] }
    @inline(__always) var reset: Double { at[4] }
    @inline(__always) var refractory: Double { at[5] }
    /// 1/C
    @inline(__always) var inverse: Double { at[6] }

    @inline(__always)
    func current(_ index: Int) -> CurrentRow {
        CurrentRow(at: at + (Self.count &+ index &* CurrentRow.count))
    }
}

/// Constants of one current of one neuron.
struct CurrentRow {
    let at: UnsafePointer<Double>

    static let count = 12

    /// -1/τ
    @inline(__always) var rate: Double { at[0] }
    /// β/C, and β; 0 where τ is near τm.
    @inline(__always) var gain: Double { at[1] }
    @inline(__always) var beta: Double { at[2] }
    /// 1/β
    @inline(__always) var difference: Double { at[3] }
    /// e/τ: weights on D of alpha.
    @inline(__always) var peak: Double { at[4] }
    /// 1/τ + 1/τm
    @inline(__always) var curb: Double { at[5] }
    /// Bounds of K(s) and M(s).
    @inline(__always) var crest: Double { at[6] }
    @inline(__always) var slopeCrest: Double { at[7] }
    /// Where τ < τm, bounds of K(s) e^(s/τm) and M(s) e^(s/τm); 0 elsewhere.
    @inline(__always) var share: Double { at[8] }
    @inline(__always) var slopeShare: Double { at[9] }
    /// Elsewhere, `crest` and `slopeCrest`; 0 where τ < τm.
    @inline(__always) var slowCrest: Double { at[10] }
    @inline(__always) var slowSlopeCrest: Double { at[11] }

    /// K(s), given e^(-s/τm) and e^(-s/τ).
    @inline(__always)
    func response(_ s: Double, _ membrane: Double, _ synapse: Double, _ inverse: Double) -> Double {
        if gain != 0 { return gain * (membrane - synapse) }
        guard synapse > 1e-300 else { return 0 }
        return s * inverse * synapse * Double.exponentialMean(s * difference)
    }

    /// M(s).
    @inline(__always)
    func slopeResponse(
        _ s: Double, _ membrane: Double, _ synapse: Double, _ inverse: Double
    ) -> Double {
        if gain != 0 { return gain * (beta * (membrane - synapse) - s * synapse) }
        guard synapse > 1e-300 else { return 0 }
        return s * s * inverse * synapse * Double.exponentialMoment(s * difference)
    }
}
