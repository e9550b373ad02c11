// Which solver serves a population best. A step on the grid costs the same whether anything happens
// or not; an exact neuron costs by the event. So the exact one is cheaper where fewer events arrive
// than
//
//     ticks per second / steps that cost as much as one event
//
// Events are what arrives: the synapses that end on a neuron, times the rates of their sources.

/// The solver that a population is advanced with, and why.
///
///     let choice = model.solverChoice(for: exc)
///     print(choice.solver, choice.reason)   // exact 12 events per neuron and second expected, …
public struct SolverChoice: Hashable, Sendable {
    /// `grid` or `exact`.
    public let solver: Solver
    /// Half a sentence for people.
    public let reason: String
    /// Events per neuron and second; nil where nobody asked for a choice.
    public let eventRate: Double?

    /// Steps on the grid that take as long as one event takes an exact neuron of this kind.
    /// Measured: Benchmarks/Results/solver.md, which `Benchmarks/solver` repeats.
    static func stepsPerEvent(_ kind: String) -> Double {
        switch kind {
        case "lif": 86
        case "adex": 35
        default: 337
        }
    }

    /// Spikes per ms that a neuron, a spike file or an open port is assumed to send.
    static let assumedRate = 0.01
}

extension Model {
    /// The solver that a population is advanced with: what it asks for, or for `auto` the cheaper.
    public func solverChoice(for population: Population) -> SolverChoice {
        guard population.solver == .auto else {
            return SolverChoice(
                solver: population.solver,
                reason: population.settings["solver"] == nil ? "by default" : "as set",
                eventRate: nil)
        }
        if let objection = objection(toExact: population) {
            return SolverChoice(
                solver: .grid, reason: "because \(objection.reason)", eventRate: nil)
        }
        let rate = expectedEventRate(of: population)
        let limit = 1 / resolution / SolverChoice.stepsPerEvent(population.kind)
        let isExact = rate < limit
        let (events, most) = (Quantity.shortest((rate * 1000).rounded()),
            Quantity.shortest((limit * 1000).rounded()))
        return SolverChoice(
            solver: isExact ? .exact : .grid,
            reason: "\(events) events per neuron and second expected, "
                + "\(isExact ? "below" : "not below") the break-even of \(most)",
            eventRate: rate * 1000)
    }

    /// How each population advances that says something about it, in sentences.
    public var solverNotes: [String] {
        populations.filter { $0.settings["solver"] != nil }.map { population in
            let choice = solverChoice(for: population)
            let how = choice.solver == .exact ? "exactly" : "on the grid"
            return "`\(population.name)` advances \(how), \(choice.reason)"
        }
    }

    /// Spikes that arrive at a neuron of the population per ms, on the average.
    func expectedEventRate(of population: Population) -> Double {
        guard population.count > 0 else { return 0 }
        return projections.filter { $0.target.name == population.name }.reduce(0) { sum, other in
            sum + expectedSynapseCount(of: other) / Double(population.count)
                * expectedRate(of: other.source.name)
        }
    }

    /// Spikes per element and ms: known for stimuli with a rate, assumed for everything else.
    private func expectedRate(of source: String) -> Double {
        guard let stimulus = stimulus(named: source) else { return SolverChoice.assumedRate }
        if stimulus.kind == "current" { return 0 }
        if case .list(let rates)? = stimulus.settings["rates"], !rates.isEmpty {
            // The greatest of its steps: a run may be short.
            return rates.reduce(0) { max($0, $1.value) }
        }
        return stimulus.meanRate ?? SolverChoice.assumedRate
    }
}
