// Rules with more than a pair of spikes, or with the membrane potential.

extension Catalogue {
    /// The fits of Pfister & Gerstner (2006), tables 3 and 4.
    static let tripletSets: [String: [String: Value]] = [
        "visual_cortex": triplet([16.8, 101, 33.7, 125], [5e-10, 6.2e-3, 7e-3, 2.3e-4]),
        "visual_cortex_minimal": triplet([16.8, 101, 33.7, 114], [0, 6.5e-3, 7.1e-3, 0]),
        "hippocampus": triplet([16.8, 946, 33.7, 27], [6.1e-3, 6.7e-3, 1.6e-3, 1.4e-3]),
    ]

    private static func triplet(_ taus: [Double], _ amplitudes: [Double]) -> [String: Value] {
        let times = zip(["tau_plus", "tau_x", "tau_minus", "tau_y"], taus)
        let numbers = zip(["A2_plus", "A3_plus", "A2_minus", "A3_minus"], amplitudes)
        return Dictionary(
            uniqueKeysWithValues: times.map { ($0, Value.quantity(.milliseconds($1))) }
                + numbers.map { ($0, Value.quantity(.number($1))) })
    }

    static let stdpTriplet = Kind(
        category: .plasticity, name: "stdp_triplet",
        summary: "pairs and triplets of spikes, fitted to experiments at several rates",
        equations: [
            "at an arrival:           w -= y1 (A2_minus + A3_minus x2)     then x1 += 1, x2 += 1",
            "at a spike of target:    w += x1 (A2_plus + A3_plus y2)       then y1 += 1, y2 += 1",
            "between:                 x1' = -x1 / tau_plus,  x2' = -x2 / tau_x,",
            "                         y1' = -y1 / tau_minus, y2' = -y2 / tau_y",
        ],
        parameters: [
            ParameterEntry(
                "set", "published values of the other parameters, where they are not set",
                form: .choice(["visual_cortex", "visual_cortex_minimal", "hippocampus"]),
                standard: .name("visual_cortex")),
            .amplitude("A2_plus", "strengthening by a pair, in the unit of the weight", 5e-10),
            .amplitude("A3_plus", "strengthening by a triplet, likewise", 6.2e-3),
            .amplitude("A2_minus", "weakening by a pair, likewise", 7e-3),
            .amplitude("A3_minus", "weakening by a triplet, likewise", 2.3e-4),
            .tau("tau_plus", "time constant of x1", 16.8),
            .tau("tau_x", "time constant of x2", 101),
            .tau("tau_minus", "time constant of y1", 33.7),
            .tau("tau_y", "time constant of y2", 125),
            leastWeight, mostWeight,
            ParameterEntry(
                "pairing", "which spikes count", form: .choice(["all_to_all", "nearest"]),
                standard: .name("all_to_all")),
        ],
        states: [],
        sources: ["Pfister & Gerstner (2006), J. Neurosci. 26, 9673-9682, eqs. 3 and 4, table 4"],
        example: learning("stdp_triplet", "set = hippocampus, w_max = 10 nS"),
        notes: """
            x2 and y2 count without the event itself. The published amplitudes are changes of a \
            weight of about 1; where weights are larger, so are the amplitudes. NEST's \
            stdp_triplet_synapse takes tau_minus and tau_y from the neuron (tau_minus, \
            tau_minus_triplet), whose defaults of 20 ms and 110 ms are not those of the paper. The \
            delay is dendritic unless its parts are given.
            """)

    static let clopath = Kind(
        category: .plasticity, name: "clopath",
        summary: "spikes of the source against the membrane potential of the target",
        equations: [
            "at an arrival:    w -= A_LTD [u_minus - theta_minus]+       then x += 1 / tau_x",
            "between:          w' = A_LTP x [u - theta_plus]+ [u_plus - theta_minus]+",
            "                  x' = -x / tau_x",
            "u_minus and u_plus are u averaged over tau_minus and tau_plus, `delay_u` before",
        ],
        parameters: [
            .number("A_LTD", "weakening, in the unit of the weight per mV", 14e-5),
            .number("A_LTP", "strengthening, in the unit of the weight per mV^2", 8e-5),
            .number("theta_plus", "threshold of the potential", -45.3, .voltage),
            .number("theta_minus", "threshold of its averages", -70.6, .voltage),
            .tau("tau_x", "time constant of the trace of arrivals", 15),
            .tau("tau_plus", "time constant of u_plus", 7),
            .tau("tau_minus", "time constant of u_minus", 10),
            .number(
                "delay_u", "age of the averages that the rule sees", 5, .time, range: .positive),
            .number("u_spike", "what the potential is taken to be during a spike", 33, .voltage),
            .number("t_spike", "how long it is taken to be that", 2, .time, range: .positive),
            leastWeight, mostWeight,
        ],
        states: [],
        sources: ["Clopath, Büsing, Vasilaki & Gerstner (2010), Nat. Neurosci. 13, 344-352"],
        example: learning("clopath"),
        notes: """
            Looks at `V_m` tick by tick, which neurons solved exactly do not have. Our neurons are \
            reset in the tick of a spike; for `t_spike` the potential is taken to be `u_spike`, \
            where NEST's aeif_psc_delta_clopath is held as long. Parameters are those of NEST's \
            clopath_synapse and of that neuron, without its homeostasis (`A_LTD_const`). An \
            arrival sees the potential as it was a back-propagation before, which is NEST's \
            dendritic delay.
            """)

    static let tsodyksMarkram = Kind(
        category: .plasticity, name: "tsodyks_markram",
        summary: "short-term plasticity: resources that spikes use up and that recover",
        equations: [
            "at an arrival, after an interval h:",
            "    x <- 1 + (x - x u - 1) exp(-h / tau_rec)",
            "    u <- U + u (1 - U) exp(-h / tau_fac)",
            "    delivered: w x u",
        ],
        parameters: [
            .number("U", "part of the resources that a first spike uses", 0.5, range: .fraction),
            .number("tau_rec", "time constant of recovery", 800, .time, range: .positive),
            .number(
                "tau_fac", "time constant of facilitation; 0 ms for none", 0, .time,
                range: .notNegative),
        ],
        states: [],
        sources: ["Tsodyks, Pawelzik & Markram (1998), Neural Comput. 10, 821-835"],
        example: learning("tsodyks_markram", "U = 0.5, tau_rec = 800 ms"),
        notes: """
            Does not change the weight, and so goes together with a rule that does: `plasticity = \
            [learn, depress]`. x and u belong to the source, because all its synapses see the same \
            intervals; with drawn axonal delays too. NEST's tsodyks2_synapse is the same, with the \
            same order of the two lines.
            """)
}
