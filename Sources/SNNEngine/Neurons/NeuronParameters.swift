import SNNModel

/// A parameter of a range of neurons: one value for all of them, or one each.
struct Drawn {
    let values: [Double]

    var isUniform: Bool { values.count == 1 }

    @inline(__always)
    subscript(index: Int) -> Double { values.count == 1 ? values[0] : values[index] }

    /// The same operation on every neuron's values.
    func combined(with other: Drawn, _ operation: (Double, Double) -> Double) -> Drawn {
        if isUniform && other.isUniform { return Drawn(values: [operation(self[0], other[0])]) }
        let count = max(values.count, other.values.count)
        return Drawn(values: (0..<count).map { operation(self[$0], other[$0]) })
    }
}

/// Draws the parameters of the neurons `range` of a population.
///
///     let parameters = NeuronParameters(population, range: 800..<1600, seed: 42)
///     parameters["tau_m"][0]      // of neuron 800, in ms
///
/// What a neuron gets depends on the seed, the names and its index in the population alone; blocks
/// of any size give the same.
struct NeuronParameters {
    let population: Population
    let kind: Kind
    let range: Range<Int>
    let seed: UInt64

    init(_ population: Population, range: Range<Int>, seed: UInt64) {
        guard let kind = Catalogue.kind(.neuron, population.kind) else {
            preconditionFailure("The checks of the model let the kind \(population.kind) pass.")
        }
        self.population = population
        self.kind = kind
        self.range = range
        self.seed = seed
    }

    /// The parameter or initial value of this name: as set, or else by default.
    ///
    /// - Precondition: one of the two exists.
    subscript(name: String) -> Drawn {
        guard let drawn = drawn(name) else {
            preconditionFailure("\(kind.name) has no value for \(name).")
        }
        return drawn
    }

    /// As the subscript, but nil where nothing was set and there is no default.
    func drawn(_ name: String) -> Drawn? {
        let entry = (kind.parameters + kind.states).first { $0.name == name }
        guard let value = population.settings[name] ?? entry?.standard else { return nil }
        return drawn(value, name)
    }

    /// The choice of this name, for parameters that are one of a set of words.
    func choice(_ name: String) -> String? {
        let entry = kind.parameters.first { $0.name == name }
        guard case .name(let word)? = population.settings[name] ?? entry?.standard else {
            return nil
        }
        return word
    }

    func tau(of receptor: Receptor) -> Drawn {
        guard let tau = receptor.tau else {
            preconditionFailure("The receptor \(receptor.name) has no time constant.")
        }
        return drawn(tau, receptor.name + ".tau")
    }

    func reversal(of receptor: Receptor) -> Drawn {
        guard let reversal = receptor.reversal else {
            preconditionFailure("The receptor \(receptor.name) has no reversal potential.")
        }
        return drawn(reversal, receptor.name + ".reversal")
    }

    func magnesium(of receptor: Receptor) -> Drawn {
        guard let magnesium = receptor.magnesium else {
            preconditionFailure("Nothing blocks the receptor \(receptor.name).")
        }
        return drawn(magnesium, receptor.name + ".magnesium")
    }

    private func drawn(_ value: Value, _ name: String) -> Drawn {
        switch value {
        case .quantity(let quantity):
            return Drawn(values: [quantity.value])
        case .random(let distribution):
            let stream = StreamID(population.name + "." + name)
            return Drawn(values: range.map { draw(distribution, stream, element: $0) })
        case .formula(let formula):
            guard !formula.variables.isEmpty else {
                return Drawn(values: [formula.value { _ in 0 }])
            }
            let variables = population.variables.map {
                ($0, StreamID(population.name + "." + $0.name))
            }
            return Drawn(values: range.map { element in
                formula.value { name in
                    guard let (variable, stream) = variables.first(where: { $0.0.name == name })
                    else { preconditionFailure("The formula has an unknown variable \(name).") }
                    return draw(variable.distribution, stream, element: element)
                }
            })
        case .list(let values):
            // Of what was learnt; a model in text has none here.
            return Drawn(values: range.map { values[$0].value })
        case .name, .flag, .text:
            preconditionFailure("The parameter \(name) is not a number.")
        }
    }

    private func draw(_ distribution: Distribution, _ stream: StreamID, element: Int) -> Double {
        var random = ElementStream(seed: seed, stream: stream, element: element)
        return random.draw(distribution)
    }
}
