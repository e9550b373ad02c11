import SNNModel

// Receptors that are taken as constant during a tick, by their value at its beginning or by their
// mean over it:
//
//     J = Σ g E + Σ I,    G = Σ g,    and the sum of the jumps
//
// The common populations have one or two receptors and are advanced in a single pass, which keeps
// the sums in registers. Any other mix takes a pass per receptor and one over the membranes, for a
// stretch of neurons that fits the first-level cache.

/// Constants of one receptor that is taken as constant during a tick.
struct SteadyReceptor {
    let shape: Receptor.Shape
    let isConductance: Bool
    /// Index of the column of g or I, and for alpha of its drive D: x' = D e^(-t/τ) - x/τ.
    let value: Int
    let slope: Int
    /// e^(-h/τ)
    let decay: Column
    /// h e^(-h/τ): D on x, in ms
    let slopeDecay: Column
    /// e/τ: weights on D, per ms
    let peak: Column
    /// Of x and D on J and G
    let current: Column
    let currentSlope: Column
    let conductance: Column
    let conductanceSlope: Column

    /// - Parameters:
    ///   - isMean: whether the mean over the tick counts, or the value at its beginning.
    ///   - unit: J and G are multiplied by it.
    init(_ receptor: Receptor, isMean: Bool, unit: Drawn, _ builder: inout NeuronBuilder) {
        shape = receptor.shape
        isConductance = receptor.reversal != nil && shape != .delta
        let zero = builder.column(Drawn(values: [0]))
        guard shape != .delta else {
            (value, slope) = (0, 0)
            (decay, slopeDecay, peak) = (zero, zero, zero)
            (current, currentSlope, conductance, conductanceSlope) = (zero, zero, zero, zero)
            return
        }
        let h = builder.resolution
        let tau = builder.parameters.tau(of: receptor)
        let one = Drawn(values: [1])
        let reversal = isConductance ? builder.parameters.reversal(of: receptor) : one
        value = builder.addState((isConductance ? "g_" : "I_") + receptor.name)
        slope = shape == .alpha ? builder.addState(nil) : value
        decay = builder.column(from: tau) { Double.exp(-h / tau[$0]) }
        slopeDecay = builder.column(from: tau) { h * Double.exp(-h / tau[$0]) }
        peak = builder.column(from: tau) { 2.718_281_828_459_045 / tau[$0] }
        // Means of e^(-t/τ) and of t e^(-t/τ) over the tick.
        func mean(_ i: Int) -> Double { isMean ? Double.exponentialMean(-h / tau[i]) : 1 }
        func slopeMean(_ i: Int) -> Double {
            guard isMean else { return 0 }
            return h * Double.exp(-h / tau[i]) * Double.exponentialMoment(h / tau[i])
        }
        current = builder.column(from: tau, unit, reversal) { mean($0) * unit[$0] * reversal[$0] }
        conductance = builder.column(from: tau, unit) { mean($0) * unit[$0] }
        currentSlope = builder.column(from: tau, unit, reversal) {
            slopeMean($0) * unit[$0] * reversal[$0]
        }
        conductanceSlope = builder.column(from: tau, unit) { slopeMean($0) * unit[$0] }
    }
}

/// What the receptors of a few neurons amount to in a tick.
struct SteadySums<L: NeuronLanes> {
    var jump = L.all(0)
    var current = L.all(0)
    var conductance = L.all(0)
}

/// One receptor of all neurons.
private protocol SteadyInput<L> {
    associatedtype L: NeuronLanes
    var addsJump: Bool { get }
    var addsConductance: Bool { get }
    /// Adds its part, and moves it on to the end of the tick.
    func add(to sums: inout SteadySums<L>, _ i: Int)
}

private struct NoInput<L: NeuronLanes>: SteadyInput {
    var addsJump: Bool { false }
    var addsConductance: Bool { false }
    @inline(__always) func add(to sums: inout SteadySums<L>, _ i: Int) {}
}

private struct SteadyJump<L: NeuronLanes>: SteadyInput {
    let slot: UnsafeMutablePointer<L.Number>
    var addsJump: Bool { true }
    var addsConductance: Bool { false }

    @inline(__always)
    init(_ index: Int, _ tick: NeuronTick) { slot = tick.slot(L.self, index) }

    @inline(__always)
    func add(to sums: inout SteadySums<L>, _ i: Int) {
        sums.jump = sums.jump + L.load(slot + i)
        L.all(0).store(slot + i)
    }
}

private struct SteadyCourse<L: NeuronLanes>: SteadyInput {
    let receptor: SteadyReceptor
    let slot: UnsafeMutablePointer<L.Number>
    let value: UnsafeMutablePointer<L.Number>
    let slope: UnsafeMutablePointer<L.Number>
    let isAlpha: Bool
    let addsConductance: Bool
    var addsJump: Bool { false }

    /// The shape and kind of the receptor are repeated, so that the compiler knows them.
    @inline(__always)
    init(
        _ receptor: SteadyReceptor, _ index: Int, _ tick: NeuronTick, isAlpha: Bool,
        isConductance: Bool
    ) {
        self.receptor = receptor
        slot = tick.slot(L.self, index)
        value = tick.values(L.self, receptor.value)
        slope = tick.values(L.self, receptor.slope)
        self.isAlpha = isAlpha
        addsConductance = isConductance
    }

    @inline(__always)
    func add(to sums: inout SteadySums<L>, _ i: Int) {
        let x = L.load(value + i)
        let due = L.load(slot + i)
        let decay = receptor.decay.load(L.self, i)
        sums.current = sums.current + receptor.current.load(L.self, i) * x
        if addsConductance {
            sums.conductance = sums.conductance + receptor.conductance.load(L.self, i) * x
        }
        if isAlpha {
            let D = L.load(slope + i)
            sums.current = sums.current + receptor.currentSlope.load(L.self, i) * D
            if addsConductance {
                sums.conductance =
                    sums.conductance + receptor.conductanceSlope.load(L.self, i) * D
            }
            (decay * x + receptor.slopeDecay.load(L.self, i) * D).store(value + i)
            (decay * D + receptor.peak.load(L.self, i) * due).store(slope + i)
        } else {
            (decay * x + due).store(value + i)
        }
        L.all(0).store(slot + i)
    }
}

/// How the membranes of a kind of neuron are advanced.
protocol SteadyMembrane<L> {
    associatedtype L: NeuronLanes
    /// Advances the neurons from `i` on; returns the bits of those that spiked.
    ///
    /// - Parameter hasConductances: whether G can differ from zero.
    func advance(_ i: Int, _ sums: SteadySums<L>, hasConductances: Bool) -> UInt32
}

extension SteadyMembrane {
    /// Advances all neurons by a tick; returns how many spiked.
    @inline(__always)
    func advance(_ receptors: [SteadyReceptor], _ tick: NeuronTick) -> Int {
        let none = NoInput<L>()
        @inline(__always)
        func course(_ index: Int, _ isConductance: Bool) -> SteadyCourse<L> {
            SteadyCourse(
                receptors[index], index, tick, isAlpha: false, isConductance: isConductance)
        }
        guard receptors.count <= 2, receptors.allSatisfy({ $0.shape != .alpha }) else {
            return advanceInPasses(receptors, tick)
        }
        switch (receptors.count, receptors.first?.shape, receptors.last?.shape) {
        case (0, _, _): return advance(tick, none, none, hasConductances: false)
        case (1, .delta?, _):
            return advance(tick, SteadyJump(0, tick), none, hasConductances: false)
        case (2, .exponential?, .exponential?):
            switch (receptors[0].isConductance, receptors[1].isConductance) {
            case (false, false):
                return advance(tick, course(0, false), course(1, false), hasConductances: false)
            case (true, true):
                return advance(tick, course(0, true), course(1, true), hasConductances: true)
            default: return advanceInPasses(receptors, tick)
            }
        default: return advanceInPasses(receptors, tick)
        }
    }

    @inline(__always)
    private func advance<A: SteadyInput, B: SteadyInput>(
        _ tick: NeuronTick, _ a: A, _ b: B, hasConductances: Bool
    ) -> Int where A.L == L, B.L == L {
        var count = 0
        var i = 0
        while i < tick.paddedCount {
            var sums = SteadySums<L>()
            a.add(to: &sums, i)
            b.add(to: &sums, i)
            let bits = advance(i, sums, hasConductances: hasConductances)
            if bits != 0 { count = tick.mark(bits, from: i, count) }
            i &+= L.count
        }
        return count
    }

    @inline(__always)
    private func advanceInPasses(_ receptors: [SteadyReceptor], _ tick: NeuronTick) -> Int {
        var count = 0
        var first = 0
        while first < tick.paddedCount {
            let end = min(first &+ NeuronTick.stretch, tick.paddedCount)
            let rows = SteadyRows(tick, first, end, L.self)
            for (index, r) in receptors.enumerated() {
                switch (r.shape, r.isConductance) {
                case (.count, _): preconditionFailure("Only neurons of elm count.")
                case (.delta, _): rows.add(SteadyJump(index, tick))
                case (.exponential, false):
                    rows.add(SteadyCourse(r, index, tick, isAlpha: false, isConductance: false))
                case (.exponential, true):
                    rows.add(SteadyCourse(r, index, tick, isAlpha: false, isConductance: true))
                case (.alpha, false):
                    rows.add(SteadyCourse(r, index, tick, isAlpha: true, isConductance: false))
                case (.alpha, true):
                    rows.add(SteadyCourse(r, index, tick, isAlpha: true, isConductance: true))
                }
            }
            var i = first
            while i < end {
                let bits = advance(i, rows.sums(i), hasConductances: true)
                if bits != 0 { count = tick.mark(bits, from: i, count) }
                i &+= L.count
            }
            first = end
        }
        return count
    }
}

/// Sums over the receptors of a stretch of neurons.
struct SteadyRows<L: NeuronLanes> {
    /// In scratch, indexed by neuron.
    private let jump: UnsafeMutablePointer<L.Number>
    private let current: UnsafeMutablePointer<L.Number>
    private let conductance: UnsafeMutablePointer<L.Number>
    private let first: Int
    private let end: Int

    static var scratchCount: Int { 3 * NeuronTick.stretch }

    @inline(__always)
    init(_ tick: NeuronTick, _ first: Int, _ end: Int, _ lanes: L.Type) {
        (self.first, self.end) = (first, end)
        jump = tick.scratch(lanes) - first
        current = jump + NeuronTick.stretch
        conductance = current + NeuronTick.stretch
        var i = first
        while i < end {
            L.all(0).store(jump + i)
            L.all(0).store(current + i)
            L.all(0).store(conductance + i)
            i &+= L.count
        }
    }

    @inline(__always)
    func sums(_ i: Int) -> SteadySums<L> {
        SteadySums(
            jump: L.load(jump + i), current: L.load(current + i),
            conductance: L.load(conductance + i))
    }

    @inline(__always)
    fileprivate func add<A: SteadyInput>(_ input: A) where A.L == L {
        var i = first
        while i < end {
            var sums = sums(i)
            input.add(to: &sums, i)
            if input.addsJump {
                sums.jump.store(jump + i)
            } else {
                sums.current.store(current + i)
                if input.addsConductance { sums.conductance.store(conductance + i) }
            }
            i &+= L.count
        }
    }
}
