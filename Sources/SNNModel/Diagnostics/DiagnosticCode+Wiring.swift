// Mistakes in projections.

extension DiagnosticCode {
    static let wiring: [DiagnosticCode] = [
        stimulusAsTarget, unknownReceptor, receptorNeeded, receptorOfCurrent, delayBelowResolution,
        weightDimension, negativeConductance, indegreeTooLarge, outdegreeTooLarge, totalTooLarge,
        sizesDiffer, positionsMissing, positionsDiffer, widthNotPositive, negativeNumber,
        edgeOutside, delayTooLong,
    ]

    private static let neurons = """
        population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }

        """
    private static let conductances = """
        population exc[100] of lif {
            receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
        }

        """

    public static let stimulusAsTarget = DiagnosticCode(
        "E062", "projection onto a stimulus",
        meaning: "Nothing in the network can influence a stimulus, so no projection ends there.",
        example: neurons + """
            stimulus noise[100] of poisson { rate = 5 Hz }
            projection exc -> noise { rule = one_to_one, weight = 10 pA, delay = 1 ms }
            """,
        remedy: "Turn the arrow round, or name a population as the target.")

    public static let unknownReceptor = DiagnosticCode(
        "E063", "unknown receptor",
        meaning: "The target population has no receptor of this name.",
        example: neurons + """
            projection exc -> exc via gaba { rule = one_to_one, weight = 10 pA, delay = 1 ms }
            """,
        remedy: "Correct the name after `via`, or give the population this receptor.")

    public static let receptorNeeded = DiagnosticCode(
        "E064", "receptor not determined",
        meaning: """
            Synapses end on a receptor. `via` may be left out where the target has exactly one; \
            here it has several or none.
            """,
        example: """
            population exc[100] of lif
            projection exc -> exc { rule = one_to_one, weight = 10 pA, delay = 1 ms }
            """,
        remedy: """
            Name one of the target's receptors after `via`, or give the population a receptor.
            """)

    public static let receptorOfCurrent = DiagnosticCode(
        "E065", "receptor for an injected current",
        meaning: """
            A `current` stimulus is injected into the membrane itself, as through an electrode. It \
            does not pass through a receptor.
            """,
        example: neurons + """
            stimulus drive[1] of current { waveform = sine, amplitude = 50 pA, frequency = 8 Hz }
            projection drive -> exc via ampa { rule = all_to_all, weight = 1, delay = 0.1 ms }
            """,
        remedy: "Leave out `via` and its receptor.")

    public static let delayBelowResolution = DiagnosticCode(
        "E067", "delay below the resolution",
        meaning: """
            A spike arrives at the earliest one tick after it was sent; otherwise an effect could \
            precede its cause. For delays that are drawn or calculated, the least value that can \
            occur counts.
            """,
        example: neurons + """
            projection exc -> exc { rule = one_to_one, weight = 10 pA, delay = 0.01 ms }
            """,
        remedy: """
            Lengthen the delay or refine the resolution. For a distribution, add a bound below \
            which draws are repeated: `delay ~ normal(1.5 ms, 0.75 ms, min: 0.1 ms)`.
            """)

    public static let weightDimension = DiagnosticCode(
        "E069", "weight in the wrong unit",
        meaning: """
            The unit of a weight follows from the receptor: a conductance (with `reversal`) takes \
            nS, a current pA, and a `delta` receptor, which makes the potential jump, mV. From a \
            `current` stimulus the weight is a plain factor.
            """,
        example: neurons + """
            projection exc -> exc { rule = one_to_one, weight = 10 nS, delay = 1 ms }
            """,
        remedy: "Write the weight in the unit of the receptor, or give the receptor a `reversal`.")

    public static let negativeConductance = DiagnosticCode(
        "E070", "negative conductance",
        meaning: """
            Whether a conductance excites or inhibits is decided by its reversal potential, and \
            its weight is never negative: a negative conductance would drive the membrane away \
            from the reversal potential. For weights that are drawn, the least value that can \
            occur counts.
            """,
        example: conductances + """
            projection exc -> exc { rule = one_to_one, weight = -10 nS, delay = 1 ms }
            """,
        remedy: """
            Inhibit with a receptor of low reversal potential and positive weights. For a \
            distribution, add the bound `min: 0 nS`.
            """)

    public static let indegreeTooLarge = DiagnosticCode(
        "E071", "more sources drawn than there are",
        meaning: """
            Without multapses each target draws different sources, so it cannot draw more of them \
            than there are; without autapses, itself is not among them.
            """,
        example: neurons + """
            projection exc -> exc {
                rule = fixed_indegree(200), multapses = false, weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Lower the in-degree, or allow several synapses per pair with `multapses = true`.")

    public static let outdegreeTooLarge = DiagnosticCode(
        "E072", "more targets drawn than there are",
        meaning: """
            Without multapses each source draws different targets, so it cannot draw more of them \
            than there are; without autapses, itself is not among them.
            """,
        example: neurons + """
            projection exc -> exc {
                rule = fixed_outdegree(200), multapses = false, weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Lower the out-degree, or allow several synapses per pair with `multapses = true`.")

    public static let totalTooLarge = DiagnosticCode(
        "E073", "more synapses than pairs",
        meaning: """
            Without multapses each pair has at most one synapse, so there cannot be more synapses \
            than pairs; without autapses, the pairs of an element with itself do not count.
            """,
        example: neurons + """
            projection exc -> exc {
                rule = fixed_total_number(20000), multapses = false, weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Lower the number, or allow several synapses per pair with `multapses = true`.")

    public static let sizesDiffer = DiagnosticCode(
        "E074", "one_to_one between different sizes",
        meaning: "The rule joins element i to element i, so both sides have the same size.",
        example: neurons + """
            stimulus noise[50] of poisson { rate = 5 Hz }
            projection noise -> exc { rule = one_to_one, weight = 10 pA, delay = 1 ms }
            """,
        remedy: "Select ranges of the same length, make the sizes equal, or use another rule.")

    public static let positionsMissing = DiagnosticCode(
        "E075", "distance without positions",
        meaning: """
            The rule, the weight or the delay depends on the distance of two elements, but the \
            source or the target has no positions.
            """,
        example: neurons + """
            projection exc -> exc {
                rule = distance_gaussian(p: 0.5, sigma: 100 um), weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: """
            Give the population positions: `position = grid(10, 10, spacing: 50 um)` or `position \
            ~ box(500 um, 500 um)`.
            """)

    public static let positionsDiffer = DiagnosticCode(
        "E076", "positions with different dimensions",
        meaning: """
            The source has, say, two coordinates and the target three, so that no distance is \
            defined. With periodic wrapping, the two also have to fill a region of the same size.
            """,
        example: """
            population exc[100] of lif {
                position = grid(10, 10, spacing: 50 um)
                receptor ampa { shape = exponential, tau = 5 ms }
            }
            stimulus noise[100] of poisson {
                rate = 5 Hz, position = grid(100, spacing: 5 um)
            }
            projection noise -> exc {
                rule = distance_gaussian(p: 0.5, sigma: 100 um), weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Give both the same number of dimensions, and for wrapping the same extent.")

    public static let widthNotPositive = DiagnosticCode(
        "E077", "width of a distance profile not positive",
        meaning: """
            `sigma` and `lambda` say over what distance the probability falls; they are positive.
            """,
        example: """
            population exc[100] of lif {
                position = grid(10, 10, spacing: 50 um)
                receptor ampa { shape = exponential, tau = 5 ms }
            }
            projection exc -> exc {
                rule = distance_gaussian(p: 0.5, sigma: 0 um), weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Give a length greater than zero.")

    public static let negativeNumber = DiagnosticCode(
        "E078", "negative number of synapses",
        meaning: """
            A rule asks for a negative number of synapses. In a model's text a negative count is \
            not read at all (E024), so this happens to models made in Swift.
            """,
        example: """
            model.connect(exc, to: exc, rule: .fixedIndegree(-10), weight: weight, delay: delay)
            """,
        remedy: "Give a number of zero or more.")

    public static let edgeOutside = DiagnosticCode(
        "E079", "listed synapse between elements that do not exist",
        meaning: """
            An entry of the list names a source or target beyond the end of its population, has a \
            delay below the resolution, or a weight that the receptor does not take. The list \
            counts from 0, within the projection's selections.
            """,
        example: neurons + """
            projection exc -> exc {
                rule = list([[0, 5], [0, 100]]), weight = 10 pA, delay = 1 ms
            }
            """,
        remedy: "Correct the list.")

    public static let delayTooLong = DiagnosticCode(
        "E081", "delay too long",
        meaning: """
            Spikes on their way are kept in rings that are as long as the longest delay. A delay \
            of more than 100,000 ticks, or without any bound above, would need more memory than a \
            network. Nerves need at most some hundred milliseconds.
            """,
        example: neurons + """
            projection exc -> exc { rule = one_to_one, weight = 10 pA, delay = 60 s }
            """,
        remedy: "Shorten the delay; for a distribution, add a bound: `max: 50 ms`.")
}
