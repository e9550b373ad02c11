// Mistakes in what a model is made of: names, kinds, parameters and the form of their values.

extension DiagnosticCode {
    static let structure: [DiagnosticCode] = [
        unknownElement, duplicateName, invalidName, emptyPopulation, unknownKind, unknownParameter,
        wrongDimension, wrongForm, missingParameter, unknownChoice, unknownVariable, badLayout,
        selectionOutside, nothingSelected, severalInputs,
    ]

    /// A projection, recording or readout names something that the model does not have.
    public static let unknownElement = DiagnosticCode(
        "E004", "unknown population or stimulus",
        meaning: """
            A projection, recording or readout names a population or stimulus that the model does \
            not have. Names are case sensitive.
            """,
        example: """
            population inh[200] of lif
            record spikes of ihn
            """,
        remedy: "Correct the name, or declare a population or stimulus of that name.")

    public static let duplicateName = DiagnosticCode(
        "E040", "name declared twice",
        meaning: """
            Two parts of the model have the same name, so that a reference to it could mean \
            either. Populations, stimuli, readouts and parameters share one set of names; the \
            receptors of a population, its variables and its parameters share another.
            """,
        example: """
            population exc[800] of lif
            population exc[200] of lif
            """,
        remedy: "Rename one of the two.")

    public static let invalidName = DiagnosticCode(
        "E041", "not a name",
        meaning: """
            A name begins with a letter or an underscore and goes on with letters, digits and \
            underscores. Other names could not be written down in the model language, and some \
            could not be written to results.
            """,
        example: """
            population exc[800] of lif {
                receptor distance { shape = delta }
            }
            """,
        remedy: """
            Use letters, digits and underscores. The word `distance` is taken: it means the \
            distance of two neurons in the formulas of a projection.
            """)

    public static let emptyPopulation = DiagnosticCode(
        "E042", "no elements",
        meaning: "A population or stimulus has no elements, or a negative number of them.",
        example: "population exc[0] of lif",
        remedy: "Give it at least one element, or remove it together with what refers to it.")

    public static let unknownKind = DiagnosticCode(
        "E043", "unknown kind",
        meaning: "There is no neuron, stimulus, readout or other thing of this kind.",
        example: "population exc[800] of liff",
        remedy: "`snnsim explain` lists all kinds.")

    public static let unknownParameter = DiagnosticCode(
        "E044", "unknown parameter",
        meaning: "The kind has no parameter and no state variable of this name.",
        example: "population exc[800] of lif { taum = 20 ms }",
        remedy: "`snnsim explain lif` lists the parameters of a kind, here of `lif`.")

    public static let wrongDimension = DiagnosticCode(
        "E045", "wrong physical dimension",
        meaning: """
            The value is of another physical dimension than the parameter: a voltage stands where \
            a time belongs, or a unit is missing.
            """,
        example: "population exc[800] of lif { tau_m = 20 mV }",
        remedy: "Write the value in a unit of the right dimension.")

    public static let wrongForm = DiagnosticCode(
        "E046", "wrong form of value",
        meaning: """
            The parameter takes another form of value: a number where a list stands, a fixed value \
            where one is drawn, a word where a number stands.
            """,
        example: """
            stimulus drive[5] of current { waveform = sine, frequency ~ uniform(5 Hz, 8 Hz) }
            """,
        remedy: "`snnsim explain` shows for each parameter what it takes.")

    public static let missingParameter = DiagnosticCode(
        "E047", "missing parameter",
        meaning: "The kind has a parameter without a default, and the model does not set it.",
        example: "stimulus clock[10] of regular { start = 5 ms }",
        remedy: "Set the parameter.")

    public static let unknownChoice = DiagnosticCode(
        "E048", "unknown choice",
        meaning: "The parameter takes one word of a fixed set, and this is none of them.",
        example: "population exc[800] of izhikevich { scheme = halfstep }",
        remedy: "Use one of the words that the help names.")

    public static let unknownVariable = DiagnosticCode(
        "E049", "unknown variable in a formula",
        meaning: """
            A formula uses a name that is neither a number drawn for the same population nor, in a \
            projection, `distance`. In a model's text such a name is not known at all (E011), so \
            this happens to models made in Swift.
            """,
        example: """
            exc.variables = [.init("r", Distribution(.uniform(low: 0, high: 1)))]
            exc.settings["a"] = .formula(.variable("q"))            // Swift
            """,
        remedy: "Draw the number in the same block, or correct its name.")

    public static let badLayout = DiagnosticCode(
        "E090", "impossible positions",
        meaning: """
            Positions have one to three dimensions. A grid has exactly as many points as the \
            population has elements, a positive spacing, and a box has edges of positive length.
            """,
        example: """
            population exc[800] of lif { position = grid(10, 10, spacing: 50 um) }
            """,
        remedy: "Change the shape of the grid or the size of the population so that they agree.")

    public static let selectionOutside = DiagnosticCode(
        "E066", "elements that do not exist",
        meaning: """
            A range names elements that the population does not have. The first element is 0, and \
            `exc[0 ..< 5]` names five of them.
            """,
        example: """
            population exc[100] of lif
            record V_m of exc[0 ..< 200] every 1 ms
            """,
        remedy: "Keep the range within the size of the population.")

    public static let nothingSelected = DiagnosticCode(
        "E091", "nothing is selected",
        meaning: "A range is empty, or a recording or readout names no population.",
        example: """
            population exc[100] of lif
            record V_m of exc[5 ..< 5] every 1 ms
            """,
        remedy: "Name at least one element.")

    public static let severalInputs = DiagnosticCode(
        "E082", "more than one open port",
        meaning: """
            A data set is bound to the one stimulus of kind `input`. With two of them it would not \
            be clear which one `--stimulus` means.
            """,
        example: """
            stimulus left[700] of input
            stimulus right[700] of input
            """,
        remedy: "Keep one `input`; where both ears matter, use one port with the channels of both.")
}
