// Mistakes that only a text can have, E001 to E039: here those in what it means.

extension DiagnosticCode {
    static let expressions: [DiagnosticCode] = [
        unknownUnit, unknownName, sumOfDimensions, outOfReach, fixedDraw, notADistribution,
        drawInFormula, unknownFunction, wrongArguments, cannotBeDrawn, notANumber, notACount,
        backwardRange, notASelection, missingKind, unknownBase, missingSetting, unknownSetting,
        unknownRule, unknownOverride, badOverride,
    ]

    public static let unknownUnit = DiagnosticCode(
        "E010", "unknown unit",
        meaning: """
            Behind the number stands a word that is no unit. Units are case sensitive: `mV` and \
            `MV` differ.
            """,
        example: "population exc[100] of lif { tau_m = 20 msec }",
        remedy: """
            Use a unit of the table in the language guide, such as ms, mV, pA, pF, nS, Hz or um.
            """)

    public static let unknownName = DiagnosticCode(
        "E011", "unknown name in a formula",
        meaning: """
            A formula uses a name that is no parameter declared above, no unit, and no number \
            drawn in its block.
            """,
        example: "population exc[100] of lif { tau_m = tau_long }",
        remedy: "Correct the name, or declare `parameter tau_long = 20 ms`.")

    public static let sumOfDimensions = DiagnosticCode(
        "E012", "sum of different dimensions",
        meaning: "Only quantities of the same physical dimension can be added or subtracted.",
        example: "parameter x = 5 mV + 3 ms",
        remedy: "Check the units; a factor may be missing.")

    public static let outOfReach = DiagnosticCode(
        "E013", "number out of reach",
        meaning: """
            A number is too large to calculate with, or a formula divides by zero or takes the \
            root of a negative number.
            """,
        example: "parameter x = 1 ms / 0",
        remedy: "Correct the formula.")

    public static let fixedDraw = DiagnosticCode(
        "E017", "`=` with a distribution",
        meaning: "`=` sets one value for all elements; a distribution is drawn from with `~`.",
        example: "population exc[100] of lif { V_m = uniform(-60 mV, -50 mV) }",
        remedy: "Write `~` in place of `=`.")

    public static let notADistribution = DiagnosticCode(
        "E018", "`~` without a distribution",
        meaning: "`~` draws a value for each element, so a distribution stands behind it.",
        example: "population exc[100] of lif { tau_m ~ 20 ms }",
        remedy: "Write `=` in place of `~`, or give a distribution.")

    public static let drawInFormula = DiagnosticCode(
        "E019", "distribution inside a formula",
        meaning: """
            A formula is calculated from numbers. A number that is drawn gets a name of its own \
            first.
            """,
        example: "population exc[100] of lif { tau_m = 2 * uniform(5 ms, 10 ms) }",
        remedy: """
            Draw into a name, `r ~ uniform(5 ms, 10 ms)`, and use the name: `tau_m = 2 * r`.
            """)

    public static let unknownFunction = DiagnosticCode(
        "E020", "unknown function",
        meaning: "There is no distribution or other function of this name.",
        example: "population exc[100] of lif { V_m ~ gaussian(-60 mV, 2 mV) }",
        remedy: """
            The distributions are uniform, normal, lognormal, exponential and gamma; formulas of \
            numbers know round and sqrt.
            """)

    public static let wrongArguments = DiagnosticCode(
        "E021", "wrong arguments",
        meaning: "A function lacks an argument, has one too many, or one that it does not know.",
        example: "population exc[100] of lif { V_m ~ normal(mean: -60 mV) }",
        remedy: "`snnsim explain` shows the arguments of every distribution and rule.")

    public static let cannotBeDrawn = DiagnosticCode(
        "E022", "cannot be drawn",
        meaning: "This setting has one value for all and takes `=`.",
        example: "simulation { duration ~ uniform(1 s, 2 s) }",
        remedy: "Write `=` and a value.")

    public static let notANumber = DiagnosticCode(
        "E023", "not a number",
        meaning: "A number or a formula is needed where something else stands.",
        example: "parameter x = [1, 2]",
        remedy: "Write a number with its unit.")

    public static let notACount = DiagnosticCode(
        "E024", "not a whole number",
        meaning: "Sizes, indices and numbers of synapses are whole and not negative.",
        example: "population exc[10.5] of lif",
        remedy: "Write a whole number.")

    public static let backwardRange = DiagnosticCode(
        "E025", "range that runs backwards",
        meaning: """
            A range ends before it begins. `0 ..< 50` are the first fifty elements, and so are \
            `0 .. 49`.
            """,
        example: """
            population exc[100] of lif
            record V_m of exc[50 ..< 0] every 1 ms
            """,
        remedy: "Exchange the two ends.")

    public static let notASelection = DiagnosticCode(
        "E026", "not a population",
        meaning: "Where a population or stimulus is to be named, something else stands.",
        example: "record spikes of 5",
        remedy: "Write a name, a part such as `exc[0 ..< 50]`, or a list such as `[exc, inh]`.")

    public static let missingKind = DiagnosticCode(
        "E027", "no kind",
        meaning: "A population, stimulus or readout does not say of what kind it is.",
        example: "population exc[100] { tau_m = 20 ms }",
        remedy: "Write `of` and a kind, such as `of lif`, or `like` and the name of another.")

    public static let unknownBase = DiagnosticCode(
        "E028", "nothing to inherit from",
        meaning: """
            The name behind `like` is not declared as the same sort of thing, or leads back to \
            itself.
            """,
        example: "population inh[100] like exc",
        remedy: "Correct the name.")

    public static let missingSetting = DiagnosticCode(
        "E029", "missing setting",
        meaning: """
            A projection needs a rule, a weight and a delay, a receptor its shape, a readout its \
            features.
            """,
        example: """
            population exc[100] of lif { receptor ampa { shape = delta } }
            projection exc -> exc { rule = all_to_all, delay = 1 ms }
            """,
        remedy: "Add the setting.")

    public static let unknownSetting = DiagnosticCode(
        "E030", "unknown setting",
        meaning: "The block has no setting of this name.",
        example: "simulation { durations = 1 s }",
        remedy: "Correct the name.")

    public static let unknownRule = DiagnosticCode(
        "E031", "unknown connection rule",
        meaning: "There is no connection rule of this name.",
        example: """
            population exc[100] of lif { receptor ampa { shape = delta } }
            projection exc -> exc { rule = random(10), weight = 1 mV, delay = 1 ms }
            """,
        remedy: "`snnsim explain` lists the rules.")

    public static let unknownOverride = DiagnosticCode(
        "E032", "`--set` of an unknown parameter",
        meaning: """
            `--set NAME=VALUE` changes a parameter that the file declares with `parameter`.
            """,
        example: "snnsim run balanced.model --set drvie=180pA",
        remedy: "Correct the name, or declare the parameter.")

    public static let badOverride = DiagnosticCode(
        "E033", "value of `--set` that does not fit",
        meaning: """
            The value behind `--set NAME=` cannot be read, or has another dimension than the \
            parameter.
            """,
        example: "snnsim run balanced.model --set drive=180mV",
        remedy: "Write the value with its unit, without blanks or in quotes: `--set drive=8Hz`.")
}
