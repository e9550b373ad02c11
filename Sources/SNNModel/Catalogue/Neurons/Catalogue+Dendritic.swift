// The neuron with dendrites.

extension Catalogue {
    static let dendritic = Kind(
        category: .neuron, name: "dendritic",
        summary: "adaptive exponential neuron whose synapses end on dendrites",
        equations: [
            "C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_th) / Delta_T)",
            "              - w + I_e + sum over dendrites d of g_c (U_d - V_m)",
            "tau_w dw/dt = a (V_m - E_L) - w",
            "V_m >= V_peak: spike, V_m <- V_reset, w <- w + b, V_m held there for t_ref",
            "C_d dU_d/dt = -g_d (U_d - E_L) - g_c (U_d - V_m) + I_syn,d",
            "source i of the n of a projection ends on dendrite floor(i dendrites / n)",
        ],
        parameters: [
            ParameterEntry(
                "dendrites", "number of dendrites", form: .count,
                standard: .quantity(.number(20)), range: .positive),
            ParameterEntry(
                "C_m", "capacitance of the soma", .capacitance,
                standard: .quantity(.picofarads(150)), range: .positive),
            ParameterEntry(
                "g_L", "leak conductance of the soma", .conductance,
                standard: .quantity(.nanosiemens(10)), range: .positive),
            ParameterEntry(
                "E_L", "leak reversal potential, of dendrites too", .voltage,
                standard: .quantity(.millivolts(-70))),
            ParameterEntry(
                "C_d", "capacitance of a dendrite", .capacitance,
                standard: .quantity(.picofarads(10)), range: .positive),
            ParameterEntry(
                "g_d", "leak conductance of a dendrite", .conductance,
                standard: .quantity(.nanosiemens(0.7)), range: .notNegative),
            ParameterEntry(
                "g_c", "conductance between a dendrite and the soma", .conductance,
                standard: .quantity(.nanosiemens(5)), range: .notNegative),
            ParameterEntry(
                "V_th", "threshold of the exponential upswing", .voltage,
                standard: .quantity(.millivolts(-50))),
            ParameterEntry(
                "Delta_T", "slope factor of the upswing", .voltage,
                standard: .quantity(.millivolts(2)), range: .positive),
            ParameterEntry(
                "V_peak", "potential at which a spike is counted", .voltage,
                standard: .quantity(.millivolts(0))),
            ParameterEntry(
                "V_reset", "potential after a spike", .voltage,
                standard: .quantity(.millivolts(-58))),
            ParameterEntry(
                "t_ref", "absolute refractory period", .time,
                standard: .quantity(.milliseconds(2)), range: .notNegative),
            ParameterEntry(
                "a", "subthreshold adaptation", .conductance, standard: .quantity(.nanosiemens(1))),
            ParameterEntry(
                "b", "adaptation added by a spike", .current,
                standard: .quantity(.picoamperes(60))),
            ParameterEntry(
                "tau_w", "time constant of adaptation", .time,
                standard: .quantity(.milliseconds(100)), range: .positive),
            ParameterEntry(
                "I_e", "constant external current into the soma", .current,
                standard: .quantity(.picoamperes(0))),
        ],
        states: [
            ParameterEntry("V_m", "potential of the soma; initially E_L", .voltage),
            ParameterEntry(
                "w", "adaptation current", .current, standard: .quantity(.picoamperes(0))),
        ],
        sources: [
            "Brette & Gerstner (2005), J. Neurophysiol. 94, 3637-3642 (soma)",
            "Rall (1964), in: Neural Theory and Modeling, Stanford Univ. Press (compartments)",
            "Poirazi, Brannon & Mel (2003), Neuron 37, 989-999 (dendrites as units)",
            "Pagkalos, Chavlis & Poirazi (2023), Nat. Commun. 14, 131 (reduced dendrites)",
            "Jahr & Stevens (1990), J. Neurosci. 10, 3178-3182 (magnesium)",
        ],
        example: """
            stimulus noise[400] of fluctuating { rate_max = 10 Hz, tau = 100 ms, shared = 10 }
            population cell[1] of dendritic {
                dendrites = 40
                receptor ampa { shape = exponential, tau = 2 ms, reversal = 0 mV }
                receptor nmda { shape = exponential, tau = 50 ms, reversal = 0 mV, magnesium = 1 }
            }
            projection noise -> cell via ampa { rule = all_to_all, weight = 0.5 nS, delay = 1 ms }
            projection noise -> cell via nmda { rule = all_to_all, weight = 0.5 nS, delay = 1 ms }
            record U_1 of cell every 1 ms
            """,
        notes: """
            The dendrites form a star around the soma. Each of them has all receptors of the \
            population, and I_syn,d is their sum there. The sources of a projection are spread \
            over the dendrites in their order, so neighbours share a dendrite, and projections \
            from the same sources, such as ampa and nmda, agree. Currents of stimuli flow into \
            the soma. Potentials of dendrites are recorded as U_1, U_2 and so on and are initially \
            E_L.

            With the defaults a cell has some 22 nS at rest and a time constant of 15 ms; a \
            dendrite alone has 6 nS and 2 ms. A synapse of 1 nS with a tau of 2 ms moves the soma \
            by 0.26 mV. Thirty synapses of 1 nS with magnesium and tau = 50 ms that are heard \
            together on one dendrite open each other: it stays above -40 mV for 35 ms and moves \
            the soma by 7 mV, three times as much as thirty that are spread over all dendrites.

            Soma and dendrites are integrated by Runge-Kutta steps of fourth order in double \
            precision, of at most 0.025 ms, shorter in the upswing of a spike and where \
            conductances are large; receptors decay in closed form. V_m enters as min(V_m, \
            V_peak). The reset takes place inside the tick, and the spike carries the time of the \
            tick's end. Spikes do not travel into the dendrites beyond what g_c carries.

            There is no exact solution, so no `solver`. Synapses onto dendrites may learn from \
            spikes, as those onto other neurons, but not be moved. Slow inward currents of \
            astrocytes flow into the soma.
            """)
}
