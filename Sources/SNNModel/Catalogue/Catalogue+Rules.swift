// Which pairs get a synapse. Names and meanings follow Senk et al. (2022).

extension Catalogue {
    static let rules: [Kind] = [
        oneToOne, allToAll, fixedIndegree, fixedOutdegree, fixedTotalNumber, pairwiseBernoulli,
        distanceGaussian, distanceExponential, list,
    ]

    private static let senk = "Senk et al. (2022), PLoS Comput. Biol. 18, e1010086"
    private static let byTarget = """
        Autapses and multapses are allowed unless the projection says `autapses = false` or \
        `multapses = false`. The draw belongs to the element, so it does not depend on the number \
        of workers.
        """
    private static let perPair = """
        Each pair is considered once, so there are no multapses. `autapses = false` leaves out the \
        pairs of an element with itself.
        """

    static let oneToOne = Kind(
        category: .rule, name: "one_to_one", summary: "element i to element i",
        equations: ["number of synapses = N_source = N_target"],
        parameters: [], states: [], sources: [senk],
        example: rule("one_to_one"),
        notes: "Both sides have the same size. Ranges are counted from their first element.")

    static let allToAll = Kind(
        category: .rule, name: "all_to_all", summary: "every source to every target",
        equations: ["number of synapses = N_source N_target"],
        parameters: [], states: [], sources: [senk],
        example: rule("all_to_all"), notes: perPair)

    static let fixedIndegree = Kind(
        category: .rule, name: "fixed_indegree", summary: "every target draws this many sources",
        equations: ["number of synapses = K N_target"],
        parameters: [
            ParameterEntry(
                "K", "synapses of each target", form: .count, range: .notNegative,
                isRequired: true)
        ],
        states: [], sources: [senk, "Brunel (2000), J. Comput. Neurosci. 8, 183-208"],
        example: rule("fixed_indegree(10)"), notes: byTarget)

    static let fixedOutdegree = Kind(
        category: .rule, name: "fixed_outdegree", summary: "every source draws this many targets",
        equations: ["number of synapses = K N_source"],
        parameters: [
            ParameterEntry(
                "K", "synapses of each source", form: .count, range: .notNegative,
                isRequired: true)
        ],
        states: [], sources: [senk], example: rule("fixed_outdegree(10)"), notes: byTarget)

    static let fixedTotalNumber = Kind(
        category: .rule, name: "fixed_total_number",
        summary: "this many synapses, each between a random source and a random target",
        equations: ["number of synapses = N"],
        parameters: [
            ParameterEntry(
                "N", "synapses altogether", form: .count, range: .notNegative, isRequired: true)
        ],
        states: [],
        sources: [senk, "Potjans & Diesmann (2014), Cereb. Cortex 24, 785-806 (uses this rule)"],
        example: rule("fixed_total_number(5000)"), notes: byTarget)

    static let pairwiseBernoulli = Kind(
        category: .rule, name: "pairwise_bernoulli",
        summary: "every pair with the same probability",
        equations: ["P(synapse) = p", "expected number of synapses = p N_source N_target"],
        parameters: [
            ParameterEntry(
                "p", "probability of each pair", range: .fraction, isRequired: true,
                allowsDraws: false)
        ],
        states: [], sources: [senk, "Gilbert (1959), Ann. Math. Stat. 30, 1141-1144"],
        example: rule("pairwise_bernoulli(p: 2 %)"), notes: perPair)

    static let distanceGaussian = Kind(
        category: .rule, name: "distance_gaussian",
        summary: "every pair with a probability that falls with distance, like a bell",
        equations: ["P(synapse) = p exp(-d^2 / (2 sigma^2))      d is the distance of the two"],
        parameters: [
            peak,
            ParameterEntry(
                "sigma", "distance at which the probability has fallen to 61 %", .length,
                range: .positive, isRequired: true, allowsDraws: false),
            wrap,
        ],
        states: [], sources: [senk],
        example: spatial("distance_gaussian(p: 0.5, sigma: 100 um, wrap: true)"),
        notes: spatialNotes + """
             Where a paper writes exp(-(d / lambda)^2), sigma is lambda / sqrt(2).
            """)

    static let distanceExponential = Kind(
        category: .rule, name: "distance_exponential",
        summary: "every pair with a probability that falls exponentially with distance",
        equations: ["P(synapse) = p exp(-d / lambda)      d is the distance of the two"],
        parameters: [
            peak,
            ParameterEntry(
                "lambda", "distance at which the probability has fallen to 37 %", .length,
                range: .positive, isRequired: true, allowsDraws: false),
            wrap,
        ],
        states: [], sources: [senk],
        example: spatial("distance_exponential(p: 0.5, lambda: 100 um)"), notes: spatialNotes)

    static let list = Kind(
        category: .rule, name: "list", summary: "the synapses of a list, from a CSV file",
        equations: [],
        parameters: [
            ParameterEntry(
                "file", "CSV file with the columns source, target and, if wanted, weight and delay",
                form: .text, isRequired: true)
        ],
        states: [], sources: [],
        example: rule("list(file: \"edges.csv\")"),
        notes: """
            The first line names the columns. Elements count from 0 within the projection's \
            selections. A weight is in the unit of the receptor (nS, pA or mV) and a delay in ms; \
            where they are absent, those of the projection hold. Short lists may stand in the \
            model itself: `list([[0, 5], [1, 7, 2 nS, 1.5 ms]])`. The path is relative to the \
            model's file.
            """)

    private static let peak = ParameterEntry(
        "p", "probability at distance zero", range: .fraction, isRequired: true,
        allowsDraws: false)

    private static let wrap = ParameterEntry(
        "wrap", "whether distances are those on a torus", form: .flag, standard: .flag(false))

    private static let spatialNotes = """
        Both sides have positions with the same number of dimensions. With `wrap: true` the region \
        is periodic: distances are measured the shorter way round, and both sides fill regions of \
        the same size (a grid counts one spacing per point). Each pair is considered once, so \
        there are no multapses.
        """

    private static func rule(_ text: String) -> String {
        """
        population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
        projection exc -> exc {
            rule = \(text), weight = 10 pA, delay = 1 ms
        }
        """
    }

    private static func spatial(_ text: String) -> String {
        """
        population exc[100] of lif {
            position = grid(10, 10, spacing: 50 um)
            receptor ampa { shape = exponential, tau = 5 ms }
        }
        projection exc -> exc {
            rule = \(text)
            weight = 10 pA, delay = 0.5 ms + distance / (0.3 mm/ms)
        }
        """
    }
}
