// The readout that lets a neuron of `elm` do what a cell does.

extension Catalogue {
    static let fit = Kind(
        category: .readout, name: "fit",
        summary: "makes a neuron of elm spike and depolarise as a cell does",
        equations: [
            "E = (log(1 + e^y0) - z y0) / 2 + (y1 - v)^2 / 2,   the mean over bins",
            "z = 1 where the cell spikes in the bin, else 0",
            "v = (min(V_m, V_top) - V_centre) / V_scale,   V_m of its soma at the end of the bin",
        ],
        parameters: [
            ParameterEntry(
                "of", "one neuron of elm with two outputs: the log-odds of a spike, and v",
                form: .phrase("a population"), isRequired: true),
            ParameterEntry(
                "cell", "neuron of the model to be like; without it --stimulus brings recordings",
                form: .reference("population")),
            ParameterEntry(
                "trials", "recordings of the cell, each as long as the simulation", form: .count,
                standard: .quantity(.number(60)), range: .positive),
            ParameterEntry(
                "epochs", "after each of them the validation is looked at", form: .count,
                standard: .quantity(.number(30)), range: .positive),
            ParameterEntry(
                "steps", "batches of an epoch", form: .count,
                standard: .quantity(.number(1000)), range: .positive),
            ParameterEntry(
                "batch", "windows between two steps", form: .count,
                standard: .quantity(.number(8)), range: .positive),
            .tau("window", "how long a stretch is shown, drawn anew each time", 500),
            .number(
                "burn_in", "the part of it at its start that nothing is judged by", 150, .time,
                range: .notNegative),
            .number(
                "skip", "start of each recording that is not shown", 500, .time,
                range: .notNegative),
            .number("rate", "learning rate of the first step", 5e-4, range: .positive),
            ParameterEntry(
                "optimiser", "what makes steps of gradients", form: .choice(["adam", "adamax"]),
                standard: .name("adam")),
            .number(
                "clip", "greatest length of a gradient; any unless set", 0, range: .notNegative),
            .number("V_top", "what V_m is cut off at", -55, .voltage),
            .number("V_centre", "what is subtracted from it", -67.7, .voltage),
            .number("V_scale", "what it is divided by", 10, .voltage, range: .positive),
            .number(
                "validation", "part of the recordings kept for choosing the best epoch", 0.1,
                range: .fraction),
            .number("test", "part of the recordings kept for the test", 0.2, range: .fraction),
            ParameterEntry(
                "patience", "epochs without a better one after which training ends; never unless "
                    + "set", form: .count, range: .positive),
        ],
        states: [],
        sources: [
            "Spieler et al. (2024), ICLR 2024, arXiv 2306.16922, section 4 (NeuronIO)",
            "Beniaguev, Segev & London (2021), Neuron 109, 2727-2739 (the data)",
        ],
        example: """
            simulation { duration = 6 s, resolution = 0.1 ms }
            stimulus synapses[100] of poisson { rate = 3 Hz }
            population cell[1] of adex {
                receptor ampa { shape = exponential, tau = 2 ms, reversal = 0 mV }
            }
            population copy[1] of elm { bin = 1 ms, memory = 20, outputs = 2, output = spikes }
            projection synapses -> cell { rule = all_to_all, weight = 3 nS, delay = 0.1 ms }
            projection synapses -> copy { rule = all_to_all, weight = 1, delay = 0.1 ms }
            readout imitation of fit { of = copy, cell = cell }
            """,
        notes: """
            Trained by `snnsim train`: it runs the model without the copy, records what the \
            sources of the copy send and what the cell does, and fits. The test is told as the \
            area under the receiver operating characteristic of spikes (AUC), bin by bin, and the \
            root mean square of the error of the potential. Recordings of other simulators, as \
            those of NeuronIO, come as a file: `Scripts/neuronio-to-hdf5` writes one, and \
            docs/elm.md tells its format. Inhibitory inputs count -1: their projections onto the \
            copy have the weight -1.
            """)
}
