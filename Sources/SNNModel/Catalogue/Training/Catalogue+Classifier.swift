// The readout that trains by backpropagation through time.

extension Catalogue {
    static let classifier = Kind(
        category: .readout, name: "classifier",
        summary: "names the class of a sample, trained by backpropagation through time",
        equations: [
            "E = -log softmax(y)_label,   y the outputs at the end of the sample",
            "adam, adamax: Kingma & Ba (2015), algorithms 1 and 2",
            "rate(t) = rate (1 + cos(pi t)) / 2,   t the part of the training that is over",
        ],
        parameters: [
            ParameterEntry(
                "of", "one neuron of elm, whose outputs are the scores of classes, or populations "
                    + "of lif, which leaky sums with weights are read from",
                form: .phrase("a population, or several in a row"), isRequired: true),
            .tau("tau", "time constant of the leaky sums, for lif", 20),
            ParameterEntry(
                "judged", "what of the scores counts: their last value, for lif also their mean "
                    + "or greatest value", form: .choice(["last", "mean", "maximum"]),
                standard: .name("last")),
            ParameterEntry(
                "epochs", "times that all training samples are shown", form: .count,
                standard: .quantity(.number(70)), range: .positive),
            ParameterEntry(
                "batch", "samples between two steps", form: .count,
                standard: .quantity(.number(8)), range: .positive),
            .number("rate", "learning rate of the first step", 5e-3, range: .positive),
            ParameterEntry(
                "optimiser", "what makes steps of gradients", form: .choice(["adamax", "adam"]),
                standard: .name("adamax")),
            .number(
                "dropout", "part of inputs that is silenced in training, the rest made as much "
                    + "stronger", 0.5, range: .fraction),
            ParameterEntry(
                "shift", "channels by which training samples are shifted at most, anew each time",
                form: .count, standard: .quantity(.number(0)), range: .notNegative),
            .number(
                "stretch", "part by which training samples are faster or slower at most, anew each "
                    + "time", 0, range: .fraction),
            .number(
                "clip", "greatest length of a gradient; any unless set", 0, range: .notNegative),
            .number(
                "validation", "part of the training voices kept for choosing the best epoch", 0.2,
                range: .fraction),
            ParameterEntry(
                "patience", "epochs without a better one after which training ends; never unless "
                    + "set", form: .count, range: .positive),
            ParameterEntry(
                "pairs", "pairs of samples that make an epoch, for sums of two digits",
                form: .count, standard: .quantity(.number(16_000)), range: .positive),
        ],
        states: [],
        sources: [
            "Spieler et al. (2024), ICLR 2024, arXiv 2306.16922, section 4 and appendix",
            "Kingma & Ba (2015), arXiv 1412.6980",
        ],
        example: """
            simulation { duration = 1 s, resolution = 2 ms }
            stimulus cochlea[700] of input
            population cell[1] of elm { bin = 2 ms, outputs = 20 }
            projection cochlea -> cell { rule = all_to_all, weight = 1, delay = 2 ms }
            readout digit of classifier { of = cell, epochs = 70, rate = 0.005 }
            """,
        notes: """
            Trained by `snnsim train`, used by `snnsim run` with the weights of a training. \
            Voices are kept apart for the validation where the data says who speaks, else samples \
            are. The test set decides nothing. Of the published training: Adamax, a rate of \
            0.005, batches of 8, 70 epochs, dropout 0.5, which there goes on in the test and \
            leaves the rest as strong as it was.
            """)
}
