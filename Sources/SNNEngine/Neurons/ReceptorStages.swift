import SNNModel

// What receptors do to a membrane that is not linear, or not with constant coefficients:
//
//     C dV/dt = … + J(t) - G(t) V,      G = Σ g,   J = Σ g E + Σ I
//
// Conductances g and currents I decay in closed form whatever V does, so that the sums are known at
// any time within a tick before the membrane is advanced. Fixed steps take them at the beginning,
// in the middle and at the end of a tick, from rows that one pass per receptor adds up.

/// Constants of one receptor, of any shape, current or conductance.
struct StagedReceptor {
    let shape: Receptor.Shape
    let isConductance: Bool
    /// Index of the column of g or I, and for alpha of its drive D: x' = D e^(-t/τ) - x/τ.
    let value: Int
    let slope: Int
    /// e^(-h/τ) and e^(-h/2τ)
    let decay: Column
    let halfDecay: Column
    /// -1/(90 τ), per ms: all stages of the adaptive step lie at multiples of a ninetieth.
    let rate: Column
    /// Weights on D, per ms: e/τ
    let peak: Column
    let reversal: Column

    init(_ receptor: Receptor, _ builder: inout NeuronBuilder) {
        shape = receptor.shape
        isConductance = receptor.reversal != nil && shape != .delta
        let zero = builder.column(Drawn(values: [0]))
        guard shape != .delta else {
            (value, slope) = (0, 0)
            (decay, halfDecay, rate, peak, reversal) = (zero, zero, zero, zero, zero)
            return
        }
        let h = builder.resolution
        let tau = builder.parameters.tau(of: receptor)
        value = builder.addState((isConductance ? "g_" : "I_") + receptor.name)
        slope = shape == .alpha ? builder.addState(nil) : value
        decay = builder.column(from: tau) { Double.exp(-h / tau[$0]) }
        halfDecay = builder.column(from: tau) { Double.exp(-h / (2 * tau[$0])) }
        rate = builder.column(from: tau) { -1 / (90 * tau[$0]) }
        peak = builder.column(from: tau) { 2.718_281_828_459_045 / tau[$0] }
        reversal = isConductance
            ? builder.column(builder.parameters.reversal(of: receptor)) : zero
    }
}

/// Sums over receptors for a stretch of neurons, at three times of a tick.
struct StageRows {
    /// In scratch, per row one number per neuron; indexed by neuron.
    let jump: UnsafeMutablePointer<Double>
    let current: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
        UnsafeMutablePointer<Double>)
    let conductance: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>,
        UnsafeMutablePointer<Double>)

    static let stretch = 128
    static let scratchCount = 7 * stretch

    @inline(__always)
    init(_ scratch: UnsafeMutablePointer<Double>, first: Int) {
        let base = scratch - first
        let stretch = Self.stretch
        jump = base
        current = (base + stretch, base + 2 * stretch, base + 3 * stretch)
        conductance = (base + 4 * stretch, base + 5 * stretch, base + 6 * stretch)
    }
}

extension NeuronTick {
    /// Adds up what receptors do during this tick, and moves them on to its end.
    ///
    /// - Parameter midway: also in the middle and at the end of the tick.
    @inline(__always)
    func gather<L: Lanes>(
        _ lanes: L.Type, _ receptors: [StagedReceptor], _ rows: StageRows,
        _ first: Int, _ end: Int, midway: Bool
    ) {
        clear(lanes, rows, first, end, midway: midway)
        for (index, r) in receptors.enumerated() {
            let slot = slots[index]
            switch (r.shape, r.isConductance) {
            case (.delta, _):
                addJump(lanes, slot, rows, first, end)
            case (.exponential, false):
                add(lanes, r, slot, rows, first, end, midway, alpha: false, conductance: false)
            case (.exponential, true):
                add(lanes, r, slot, rows, first, end, midway, alpha: false, conductance: true)
            case (.alpha, false):
                add(lanes, r, slot, rows, first, end, midway, alpha: true, conductance: false)
            case (.alpha, true):
                add(lanes, r, slot, rows, first, end, midway, alpha: true, conductance: true)
            }
        }
    }

    @inline(__always)
    private func clear<L: Lanes>(
        _ lanes: L.Type, _ rows: StageRows, _ first: Int, _ end: Int, midway: Bool
    ) {
        let zero = L.all(0)
        var i = first
        while i < end {
            zero.store(rows.jump + i)
            zero.store(rows.current.0 + i)
            zero.store(rows.conductance.0 + i)
            if midway {
                zero.store(rows.current.1 + i)
                zero.store(rows.current.2 + i)
                zero.store(rows.conductance.1 + i)
                zero.store(rows.conductance.2 + i)
            }
            i &+= L.count
        }
    }

    @inline(__always)
    private func addJump<L: Lanes>(
        _ lanes: L.Type, _ slot: UnsafeMutablePointer<Double>, _ rows: StageRows,
        _ first: Int, _ end: Int
    ) {
        var i = first
        while i < end {
            (L.load(rows.jump + i) + L.load(slot + i)).store(rows.jump + i)
            L.all(0).store(slot + i)
            i &+= L.count
        }
    }

    @inline(__always)
    private func add<L: Lanes>(
        _ lanes: L.Type, _ r: StagedReceptor, _ slot: UnsafeMutablePointer<Double>,
        _ rows: StageRows, _ first: Int, _ end: Int, _ midway: Bool, alpha: Bool,
        conductance: Bool
    ) {
        let (value, slope) = (values(r.value), values(r.slope))
        let h = resolution
        var i = first
        while i < end {
            let x = L.load(value + i)
            let decay = r.decay.load(lanes, i)
            let due = L.load(slot + i)
            var (middle, next) = (x, x)
            if alpha {
                let drive = L.load(slope + i)
                middle = x + L.all(h / 2) * drive
                next = x + L.all(h) * drive
                (decay * drive + r.peak.load(lanes, i) * due).store(slope + i)
            }
            next = decay * next
            let reversal = r.reversal.load(lanes, i)
            put(x, reversal, rows.current.0, rows.conductance.0, i, conductance)
            if midway {
                middle = r.halfDecay.load(lanes, i) * middle
                put(middle, reversal, rows.current.1, rows.conductance.1, i, conductance)
                put(next, reversal, rows.current.2, rows.conductance.2, i, conductance)
            }
            (alpha ? next : next + due).store(value + i)
            L.all(0).store(slot + i)
            i &+= L.count
        }
    }

    @inline(__always)
    private func put<L: Lanes>(
        _ x: L, _ reversal: L, _ current: UnsafeMutablePointer<Double>,
        _ conductances: UnsafeMutablePointer<Double>, _ i: Int, _ isConductance: Bool
    ) {
        if isConductance {
            (L.load(current + i) + x * reversal).store(current + i)
            (L.load(conductances + i) + x).store(conductances + i)
        } else {
            (L.load(current + i) + x).store(current + i)
        }
    }
}
