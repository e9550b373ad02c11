// The readout that learns with its network.

extension Catalogue {
    static let leaky = Kind(
        category: .readout, name: "leaky",
        summary: "leaky sums of spikes, taught tick by tick together with the network",
        equations: [
            "y_k <- kappa y_k + (1 - kappa) sum over j of W_kj z_j,   kappa = exp(-h / tau)",
            "sines:            E = 1/2 sum over ticks of (y - y*)^2",
            "majority, labels: E = -mean over ticks of log softmax(y)_label",
            "W moves along -dE/dW, and rules of e_prop follow dE/dy",
        ],
        parameters: [
            ParameterEntry(
                "of", "populations whose spikes are read",
                form: .phrase("a population, a range of it, or several in a row"),
                isRequired: true),
            .tau("tau", "time constant of the leak", 20),
            ParameterEntry(
                "targets", "what is to be learnt",
                form: .choice(["sines", "majority", "labels"]), isRequired: true),
            .number("eta", "learning rate of the readout's own weights", 0.005, range: .positive),
            ParameterEntry(
                "iterations", "times that weights are changed", form: .count,
                standard: .quantity(.number(100)), range: .positive),
            ParameterEntry(
                "batch", "trials between two changes", form: .count,
                standard: .quantity(.number(1)), range: .positive),
            ParameterEntry(
                "window", "the last part of a trial, in which errors count; all of it unless set",
                .time, range: .positive, allowsDraws: false),
            ParameterEntry(
                "periods", "of the sines that add up to the target", .time, form: .list,
                standard: .list([1000, 500, 333, 200].map { .milliseconds($0) }),
                range: .positive),
            ParameterEntry(
                "cues", "majority: cues in a trial", form: .count,
                standard: .quantity(.number(7)), range: .positive),
            .tau("cue_interval", "majority: from one cue to the next", 150),
            .tau("cue_duration", "majority: how long a cue lasts", 100),
            .number(
                "cue_rate", "majority: rate of the elements of a cue", 0.04, .rate,
                range: .notNegative),
            .number(
                "noise_rate", "majority: rate of the elements without meaning", 0.01, .rate,
                range: .notNegative),
            .number(
                "cue_probability", "majority: that a cue is on the side that a trial prefers", 0.7,
                range: .fraction),
        ],
        states: [],
        sources: ["Bellec et al. (2020), Nat. Commun. 11, 3625, equations 11 and 22 to 25"],
        example: """
            simulation { duration = 1 s, resolution = 1 ms }
            stimulus input[100] of poisson { rate = 50 Hz }
            population rec[100] of lif {
                t_ref = 0 ms, reset = by_threshold
                receptor syn { shape = delta }
            }
            plasticity learn of e_prop { eta = 0.1 }
            projection input -> rec {
                rule = all_to_all, weight = 1 mV, delay = 1 ms, plasticity = learn
            }
            readout y of leaky { of = rec, tau = 30 ms, targets = sines }
            """,
        notes: """
            A trial lasts for the duration of the simulation and begins with the network in its \
            initial state. `sines` is the sum of sines of the given periods, with amplitudes of \
            0.5 to 2 and phases drawn from the seed, scaled to at most 1; input is what the \
            model's stimuli send, the same in every trial. `majority` is the accumulation of \
            evidence: it drives the open port of the model, whose elements are four equal groups. \
            Cues of the first (right) or second group (left) follow each other; the third is \
            active in the window, at the end of the trial, when the label of the side with more \
            cues is to be told; the fourth sends noise. `labels` are those of a data set that \
            `--stimulus` binds to the port.
            """)
}
