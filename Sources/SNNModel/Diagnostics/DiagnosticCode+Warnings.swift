// Doubts: the model can run, but probably not as it was meant.

extension DiagnosticCode {
    static let warnings: [DiagnosticCode] = [
        unused, shortRefractoriness, implausiblePotential, mixedSigns, highRate, delayRounded,
        connectsNothing, scaledScheme, unusedSetting,
    ]

    private static let neurons = """
        population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }

        """

    public static let unused = DiagnosticCode(
        "W040", "declared but not used",
        meaning: """
            No projection, recording or readout refers to the population or stimulus, no synapse \
            follows the rule, no rule sees the modulator: it costs time and has no effect.
            """,
        example: """
            population exc[100] of lif
            population inh[100] of lif
            record spikes of exc
            """,
        remedy: "Connect or record it, or remove it.")

    public static let shortRefractoriness = DiagnosticCode(
        "W042", "refractory period shorter than half a tick",
        meaning: "Refractory periods are rounded to whole ticks; this one to none.",
        example: """
            population exc[100] of lif { t_ref = 0.01 ms }
            record spikes of exc
            """,
        remedy: "Lengthen it, refine the resolution, or write `t_ref = 0 ms` if that is meant.")

    public static let implausiblePotential = DiagnosticCode(
        "W043", "potential far from those of membranes",
        meaning: """
            Membrane potentials, thresholds and reversal potentials lie between about -120 mV and \
            150 mV. A value far outside is often a slip of the unit.
            """,
        example: """
            population exc[100] of lif { V_th = -50 V, V_reset = -60 V }
            record spikes of exc
            """,
        remedy: "Check the number and its unit.")

    public static let mixedSigns = DiagnosticCode(
        "W044", "weights of both signs",
        meaning: """
            Some synapses of the projection would excite and others inhibit, because the \
            distribution of the weights reaches across zero. Neurons usually do one or the other \
            (Dale's principle).
            """,
        example: neurons + """
            projection exc -> exc {
                rule = one_to_one, delay = 1 ms
                weight ~ normal(10 pA, 10 pA)
            }
            """,
        remedy: "Add the bound `min: 0 pA` or `max: 0 pA` unless both signs are meant.")

    public static let highRate = DiagnosticCode(
        "W045", "several spikes per tick",
        meaning: """
            The rate is so high that more than one spike is expected per tick. Single neurons \
            reach at most some hundred hertz; trains that stand for many neurons may be meant, and \
            are counted right.
            """,
        example: neurons + """
            stimulus noise[100] of poisson { rate = 20 kHz }
            projection noise -> exc { rule = one_to_one, weight = 10 pA, delay = 1 ms }
            """,
        remedy: "Check the number and its unit.")

    public static let delayRounded = DiagnosticCode(
        "W046", "delay between two ticks",
        meaning: """
            Delays are whole numbers of ticks; this one is rounded to the nearest. Delays that are \
            drawn or calculated are rounded without a warning.
            """,
        example: neurons + """
            projection exc -> exc { rule = one_to_one, weight = 10 pA, delay = 1.25 ms }
            """,
        remedy: "Choose a multiple of the resolution, or a finer resolution.")

    public static let connectsNothing = DiagnosticCode(
        "W047", "projection without synapses",
        meaning: "The rule makes no synapse: its number or probability is zero.",
        example: neurons + """
            projection exc -> exc {
                rule = pairwise_bernoulli(p: 0), weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Remove the projection, or give the rule a number or probability above zero.")

    public static let scaledScheme = DiagnosticCode(
        "W048", "published scheme at another step",
        meaning: """
            `half_step` is the scheme of Izhikevich (2003), which was published for ticks of 1 ms: \
            two steps of 0.5 ms for the potential, one of 1 ms for the recovery variable. Half of \
            that is used too, to stay stable under strong inhibition; with coarser ticks the \
            scheme overshoots, and with finer ones it is neither that program nor an accurate \
            solution.
            """,
        example: """
            simulation { resolution = 0.1 ms }
            population exc[100] of izhikevich { scheme = half_step }
            record spikes of exc
            """,
        remedy: """
            Set `resolution = 1 ms` to repeat the published network, or use `scheme = converged` \
            for the solution of the equations.
            """)

    public static let unusedSetting = DiagnosticCode(
        "W049", "setting without effect",
        meaning: """
            The parameter is set but not used, because another one takes its place: the `rate` of \
            a poisson stimulus that has `times` and `rates`, or a setting of another waveform.
            """,
        example: """
            population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
            stimulus noise[100] of poisson {
                rate = 5 Hz, times = [0 ms, 500 ms], rates = [5 Hz, 8 Hz]
            }
            projection noise -> exc { rule = one_to_one, weight = 10 pA, delay = 1 ms }
            """,
        remedy: "Remove the setting.")
}
