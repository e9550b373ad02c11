// What `~` draws from. Moments are those of the variable itself.

extension Catalogue {
    static let distributions: [Kind] = [uniform, normal, lognormal, exponentialDistribution, gamma]

    private static let drawn = ParameterEntry.Form.phrase("a quantity like the one that is drawn")

    private static let bounds = [
        ParameterEntry("min", "least value kept; draws below are repeated", form: drawn),
        ParameterEntry("max", "greatest value kept; draws above are repeated", form: drawn),
    ]

    private static let notes = """
        A value is drawn once per element, when the network is built, from a random stream of the \
        element's own: it depends on the seed, the name of the parameter and the index of the \
        element, and on nothing else. Draws outside `min` and `max` are thrown away and drawn \
        again, not moved to the bound, so the distribution is the truncated one and its mean \
        shifts.
        """

    static let uniform = Kind(
        category: .distribution, name: "uniform", summary: "all values between two ends alike",
        equations: ["density = 1 / (high - low)      low <= x < high"],
        parameters: [
            ParameterEntry("low", "lower end", form: drawn, isRequired: true),
            ParameterEntry("high", "upper end", form: drawn, isRequired: true),
        ] + bounds,
        states: [], sources: [],
        example: "population exc[800] of lif { V_m ~ uniform(-70 mV, -55 mV) }", notes: notes)

    static let normal = Kind(
        category: .distribution, name: "normal", summary: "the Gaussian distribution",
        equations: ["density = exp(-(x - mean)^2 / (2 sd^2)) / (sd sqrt(2 pi))"],
        parameters: [
            ParameterEntry("mean", "mean", form: drawn, isRequired: true),
            ParameterEntry("sd", "standard deviation", form: drawn, isRequired: true),
        ] + bounds,
        states: [],
        sources: ["Marsaglia & Bray (1964), SIAM Rev. 6, 260-264 (polar method)"],
        example: "population exc[800] of lif { tau_m ~ normal(20 ms, 5 ms, min: 1 ms) }",
        notes: notes)

    static let lognormal = Kind(
        category: .distribution, name: "lognormal",
        summary: "positive values whose logarithm is normal",
        equations: [
            "x = exp(mu + s N(0, 1))",
            "s^2 = log(1 + sd^2 / mean^2),  mu = log(mean) - s^2 / 2",
        ],
        parameters: [
            ParameterEntry(
                "mean", "mean of the variable, not of its logarithm", form: drawn,
                isRequired: true),
            ParameterEntry(
                "sd", "standard deviation of the variable, not of its logarithm", form: drawn,
                isRequired: true),
        ] + bounds,
        states: [],
        sources: [
            "Buzsaki & Mizuseki (2014), Nat. Rev. Neurosci. 15, 264-278 (weights and rates)"
        ],
        example: """
            population exc[800] of lif { tau_m ~ lognormal(mean: 20 ms, sd: 5 ms) }
            """,
        notes: notes + " NEST and NumPy take mu and s instead.")

    static let exponentialDistribution = Kind(
        category: .distribution, name: "exponential",
        summary: "positive values that fall off exponentially",
        equations: ["density = exp(-x / mean) / mean      x >= 0"],
        parameters: [ParameterEntry("mean", "mean", form: drawn, isRequired: true)] + bounds,
        states: [], sources: [],
        example: "population exc[800] of lif { tau_m ~ exponential(mean: 20 ms, min: 1 ms) }",
        notes: notes)

    static let gamma = Kind(
        category: .distribution, name: "gamma", summary: "positive values with one peak",
        equations: [
            "density = x^(shape - 1) exp(-x / scale) / (Gamma(shape) scale^shape)",
            "mean = shape scale,  variance = shape scale^2",
        ],
        parameters: [
            ParameterEntry("shape", "shape, a plain number", range: .positive, isRequired: true),
            ParameterEntry("scale", "scale", form: drawn, isRequired: true),
        ] + bounds,
        states: [],
        sources: ["Marsaglia & Tsang (2000), ACM Trans. Math. Softw. 26, 363-372 (method)"],
        example: "population exc[800] of lif { tau_m ~ gamma(shape: 16, scale: 1.25 ms) }",
        notes: notes)
}
