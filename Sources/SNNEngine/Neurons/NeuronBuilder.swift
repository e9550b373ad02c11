import SNNModel

/// Collects what the kernels of a block need: constants, columns of state, initial values.
struct NeuronBuilder {
    let parameters: NeuronParameters
    let count: Int
    /// The tick in ms.
    let resolution: Double
    let store: ColumnStore

    private(set) var stateNames: [String?] = []
    private(set) var initial: [(index: Int, column: Column)] = []
    var scratchCount = 0

    init(parameters: NeuronParameters, count: Int, resolution: Double, store: ColumnStore) {
        self.parameters = parameters
        self.count = count
        self.resolution = resolution
        self.store = store
    }

    mutating func build() -> NeuronDynamics {
        switch (parameters.kind.name, parameters.choice("scheme")) {
        case ("lif", _):
            let hasConductances = parameters.population.receptors.contains {
                $0.reversal != nil && $0.shape != .delta
            }
            return hasConductances
                ? .conductanceLIF(ConductanceLIF(&self)) : .lif(LIFNeurons(&self))
        case ("adex", _): return .adex(AdExNeurons(&self))
        case ("izhikevich", "half_step"):
            return .halfSteps(IzhikevichNeurons(&self, isAdaptive: false))
        case ("izhikevich", "euler"):
            return .euler(IzhikevichNeurons(&self, isAdaptive: false))
        case ("izhikevich", "converged"):
            return .converged(IzhikevichNeurons(&self, isAdaptive: true))
        default: preconditionFailure("The engine does not know the kind \(parameters.kind.name).")
        }
    }

    /// Adds a column of state that begins at zero.
    mutating func addState(_ name: String?) -> Int {
        stateNames.append(name)
        return stateNames.count - 1
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
    case adex(AdExNeurons)
    case halfSteps(IzhikevichNeurons)
    case euler(IzhikevichNeurons)
    case converged(IzhikevichNeurons)

    func advance(_ tick: NeuronTick, _ kernels: KernelSet) -> Int {
        switch (self, kernels) {
        case (.lif(let neurons), .scalar): advanceLIFScalar(neurons, tick)
        case (.lif(let neurons), .vector): advanceLIFVector(neurons, tick)
        case (.conductanceLIF(let neurons), .scalar): advanceConductanceLIFScalar(neurons, tick)
        case (.conductanceLIF(let neurons), .vector): advanceConductanceLIFVector(neurons, tick)
        case (.adex(let neurons), .scalar): advanceAdExScalar(neurons, tick)
        case (.adex(let neurons), .vector): advanceAdExVector(neurons, tick)
        case (.halfSteps(let neurons), .scalar): advanceHalfStepsScalar(neurons, tick)
        case (.halfSteps(let neurons), .vector): advanceHalfStepsVector(neurons, tick)
        case (.euler(let neurons), .scalar): advanceEulerScalar(neurons, tick)
        case (.euler(let neurons), .vector): advanceEulerVector(neurons, tick)
        case (.converged(let neurons), .scalar): advanceConvergedScalar(neurons, tick)
        case (.converged(let neurons), .vector): advanceConvergedVector(neurons, tick)
        }
    }
}
