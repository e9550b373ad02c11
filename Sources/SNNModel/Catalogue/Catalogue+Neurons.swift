extension Catalogue {
    static let neurons: [Kind] = [lif, adex, izhikevich]

    static let lif = Kind(
        category: .neuron, name: "lif", summary: "leaky integrate-and-fire neuron",
        equations: [
            "tau_m dV_m/dt = -(V_m - E_L) + R (I_e + I_syn),  R = tau_m / C_m",
            "V_m >= V_th: spike, V_m <- V_reset, held there for t_ref",
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
        ],
        states: [
            ParameterEntry("V_m", "membrane potential; initially E_L", .voltage)
        ],
        sources: ["Lapicque (1907)", "Rotter & Diesmann (1999), Biol. Cybern. 81, 381"],
        example: "population exc[800] of lif { tau_m = 20 ms, V_th = -50 mV }", notes: "")

    static let adex = Kind(
        category: .neuron, name: "adex", summary: "adaptive exponential integrate-and-fire neuron",
        equations: [
            "C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_th)/Delta_T) - w + I_e + I_syn",
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
        ],
        states: [
            ParameterEntry("V_m", "membrane potential; initially E_L", .voltage),
            ParameterEntry(
                "w", "adaptation current", .current, standard: .quantity(.picoamperes(0))),
        ],
        sources: ["Brette & Gerstner (2005), J. Neurophysiol. 94, 3637"],
        example: "population exc[800] of adex { a = 4 nS, b = 80.5 pA }", notes: "")

    static let izhikevich = Kind(
        category: .neuron, name: "izhikevich", summary: "Izhikevich's two-variable neuron",
        equations: [
            "dV_m/dt = 0.04 V_m^2 + 5 V_m + 140 - U_m + I_e + I_syn      (mV, ms)",
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
        ],
        states: [
            ParameterEntry(
                "V_m", "membrane potential", .voltage, standard: .quantity(.millivolts(-65))),
            ParameterEntry("U_m", "recovery variable; initially b V_m", .voltage),
        ],
        sources: ["Izhikevich (2003), IEEE Trans. Neural Netw. 14, 1569"],
        example: "population exc[800] of izhikevich { a = 0.02, d = 8 mV }", notes: "")
}
