extension Catalogue {
    static let readouts: [Kind] = [ridge, labels, leaky, whatWhen, classifier, fit]

    static let ridge = Kind(
        category: .readout, name: "ridge", summary: "class labels by ridge regression",
        equations: [
            "x_j = (f(n_j) - mean_j) / sd_j          n_j spikes in one neuron and bin",
            "W = argmin  sum over samples |y - W x - b|^2 + penalty |W|^2",
            "label = argmax_k (W x + b)_k            y is 1 for the class of the sample, else 0",
        ],
        parameters: [
            ParameterEntry(
                "features", "spike counts to read from: spike_count(of:, bins:, transform:)",

                form: .phrase("spike_count(...)"), isRequired: true),
            ParameterEntry(
                "penalty", "ridge penalties to choose from", form: .list,
                standard: .list([1e-3, 1e-2, 1e-1, 1, 10, 100, 1000, 10_000].map { .number($0) }),
                range: .positive),
            ParameterEntry(
                "of", "populations whose spikes are counted",
                form: .phrase("a population, a range, or a list of them"), isRequired: true),
            ParameterEntry(
                "bins", "numbers of equal time bins to choose from", form: .list,
                standard: .list([.number(1)]), range: .positive),
            ParameterEntry(
                "transform", "what is done to each count before it is standardised",
                form: .choice(Readout.Transform.allCases.map(\.rawValue)), standard: .name("none")),
        ],
        states: [],
        sources: ["Hoerl & Kennard (1970), Technometrics 12, 55-67, equation 2.1"],
        example: """
            population exc[100] of lif
            readout digit of ridge {
                features = spike_count(of: exc, bins: [1, 5, 10], transform: sqrt)
                penalty = [1, 100, 10000]
            }
            """,
        notes: """
            `of`, `bins` and `transform` are arguments of spike_count. Features are standardised \
            with the means and standard deviations of the training set alone. Where several \
            penalties or numbers of bins are given, each pair is tried on speakers held out from \
            the training set, the best one is kept, and the readout is then trained on all \
            training samples. The test set decides nothing. The square root makes the variance of \
            counts independent of their mean.
            """)

    static let labels = Kind(
        category: .readout, name: "labels", summary: "each neuron stands for a class",
        equations: [
            "class of a neuron = argmax_k of its mean count over training samples of class k",
            "label = argmax_k of the mean count over all neurons of class k",
        ],
        parameters: [
            ParameterEntry(
                "features", "spike counts to read from: spike_count(of:)",
                form: .phrase("spike_count(...)"), isRequired: true),
            ParameterEntry(
                "of", "populations whose spikes are counted",
                form: .phrase("a population, a range, or a list of them"), isRequired: true),
        ],
        states: [],
        sources: ["Diehl & Cook (2015), Front. Comput. Neurosci. 9, 99, section 2.6"],
        example: """
            population exc[100] of lif
            readout digit of labels { features = spike_count(of: exc) }
            """,
        notes: """
            `of` is an argument of spike_count. Labels decide nothing but the names of neurons, \
            so what is judged was learnt without them. Silent neurons have no class; equal counts \
            go to the lower class. Counts are those of the whole presentation, so there is one \
            bin, and no penalty.
            """)
}
