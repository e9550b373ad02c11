// Backpropagation through time for networks that spike.

extension Catalogue {
    static let surrogate = Kind(
        category: .plasticity, name: "surrogate",
        summary: "gradient of an error, backward in time, with a surrogate for that of spikes",
        equations: [
            "dz/du := height s(slope u),  u = (V_m - V_th - theta) / (V_th - E_L)",
            "superspike:   s(x) = 1 / (1 + |x|)^2,    fast_sigmoid: slope/2 times that",
            "triangular:   s(x) = max(0, 1 - |x|),    sigmoid_derivative: slope sigma'(x)",
            "a spike with the delay d = k + f ticks arrives with 1 - f at k and f at k + 1",
            "w, d, log tau move along -d/dw (E + c_reg / 2 sum (r_j - target_rate)^2 + c_spikes "
                + "sum r_j)",
        ],
        parameters: [
            ParameterEntry(
                "shape", "what the derivative of a spike is replaced by",
                form: .choice(["superspike", "fast_sigmoid", "triangular", "sigmoid_derivative"]),
                standard: .name("superspike")),
            .number("slope", "how narrow it is, per V_th - E_L", 10, range: .positive),
            .number("height", "a factor of it", 1, range: .positive),
            ParameterEntry(
                "through_reset", "whether errors reach potentials through resets as well",
                form: .flag, standard: .flag(false)),
            ParameterEntry(
                "learn_delays", "whether delays are learnt as well", form: .flag,
                standard: .flag(false)),
            ParameterEntry(
                "delay_max", "longest delay that is learnt; the longest of the network unless set",
                .time, range: .positive, allowsDraws: false),
            ParameterEntry(
                "learn_tau_m", "which membrane time constants are learnt",
                form: .choice(["fixed", "shared", "per_neuron"]), standard: .name("fixed")),
            ParameterEntry(
                "learn_tau_theta", "which time constants of thresholds are learnt",
                form: .choice(["fixed", "shared", "per_neuron"]), standard: .name("fixed")),
            .number(
                "delay_rate", "learning rate of delays in ticks, relative to that of weights", 1,
                range: .notNegative),
            .number(
                "tau_rate", "that of logarithms of time constants", 1, range: .notNegative),
            .number("readout_rate", "that of the readout's weights", 1, range: .notNegative),
            .number(
                "target_rate", "rate towards which neurons are regularised", 0.01, .rate,
                range: .notNegative),
            .number("c_reg", "strength of that regularisation", 0, range: .notNegative),
            .number("c_spikes", "cost of spikes", 0, range: .notNegative),
        ],
        states: [],
        sources: [
            "Neftci, Mostafa & Zenke (2019), IEEE Signal Process. Mag. 36, 51-63",
            "Zenke & Ganguli (2018), Neural Comput. 30, 1514-1541 (superspike)",
            "Hammouamri, Khalfaoui-Hassani & Masquelier (2024), ICLR 2024 (learnt delays)",
        ],
        example: """
            simulation { duration = 700 ms, resolution = 2 ms }
            stimulus cochlea[700] of input
            population rec[100] of lif {
                tau_m = 20 ms, E_L = 0 mV, V_th = 1 mV, t_ref = 0 ms, reset = by_threshold
                receptor syn { shape = delta }
            }
            plasticity learn of surrogate { slope = 10 }
            projection cochlea -> rec {
                rule = all_to_all, weight ~ normal(mean: 0 mV, sd: 0.1 mV), delay = 2 ms
                plasticity = learn
            }
            readout digit of classifier { of = rec, judged = mean, optimiser = adam, rate = 0.001 }
            """,
        notes: """
            `snnsim train` follows it; a run leaves weights as they are. The targets are `lif` \
            neurons with a delta receptor, and the classifier says what the error is. All rules of \
            this kind in a model share the numbers of the first. Rates are in spikes per ms. \
            Delays are learnt as numbers between ticks and run as whole ones. Signs of weights are \
            free. docs/elm.md compares what comes out.
            """)
}
