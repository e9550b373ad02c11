// Mistakes in numbers: ranges, distributions, and the physics of a single neuron.

extension DiagnosticCode {
    static let values: [DiagnosticCode] = [
        notFinite, notPositive, negative, notAFraction, badDistribution, emptyDistribution,
        resetsAboveThreshold, peakBelowThreshold, upswingOverflow, badReceptor, unsortedTimes,
        differentLengths, noExactSolution,
    ]

    public static let notFinite = DiagnosticCode(
        "E050", "not a finite number",
        meaning: """
            A value is infinite or no number at all, for instance because a formula divides by a \
            number that can be zero.
            """,
        example: """
            population exc[800] of lif {
                r ~ uniform(0, 1)
                tau_m = 10 ms / r
            }
            """,
        remedy: "Bound the numbers that are drawn so that the result stays finite.")

    public static let notPositive = DiagnosticCode(
        "E051", "not positive",
        meaning: """
            A time constant, capacitance or the like has to be greater than zero; with zero or \
            less the equations have no solution, or one that explodes. For values that are drawn \
            or calculated, the least value that can occur counts.
            """,
        example: "population exc[800] of lif { tau_m = 0 ms }",
        remedy: """
            Give a positive value. For a distribution, add a bound below which draws are repeated: \
            `tau_m ~ normal(20 ms, 5 ms, min: 1 ms)`.
            """)

    public static let negative = DiagnosticCode(
        "E052", "negative",
        meaning: """
            A rate, a refractory period or the like cannot be negative. For values that are drawn \
            or calculated, the least value that can occur counts.
            """,
        example: "population exc[800] of lif { t_ref = -2 ms }",
        remedy: "Give a value of zero or more; for a distribution, add the bound `min: 0`.")

    public static let notAFraction = DiagnosticCode(
        "E068", "probability outside 0 ... 1",
        meaning: "A probability lies between 0 and 1, that is between 0 % and 100 %.",
        example: """
            population exc[800] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
            projection exc -> exc {
                rule = pairwise_bernoulli(p: 2), weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Write the probability as a fraction or in percent: `p: 0.02` or `p: 2 %`.")

    public static let badDistribution = DiagnosticCode(
        "E053", "impossible distribution",
        meaning: """
            The arguments do not describe a distribution: a negative standard deviation, an upper \
            end below the lower end, or a lognormal, exponential or gamma distribution whose mean \
            is not positive.
            """,
        example: "population exc[800] of lif { V_m ~ normal(-60 mV, -2 mV) }",
        remedy: "Correct the arguments; `snnsim explain normal` tells what they mean.")

    public static let emptyDistribution = DiagnosticCode(
        "E054", "bounds that exclude nearly all draws",
        meaning: """
            Draws outside the bounds are thrown away and drawn again. Fewer than one draw in a \
            thousand would lie within these bounds, so that drawing would take very long or never \
            end.
            """,
        example: "population exc[800] of lif { tau_m ~ normal(20 ms, 1 ms, min: 40 ms) }",
        remedy: "Move the bounds or the distribution so that they overlap.")

    public static let resetsAboveThreshold = DiagnosticCode(
        "E055", "reset at or above the threshold",
        meaning: """
            After a spike the membrane potential is set to a value at which the neuron spikes \
            again at once, and so on without end. For `lif` this means `V_reset` at or above \
            `V_th`, for `adex` `V_reset` at or above `V_peak`, for `izhikevich` `c` at or above \
            `V_th`. For values that are drawn or calculated, the worst pair that can occur counts.
            """,
        example: "population exc[800] of lif { V_th = -50 mV, V_reset = -45 mV }",
        remedy: "Lower the reset or raise the threshold; bound them where they are drawn.")

    public static let peakBelowThreshold = DiagnosticCode(
        "E056", "peak at or below the threshold",
        meaning: """
            In the exponential model `V_th` is where the upswing of a spike begins and `V_peak` \
            where the spike is counted. With `V_peak` at or below `V_th` there is no upswing.
            """,
        example: "population exc[800] of adex { V_peak = -55 mV }",
        remedy: "Set `V_peak` well above `V_th`, customary are 0 mV to 20 mV.")

    public static let upswingOverflow = DiagnosticCode(
        "E057", "upswing too steep for numbers",
        meaning: """
            The exponential model calculates exp((V_peak - V_th) / Delta_T), which must stay below \
            the greatest number a computer holds. With a very small `Delta_T` it does not.
            """,
        example: "population exc[800] of adex { Delta_T = 0.01 mV }",
        remedy: """
            Choose a `Delta_T` of at least (V_peak - V_th) / 600, or use `lif`, which is the limit \
            of a vanishing `Delta_T`.
            """)

    public static let badReceptor = DiagnosticCode(
        "E058", "receptor that cannot be",
        meaning: """
            An exponential or alpha receptor has a time constant `tau`. A `delta` receptor is an \
            instantaneous jump of the potential; it has neither a time constant nor a reversal \
            potential, and dendrites do not take it. `magnesium` blocks conductances of neurons of \
            `dendritic`.
            """,
        example: """
            population exc[800] of lif { receptor ampa { shape = exponential } }
            """,
        remedy: "Add `tau`, or change the shape.")

    public static let unsortedTimes = DiagnosticCode(
        "E059", "times out of order",
        meaning: "The times of steps have to rise from one to the next.",
        example: """
            stimulus noise[10] of poisson {
                times = [0 ms, 500 ms, 200 ms], rates = [5 Hz, 8 Hz, 5 Hz]
            }
            """,
        remedy: "Sort the times, and the values with them; give each time once.")

    public static let differentLengths = DiagnosticCode(
        "E060", "lists of different lengths",
        meaning: """
            Each time has one value that holds from then on, so the two lists are equally long.
            """,
        example: """
            stimulus noise[10] of poisson { times = [0 ms, 500 ms], rates = [5 Hz] }
            """,
        remedy: "Give as many values as times.")

    public static let noExactSolution = DiagnosticCode(
        "E092", "no exact solution",
        meaning: """
            A population with `solver = exact` is advanced from event to event. Some schemes of \
            Izhikevich's neuron are made of ticks, so that there is nothing to solve between them, \
            and a `current` stimulus changes from tick to tick.
            """,
        example: """
            population exc[100] of izhikevich { solver = exact, scheme = euler }
            """,
        remedy: """
            Write `solver = grid`, or `solver = auto`, which takes the grid where there is no \
            exact \
            solution.
            """)
}
