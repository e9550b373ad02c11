import SNNModel

extension ELMShape {
    /// What a model says of the neurons of a population.
    ///
    /// - Parameters:
    ///   - population: checked, of `elm`.
    ///   - inputs: how many elements its neurons hear.
    public init(_ population: Population, inputs: Int) {
        func value(_ name: String) -> Value? {
            population.settings[name]
                ?? Catalogue.kind(.neuron, "elm")?.parameter(name)?.standard
        }
        func number(_ name: String) -> Double { value(name)?.quantity?.value ?? 0 }
        self.init(inputs: inputs, memory: Int(number("memory")), outputs: Int(number("outputs")))
        if case .name(let word)? = value("routing"), let routing = Routing(rawValue: word),
            routing != .oneToOne
        {
            self.routing = routing
            branches = Int(number("branches"))
            synapsesPerBranch = Int(number("synapses_per_branch"))
        }
        version = number("version") == 1 ? .v1 : .v2
        bin = number("bin")
        tauS = number("tau_s")
        lambda = number("lambda")
        tauMin = number("tau_min")
        tauMax = number("tau_max")
        learnsTau = value("learn_tau") == .flag(true)
        tauBound = number("tau_bound")
        if case .list(let taus)? = value("tau_m") { givenTaus = taus.map(\.value) }
    }
}
