import SNNModel

// What is asked of an exact neuron, by the loop that owns it:
//
//     advance     here are your inputs up to the end of this tick: take them, and tell me every
//                 spike up to there, and when I have to come again
//     value       what are you at this tick? (nothing changes)
//
// Between the two a neuron costs nothing. Times are never rounded to ticks.

/// Where a receptor keeps its values.
struct ExactReceptor {
    let shape: Receptor.Shape
    let isConductance: Bool
    /// Index in the record of I or g, and for alpha of D.
    let value: Int
    let slope: Int
    /// Index among those receptors that are not delta.
    let current: Int
}

/// The order of a neuron's record.
struct ExactLayout {
    let count: Int
    let stride: Int
    let receptors: UnsafeMutableBufferPointer<ExactReceptor>
    let currents: UnsafeMutableBufferPointer<ExactReceptor>
    /// Index of the second variable of nonlinear neurons.
    static let second = LazyRecord.count
}

/// What is constant about exactly advanced neurons `range` of a population, and how they advance.
///
///     let block = ExactBlock(population: exc, range: 0..<400, resolution: 0.1, seed: 42)
///     let state = block.makeState()
///     let wake = block.advance(state, neuron: 7, events: inputs, through: 15) { time in … }
///
/// @unchecked Sendable because nothing in it changes after `init`, and all memory is its own.
final class ExactBlock: @unchecked Sendable {
    /// Neurons in the block.
    let count: Int
    let receptors: [Receptor]
    /// Names of the numbers in a neuron's record; nil for those of no interest outside.
    let stateNames: [String?]
    /// The tick h in ms: only the unit of times, results do not depend on it.
    let resolution: Double

    private let layout: ExactLayout
    private let dynamics: Dynamics
    private let store = ColumnStore()
    private let initial: [(index: Int, values: Column)]
    private let threshold: Column
    private let scratchCount: Int

    private enum Dynamics {
        case lif(ExactLIF)
        case flow(ExactFlow)
    }

    /// Why neurons of this population cannot be advanced exactly; nil if they can.
    static func reasonAgainst(_ population: Population) -> String? {
        if population.hasAdaptiveThreshold { return "its threshold adapts" }
        if population.resetsByThreshold { return "it resets by its threshold" }
        if !population.isHeldAfterSpikes { return "its potential goes on in refractoriness" }
        switch (population.kind, population.settings["scheme"]) {
        case ("lif", _), ("adex", _): return nil
        case ("izhikevich", .name(let scheme)?) where scheme != "converged":
            return "its scheme `\(scheme)` is made of ticks"
        case ("izhikevich", _): return nil
        default: return "neurons of the kind `\(population.kind)` are advanced in ticks"
        }
    }

    /// Draws the parameters of the neurons, as `NeuronBlock` does: to the same values.
    ///
    /// - Parameters:
    ///   - population: checked, and nothing stands against it.
    ///   - range: indices within the population; not empty.
    ///   - resolution: the tick h in ms.
    ///   - tolerance: the error allowed per step of neurons without a closed form.
    init(
        population: Population, range: Range<Int>, resolution: Double, seed: UInt64,
        tolerance: Double = 1e-12
    ) {
        precondition(!range.isEmpty, "A block of neurons is not empty.")
        precondition(
            Self.reasonAgainst(population) == nil, "The checks let inexact neurons pass.")
        count = range.count
        receptors = population.receptors
        self.resolution = resolution
        let p = NeuronParameters(population, range: range, seed: seed)

        let isLIF = p.kind.name == "lif"
        let isClosed = isLIF && receptors.allSatisfy { $0.shape == .delta || $0.reversal == nil }
        var names: [String?] = [nil, nil, "V_m", nil, nil]
        if !isClosed { names.append(isLIF ? nil : p.kind.name == "adex" ? "w" : "U_m") }
        let places = receptors.map { receptor -> ExactReceptor in
            let value = names.count
            if receptor.shape != .delta {
                names.append((receptor.reversal == nil ? "I_" : "g_") + receptor.name)
            }
            if receptor.shape == .alpha { names.append(nil) }
            return ExactReceptor(
                shape: receptor.shape, isConductance: receptor.reversal != nil, value: value,
                slope: value + 1, current: 0)
        }
        stateNames = names
        layout = ExactLayout(count: count, stride: names.count, places)
        let store = self.store
        func column(_ value: Drawn) -> Column {
            store.column(range.count, from: [value]) { value[$0] }
        }
        let potential = p.drawn("V_m") ?? p["E_L"]
        threshold = column(p[p.kind.name == "adex" ? "V_peak" : "V_th"])
        if isClosed {
            initial = [(2, column(potential))]
            let lif = ExactLIF(p, layout, resolution: resolution, store: store)
            dynamics = .lif(lif)
            scratchCount = lif.rows.width
        } else {
            let second = isLIF
                ? Drawn.zero
                : p.kind.name == "adex"
                    ? p["w"]
                    : p.drawn("U_m") ?? p["b"].combined(with: potential) { $0 * $1 }
            initial = [(2, column(potential)), (ExactLayout.second, column(second))]
            let flow = ExactFlow(
                p, layout, resolution: resolution, tolerance: tolerance, store: store)
            dynamics = .flow(flow)
            scratchCount = flow.rows.width + ExactFlow.scratchCount
        }
    }

    deinit {
        layout.receptors.deallocate()
        layout.currents.deallocate()
    }

    var receptorCount: Int { receptors.count }

    /// Bytes held for parameters.
    var byteCount: Int { store.byteCount }

    /// The index of a state variable by the name that models use: `V_m`, `w`, `U_m`, `I_ampa`
    /// for a current, `g_ampa` for a conductance.
    func stateIndex(named name: String) -> Int? { stateNames.firstIndex(of: name) }

    /// Neurons at their initial values, at time 0.
    func makeState() -> ExactState {
        let state = ExactState(
            count: count, stride: layout.stride, scratchCount: scratchCount)
        reset(state)
        return state
    }

    /// Puts all neurons back to their initial values, at time 0.
    func reset(_ state: ExactState) {
        for neuron in 0..<count {
            let record = state.record(of: neuron)
            for index in 0..<layout.stride { record.at[index] = 0 }
            for (index, values) in initial {
                record.at[index] = values.value(of: neuron)
            }
            // A neuron above its threshold fires at 0+, which is in tick 1.
            guard record.potential >= threshold.value(of: neuron) else { continue }
            record.tick = 1
            record.before = resolution.nextDown
        }
    }

    /// Applies inputs to one neuron and finds its spikes, up to the end of tick `end`.
    ///
    /// - Parameters:
    ///   - events: those of this neuron, in the order of time, all later than the end of the last
    ///     call and none after `end`. Those of equal time are applied in their order.
    ///   - emit: called for each spike, in the order of time.
    /// - Returns: the first tick, after `end`, for which the neuron must be advanced again even
    ///   without input: in it there may be a spike. `Int.max` if there never will be.
    @inline(__always)
    func advance(
        _ state: ExactState, neuron: Int, events: UnsafeBufferPointer<InputEvent>,
        through end: Int, emit: (ExactTime) -> Void
    ) -> Int {
        switch dynamics {
        case .lif(let lif):
            lif.advance(state, neuron: neuron, events: events, through: end, emit: emit)
        case .flow(let flow):
            flow.advance(state, neuron: neuron, events: events, through: end, emit: emit)
        }
    }

    /// The first tick for which the neuron must be advanced even without input; nil if there is
    /// none. For neurons that have just been reset; afterwards `advance` says so.
    func wake(of neuron: Int, in state: ExactState) -> Int? {
        let record = state.record(of: neuron)
        if record.potential >= threshold.value(of: neuron) { return Int(record.tick) }
        let none = UnsafeBufferPointer<InputEvent>(start: nil, count: 0)
        let tick = advance(state, neuron: neuron, events: none, through: 0) { _ in
            preconditionFailure("A neuron has been advanced less far than it says.")
        }
        return tick == .max ? nil : tick
    }

    /// The value of a state variable at the end of a tick, after all that happens there.
    ///
    /// - Precondition: the neuron has been advanced through this tick and no further.
    func value(of index: Int, in state: ExactState, neuron: Int, at tick: Int) -> Double {
        switch dynamics {
        case .lif(let lif): lif.value(of: index, state, neuron: neuron, at: tick)
        case .flow(let flow): flow.value(of: index, state, neuron: neuron, at: tick)
        }
    }
}

extension ExactLayout {
    init(count: Int, stride: Int, _ places: [ExactReceptor]) {
        var numbered: [ExactReceptor] = []
        var currents: [ExactReceptor] = []
        for place in places {
            let next = ExactReceptor(
                shape: place.shape, isConductance: place.isConductance, value: place.value,
                slope: place.slope, current: currents.count)
            numbered.append(next)
            if place.shape != .delta { currents.append(next) }
        }
        self.count = count
        self.stride = stride
        receptors = .allocate(capacity: numbered.count)
        _ = receptors.initialize(from: numbered)
        self.currents = .allocate(capacity: currents.count)
        _ = self.currents.initialize(from: currents)
    }
}
