// Kinds of neurons. Parameter names, defaults and reset rules are those of NEST's models.

extension Catalogue {
    static let neurons: [Kind] = [lif, adex, izhikevich, dendritic, elm]

    /// How the neurons of a population advance; see `Model.solver(of:)`.
    private static let solver = ParameterEntry(
        "solver", "advance on the grid of ticks, exactly from event to event, or as input suggests",
        form: .choice(Solver.allCases.map(\.rawValue)), standard: .name(Solver.grid.rawValue))

    private static let solverNote = """
        With solver = exact the neurons advance from event to event: spikes have times between \
        ticks, t_ref is kept exactly, and a neuron without input costs nothing. solver = auto \
        takes \
        exact for populations with little input, where there is an exact solution, and grid for \
        others; `snnsim describe` says which. docs/mixed.md tells how both go together.
        """

    private static let adaptiveThreshold = [
        ParameterEntry(
            "reset", "what a spike does to V_m",
            form: .choice(["to_V_reset", "to_V_reset_only", "by_threshold"]),
            standard: .name("to_V_reset")),
        ParameterEntry(
            "theta_plus", "what a spike adds to the neuron's own threshold", .voltage,
            standard: .quantity(.millivolts(0)), range: .notNegative),
        ParameterEntry(
            "tau_theta", "time constant with which the threshold falls back", .time,
            standard: .quantity(.seconds(1)), range: .positive),
        ParameterEntry(
            "theta_mode", "whether theta changes always, or only while the network learns",
            form: .choice(["adapts", "learns"]), standard: .name("adapts")),
    ]

    static let lif = Kind(
        category: .neuron, name: "lif", summary: "leaky integrate-and-fire neuron",
        equations: [
            "tau_m dV_m/dt = -(V_m - E_L) + R (I_e + I_syn),  R = tau_m / C_m",
            "V_m >= V_th + theta: spike, V_m <- V_reset, held there for t_ref",
            "tau_theta dtheta/dt = -theta,  at a spike theta <- theta + theta_plus",
        ],
        parameters: [
            ParameterEntry(
                "tau_m", "membrane time constant", .time, standard: .quantity(.milliseconds(10)),
                range: .positive),
            ParameterEntry(
                "C_m", "membrane capacitance", .capacitance, standard: .quantity(.picofarads(250)),
                range: .positive),
            ParameterEntry(
                "E_L", "resting (leak reversal) potential", .voltage,
                standard: .quantity(.millivolts(-70))),
            ParameterEntry(
                "V_th", "threshold", .voltage, standard: .quantity(.millivolts(-55))),
            ParameterEntry(
                "V_reset", "potential after a spike", .voltage,
                standard: .quantity(.millivolts(-70))),
            ParameterEntry(
                "t_ref", "absolute refractory period", .time,
                standard: .quantity(.milliseconds(2)), range: .notNegative),
            ParameterEntry(
                "I_e", "constant external current", .current,
                standard: .quantity(.picoamperes(0))),
            ParameterEntry(
                "scheme", "numerical scheme where there are conductances",
                form: .choice(["rk4", "exponential_euler", "magnus"]), standard: .name("rk4")),
        ] + adaptiveThreshold + [solver],
        states: [
            ParameterEntry("V_m", "membrane potential; initially E_L", .voltage),
            ParameterEntry(
                "theta", "what the threshold is raised by", .voltage,
                standard: .quantity(.millivolts(0))),
        ],
        sources: [
            "Lapicque (1907), J. Physiol. Pathol. Gen. 9, 620-635",
            "Rotter & Diesmann (1999), Biol. Cybern. 81, 381-402 (exact integration)",
            "Magnus (1954), Comm. Pure Appl. Math. 7, 649-673 (mean conductances)",
            "Diehl & Cook (2015), Front. Comput. Neurosci. 9, 99 (adaptive threshold)",
            "Bellec et al. (2020), Nat. Commun. 11, 3625, equation 8 (adaptive threshold)",
        ],
        example: """
            population exc[800] of lif {
                tau_m = 20 ms, V_th = -50 mV
                receptor ampa { shape = exponential, tau = 5 ms }
            }
            """,
        notes: """
            With current receptors the equations are linear and a tick is solved exactly, \
            whatever the resolution; also where a receptor's tau equals tau_m. The threshold is \
            tested at the end of each tick, and a spike carries the time of that tick, as in \
            NEST's iaf_psc_delta, iaf_psc_exp and iaf_psc_alpha, whose defaults these are. With \
            conductance receptors the leak conductance is g_L = C_m / tau_m, and the scheme \
            decides. `rk4` is one classical Runge-Kutta step of fourth order per tick with the \
            conductances exact at its beginning, middle and end; a tick longer than the time \
            constant that the conductances leave to the membrane is solved with those in its \
            middle, as the step would diverge. `exponential_euler`, of first order, holds the \
            conductances at their values at the beginning of the tick, as Brian \
            2's method of that name does. `magnus`, of second order, takes their exact means \
            over the tick at the same cost. NEST's iaf_cond_exp and iaf_cond_alpha adapt the \
            step instead. t_ref is rounded to whole ticks; currents go on while the membrane is \
            held. I_syn is the sum over the population's receptors. Brian's examples leave the \
            capacitance out and give weights in mV: that is a delta receptor.

            With reset = by_threshold a spike takes (V_th - E_L) exp(h / tau_m) off V_m, so that \
            V_th - E_L is missing at the next tick, and V_m goes on in refractoriness, in which \
            there are only no spikes: the neurons of Bellec et al. V_reset has no effect then. \
            With reset = to_V_reset_only a spike sets V_m to V_reset but does not hold it there: \
            it takes its input in at once, and there are only no spikes for t_ref.

            With theta_plus or an initial theta the threshold adapts: t after a spike it is higher \
            by theta_plus exp(-t / tau_theta). As homeostasis (theta_mode = learns, tau_theta of \
            hours) theta is learnt: while a network does not learn it neither grows nor decays. As \
            adaptation, ALIF (theta_mode = adapts), it changes always. Bellec et al. let the \
            threshold rise at the tick after the spike by beta, not yet decayed: theta_plus = beta \
            exp(h / tau_theta) with a tick of h.

            """ + solverNote)

    static let adex = Kind(
        category: .neuron, name: "adex", summary: "adaptive exponential integrate-and-fire neuron",
        equations: [
            "C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_th) / Delta_T)",
            "              - w + I_e + I_syn",
            "tau_w dw/dt = a (V_m - E_L) - w",
            "V_m >= V_peak: spike, V_m <- V_reset, w <- w + b, V_m held there for t_ref",
        ],
        parameters: [
            ParameterEntry(
                "C_m", "membrane capacitance", .capacitance, standard: .quantity(.picofarads(281)),
                range: .positive),
            ParameterEntry(
                "g_L", "leak conductance", .conductance, standard: .quantity(.nanosiemens(30)),
                range: .positive),
            ParameterEntry(
                "E_L", "leak reversal potential", .voltage,
                standard: .quantity(.millivolts(-70.6))),
            ParameterEntry(
                "V_th", "threshold of the exponential upswing", .voltage,
                standard: .quantity(.millivolts(-50.4))),
            ParameterEntry(
                "Delta_T", "slope factor of the upswing", .voltage,
                standard: .quantity(.millivolts(2)), range: .positive),
            ParameterEntry(
                "V_peak", "potential at which a spike is counted", .voltage,
                standard: .quantity(.millivolts(0))),
            ParameterEntry(
                "V_reset", "potential after a spike", .voltage,
                standard: .quantity(.millivolts(-60))),
            ParameterEntry(
                "t_ref", "absolute refractory period", .time,
                standard: .quantity(.milliseconds(0)), range: .notNegative),
            ParameterEntry(
                "a", "subthreshold adaptation", .conductance, standard: .quantity(.nanosiemens(4))),
            ParameterEntry(
                "b", "adaptation added by a spike", .current,
                standard: .quantity(.picoamperes(80.5))),
            ParameterEntry(
                "tau_w", "time constant of adaptation", .time,
                standard: .quantity(.milliseconds(144)), range: .positive),
            ParameterEntry(
                "I_e", "constant external current", .current,
                standard: .quantity(.picoamperes(0))),
            solver,
        ],
        states: [
            ParameterEntry("V_m", "membrane potential; initially E_L", .voltage),
            ParameterEntry(
                "w", "adaptation current", .current, standard: .quantity(.picoamperes(0))),
        ],
        sources: [
            "Brette & Gerstner (2005), J. Neurophysiol. 94, 3637-3642",
            "Naud, Marcille, Clopath & Gerstner (2008), Biol. Cybern. 99, 335-347 (patterns)",
        ],
        example: """
            population exc[800] of adex {
                a = 4 nS, b = 80.5 pA
                receptor ampa { shape = exponential, tau = 2 ms, reversal = 0 mV }
            }
            """,
        notes: """
            Equations, defaults and reset are those of NEST's aeif_cond_exp. V_th is where the \
            upswing begins, not where a spike is counted; that is V_peak, so that V_reset may lie \
            above V_th, which makes bursts. V_m and w are integrated within each tick by the pair \
            of Dormand and Prince (orders 5 and 4), with steps that keep the shift in time below \
            1e-6 ms; V_m enters as min(V_m, V_peak), which bounds the exponential. The reset takes \
            place inside the tick, and the spike carries the time of the tick's end; several \
            spikes of a neuron in one tick count as one. Brian's example of the model uses V_th + \
            5 Delta_T as V_peak.

            """ + solverNote)

    static let izhikevich = Kind(
        category: .neuron, name: "izhikevich", summary: "Izhikevich's two-variable neuron",
        equations: [
            "dV_m/dt = 0.04 V_m^2 + 5 V_m + 140 - U_m + I_e + I_syn, in mV and ms",
            "dU_m/dt = a (b V_m - U_m)",
            "V_m >= V_th: spike, V_m <- c, U_m <- U_m + d",
        ],
        parameters: [
            ParameterEntry(
                "a", "rate of recovery, per ms", standard: .quantity(.number(0.02)),
                range: .notNegative),
            ParameterEntry(
                "b", "sensitivity of recovery to V_m", standard: .quantity(.number(0.2))),
            ParameterEntry(
                "c", "potential after a spike", .voltage, standard: .quantity(.millivolts(-65))),
            ParameterEntry(
                "d", "recovery added by a spike", .voltage, standard: .quantity(.millivolts(8))),
            ParameterEntry(
                "V_th", "potential at which a spike is counted", .voltage,
                standard: .quantity(.millivolts(30))),
            ParameterEntry(
                "I_e", "constant external current (1 pA is 1 mV/ms)", .current,
                standard: .quantity(.picoamperes(0))),
            ParameterEntry(
                "scheme", "numerical scheme", form: .choice(["converged", "half_step", "euler"]),
                standard: .name("converged")),
            solver,
        ],
        states: [
            ParameterEntry(
                "V_m", "membrane potential", .voltage, standard: .quantity(.millivolts(-65))),
            ParameterEntry("U_m", "recovery variable; initially b V_m", .voltage),
        ],
        sources: [
            "Izhikevich (2003), IEEE Trans. Neural Netw. 14, 1569-1572, equations 1-3",
            "Touboul (2009), Neural Comput. 21, 2114-2122 (the cut-off is part of the model)",
        ],
        example: """
            population exc[800] of izhikevich {
                r ~ uniform(0, 1)
                c = -65 mV + 15 mV * r * r
                d = 8 mV - 6 mV * r * r
                receptor syn { shape = exponential, tau = 5 ms }
            }
            """,
        notes: """
            Currents are in pA on a unit capacitance of 1 pF, as in NEST: 1 pA changes V_m by 1 mV \
            per ms, and a conductance g in nS adds g (reversal - V_m).

            The scheme decides the result. `converged` solves the equations: within each tick by \
            the pair of Dormand and Prince (orders 5 and 4) with error-controlled steps, the spike \
            located inside the tick. `half_step` is the program published in 2003, for ticks of 1 \
            ms: V_m takes two steps of half a tick, then U_m one of a whole tick, then the \
            threshold is tested. `euler` is one forward step per tick, as in NEST with \
            consistent_integration = true; half_step is NEST's scheme with false, in which a jump \
            of a delta receptor is spread over the next tick as a current.

            At V_m = 30 mV the potential rises by more than 300 mV per ms, so that coarse schemes \
            overshoot and carry a wrong U_m into the next interval. Spikes in 200 ms at I_e = 10 \
            pA, for regular spiking (RS), fast spiking (FS) and chattering (CH) cells:

                scheme                        RS    FS    CH
                converged                      5    28    22
                euler, tick 0.1 ms             5    27    22
                euler, tick 1 ms               5    22    17
                half_step, tick 1 ms           5    13    10

            A network of the literature is repeated with the scheme that it was published with. A \
            scheme is one of the grid: with solver = exact the equations are solved as they are.

            """ + solverNote)
}
