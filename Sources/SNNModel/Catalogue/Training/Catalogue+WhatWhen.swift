// The readout that learns what will happen and when.

extension Catalogue {
    static let whatWhen = Kind(
        category: .readout, name: "what_when",
        summary: "expectations of two events after a cue: which of them, and at what time",
        equations: [
            "r_j <- r_j exp(-h / tau) + spikes of j",
            "z_k = w_k . r             w_k <- w_k + eta_when G_k(t) (y_k - z_k) r / (1 + r . r)",
            "q_k = v_k . m             v_k <- v_k + eta_what (o_k - q_k) m / (1 + m . m)",
            "y_k(t) = exp(-(t - t_k)^2 / (2 sigma^2))",
            "output:  q_k z_k(t), to be p_k y_k(t)",
        ],
        parameters: [
            ParameterEntry(
                "of", "populations whose spikes are read",
                form: .phrase("a population, a range of it, or several in a row"),
                isRequired: true),
            .tau("tau", "time constant of the traces of spikes", 20),
            ParameterEntry(
                "trials", "trials before the switch, and as many after it", form: .count,
                standard: .quantity(.number(100)), range: .positive),
            ParameterEntry(
                "seeds", "networks, each with a seed of its own", form: .count,
                standard: .quantity(.number(3)), range: .positive),
            .number(
                "cue_start", "time of the cue in a trial", 200, .time, range: .notNegative),
            .tau("cue_duration", "how long every element of the port spikes in each tick", 50),
            ParameterEntry(
                "latencies", "of the events A and B, from the cue on", .time, form: .list,
                standard: .list([300, 600].map { .milliseconds($0) }), range: .positive),
            ParameterEntry(
                "switched_latencies", "the latencies after the switch", .time, form: .list,
                standard: .list([400, 500].map { .milliseconds($0) }), range: .positive),
            .number(
                "probability", "that a trial has A; else it has B", 0.8, range: .fraction),
            .number(
                "switched_probability", "the probability of A after the switch", 0.2,
                range: .fraction),
            .tau("sigma", "standard deviation of the target around an event", 30),
            .tau("gate", "how far from the event attention is full", 150),
            .number("gate_outside", "attention elsewhere", 0.05, range: .fraction),
            .number("eta_when", "learning rate within a trial", 0.1, range: .fraction),
            .number("eta_what", "learning rate at the end of a trial", 0.05, range: .fraction),
            .tau("force_interval", "between two updates of the comparator", 5),
            .number("force_alpha", "the comparator begins with P = 1 / force_alpha", 1,
                range: .positive),
        ],
        states: [],
        sources: [
            "Yamada & Chao (2025), arXiv 2510.14382",
            "Sussillo & Abbott (2009), Neuron 63, 544 (FORCE)",
        ],
        example: """
            simulation { duration = 1 s, resolution = 1 ms }
            stimulus cue[1] of input
            population exc[100] of izhikevich {
                receptor pulse { shape = delta }
            }
            projection cue -> exc {
                rule = all_to_all, weight ~ normal(mean: 0 mV, sd: 10 mV), delay = 1 ms
            }
            readout expectation of what_when { of = exc, latencies = [300 ms, 600 ms] }
            """,
        notes: """
            A trial lasts for the duration of the simulation, and trials follow each other without \
            a reset. The cue drives the open port of the model. G_k is 1 for the event that \
            occurred while it is near, gate_outside at other times after the cue, and 0 for the \
            event that did not occur; m is the mean of r over the time from the cue on. The \
            comparator is recursive least squares on the same traces, with P kept as it is from \
            the switch on. Events are not fed into the network, and neither is the output.
            """)
}
