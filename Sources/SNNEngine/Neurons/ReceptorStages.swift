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

/// Sums over the receptors of a few neurons, at three times of a tick.
struct StageSums<L: NeuronLanes> {
    var jump = L.all(0)
    var current: (L, L, L)
    var conductance: (L, L, L)

    /// Adds a current that is constant during the tick.
    @inline(__always)
    mutating func inject(_ injected: L) {
        current.0 = current.0 + injected
        current.1 = current.1 + injected
        current.2 = current.2 + injected
    }
}

/// The course of g or I of one receptor during a tick.
struct StagedCourse<L: NeuronLanes> {
    let slot: UnsafeMutablePointer<L.Number>
    let value: UnsafeMutablePointer<L.Number>
    let slope: UnsafeMutablePointer<L.Number>
    let isAlpha: Bool
    let reversal: Column
    private let decay: Column
    private let halfDecay: Column
    private let peak: Column
    private let h: Double

    /// The shape of the receptor is repeated, so that the compiler knows it.
    @inline(__always)
    init(_ receptor: StagedReceptor, _ index: Int, _ tick: NeuronTick, isAlpha: Bool) {
        slot = tick.slot(L.self, index)
        value = tick.values(L.self, receptor.value)
        slope = tick.values(L.self, receptor.slope)
        self.isAlpha = isAlpha
        (decay, halfDecay) = (receptor.decay, receptor.halfDecay)
        (peak, reversal) = (receptor.peak, receptor.reversal)
        h = tick.resolution
    }

    /// The values at the beginning, in the middle and at the end, where weights that are due then
    /// are not yet in; moves the receptor on.
    @inline(__always)
    func advance(_ i: Int) -> (L, L, L) {
        let x = L.load(value + i)
        let decay = decay.load(L.self, i)
        let due = L.load(slot + i)
        L.all(0).store(slot + i)
        guard isAlpha else {
            let next = decay * x
            (next + due).store(value + i)
            return (x, halfDecay.load(L.self, i) * x, next)
        }
        let drive = L.load(slope + i)
        let middle = halfDecay.load(L.self, i) * (x + L.all(h / 2) * drive)
        let next = decay * (x + L.all(h) * drive)
        (decay * drive + peak.load(L.self, i) * due).store(slope + i)
        next.store(value + i)
        return (x, middle, next)
    }
}

/// Sums over receptors for a stretch of neurons, at three times of a tick.
struct StageRows<L: NeuronLanes> {
    /// In scratch, per row one number per neuron; indexed by neuron.
    private let base: UnsafeMutablePointer<L.Number>
    private let first: Int
    private let end: Int

    static var scratchCount: Int { 7 * NeuronTick.stretch }

    @inline(__always)
    init(_ tick: NeuronTick, _ first: Int, _ end: Int) {
        (self.first, self.end) = (first, end)
        base = tick.scratch(L.self) - first
        for row in 0..<7 {
            var i = first
            while i < end {
                L.all(0).store(self.row(row) + i)
                i &+= L.count
            }
        }
    }

    /// Jumps, currents at three times, conductances at three times.
    @inline(__always)
    private func row(_ index: Int) -> UnsafeMutablePointer<L.Number> {
        base + index &* NeuronTick.stretch
    }

    @inline(__always)
    func sums(_ i: Int) -> StageSums<L> {
        StageSums(
            jump: L.load(row(0) + i),
            current: (L.load(row(1) + i), L.load(row(2) + i), L.load(row(3) + i)),
            conductance: (L.load(row(4) + i), L.load(row(5) + i), L.load(row(6) + i)))
    }

    /// Adds up what receptors do during this tick, and moves them on to its end.
    @inline(__always)
    func gather(_ receptors: [StagedReceptor], _ tick: NeuronTick) {
        for (index, r) in receptors.enumerated() {
            switch (r.shape, r.isConductance) {
            case (.count, _): preconditionFailure("Only neurons of elm count.")
            case (.delta, _): addJumps(tick.slot(L.self, index))
            case (.exponential, false):
                add(StagedCourse(r, index, tick, isAlpha: false), isConductance: false)
            case (.exponential, true):
                add(StagedCourse(r, index, tick, isAlpha: false), isConductance: true)
            case (.alpha, false):
                add(StagedCourse(r, index, tick, isAlpha: true), isConductance: false)
            case (.alpha, true):
                add(StagedCourse(r, index, tick, isAlpha: true), isConductance: true)
            }
        }
    }

    @inline(__always)
    private func addJumps(_ slot: UnsafeMutablePointer<L.Number>) {
        var i = first
        while i < end {
            (L.load(row(0) + i) + L.load(slot + i)).store(row(0) + i)
            L.all(0).store(slot + i)
            i &+= L.count
        }
    }

    @inline(__always)
    private func add(_ course: StagedCourse<L>, isConductance: Bool) {
        var i = first
        while i < end {
            let x = course.advance(i)
            let reversal = isConductance ? course.reversal.load(L.self, i) : L.all(1)
            put(x.0, reversal, 1, i, isConductance)
            put(x.1, reversal, 2, i, isConductance)
            put(x.2, reversal, 3, i, isConductance)
            i &+= L.count
        }
    }

    @inline(__always)
    private func put(_ x: L, _ reversal: L, _ index: Int, _ i: Int, _ isConductance: Bool) {
        let (current, conductance) = (row(index) + i, row(index &+ 3) + i)
        if isConductance {
            (L.load(current) + x * reversal).store(current)
            (L.load(conductance) + x).store(conductance)
        } else {
            (L.load(current) + x).store(current)
        }
    }
}
