// Concentrations are plain numbers in uM, and rates per s are given in Hz: 0.9 uM per s is 0.9 Hz.

extension Catalogue {
    /// The kinds of astrocytes, with the names of NEST and of the papers.
    static let astrocytes = [liRinzel, ullah, gChI, leakyIntegrator]

    private static func rate(
        _ name: String, _ meaning: String, perSecond value: Double
    ) -> ParameterEntry {
        ParameterEntry(
            name, meaning, .rate, standard: .quantity(Quantity(value, "Hz")), range: .notNegative,
            allowsDraws: false)
    }

    private static func number(
        _ name: String, _ meaning: String, _ value: Double,
        range: ParameterEntry.Range = .notNegative
    ) -> ParameterEntry {
        ParameterEntry(
            name, meaning, standard: .quantity(.number(value)), range: range, allowsDraws: false)
    }

    private static func time(
        _ name: String, _ meaning: String, _ value: Double,
        range: ParameterEntry.Range = .positive
    ) -> ParameterEntry {
        ParameterEntry(
            name, meaning, .time, standard: .quantity(.milliseconds(value)), range: range,
            allowsDraws: false)
    }

    /// The settings of all kinds.
    private static let covers = ParameterEntry(
        "covers", "the projections whose synapses they cover",
        form: .phrase("an arrow, such as `exc -> exc`, or a list of them"))

    /// What all kinds of cells with calcium have.
    private static func common(step: Double) -> [ParameterEntry] {
        [
            covers,
            ParameterEntry(
                "rule", "which astrocyte covers which synapse",
                form: .phrase("`random_pool(p: 0.5, size: 10)`, `block_pool(...)` or `nearest`")),
            ParameterEntry(
                "position", "where they are", form: .phrase("= grid(...) or ~ box(...)")),
            number("weight", "of a spike that arrives through a covered synapse", 1),
            time("delay", "from a spike to its arrival at the astrocyte", 1),
            time("step", "interval of the coarse steps, rounded to whole epochs", step),
        ]
    }

    private static let slowCurrent = [
        ParameterEntry(
            "SIC_scale", "slow inward current per unit of its logarithm", .current,
            standard: .quantity(.picoamperes(1)), allowsDraws: false),
        number("SIC_th", "Ca above which the current flows, in uM", 0.19669),
        number(
            "SIC_weight", "factor of the current, for each covered synapse of the target", 1,
            range: .any),
        time("SIC_delay", "from the astrocyte to the target", 1),
    ]

    private static func states(IP3: Double, Ca: Double, h: Double) -> [ParameterEntry] {
        [
            ParameterEntry(
                "IP3", "inositol trisphosphate, in uM", standard: .quantity(.number(IP3))),
            ParameterEntry("Ca", "calcium of the cytosol, in uM", standard: .quantity(.number(Ca))),
            ParameterEntry(
                "h", "fraction of IP3 receptors that calcium has not closed",
                standard: .quantity(.number(h))),
        ]
    }

    private static func covered(_ astrocytes: String) -> String {
        """
        population exc[400] of lif {
            position ~ box(2500 um, 2500 um)
            receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
        }
        projection exc -> exc { rule = fixed_indegree(10), weight = 1 nS, delay = 1 ms }

        """ + astrocytes
    }

    private static let currentState = ParameterEntry("SIC", "slow inward current", .current)

    private static let coverageNote = """
        What the group covers is decided by its coverage: `random_pool` and `block_pool` give each \
        target a pool of astrocytes and each of its synapses one of them with probability p, as \
        NEST's `third_factor_bernoulli_with_pool` does; `nearest` gives a target's synapses to the \
        astrocyte that is nearest in space. Spikes arrive with `weight` after `delay`. \
        `docs/astrocytes.md` has the equations and the error of the steps.
        """

    static let liRinzel = Kind(
        category: .astrocyte, name: "li_rinzel",
        summary: "astrocytes with calcium after Li and Rinzel, as in NEST",
        equations: [
            "dIP3/dt = (IP3_0 - IP3) / tau_IP3, + delta_IP3 weight at a spike",
            "dCa/dt = J_channel - J_pump + J_leak",
            "dh/dt = alpha (1 - h) - beta h",
            "alpha = k_IP3R Kd_inh (IP3 + Kd_IP3_1) / (IP3 + Kd_IP3_2), beta = k_IP3R Ca",
            "J_channel = ratio_ER_cyt rate_IP3R (m n h)^3 (Ca_ER - Ca)",
            "m = IP3 / (IP3 + Kd_IP3_1), n = Ca / (Ca + Kd_act)",
            "J_leak = ratio_ER_cyt rate_L (Ca_ER - Ca), Ca_ER = (Ca_tot - Ca) / ratio_ER_cyt",
            "J_pump = rate_SERCA Ca^2 / (Km_SERCA^2 + Ca^2)",
            "SIC = SIC_scale log(y) where y = 1000 (Ca - SIC_th) > 1, else 0",
        ],
        parameters: [
            number("Ca_tot", "free calcium, as a concentration in the cytosol, in uM", 2),
            number("IP3_0", "IP3 at rest, in uM", 0.16),
            number("Kd_IP3_1", "first dissociation constant of IP3, in uM", 0.13),
            number("Kd_IP3_2", "second dissociation constant of IP3, in uM", 0.9434),
            number("Kd_act", "dissociation constant of activation by Ca, in uM", 0.08234),
            number("Kd_inh", "dissociation constant of inhibition by Ca, in uM", 1.049),
            number("Km_SERCA", "half-activation of the pump, in uM", 0.1),
            number("delta_IP3", "IP3 added by a spike of weight 1, in uM", 0.0002),
            rate("k_IP3R", "binding of Ca to the inhibition site, per uM", perSecond: 0.2),
            rate("rate_IP3R", "greatest flow through IP3 receptors", perSecond: 6),
            rate("rate_L", "leak from the endoplasmic reticulum", perSecond: 0.11),
            rate("rate_SERCA", "greatest uptake of the pump, in uM", perSecond: 0.9),
            number(
                "ratio_ER_cyt", "volume of the reticulum over that of the cytosol", 0.185,
                range: .positive),
            time("tau_IP3", "time constant of the decay of IP3", 7142),
        ] + slowCurrent + common(step: 10),
        states: states(IP3: 0.16, Ca: 0.073, h: 0.793) + [currentState],
        sources: [
            "Li & Rinzel (1994), J. Theor. Biol. 166, 461-473",
            "Nadkarni & Jung (2003), Phys. Rev. Lett. 91, 268101 (slow inward current)",
        ],
        example: covered(
            """
            astrocytes glia[100] of li_rinzel {
                covers = exc -> exc
                rule = random_pool(p: 0.5, size: 10)
                SIC_weight = 0.05
            }
            """),
        notes: """
            Equations and values of NEST's `astrocyte_lr_1994`. IP3 is exact between spikes.

            """ + coverageNote)

    static let ullah = Kind(
        category: .astrocyte, name: "ullah",
        summary: "astrocytes after Ullah, Jung and Cornell-Bell, with exchange across the membrane",
        equations: [
            "dCa/dt = I_er - I_pump + I_leak + I_in - I_out + D_Ca sum(Ca_j - Ca)",
            "dh/dt = a2 (Q2 (1 - h) - Ca h), Q2 = d2 (IP3 + d1) / (IP3 + d3)",
            "dIP3/dt = (IP3_0 - IP3) tau_r + v4 (Ca + (1 - alpha) k4) / (Ca + k4) + J_glu",
            "          + D_IP3 sum(IP3_j - IP3)",
            "I_er = c1 v1 (m n h)^3 (Ca_ER - Ca), m = IP3 / (IP3 + d1), n = Ca / (Ca + d5)",
            "I_leak = c1 v2 (Ca_ER - Ca), Ca_ER = (c0 - Ca) / c1",
            "I_pump = v3 Ca^2 / (k3^2 + Ca^2), I_in = v5 + v6 IP3^2 / (k2^2 + IP3^2)",
            "I_out = k1 Ca",
            "dG/dt = -alpha_glu G, + k_glu weight at a spike",
            "J_glu = A_glu where G >= G_th, else 0",
        ],
        parameters: [
            number("c0", "free calcium, as a concentration in the cytosol, in uM", 2),
            number(
                "c1", "volume of the reticulum over that of the cytosol", 0.185,
                range: .positive),
            rate("v1", "greatest flow through IP3 receptors", perSecond: 6),
            rate("v2", "leak from the endoplasmic reticulum", perSecond: 0.11),
            rate("v3", "greatest uptake of the pump, in uM", perSecond: 2.2),
            rate("v4", "greatest production of IP3 by PLC delta, in uM", perSecond: 0.3),
            rate("v5", "inflow of calcium at rest, in uM", perSecond: 0),
            rate("v6", "greatest inflow of calcium by IP3, in uM", perSecond: 0.2),
            rate("k1", "extrusion of calcium", perSecond: 0.5),
            number("k2", "half-activation of the inflow by IP3, in uM", 1),
            number("k3", "half-activation of the pump, in uM", 0.1),
            number("k4", "half-activation of PLC delta, in uM", 1.1),
            number("d1", "first dissociation constant of IP3, in uM", 0.13),
            number("d2", "dissociation constant of inhibition by Ca, in uM", 1.049),
            number("d3", "second dissociation constant of IP3, in uM", 0.9434),
            number("d5", "dissociation constant of activation by Ca, in uM", 0.082),
            number("alpha", "how far PLC delta depends on Ca", 0.8),
            rate("a2", "binding of Ca to the inhibition site, per uM", perSecond: 0.14),
            rate("tau_r", "decay of IP3", perSecond: 0.14),
            number("IP3_0", "IP3 at rest, in uM", 0.16),
            rate("alpha_glu", "clearance of glutamate", perSecond: 10),
            number("k_glu", "glutamate added by a spike of weight 1", 0.06),
            number("G_th", "glutamate from which on IP3 is produced", 0.7),
            rate("A_glu", "production of IP3 by glutamate, in uM", perSecond: 5),
            rate("D_Ca", "exchange of Ca with each neighbour", perSecond: 0),
            rate("D_IP3", "exchange of IP3 with each neighbour", perSecond: 0),
            reach,
        ] + slowCurrent + common(step: 10),
        states: states(IP3: 0.820204, Ca: 0.072495, h: 0.886314)
            + [
                ParameterEntry("G", "glutamate", standard: .quantity(.number(0))), currentState,
            ],
        sources: [
            "Ullah, Jung & Cornell-Bell (2006), Cell Calcium 39, 197-208",
            "Gordleeva et al. (2021), Front. Cell. Neurosci. 15, 631485 (values)",
        ],
        example: covered(
            """
            astrocytes glia[676] of ullah {
                covers = exc -> exc
                rule = nearest
                position = grid(26, 26, spacing: 100 um)
                reach = 100 um, D_Ca = 0.05 Hz, D_IP3 = 0.1 Hz
            }
            """),
        notes: """
            Values of Gordleeva and others, who leave out v5; Ullah and others have 0.025 Hz. \
            J_glu is switched at coarse steps.

            """ + coverageNote)

    private static let reach = ParameterEntry(
        "reach", "distance up to which two astrocytes are neighbours; 0 for none", .length,
        standard: .quantity(.micrometers(0)), range: .notNegative, allowsDraws: false)

    static let gChI = Kind(
        category: .astrocyte, name: "g_chi",
        summary: "astrocytes after De Pitta and others, which release transmitter",
        equations: [
            "dY_S/dt = -Omega_c Y_S, + rho_c Y_T U_S weight / (covered synapses) at a spike",
            "dGamma_A/dt = O_N Y_S (1 - Gamma_A) - Omega_N (1 + zeta Ca / (Ca + K_KC)) Gamma_A",
            "dIP3/dt = O_beta Gamma_A",
            "          + O_delta / (1 + IP3 / kappa_delta) Ca^2 / (Ca^2 + K_delta^2)",
            "          - O_3K Ca^4 / (Ca^4 + K_D^4) IP3 / (IP3 + K_3K) - Omega_5P IP3 + J_ex",
            "dCa/dt = (Omega_C (m n h)^3 + Omega_L) (C_T - (1 + rho_A) Ca)",
            "         - O_P Ca^2 / (Ca^2 + K_P^2)",
            "dh/dt = O_2 (Q2 (1 - h) - Ca h), Q2 = d2 (IP3 + d1) / (IP3 + d3)",
            "m = IP3 / (IP3 + d1), n = Ca / (Ca + d5)",
            "J_ex = sum of F_ex / 2 (1 + tanh((|d| - I_Theta) / omega_I)) sign(d), d = IP3_j - IP3",
            "Ca rises through C_Theta: G_A += rho_e G_T U_A x_A, x_A -= U_A x_A",
            "dx_A/dt = Omega_A (1 - x_A), dG_A/dt = -Omega_e G_A",
            "dGamma_S/dt = O_G G_A (1 - Gamma_S) - Omega_G Gamma_S at each covered synapse",
            "of a projection with `tsodyks_markram`: U -> (1 - Gamma_S) U + alpha Gamma_S",
        ],
        parameters: [
            rate("O_P", "greatest uptake of the pump, in uM", perSecond: 0.9),
            number("K_P", "half-activation of the pump, in uM", 0.05),
            number("C_T", "free calcium, as a concentration in the cytosol, in uM", 2),
            number("rho_A", "volume of the reticulum over that of the cytosol", 0.18),
            rate("Omega_C", "greatest flow through IP3 receptors", perSecond: 6),
            rate("Omega_L", "leak from the endoplasmic reticulum", perSecond: 0.1),
            number("d1", "first dissociation constant of IP3, in uM", 0.13),
            number("d2", "dissociation constant of inhibition by Ca, in uM", 1.05),
            number("d3", "second dissociation constant of IP3, in uM", 0.9434),
            number("d5", "dissociation constant of activation by Ca, in uM", 0.08),
            rate("O_2", "binding of Ca to the inhibition site, per uM", perSecond: 0.2),
            rate("O_beta", "greatest production of IP3 by receptors, in uM", perSecond: 0.5),
            rate("O_N", "binding of transmitter, per uM", perSecond: 0.3),
            rate("Omega_N", "unbinding of transmitter", perSecond: 0.5),
            number("K_KC", "half-activation of the desensitisation by Ca, in uM", 0.5),
            number("zeta", "strength of the desensitisation", 10),
            rate("O_delta", "greatest production of IP3 by PLC delta, in uM", perSecond: 1.2),
            number("kappa_delta", "inhibition of PLC delta by IP3, in uM", 1.5),
            number("K_delta", "half-activation of PLC delta by Ca, in uM", 0.1),
            rate("Omega_5P", "degradation of IP3 by 5P", perSecond: 0.05),
            number("K_D", "half-activation of the 3-kinase by Ca, in uM", 0.7),
            number("K_3K", "half-activation of the 3-kinase by IP3, in uM", 1),
            rate("O_3K", "greatest degradation of IP3 by the 3-kinase, in uM", perSecond: 4.5),
            rate("F_ex", "greatest exchange of IP3 with a neighbour, in uM", perSecond: 0.09),
            number("I_Theta", "difference of IP3 from which on it is exchanged, in uM", 0.3),
            number("omega_I", "width of that threshold, in uM", 0.05, range: .positive),
            reach,
            rate("Omega_c", "clearance of synaptic transmitter", perSecond: 40),
            number("rho_c", "volume of vesicles over that of the cleft", 0.005),
            number("Y_T", "transmitter in a vesicle, in uM", 500_000),
            number("U_S", "fraction that a spike releases", 0.6),
            number("C_Theta", "Ca at which transmitter is released, in uM", 0.5),
            rate("Omega_A", "recovery of the astrocyte's transmitter", perSecond: 0.6),
            number("U_A", "fraction that the astrocyte releases", 0.6),
            number("G_T", "transmitter in a vesicle of the astrocyte, in uM", 200_000),
            number("rho_e", "volume of the astrocyte's vesicles over that outside", 6.5e-4),
            rate("Omega_e", "clearance of the astrocyte's transmitter", perSecond: 60),
            rate("O_G", "binding of it at synapses, per uM", perSecond: 1.5),
            rate("Omega_G", "unbinding of it at synapses", perSecond: 0.5 / 60),
            number("alpha", "U of synapses where all of it is bound", 0, range: .fraction),
        ] + slowCurrent + common(step: 10),
        states: states(IP3: 0.01, Ca: 0.01, h: 0.9)
            + [
                ParameterEntry(
                    "Gamma_A", "fraction of receptors that are bound",
                    standard: .quantity(.number(0))),
                ParameterEntry(
                    "Y_S", "synaptic transmitter, in uM", standard: .quantity(.number(0))),
                ParameterEntry(
                    "x_A", "fraction of the astrocyte's transmitter that is available",
                    standard: .quantity(.number(1))),
                ParameterEntry(
                    "G_A", "transmitter outside the astrocyte, in uM",
                    standard: .quantity(.number(0))),
                currentState,
            ],
        sources: [
            "De Pitta, Goldberg, Volman, Berry & Ben-Jacob (2009), J. Biol. Phys. 35, 383-411",
            "Stimberg, Goodman, Brette & De Pitta (2019), in Computational Glioscience, 471-505",
        ],
        example: covered(
            """
            astrocytes glia[3200] of g_chi {
                covers = exc -> exc
                rule = nearest
                position ~ box(3750 um, 3750 um)
                reach = 75 um
            }
            """),
        notes: """
            Values of the network of Stimberg and others (their example 6), where Y_S is the mean \
            over the covered synapses. Y_S is exact between spikes, of which each releases U_S. \
            What the astrocyte releases acts on covered synapses with short-term plasticity after \
            SIC_delay, and not before the end of the coarse step. alpha = 0 lets them release \
            less, 1 more.

            """ + coverageNote)

    static let leakyIntegrator = Kind(
        category: .astrocyte, name: "leaky_integrator",
        summary: "a modulator that compares the spikes of the network with those of its input",
        equations: [
            "tau dA/dt = weight (spikes of targets - spikes of inputs) + bias - A"
        ],
        parameters: [
            covers,
            time("tau", "time constant", 100),
            number("weight", "of a spike", 0.015, range: .any),
            number("bias", "value without spikes", 0.15, range: .any),
            time("step", "interval of the steps, rounded to whole epochs", 1),
        ],
        states: [ParameterEntry("A", "value", standard: .quantity(.number(0.15)))],
        sources: ["Ivanov & Michmizos (2021), NeurIPS 34, 25703-25719"],
        example: """
            population liquid[100] of lif {
                receptor ampa { shape = exponential, tau = 1 ms }
            }
            stimulus pixels[50] of input
            astrocytes glia of leaky_integrator {
                covers = [liquid -> liquid, pixels -> liquid]
            }
            plasticity learn of stdp {
                A_plus = 0.05, A_minus = glia / 3, mu_plus = 0, mu_minus = 0, w_max = 3 pA
            }
            projection [pixels, liquid] -> liquid {
                rule = fixed_indegree(10), weight = 3 pA, delay = 1 ms, plasticity = learn
            }
            """,
        notes: """
            Of the populations in `covers`, those that are targets excite; sources that are no \
            targets, and so belong to the input, inhibit. A rule of plasticity may use the value \
            under the group's name: `A_minus = glia`. A step is a forward one, as published: A + \
            (weight (n_targets - n_inputs) + bias - A) step / tau.
            """)
}
