// The settings of the blocks themselves, beside those of the kinds that they name.

extension Catalogue {
    static let blocks: [Kind] = [simulation, population, projection, phase]

    static let simulation = Kind(
        category: .block, name: "simulation", summary: "time and chance of a run",
        equations: [],
        parameters: [
            ParameterEntry(
                "duration",
                "length of the run, or of each sample's presentation; may be left to "
                    + "the command line", .time, range: .positive, allowsDraws: false),
            ParameterEntry(
                "resolution", "length of a tick", .time, standard: .quantity(.milliseconds(0.1)),
                range: .positive, allowsDraws: false),
            ParameterEntry(
                "seed", "number from which all random numbers follow", form: .count,
                standard: .quantity(.number(1)), range: .notNegative),
            ParameterEntry(
                "precision", "numbers that neurons are stepped with, and that input is summed in",
                form: .choice(Precision.allCases.map(\.rawValue)), standard: .name("double")),
            ParameterEntry(
                "reset_between_samples",
                "whether each sample meets the network in its initial state",
                form: .flag, standard: .flag(true)),
        ],
        states: [],
        sources: ["Salmon et al. (2011), SC '11, article 16 (the random generator Philox)"],
        example: "simulation { duration = 60 s, resolution = 0.1 ms, seed = 42 }",
        notes: """
            The same model and seed give the same spikes, to the bit, on any number of cores. \
            Spikes carry the time of the tick at whose end they occur. This holds in either \
            precision, but one does not give the spikes of the other: with 7 digits a spike may \
            move by a tick, and in a recurrent network what follows it. `single` halves the memory \
            of states and input and steps twice the neurons per instruction. `adex`, `dendritic`, \
            `izhikevich` with scheme = converged and neurons that are solved exactly stay in \
            double precision whatever is set, because they keep errors below what single \
            precision can tell apart.
            """)

    static let population = Kind(
        category: .block, name: "population", summary: "a group of neurons of one kind",
        equations: [],
        parameters: [
            ParameterEntry(
                "position", "where the neurons are", form: .phrase("= grid(...) or ~ box(...)")),
            ParameterEntry(
                "plasticity", "rules that neurons follow themselves, such as `intrinsic`",
                form: .phrase("the name of a rule, or a list of names")),
        ],
        states: [], sources: [],
        example: """
            population exc[800] of lif {
                position = grid(40, 20, spacing: 25 um)
                tau_m ~ normal(20 ms, 2 ms, min: 1 ms)
                receptor ampa { shape = exponential, tau = 5 ms }
            }
            population inh[200] like exc { tau_m = 10 ms, position ~ box(1 mm, 0.5 mm) }
            """,
        notes: """
            The other settings are the parameters and initial values of the kind of neuron. A name \
            of your own with `~` draws a number per neuron for use in formulas: `r ~ uniform(0, \
            1)`, then `c = -65 mV + 15 mV * r * r`. `like` takes over all settings and receptors \
            of another population. Stimuli may have positions too.
            """)

    static let projection = Kind(
        category: .block, name: "projection", summary: "synapses from one group to another",
        equations: [],
        parameters: [
            ParameterEntry(
                "rule", "which pairs get a synapse", form: .phrase("a connection rule"),
                isRequired: true),
            ParameterEntry(
                "weight", "strength of a synapse: nS, pA or mV after the receptor",
                form: .phrase("a weight, fixed, drawn or a formula of distance"), isRequired: true),
            ParameterEntry(
                "delay", "time from spike to effect, at least one tick", .time, range: .positive,
                isRequired: true),
            ParameterEntry(
                "axonal_delay", "from the spike to the synapse; with the next instead of `delay`",
                .time, range: .notNegative),
            ParameterEntry(
                "dendritic_delay", "from the synapse to the effect on the target", .time,
                range: .notNegative),
            ParameterEntry(
                "back_propagation_delay",
                "from a spike of the target to the synapse; as dendritic unless set", .time,
                range: .notNegative, allowsDraws: false),
            ParameterEntry(
                "plasticity", "rules that the synapses follow",
                form: .phrase("the name of a rule, or a list of names")),
            ParameterEntry(
                "autapses", "whether an element may connect to itself", form: .flag,
                standard: .flag(true)),
            ParameterEntry(
                "multapses", "whether a pair may have several synapses", form: .flag,
                standard: .flag(true)),
        ],
        states: [], sources: ["Nordlie, Gewaltig & Plesser (2009), PLoS Comput. Biol. 5, e1000456"],
        example: """
            population exc[800] of lif {
                receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
            }
            projection exc -> exc via ampa {
                rule = pairwise_bernoulli(p: 2 %), autapses = false
                weight ~ lognormal(mean: 4 nS, sd: 1 nS)
                delay ~ uniform(1 ms, 3 ms)
            }
            """,
        notes: """
            `via` names the receptor and may be left out where the target has only one. A delay is \
            the sum of the axonal and the dendritic delay, which may be given instead, at most one \
            of them drawn; `delay` alone is dendritic to rules of plasticity. Delays are rounded \
            to whole ticks. A projection of a `current` needs neither weight nor delay: its weight \
            is 1 unless it says otherwise.
            """)
}
