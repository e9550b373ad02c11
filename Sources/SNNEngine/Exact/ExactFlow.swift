import SNNModel

// Neurons without a closed form, in steps of a Taylor series from one event to the next. All of
// them are one equation with different constants:
//
//     V' = p₂ V² + p₁ V + p₀ + X + (J(t) - G(t) V - w)/C,       X = A e^((V - V_T)/Δ)
//     w' = r (g (V - V_0) - w)
//
//                   p₂     p₁       p₀               A          r      g   V_0
//     Izhikevich    0.04   5        140 + I_e        0          a      b   0    w is U_m, C = 1
//     AdEx          0      -g_L/C   (g_L E_L+I_e)/C  g_L Δ/C    1/τ_w  a   E_L
//     LIF           0      -1/τ_m   E_L/τ_m + I_e/C  0          0      0   0    conductances
//
// J = Σ g E + Σ I and G = Σ g are known at all times, since receptors decay in closed form.

/// Constants of neurons whose equations are integrated between events.
struct ExactFlow {
    let resolution: Double
    let rows: ConstantRows
    /// Of each receptor, and those of them that are not delta.
    let receptors: UnsafeMutableBufferPointer<ExactReceptor>
    let currents: UnsafeMutableBufferPointer<ExactReceptor>
    let hasConductances: Bool
    /// Error of V and w allowed per step, in mV or pA, per unit and per unit of their rate in ms.
    let tolerance: Double
    let bernstein: UnsafePointer<Double>
    let inverses: UnsafePointer<Double>

    init(
        _ p: NeuronParameters, _ layout: ExactLayout, resolution: Double, tolerance: Double,
        store: ColumnStore
    ) {
        self.resolution = resolution
        self.tolerance = tolerance
        receptors = layout.receptors
        currents = layout.currents
        hasConductances = layout.currents.contains(where: \.isConductance)
        bernstein = BernsteinForm.matrix(in: store)
        inverses = TaylorSeries.inverses(in: store)
        var rows = ConstantRowBuilder(count: layout.count, store: store)
        switch p.kind.name {
        case "izhikevich": Self.addIzhikevich(p, &rows)
        case "adex": Self.addAdEx(p, &rows)
        case "lif": Self.addLIF(p, &rows)
        default: preconditionFailure("There is no series for the kind \(p.kind.name).")
        }
        for receptor in p.population.receptors where receptor.shape != .delta {
            let tau = p.tau(of: receptor)
            rows.add(from: tau) { -1 / tau[$0] }
            rows.add(from: tau) { 2.718_281_828_459_045 / tau[$0] }
            rows.add(receptor.reversal == nil ? .zero : p.reversal(of: receptor))
        }
        self.rows = rows.build()
    }

    // The order of these rows is that of `FlowRow`.

    private static func addIzhikevich(_ p: NeuronParameters, _ rows: inout ConstantRowBuilder) {
        let external = p["I_e"]
        rows.add(Drawn(values: [0.04]))
        rows.add(Drawn(values: [5]))
        rows.add(from: external) { 140 + external[$0] }
        rows.add(Drawn(values: [1]))
        for _ in 0..<3 { rows.add(.zero) }
        rows.add(p["a"])
        rows.add(p["b"])
        rows.add(.zero)
        for name in ["V_th", "c", "d"] { rows.add(p[name]) }
        rows.add(.zero)
    }

    private static func addAdEx(_ p: NeuronParameters, _ rows: inout ConstantRowBuilder) {
        let (capacitance, leak, rest) = (p["C_m"], p["g_L"], p["E_L"])
        let (external, slope, tau) = (p["I_e"], p["Delta_T"], p["tau_w"])
        rows.add(.zero)
        rows.add(from: leak, capacitance) { -leak[$0] / capacitance[$0] }
        rows.add(from: leak, capacitance, rest, external) {
            (leak[$0] * rest[$0] + external[$0]) / capacitance[$0]
        }
        rows.add(from: capacitance) { 1 / capacitance[$0] }
        rows.add(from: leak, slope, capacitance) { leak[$0] * slope[$0] / capacitance[$0] }
        rows.add(from: slope) { 1 / slope[$0] }
        rows.add(p["V_th"])
        rows.add(from: tau) { 1 / tau[$0] }
        for name in ["a", "E_L", "V_peak", "V_reset", "b", "t_ref"] { rows.add(p[name]) }
    }

    private static func addLIF(_ p: NeuronParameters, _ rows: inout ConstantRowBuilder) {
        let (tau, capacitance, rest, external) = (p["tau_m"], p["C_m"], p["E_L"], p["I_e"])
        rows.add(.zero)
        rows.add(from: tau) { -1 / tau[$0] }
        rows.add(from: tau, capacitance, rest, external) {
            rest[$0] / tau[$0] + external[$0] / capacitance[$0]
        }
        rows.add(from: capacitance) { 1 / capacitance[$0] }
        for _ in 0..<6 { rows.add(.zero) }
        for name in ["V_th", "V_reset"] { rows.add(p[name]) }
        rows.add(.zero)
        rows.add(p["t_ref"])
    }
}

extension Drawn {
    static var zero: Drawn { Drawn(values: [0]) }
}

/// Constants of one neuron.
struct FlowRow {
    let at: UnsafePointer<Double>

    static let count = 14

    /// p₂, p₁, p₀ and 1/C
    @inline(__always) var quadratic: Double { at[0] }
    @inline(__always) var linear: Double { at[1] }
    @inline(__always) var constant: Double { at[2] }
    @inline(__always) var inverse: Double { at[3] }
    /// A, 1/Δ and V_T
    @inline(__always) var upswing: Double { at[4] }
    @inline(__always) var inverseSlope: Double { at[5] }
    @inline(__always) var foot: Double { at[6] }
    /// r, g and V_0
    @inline(__always) var rate: Double { at[7] }
    @inline(__always) var gain: Double { at[8] }
    @inline(__always) var reference: Double { at[9] }
    @inline(__always) var threshold: Double { at[10] }
    @inline(__always) var reset: Double { at[11] }
    @inline(__always) var increment: Double { at[12] }
    @inline(__always) var refractory: Double { at[13] }

    /// -1/τ, e/τ and the reversal potential of a receptor.
    @inline(__always)
    func current(_ index: Int) -> (rate: Double, peak: Double, reversal: Double) {
        let row = at + (Self.count &+ index &* 3)
        return (row[0], row[1], row[2])
    }
}
