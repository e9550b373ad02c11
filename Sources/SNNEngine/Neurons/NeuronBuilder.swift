import SNNModel

/// Collects what the kernels of a block need: constants, columns of state, initial values.
struct NeuronBuilder {
    let parameters: NeuronParameters
    let count: Int
    /// The tick in ms.
    let resolution: Double
    let store: ColumnStore
    /// For neurons of that kind.
    let elm: ELMPopulation?

    private(set) var columns: [StateColumn] = []
    /// Numbers of the columns so far, with the gaps between them.
    private(set) var numberCount = 0
    private(set) var initial: [(index: Int, column: Column)] = []
    var scratchCount = 0
    /// Places of a neuron that synapses end on.
    var places = 1
    /// Where neurons send outputs rather than spikes.
    var graded: GradedSending?

    init(
        parameters: NeuronParameters, count: Int, resolution: Double, store: ColumnStore,
        elm: ELMPopulation? = nil
    ) {
        self.elm = elm
        self.parameters = parameters
        self.count = count
        self.resolution = resolution
        self.store = store
    }

    mutating func build() -> NeuronDynamics {
        switch (parameters.kind.name, parameters.choice("scheme")) {
        case ("lif", let scheme):
            let hasConductances = parameters.population.receptors.contains {
                $0.reversal != nil && $0.shape != .delta
            }
            guard hasConductances else { return .lif(LIFNeurons(&self)) }
            return scheme == "rk4"
                ? .conductanceLIF(ConductanceLIF(&self))
                : .exponentialLIF(ExponentialLIF(&self, isMean: scheme == "magnus"))
        case ("elm", _):
            guard let elm else { preconditionFailure("Nothing says what the neurons hear.") }
            return .elm(ELMKernel(&self, elm))
        case ("dendritic", _): return .dendritic(DendriticNeurons(&self))
        case ("adex", _): return .adex(AdExNeurons(&self))
        case ("izhikevich", "converged"): return .converged(ConvergedIzhikevich(&self))
        case ("izhikevich", let scheme):
            return .izhikevich(SteppedIzhikevich(&self, inHalfSteps: scheme == "half_step"))
        default: preconditionFailure("The engine does not know the kind \(parameters.kind.name).")
        }
    }

    /// Adds a column of state that begins at zero.
    mutating func addState(_ name: String?) -> Int {
        addStates([name], room: store.precision.padded(count), step: 1)
    }

    /// Adds a room of so many numbers that begin at zero; for no use from outside.
    mutating func addRoom(_ numbers: Int) -> Int { addStates([nil], room: numbers, step: 1) }

    /// Adds variables that lie neuron by neuron: variable k of neuron n is number n · width + k.
    ///
    /// - Returns: the index of the first.
    mutating func addStates(_ names: [String?], width: Int, initially value: Drawn? = nil) -> Int {
        let index = addStates(names, room: count * width, step: width)
        if let value {
            let column = column(value)
            for place in names.indices { initial.append((index + place, column)) }
        }
        return index
    }

    private mutating func addStates(_ names: [String?], room: Int, step: Int) -> Int {
        for (place, name) in names.enumerated() {
            columns.append(StateColumn(name: name, first: numberCount + place, step: step))
        }
        // One cache line more than needed: columns a multiple of 4 KiB apart would fall on the
        // same lines of the cache.
        numberCount += store.precision.padded(room) + store.precision.lanes
        return columns.count - names.count
    }

    /// Adds a column of state with initial values.
    mutating func addState(_ name: String?, initially value: Drawn) -> Int {
        let index = addState(name)
        initial.append((index, column(value)))
        return index
    }

    func column(_ value: Drawn) -> Column { store.column(count, from: [value]) { value[$0] } }

    func column(from inputs: Drawn..., calculated value: (Int) -> Double) -> Column {
        store.column(count, from: inputs, value)
    }

    /// (V_th - E_L) e^(h/tau_m), which a spike takes off V_m so that the threshold is missing at
    /// the next tick; nil for neurons that are reset to V_reset.
    func dropAtSpike() -> Column? {
        guard parameters.population.resetsByThreshold else { return nil }
        let (threshold, rest) = (parameters["V_th"], parameters["E_L"])
        let (tau, h) = (parameters["tau_m"], resolution)
        return column(from: threshold, rest, tau) {
            (threshold[$0] - rest[$0]) / Double.exp(-h / tau[$0])
        }
    }

    /// round(t_ref / h): the ticks that neurons stay at their reset potential.
    func refractoryTicks() -> Column {
        let t = parameters["t_ref"]
        return column(from: t) { (t[$0] / resolution).rounded() }
    }
}

/// The neurons of a block, by kind and scheme. Decided once per tick and block.
enum NeuronDynamics {
    case lif(LIFNeurons)
    case conductanceLIF(ConductanceLIF)
    case exponentialLIF(ExponentialLIF)
    case izhikevich(SteppedIzhikevich)
    case adex(AdExNeurons)
    case converged(ConvergedIzhikevich)
    case elm(ELMKernel)
    case dendritic(DendriticNeurons)

    func advance(_ tick: NeuronTick, _ precision: Precision, _ kernels: KernelSet) -> Int {
        switch (self, kernels) {
        case (.lif(let neurons), _): neurons.advance(tick, precision, kernels)
        case (.conductanceLIF(let neurons), _): neurons.advance(tick, precision, kernels)
        case (.exponentialLIF(let neurons), _): neurons.advance(tick, precision, kernels)
        case (.izhikevich(let neurons), _): neurons.advance(tick, precision, kernels)
        case (.elm(let neurons), _): neurons.advance(tick, precision, kernels)
        case (.adex(let neurons), .scalar): advanceAdExScalar(neurons, tick)
        case (.adex(let neurons), .vector): advanceAdExVector(neurons, tick)
        case (.dendritic(let neurons), .scalar): advanceDendriticScalar(neurons, tick)
        case (.dendritic(let neurons), .vector): advanceDendriticVector(neurons, tick)
        case (.converged(let neurons), .scalar): advanceConvergedScalar(neurons, tick)
        case (.converged(let neurons), .vector): advanceConvergedVector(neurons, tick)
        }
    }
}
