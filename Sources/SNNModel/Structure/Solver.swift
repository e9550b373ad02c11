/// How the neurons of a population advance through time.
public enum Solver: String, Hashable, Sendable, CaseIterable {
    /// All neurons together, tick by tick; spikes lie on ticks.
    case grid
    /// Each neuron by itself, from event to event; spikes lie where they are.
    case exact
    /// One of the two, as the expected input suggests.
    case auto
}

extension Population {
    /// The solver that the population asks for.
    public var solver: Solver {
        if case .name(let word)? = settings["solver"] { Solver(rawValue: word) ?? .grid } else {
            .grid
        }
    }
}

extension Model {
    /// Why a population cannot be advanced exactly; nil if it can.
    func objection(toExact population: Population) -> ExactObjection? {
        if population.kind == "izhikevich", case .name(let scheme)? = population.settings["scheme"],
            scheme != "converged"
        {
            return .scheme(scheme)
        }
        if population.hasAdaptiveThreshold { return .threshold }
        if population.resetsByThreshold { return .reset }
        if !population.isHeldAfterSpikes { return .freeReset }
        let currents = stimuli.filter { $0.kind == "current" }.map(\.name)
        let current = projections.first {
            $0.target.name == population.name && currents.contains($0.source.name)
        }
        if let current { return .current(current.source.name) }
        return astrocytes.first { group in
            group.kind != "leaky_integrator"
                && group.covers.contains { $0.target == population.name }
        }.map { .slowCurrent($0.name) }
    }
}

/// What stands against an exact solution of a population.
enum ExactObjection: Hashable {
    /// Its scheme is made of ticks.
    case scheme(String)
    /// Its threshold moves.
    case threshold
    /// A spike takes its threshold off the potential.
    case reset
    /// Its potential goes on in refractoriness.
    case freeReset
    /// A stimulus that injects current into it, which changes from tick to tick.
    case current(String)
    /// Astrocytes that send it a slow current.
    case slowCurrent(String)

    /// Half a sentence that follows "because".
    var reason: String {
        switch self {
        case .scheme(let name): "its scheme `\(name)` is made of ticks"
        case .threshold: "its threshold adapts"
        case .reset: "it resets by its threshold"
        case .freeReset: "its potential goes on in refractoriness"
        case .current(let name): "`\(name)` injects current into it, tick by tick"
        case .slowCurrent(let name): "the astrocytes `\(name)` send it a current"
        }
    }
}
