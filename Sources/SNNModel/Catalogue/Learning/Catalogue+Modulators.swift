// Substances and signals, and the parts of an experiment.

extension Catalogue {
    static let modulators: [Kind] = [concentration, diffusion]

    private static let release = [
        ParameterEntry(
            "released_by", "whose spikes release it; nobody's if a program does",
            form: .phrase("a population or stimulus, a part of one, or a list")),
        .number("amount", "rise of the concentration at a release", 1),
        .tau("tau", "time constant of decay", 200),
        .number("delay", "time from a spike to its effect", 1, .time, range: .positive),
        .number("baseline", "concentration without releases", 0),
        ParameterEntry(
            "initial", "concentration at the start of a run or of a sample; baseline unless set",
            .none, allowsDraws: false),
    ]

    static let concentration = Kind(
        category: .modulator, name: "concentration",
        summary: "a substance whose concentration is the same everywhere",
        equations: [
            "m' = (baseline - m) / tau;    m += amount at every release, `delay` later",
            "m(0) = initial",
        ],
        parameters: release, states: [],
        sources: ["Izhikevich (2007), Cereb. Cortex 17, 2443-2452 (dopamine)"],
        example: """
            stimulus reward of regular { rate = 0.5 Hz }
            modulator dopamine { released_by = reward, amount = 0.5, tau = 200 ms }
            population exc[10] of lif {
                receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
            }
            plasticity learn of stdp { A_plus = 0.01 * dopamine, w_max = 10 nS }
            projection exc -> exc {
                rule = all_to_all, weight = 5 nS, delay = 1 ms, plasticity = learn
            }
            """,
        notes: """
            The kind may be left out. A plain number, as which formulas of rules use it by its \
            name; decay is exact. Besides spikes, the embedding program may release it at any \
            time. NEST's volume_transmitter collects such spikes at intervals, here each counts at \
            its tick.
            """)

    static let diffusion = Kind(
        category: .modulator, name: "diffusion",
        summary: "a substance whose concentration falls with the distance from its release",
        equations: [
            "m(r)' = (baseline - m(r)) / tau;    m(r) += amount exp(-r / lambda) at every release"
        ],
        parameters: release + [
            ParameterEntry(
                "lambda", "distance at which a release has fallen to 37 %", .length,
                range: .positive, isRequired: true, allowsDraws: false)
        ],
        states: [],
        sources: ["Nicholson (2001), Rep. Prog. Phys. 64, 815-884"],
        example: """
            population exc[100] of lif { position = grid(10, 10, spacing: 50 um) }
            record spikes of exc
            modulator dopamine of diffusion { released_by = exc, lambda = 100 um, tau = 500 ms }
            """,
        notes: """
            The profile is that of a substance that spreads and decays faster than it acts, at \
            rest around a point; distances do not wrap. A synapse sees the level at its target. \
            Populations that release it and those whose synapses see it have positions. What a \
            program releases rises everywhere alike. Rules see it as `modulator = NAME`; a formula \
            for all synapses cannot.
            """)
}
