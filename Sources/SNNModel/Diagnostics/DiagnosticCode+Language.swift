// Mistakes that only a text can have, E001 to E039: here those in how it is written.

extension DiagnosticCode {
    static let language: [DiagnosticCode] =
        [
            unreadableCharacter, unclosedText, syntax, notClosed, unknownDeclaration, strayText,
            tooLarge, misplaced, settingRepeated, wrongClause, noArrow, delayTwice, unreadableFile,
        ] + expressions

    public static let unreadableCharacter = DiagnosticCode(
        "E001", "character without meaning",
        meaning: """
            The text has a character that means nothing in a model, such as `;` or a typographic \
            minus.
            """,
        example: "population exc[100] of lif { V_th = −50 mV }",
        remedy: "Write what the help says, or remove the character.")

    public static let unclosedText = DiagnosticCode(
        "E002", "text not closed",
        meaning: "A text begins with `\"` and ends with `\"` on the same line.",
        example: "stimulus lgn[10] of spike_file { file = \"lgn.csv }",
        remedy: "Add the missing `\"`.")

    public static let syntax = DiagnosticCode(
        "E003", "something is missing",
        meaning: """
            The text is not built like a model: where something is expected, something else \
            stands.
            """,
        example: "population exc[100] of lif { tau_m = }",
        remedy: "Write what is expected in front of the marked place.")

    public static let notClosed = DiagnosticCode(
        "E005", "bracket or block not closed",
        meaning: """
            A bracket or a block begins and does not end, or a block ends that did not begin.
            """,
        example: "population exc[100] of lif { V_m ~ uniform(-60 mV, -50 mV }",
        remedy: "Add the missing bracket or brace.")

    public static let unknownDeclaration = DiagnosticCode(
        "E006", "unknown declaration",
        meaning: """
            A file is a row of declarations, and each begins with a word such as `population`.
            """,
        example: "popluation exc[100] of lif",
        remedy: "Correct the word.")

    public static let strayText = DiagnosticCode(
        "E007", "text outside of a declaration",
        meaning: """
            Between the declarations of a file nothing else can stand: no setting, no brace, no \
            value.
            """,
        example: """
            population exc[100] of lif { }
            tau_m = 20 ms
            """,
        remedy: "Move it into the block of a declaration, or remove it.")

    public static let tooLarge = DiagnosticCode(
        "E008", "nested too deeply",
        meaning: "Brackets, blocks or sums are larger than any that people write.",
        example: "parameter x = " + String(repeating: "(", count: 70) + "1"
            + String(repeating: ")", count: 70),
        remedy: "Simplify the expression.")

    public static let misplaced = DiagnosticCode(
        "E009", "declaration in the wrong place",
        meaning: """
            Receptors are declared in the block of a population, everything else outside of \
            blocks.
            """,
        example: "receptor ampa { shape = delta }",
        remedy: "Move the declaration.")

    public static let settingRepeated = DiagnosticCode(
        "E014", "set twice",
        meaning: """
            A block sets the same name twice, or a file has two `simulation` blocks; it is not \
            clear which one counts.
            """,
        example: "population exc[100] of lif { tau_m = 20 ms, tau_m = 10 ms }",
        remedy: "Remove one of the two.")

    public static let wrongClause = DiagnosticCode(
        "E015", "clause that does not belong",
        meaning: """
            Each declaration has its own words in the first line: `of` or `like` for populations \
            and stimuli, `via` for projections, `of` for readouts.
            """,
        example: "population exc[100] via ampa",
        remedy: "Remove the clause.")

    public static let noArrow = DiagnosticCode(
        "E016", "projection without an arrow",
        meaning: """
            A projection goes from a source to a target, which are written to the left and right \
            of `->`.
            """,
        example: """
            population exc[100] of lif
            projection exc { rule = all_to_all }
            """,
        remedy: "Write `projection SOURCE -> TARGET`.")

    public static let delayTwice = DiagnosticCode(
        "E034", "delay and its parts",
        meaning: """
            A delay is the sum of its axonal and its dendritic part. A projection sets the sum or \
            the parts, but not both.
            """,
        example: """
            population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
            projection exc -> exc {
                rule = one_to_one, weight = 10 pA, delay = 2 ms, axonal_delay = 1 ms
            }
            """,
        remedy: "Remove `delay`, or the parts.")

    public static let unreadableFile = DiagnosticCode(
        "E039", "file that cannot be read",
        meaning: "The file with the model does not exist, cannot be opened, or is not text.",
        example: "snnsim run no-such-file.model",
        remedy: "Correct the path.")
}
