import SNNModel

// One tick of a block of neurons, from k - 1 to k (the convention of NEST):
//
//     1. the membrane is advanced with the synaptic currents as of k - 1, which decay meanwhile
//     2. contributions due at k are added: to synaptic currents, or as jumps to the membrane
//     3. the threshold is tested; a spike is stamped k, and the neuron is held at its reset
//        potential for the next round(t_ref / h) ticks
//
// Step 1 is exact for linear neurons, and done in passes over a stretch of neurons that fits the
// first-level cache: one pass per receptor, then one over the membranes. Any mix of receptors is
// so served by a handful of loops, each over a few arrays only.

/// What is constant about the neurons `range` of a population, and how they are advanced.
///
///     let block = NeuronBlock(population: exc, range: 0..<400, resolution: 0.1, seed: 42)
///     let state = block.makeState()
///     let count = block.advance(
///         state, slots: slots, current: nil, kernels: .standard, spikes: spikes)
///
/// @unchecked Sendable because nothing in it changes after `init`; the columns that its kernels
/// point to are owned by `store` and only read.
package final class NeuronBlock: @unchecked Sendable {
    /// Neurons in the block.
    let count: Int
    /// `count`, rounded up to whole vectors: the length of slots and of the room for spikes.
    package let paddedCount: Int
    /// The length of a slot: `paddedCount`, or more where a neuron tells its inputs apart.
    package let slotLength: Int
    let receptors: [Receptor]
    /// Of slots and state; `double` for kinds that control the error of their integration.
    package let precision: Precision
    /// Where neurons send outputs rather than spikes.
    let graded: GradedSending?
    private let columns: [StateColumn]
    private let numberCount: Int

    private let store: ColumnStore
    private let initial: [(index: Int, column: Column)]
    private let dynamics: NeuronDynamics
    private let scratchCount: Int
    private let resolution: Double

    /// Draws the parameters of the neurons; they do not depend on where `range` begins or ends.
    ///
    /// - Parameters:
    ///   - population: checked; its kind is in the catalogue.
    ///   - range: indices within the population; not empty.
    ///   - resolution: the tick h in ms.
    ///   - precision: wanted for kinds that are advanced in fixed steps.
    package convenience init(
        population: Population, range: Range<Int>, resolution: Double, seed: UInt64,
        precision wanted: Precision = .double
    ) {
        self.init(
            population: population, range: range, resolution: resolution, seed: seed,
            precision: wanted, elm: nil)
    }

    /// - Parameter elm: for neurons of that kind.
    init(
        population: Population, range: Range<Int>, resolution: Double, seed: UInt64,
        precision wanted: Precision, elm: ELMPopulation?
    ) {
        precondition(!range.isEmpty, "A block of neurons is not empty.")
        count = range.count
        precision = population.precision(wanted)
        store = ColumnStore(precision: precision)
        paddedCount = precision.padded(range.count)
        receptors = population.receptors
        self.resolution = resolution
        let parameters = NeuronParameters(population, range: range, seed: seed)
        var builder = NeuronBuilder(
            parameters: parameters, count: range.count, resolution: resolution, store: store,
            elm: elm)
        dynamics = builder.build()
        graded = builder.graded
        columns = builder.columns
        numberCount = builder.numberCount
        slotLength = precision.padded(range.count * max(builder.places, 1))
        initial = builder.initial
        scratchCount = builder.scratchCount
    }

    var receptorCount: Int { receptors.count }

    /// About what a tick of a neuron costs, in ns.
    var cost: Double {
        switch dynamics {
        case .dendritic(let neurons): neurons.cost
        case .elm(let neurons): neurons.cost
        default: 2
        }
    }

    /// Bytes held for parameters.
    var byteCount: Int { store.byteCount }

    /// The column of a state variable by the name that models use: `V_m`, `w`, `U_m`, `I_ampa` for
    /// a current and `g_ampa` for a conductance of the receptor `ampa`, `U_1` for a dendrite.
    func stateIndex(named name: String) -> Int? { columns.firstIndex { $0.name == name } }

    /// Neurons at their initial values.
    package func makeState() -> NeuronState {
        let state = NeuronState(
            columns: columns, numberCount: numberCount, scratchCount: scratchCount,
            precision: precision)
        reset(state)
        return state
    }

    /// Puts all neurons back to their initial values.
    func reset(_ state: NeuronState) {
        switch precision {
        case .double: reset(state, Double.self)
        case .single: reset(state, Float.self)
        }
    }

    private func reset<Number: BinaryFloatingPoint>(_ state: NeuronState, _ number: Number.Type) {
        state.clear()
        for (index, column) in initial {
            let values = state.values(of: index, as: number)
            let step = columns[index].step
            for neuron in 0..<(step == 1 ? paddedCount : count) {
                values[neuron * step] = column.value(of: neuron, as: number)
            }
        }
    }

    /// Advances all neurons by one tick.
    ///
    /// - Parameters:
    ///   - slots: for each receptor `slotLength` sums of weights due at this tick, numbers of this
    ///     block's precision; set to zero.
    ///   - current: injected during this tick, in pA, `paddedCount` values; or nil.
    ///   - spikes: room for `paddedCount` indices; receives those of the neurons that spiked, in
    ///     ascending order, each once.
    /// - Returns: how many neurons spiked.
    package func advance(
        _ state: NeuronState, slots: UnsafePointer<UnsafeMutableRawPointer>,
        current: UnsafePointer<Double>?, kernels: KernelSet, spikes: UnsafeMutablePointer<UInt32>
    ) -> Int {
        let tick = NeuronTick(
            state: state, resolution: resolution, paddedCount: paddedCount, slots: slots,
            current: current, spikes: spikes)
        var spiked = dynamics.advance(tick, precision, kernels)
        // The padding repeats the last neuron without its input; what it does is nobody's concern.
        while spiked > 0 && spikes[spiked - 1] >= UInt32(count) { spiked -= 1 }
        return spiked
    }
}
