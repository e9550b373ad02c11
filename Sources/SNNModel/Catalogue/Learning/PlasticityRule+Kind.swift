// What the catalogue knows about a rule that is declared.

extension PlasticityRule {
    /// What a parameter is: as set, or as the set of parameters named by `set` has it, or the
    /// default; nil if the kind does not have it or it has to be set.
    ///
    ///     PlasticityRule("learn", kind: "stdp").value(of: "tau_plus")      // 20 ms
    public func value(of name: String) -> Value? {
        if let own = settings[name] { return own }
        let kind = Catalogue.kind(.plasticity, kind)
        if case .name(let set)? = settings["set"] ?? kind?.parameter("set")?.standard,
            let published = Catalogue.tripletSets[set]?[name]
        {
            return published
        }
        return kind?.parameter(name)?.standard
    }

    /// What of a network a rule changes; nil for a kind that the catalogue does not know.
    public var part: Part? {
        switch kind {
        case "stdp", "anti_hebbian", "stdp_power_law", "stdp_triplet", "vogels_sprekeler",
            "clopath", "diehl_cook", "three_factor_stdp", "e_prop",
            "surrogate":
            .weights
        case "tsodyks_markram": .resources
        case "synaptic_scaling", "normalisation", "rewiring": .upkeep
        case "intrinsic": .neurons
        default: nil
        }
    }

    /// Whether it learns from whole trials, by a gradient.
    public var isTrained: Bool { kind == "e_prop" || kind == "surrogate" }

    public enum Part: Sendable {
        /// Weights, by spikes; a synapse follows one such rule at most.
        case weights
        /// What a spike delivers, not the weight.
        case resources
        /// Weights or connections at intervals.
        case upkeep
        /// The neurons themselves.
        case neurons

        /// "both change the weights of the synapses"
        var deed: String {
            self == .resources ? "use up the resources of" : "change the weights of"
        }
    }

    /// Whether its bounds are those of the weight itself, not of its absolute value.
    var isSigned: Bool { least < 0 }

    /// The lower bound, in the unit of the weights.
    var least: Double { value(of: "w_min")?.quantity?.value ?? 0 }

    /// The names of modulators and astrocytes that it sees.
    public var signals: [String] {
        settings.entries.flatMap { entry -> [String] in
            switch entry.value {
            case .formula(let formula): return formula.variables
            case .name(let name):
                let form = Catalogue.kind(.plasticity, kind)?.parameter(entry.name)?.form
                if case .reference? = form { return [name] }
                return []
            default: return []
            }
        }
    }
}
