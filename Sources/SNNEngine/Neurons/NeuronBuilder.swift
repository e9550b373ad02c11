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
        switch parameters.kind.name {
        case "lif": return .lif(LIFNeurons(&self))
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

    func advance(_ tick: NeuronTick, _ kernels: KernelSet) -> Int {
        switch (self, kernels) {
        case (.lif(let neurons), .scalar): advanceLIFScalar(neurons, tick)
        case (.lif(let neurons), .vector): advanceLIFVector(neurons, tick)
        }
    }
}
