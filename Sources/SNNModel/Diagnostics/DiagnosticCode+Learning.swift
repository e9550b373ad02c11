// Mistakes in rules of plasticity, modulators and astrocytes.

extension DiagnosticCode {
    static let learning: [DiagnosticCode] = [
        unknownPlasticity, unknownModulator, localModulator, nothingCovered, badPool, severalRules,
        ruleNotCarried, weightOutsideBounds, boundsReversed, delaysContradict, signedDependence,
        notReleased,
        boundsCutWeights,
    ]

    private static let neurons = """
        population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }

        """
    private static let wired =
        neurons + """
            projection exc -> exc { rule = one_to_one, weight = 10 pA, delay = 1 ms }

            """

    public static let unknownPlasticity = DiagnosticCode(
        "E080", "unknown plasticity",
        meaning: "The projection or population names a rule of plasticity that is not declared.",
        example: neurons + """
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = reward_stdp
            }
            """,
        remedy: "Declare the rule, `plasticity reward_stdp of stdp { ... }`, or correct the name.")

    public static let unknownModulator = DiagnosticCode(
        "E093", "unknown modulator",
        meaning: "The rule names a modulator that is neither declared as such nor an astrocyte.",
        example: wired + """
            plasticity learn of three_factor_stdp { modulator = dopamine, w_max = 20 pA }
            """,
        remedy: "Declare it, `modulator dopamine { tau = 200 ms }`, or correct the name.")

    public static let localModulator = DiagnosticCode(
        "E094", "modulator that differs from place to place",
        meaning: """
            A formula of a rule is one number for all synapses, and a modulator that diffuses is \
            another at each of them.
            """,
        example: """
            population exc[100] of lif {
                position = grid(10, 10, spacing: 50 um)
                receptor ampa { shape = exponential, tau = 5 ms }
            }
            modulator dopamine of diffusion { released_by = exc, lambda = 100 um }
            plasticity learn of stdp { A_plus = 0.01 * dopamine, w_max = 20 pA }
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = learn
            }
            """,
        remedy: "A `three_factor_stdp` with `modulator = dopamine` sees it at each target.")

    public static let nothingCovered = DiagnosticCode(
        "E095", "nothing to cover",
        meaning: "Astrocytes cover the synapses of a projection, and there is none such.",
        example: neurons + "astrocytes glia[10] of li_rinzel { covers = exc -> exc }",
        remedy: "Correct the names, or add the projection.")

    public static let badPool = DiagnosticCode(
        "E096", "pool that does not fit",
        meaning: "A pool has at least one astrocyte, and not more than there are.",
        example: wired + """
            astrocytes glia[10] of li_rinzel {
                covers = exc -> exc, rule = random_pool(p: 0.5, size: 20)
            }
            """,
        remedy: "Correct the size of the pool, or the number of astrocytes.")

    public static let severalRules = DiagnosticCode(
        "E097", "two rules that do the same",
        meaning: """
            A synapse follows one rule that changes its weight by spikes, and one of short-term \
            plasticity; besides, its weight may be scaled or normalised and it may be rewired.
            """,
        example: neurons + """
            plasticity learn of stdp { w_max = 20 pA }
            plasticity unlearn of anti_hebbian { w_max = 20 pA }
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = [learn, unlearn]
            }
            """,
        remedy: "Remove one of the two, or make two projections.")

    public static let ruleNotCarried = DiagnosticCode(
        "E098", "rule that cannot act here",
        meaning: """
            A rule needs what it works with: spikes of a source, which a current does not send; a \
            membrane with one time constant, for `e_prop`; the potential during spikes, for \
            `clopath`; a threshold, for `intrinsic`; for `rewiring` one axonal delay, and synapses \
            that no astrocytes with calcium cover.
            """,
        example: neurons + """
            plasticity homeostasis of intrinsic
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = homeostasis
            }
            """,
        remedy: "Remove the rule here, or choose another kind.")

    public static let weightOutsideBounds = DiagnosticCode(
        "E099", "weight outside of the rule's bounds",
        meaning: """
            The synapses would begin outside of the bounds within which their rule keeps them, and \
            jump to the bound at their first spike.
            """,
        example: neurons + """
            plasticity learn of stdp { w_max = 5 pA }
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = learn
            }
            """,
        remedy: "Correct the weight or the bounds; `w_min` and `w_max` bound its absolute value.")

    public static let boundsReversed = DiagnosticCode(
        "E100", "`w_min` above `w_max`",
        meaning: "No weight lies between the bounds of the rule.",
        example: neurons + """
            plasticity learn of stdp { w_min = 20 pA, w_max = 5 pA }
            """,
        remedy: "Exchange the two.")

    public static let delaysContradict = DiagnosticCode(
        "E101", "delays that contradict each other",
        meaning: """
            Of the axonal and the dendritic delay one may be drawn for each synapse, and the other \
            is the same for all; the way back is one number. A neuron that advances exactly has \
            told its spikes once a spike arrives, so that what travels along the axon must not \
            arrive later than the target's own spikes come back.
            """,
        example: neurons + """
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA
                axonal_delay ~ uniform(1 ms, 2 ms), dendritic_delay ~ uniform(1 ms, 2 ms)
            }
            """,
        remedy: "Give one of the two a single value, or do as the help says.")

    public static let signedDependence = DiagnosticCode(
        "E102", "weights of both signs that depend on themselves",
        meaning: """
            A negative `w_min` lets weights change their sign. How much a change depends on the \
            weight is defined by its share of `w_max`, which means nothing below zero.
            """,
        example: neurons + """
            plasticity learn of stdp { w_min = -20 pA, w_max = 20 pA }
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = learn
            }
            """,
        remedy: "Set `mu_plus = 0` and `mu_minus = 0`, or leave `w_min` at zero.")

    public static let notReleased = DiagnosticCode(
        "W050", "modulator that nothing releases",
        meaning: """
            No spikes release the modulator, so that it stays at its baseline unless the program \
            that runs the model releases it.
            """,
        example: neurons + """
            modulator dopamine { tau = 200 ms }
            plasticity learn of three_factor_stdp { modulator = dopamine, w_max = 20 pA }
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 1 ms, plasticity = learn
            }
            """,
        remedy: "Add `released_by`, if spikes of the model are meant to.")

    public static let boundsCutWeights = DiagnosticCode(
        "W051", "weights that bounds cut off",
        meaning: "Some of the weights that are drawn lie outside of the bounds of their rule.",
        example: neurons + """
            plasticity learn of stdp { w_max = 15 pA }
            projection exc -> exc {
                rule = one_to_one, weight ~ uniform(5 pA, 20 pA), delay = 1 ms
                plasticity = learn
            }
            """,
        remedy: "Bound the distribution, `max: 15 pA`, or widen the bounds of the rule.")
}
