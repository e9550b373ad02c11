// The neuron whose dynamics are learnt.

extension Catalogue {
    static let elm = Kind(
        category: .neuron, name: "elm",
        summary: "Expressive Leaky Memory neuron, whose dynamics are learnt",
        equations: [
            "b_j <- kappa_b b_j + sum over synapses i of branch j of w_i x_i,   w_i >= 0",
            "D   =  ctanh(W_2 relu(W_b b + W_m (kappa_m m) + c_1) + c_2)",
            "m   <- kappa_m m + g D,   y = W_y m + c_y,   once per bin",
            "kappa = exp(-bin / tau),   ctanh(x) = 1.7159 tanh(2 x / 3)",
            "g = lambda (1 - kappa_m) in version 1,  1 - exp(-bin lambda / tau_m) in version 2",
        ],
        parameters: [
            ParameterEntry(
                "version", "published update, 1 or 2", form: .count,
                standard: .quantity(.number(2)), range: .positive),
            .tau("bin", "time between two updates", 1),
            ParameterEntry(
                "memory", "units of memory, each with a time constant of its own", form: .count,
                standard: .quantity(.number(100)), range: .positive),
            ParameterEntry(
                "branches", "branches of the dendrite; one for each input unless set",
                form: .count, range: .positive),
            ParameterEntry(
                "synapses_per_branch", "synapses on each branch, where inputs are routed",
                form: .count, standard: .quantity(.number(1)), range: .positive),
            ParameterEntry(
                "routing", "which input each synapse hears",
                form: .choice(["one_to_one", "random", "neuronio"]),
                standard: .name("one_to_one")),
            ParameterEntry(
                "outputs", "numbers that the neuron gives", form: .count,
                standard: .quantity(.number(1)), range: .positive),
            .tau("tau_s", "time constant of synapses and branches", 5),
            .tau("tau_min", "least time constant of the memory as it begins", 1),
            .tau("tau_max", "greatest one; those between are equally spaced on a logarithmic scale",
                150),
            ParameterEntry(
                "tau_m", "time constants of the memory, in place of these", .time, form: .list,
                range: .positive),
            ParameterEntry(
                "learn_tau", "whether time constants of the memory are learnt", form: .flag,
                standard: .flag(false)),
            .tau("tau_bound", "what learnt time constants stay below", 1000),
            .number("lambda", "how fast the memory takes things in", 5, range: .positive),
            ParameterEntry(
                "output", "whether the first output is only there to be read, sends spikes, or is "
                    + "sent as it is", form: .choice(["analogue", "spikes", "graded"]),
                standard: .name("analogue")),
            .number("threshold", "first output above which a bin ends with a spike", 0),
            ParameterEntry(
                "shared", "whether all neurons have what was learnt in common, or each its own",
                form: .flag, standard: .flag(true)),
            ParameterEntry(
                "weights", "file with what was learnt, .npz or .h5; drawn unless set",
                form: .text),
        ],
        states: [ParameterEntry("y", "first output")],
        sources: [
            "Spieler, Rahaman, Martius, Schoelkopf & Levina (2024), ICLR 2024, arXiv 2306.16922, "
                + "equations 1 to 6"
        ],
        example: """
            simulation { duration = 1 s, resolution = 2 ms }
            stimulus cochlea[700] of input
            population cell[1] of elm { bin = 2 ms, memory = 100, outputs = 20 }
            projection cochlea -> cell { rule = all_to_all, weight = 1, delay = 2 ms }
            readout digit of classifier { of = cell, epochs = 70 }
            """,
        notes: """
            `snnsim train` learns everything that is not a time constant of synapses: w, W_b, W_m, \
            W_2, W_y, the biases, and with learn_tau = true also tau_m. What comes out depends on \
            the bin, so a neuron runs with the bin that it was trained with.

            All branches share tau_s, so both versions filter alike and differ in g only. With \
            one_to_one every input has a synapse and a branch of its own; with random each \
            synapse hears any input; with neuronio branches are windows over inputs that are \
            excitatory and inhibitory in turn.

            With output = graded the first output y reaches the targets at the end of each bin as \
            a spike does, but with y times the weight of the synapse: through an exponential \
            receptor it is a current or a conductance that follows y. What is below zero does not \
            reach a conductance. With shared = false the arrays of a file have one axis more, the \
            first, of neurons.
            """)
}
