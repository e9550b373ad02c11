// Mistakes in rules of plasticity, modulators and astrocytes.

extension DiagnosticCode {
    static let learning: [DiagnosticCode] = [
        unknownPlasticity, unknownModulator, notSimulated, nothingCovered, badPool,
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

    public static let notSimulated = DiagnosticCode(
        "E094", "not in this version",
        meaning: """
             knows the kind, but this version cannot run it. To leave it out silently would be to \
            simulate something else.
            """,
        example: wired + "plasticity learn of clopath { w_max = 20 pA }",
        remedy: "Choose another kind; `snnsim explain plasticity` lists them.")

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
}
