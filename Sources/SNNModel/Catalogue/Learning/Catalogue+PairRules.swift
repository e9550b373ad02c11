// Rules that pair spikes of the source with spikes of the target.

extension Catalogue {
    static let stdp = Kind(
        category: .plasticity, name: "stdp",
        summary: "pairs of spikes: source before target strengthens, after it weakens",
        equations: [
            "at an arrival:           w -= A_minus w_max (w / w_max)^mu_minus y       then x += 1",
            "at a spike of target:    w += A_plus w_max (1 - w / w_max)^mu_plus x     then y += 1",
            "between:                 x' = -x / tau_plus,  y' = -y / tau_minus",
            "w is the absolute value of the weight, kept in w_min ... w_max",
        ],
        parameters: [
            .amplitude("A_plus", "strengthening by a pair, in units of `w_max`", 0.01),
            .amplitude("A_minus", "weakening by a pair, in units of `w_max`", 0.01),
            .tau("tau_plus", "time constant of the trace x of arrivals", 20),
            .tau("tau_minus", "time constant of the trace y of the target's spikes", 20),
            .number("mu_plus", "how strengthening depends on the weight", 1, range: .notNegative),
            .number("mu_minus", "how weakening depends on the weight", 1, range: .notNegative),
            leastSignedWeight, mostWeight, pairing,
        ],
        states: [],
        sources: [
            "Gütig, Aharonov, Rotter & Sompolinsky (2003), J. Neurosci. 23, 3697-3714",
            "Morrison, Diesmann & Gerstner (2008), Biol. Cybern. 98, 459-478 (pairings)",
        ],
        example: learning("stdp", "w_max = 10 nS, A_plus = 0.01, A_minus = 0.0105"),
        notes: """
            mu = 1 is the multiplicative rule, 0 the additive one, between them lies that of Gütig \
            et al. With `pairing = nearest` traces are set to 1 instead of raised; \
            `nearest_pre_centred` pairs each spike of the target with all arrivals since its last, \
            `nearest_restricted` only neighbours with nothing between them. NEST's stdp_synapse \
            has lambda = A_plus, alpha = A_minus / A_plus, Wmax = w_max, and takes the whole delay \
            for dendritic, which `delay` alone means here too. Brian 2 writes the same with \
            `on_pre` and `on_post`; its delay is axonal unless `post` has one: set `axonal_delay` \
            for that.
            """)

    static let antiHebbian = Kind(
        category: .plasticity, name: "anti_hebbian",
        summary: "pairs of spikes: source before target weakens, after it strengthens",
        equations: [
            "at an arrival:           w += A_minus w_max (1 - w / w_max)^mu_minus y   then x += 1",
            "at a spike of target:    w -= A_plus w_max (w / w_max)^mu_plus x         then y += 1",
        ],
        parameters: stdp.parameters, states: [],
        sources: ["Roberts & Leen (2010), Front. Synaptic Neurosci. 2, 156"],
        example: learning("anti_hebbian"),
        notes: """
            The rule `stdp` with both signs turned round: `A_plus` is still the amplitude at a \
            spike of the target, and `A_minus` that at an arrival. Delays and pairings as there.
            """)

    private static let pairing = ParameterEntry(
        "pairing", "which pairs of spikes count",
        form: .choice(["all_to_all", "nearest", "nearest_pre_centred", "nearest_restricted"]),
        standard: .name("all_to_all"))

    static let stdpPowerLaw = Kind(
        category: .plasticity, name: "stdp_power_law",
        summary: "pairs of spikes, with strengthening by a power of the weight",
        equations: [
            "at an arrival:           w -= lambda alpha w y                    then x += 1",
            "at a spike of target:    w += lambda w_0 (w / w_0)^mu x           then y += 1",
            "between:                 x' = -x / tau_plus,  y' = -y / tau_minus",
        ],
        parameters: [
            .number("lambda", "learning rate", 0.1, range: .notNegative),
            .number("alpha", "weakening relative to strengthening", 1, range: .notNegative),
            .number("mu", "exponent of strengthening", 0.4, range: .notNegative),
            .tau("tau_plus", "time constant of the trace x of arrivals", 20),
            .tau("tau_minus", "time constant of the trace y of the target's spikes", 20),
            ParameterEntry(
                "w_0", "reference weight", form: .weight, standard: .quantity(.number(1)),
                range: .positive),
            ParameterEntry(
                "w_max", "greatest strength; none unless set", form: .weight,
                standard: .quantity(.number(.infinity)), range: .positive),
        ],
        states: [],
        sources: ["Morrison, Aertsen & Diesmann (2007), Neural Comput. 19, 1437-1467, eq. 2"],
        example: learning("stdp_power_law", "lambda = 0.1, alpha = 0.0513, w_0 = 1 nS"),
        notes: """
            Weakening is proportional to the weight, so that weights stay positive and find a \
            balance without bounds. NEST's stdp_pl_synapse_hom has the same parameters and w_0 = 1 \
            in its units. The whole delay is dendritic unless its parts are given.
            """)

    static let vogelsSprekeler = Kind(
        category: .plasticity, name: "vogels_sprekeler",
        summary: "inhibitory plasticity that brings the target to a rate",
        equations: [
            "at an arrival:           w += eta (y - alpha)       then x += 1",
            "at a spike of target:    w += eta x                 then y += 1",
            "between:                 x' = -x / tau,  y' = -y / tau",
            "alpha = 2 target_rate tau",
        ],
        parameters: [
            .amplitude("eta", "learning rate, in the unit of the weight", 0.001),
            .tau("tau", "time constant of both traces", 20),
            .number(
                "target_rate", "rate of the target in balance", 0.003, .rate,
                range: .notNegative),
            leastWeight, mostWeight,
        ],
        states: [],
        sources: [
            "Vogels, Sprekeler, Zenke, Clopath & Gerstner (2011), Science 334, 1569-1573"
        ],
        example: """
            population exc[80] of lif {
                receptor gaba { shape = exponential, tau = 10 ms, reversal = -80 mV }
            }
            population inh[20] of lif
            plasticity balance of vogels_sprekeler {
                eta = 0.1, target_rate = 3 Hz, w_max = 30 nS
            }
            projection inh -> exc {
                rule = all_to_all, weight = 1 nS, delay = 1 ms, plasticity = balance
            }
            """,
        notes: """
            `w` is the absolute value of the weight, so that the rule acts alike on inhibitory \
            currents with negative weights and on conductances. NEST's vogels_sprekeler_synapse \
            has alpha = 2 target_rate tau as a parameter; 3 Hz and 20 ms give its 0.12. The delay \
            is dendritic unless its parts are given. Brian 2's example raises the trace first: no \
            difference, because x is not used at an arrival.
            """)

    static let diehlCook = Kind(
        category: .plasticity, name: "diehl_cook",
        summary: "the rule of a network that learns digits: three traces that are set to one",
        equations: [
            "at an arrival:           w -= nu_pre y1                   then x = 1",
            "at a spike of target:    w += nu_post x y2                then y1 = y2 = 1",
            "between:                 x' = -x / tau_pre,  y1' = -y1 / tau_post_1,  "
                + "y2' = -y2 / tau_post_2",
        ],
        parameters: [
            .amplitude("nu_pre", "weakening at an arrival, in the unit of the weight", 0.0001),
            .amplitude("nu_post", "strengthening at a spike, in the unit of the weight", 0.01),
            .tau("tau_pre", "time constant of x", 20),
            .tau("tau_post_1", "time constant of y1", 20),
            .tau("tau_post_2", "time constant of y2", 40),
            mostWeight,
        ],
        states: [],
        sources: ["Diehl & Cook (2015), Front. Comput. Neurosci. 9, 99, and its program"],
        example: learning("diehl_cook", "w_max = 1 nS", weight: "0.3 nS"),
        notes: """
            y2 counts without the spike itself, so that a first spike changes nothing. Goes with \
            the rule `normalisation` and an adaptive threshold. The program of the paper has drawn \
            delays from input to neuron, which are axonal for the rule: `axonal_delay ~ \
            uniform(0.5 ms, 10 ms)`.
            """)
}
