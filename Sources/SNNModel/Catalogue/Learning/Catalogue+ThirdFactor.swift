// Rules with a third factor: a modulator, an error, a learning signal.

extension Catalogue {
    static let threeFactor = Kind(
        category: .plasticity, name: "three_factor_stdp",
        summary: "pairs of spikes mark a synapse, and a modulator turns the mark into change",
        equations: [
            "at an arrival:           c -= A_minus y          then x += 1",
            "at a spike of target:    c += A_plus x           then y += 1",
            "between:                 w' = c (m - baseline),  c' = -c / tau_c,",
            "                         x' = -x / tau_plus,  y' = -y / tau_minus",
            "m is the modulator",
        ],
        parameters: [
            .amplitude("A_plus", "mark by a pair, in the unit of the weight per ms", 1),
            .amplitude("A_minus", "mark by a pair in reverse, likewise", 1.5),
            .tau("tau_plus", "time constant of the trace x of arrivals", 20),
            .tau("tau_minus", "time constant of the trace y of the target's spikes", 20),
            .tau("tau_c", "time constant of the mark", 1000),
            ParameterEntry(
                "modulator", "modulator that turns marks into change",
                form: .reference("modulator"), isRequired: true),
            .number("baseline", "concentration at which nothing changes", 0),
            leastSignedWeight, mostWeight,
            ParameterEntry(
                "pairing", "which pairs of spikes count", form: .choice(["all_to_all", "nearest"]),
                standard: .name("all_to_all")),
        ],
        states: [],
        sources: [
            "Izhikevich (2007), Cereb. Cortex 17, 2443-2452",
            "Potjans, Morrison & Diesmann (2010), Front. Comput. Neurosci. 4, 141",
        ],
        example: learning(
            "three_factor_stdp",
            "modulator = dopamine, A_plus = 0.01, A_minus = 0.015, w_max = 10 nS",
            before: "modulator dopamine { tau = 200 ms, amount = 0.5 }"),
        notes: """
            Between events mark and modulator decay exactly, and the change is their product \
            integrated in closed form. NEST's stdp_dopamine_synapse has n for m, tau_n for the \
            modulator's tau and 1 / tau_n for its amount, and b for the baseline. The delay is \
            dendritic unless its parts are given; the modulator has a delay of its own.
            """)

    static let eProp = Kind(
        category: .plasticity, name: "e_prop",
        summary: "gradient of an error, forward in time: eligibility times learning signal",
        equations: [
            "psi = gamma / d max(0, 1 - |V_m - V_th - theta| / d),  d = V_th - E_L",
            "eps <- exp(-h / tau_m) eps + arrivals,  a <- psi eps + (rho - psi beta) a",
            "e = psi (eps - beta a),  beta = rho theta_plus,  rho = exp(-h / tau_theta)",
            "g = sum over ticks of L e_bar,  e_bar <- kappa e_bar + (1 - kappa) e",
            "L_j = sum over readouts of B_jk dE/dy_k",
            "w moves along -(g + c_reg (rate_j - target_rate) mean of e)",
        ],
        parameters: [
            .number("eta", "learning rate", 0.1, range: .notNegative),
            ParameterEntry(
                "optimiser", "how the gradient moves weights", form: .choice(["adam", "sgd"]),
                standard: .name("adam")),
            ParameterEntry(
                "feedback", "B: the weights of the readout, or random and fixed",
                form: .choice(["symmetric", "random"]), standard: .name("symmetric")),
            .number("gamma", "height of the pseudo-derivative", 0.3, range: .positive),
            .number(
                "target_rate", "rate towards which neurons are regularised", 0.01, .rate,
                range: .notNegative),
            .number("c_reg", "strength of that regularisation", 0, range: .notNegative),
            ParameterEntry(
                "w_max", "greatest strength; none unless set", form: .weight,
                standard: .quantity(.number(.infinity)), range: .positive),
        ],
        states: [],
        sources: ["Bellec et al. (2020), Nat. Commun. 11, 3625, equations 4 and 22 to 28"],
        example: """
            simulation { duration = 1 s, resolution = 1 ms }
            stimulus input[20] of poisson { rate = 50 Hz }
            population rec[50] of lif {
                t_ref = 0 ms, reset = by_threshold
                receptor syn { shape = delta }
            }
            plasticity learn of e_prop { eta = 0.1, c_reg = 300 }
            projection input -> rec {
                rule = all_to_all, weight = 1 mV, delay = 1 ms, plasticity = learn
            }
            readout y of leaky { of = rec, targets = sines }
            """,
        notes: """
            The targets are `lif` neurons with a delta receptor, whose membrane has one time \
            constant; the model has a readout of the kind `leaky`, from which L comes. kappa is \
            that of the readout. psi is zero in refractoriness. Weights change after each batch of \
            trials. All rules of this kind in a model share the numbers of the first. NEST's \
            eprop_synapse filters with the same 1 - kappa. Signs of weights are free. The whole \
            delay is one between source and target. docs/e-prop.md tells how a synapse is spared \
            all work between its spikes.
            """)
}
