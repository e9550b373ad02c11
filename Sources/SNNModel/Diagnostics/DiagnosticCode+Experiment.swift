// Mistakes in the experiment around the network: time, recordings, readouts.

extension DiagnosticCode {
    static let experiment: [DiagnosticCode] = [
        badResolution, badDuration, unknownState, badInterval, badTrial, badBins, badPenalty,
        badELM, badDendrites,
    ]

    public static let badResolution = DiagnosticCode(
        "E083", "resolution not positive",
        meaning: "The resolution is the length of a tick, the step of the simulation.",
        example: "simulation { resolution = 0 ms }",
        remedy: "Give a positive time; 0.1 ms is customary.")

    public static let badDuration = DiagnosticCode(
        "E084", "duration shorter than a tick",
        meaning: "A run lasts at least one tick, and at most some hundred days of simulated time.",
        example: "simulation { duration = 0 ms }",
        remedy: "Give a positive time, or leave the duration to `--duration`.")

    public static let unknownState = DiagnosticCode(
        "E085", "nothing of this name to record",
        meaning: """
            The neuron has no state variable of this name. Besides those of its kind it has, for \
            each receptor, its current `I_ampa` or conductance `g_ampa`, with the receptor's name. \
            Stimuli have no state.
            """,
        example: """
            population exc[100] of lif
            record w of exc every 1 ms
            """,
        remedy: "`snnsim explain lif` lists the state variables of a kind, here of `lif`.")

    public static let badInterval = DiagnosticCode(
        "E086", "recording interval that does not fit",
        meaning: """
            States are recorded at the end of ticks, so the interval is a whole number of ticks \
            and at least one. Spikes are recorded whenever they happen and take no interval.
            """,
        example: """
            population exc[100] of lif
            record V_m of exc every 0.25 ms
            """,
        remedy: "Choose a multiple of the resolution after `every`.")

    public static let badTrial = DiagnosticCode(
        "E087", "trial that cannot be",
        meaning: """
            A trial of a `what_when` readout lasts for the duration of the simulation. Its cue and \
            its two events, whose latencies count from the start of the cue, lie within it.
            """,
        example: """
            simulation { duration = 500 ms }
            population exc[100] of lif
            stimulus cue[1] of input
            readout expectation of what_when { of = exc, latencies = [300 ms, 600 ms] }
            """,
        remedy: "Give two latencies, and a duration that is longer than both with `cue_start`.")

    public static let badBins = DiagnosticCode(
        "E088", "impossible number of bins",
        meaning: """
            Features are spike counts in equal time bins: at least one bin, at most 10,000, and at \
            least one number of bins to choose from.
            """,
        example: """
            population exc[100] of lif
            stimulus speech[700] of input
            readout digit of ridge { features = spike_count(of: exc, bins: 0) }
            """,
        remedy: "Give one or several numbers of bins: `bins: 10` or `bins: [1, 5, 10]`.")

    public static let badPenalty = DiagnosticCode(
        "E089", "ridge penalty not positive",
        meaning: """
            The penalty keeps the weights of the readout small and the equations solvable, also \
            where there are more features than samples. It is greater than zero.
            """,
        example: """
            population exc[100] of lif
            stimulus speech[700] of input
            readout digit of ridge { features = spike_count(of: exc, bins: 1), penalty = 0 }
            """,
        remedy: "Give one or several positive numbers: `penalty = [1e-3, 1, 1000]`.")

    public static let badELM = DiagnosticCode(
        "E103", "neuron of elm that cannot be",
        meaning: """
            What a neuron of `elm` is told of its branches, memory and bin has to agree. A \
            `classifier` trains one such neuron, which hears a port by one projection, and a `fit` \
            makes one with two outputs do as a cell does.
            """,
        example: """
            simulation { duration = 1 s, resolution = 2 ms }
            population cell[1] of elm { bin = 3 ms }
            """,
        remedy: "`snnsim explain elm` and `snnsim explain classifier` have examples.")

    public static let badDendrites = DiagnosticCode(
        "E104", "dendrites that cannot be",
        meaning: """
            A neuron of `dendritic` has at most 1000 dendrites.
            """,
        example: "population cell[1] of dendritic { dendrites = 5000 }",
        remedy: "`snnsim explain dendritic` has an example.")
}
