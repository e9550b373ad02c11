// How a spike acts on the membrane. In every shape the peak of the response to a weight w is w.

extension Catalogue {
    static let receptors: [Kind] = [delta, exponential, alpha, count]

    private static let tau = ParameterEntry(
        "tau", "time constant of the response", .time, range: .positive, isRequired: true)
    private static let reversal = ParameterEntry(
        "reversal", "reversal potential; makes the receptor a conductance", .voltage)
    private static let magnesium = ParameterEntry(
        "magnesium", "concentration in mM that blocks a conductance, as of NMDA receptors",
        range: .notNegative)

    private static let block =
        "with magnesium:  I_syn = x (reversal - U) / (1 + magnesium / 3.57 exp(-0.062 U / mV))"

    private static let blockNote = """

        With `magnesium` the conductance is that of NMDA receptors, which open as the potential U \
        where they are rises; x is the conductance without block. Only neurons of `dendritic` \
        have such receptors.
        """
    private static let jahr =
        "Jahr & Stevens (1990), J. Neurosci. 10, 3178-3182, equation 4 (magnesium)"

    static let delta = Kind(
        category: .receptor, name: "delta", summary: "a jump of the membrane potential",
        equations: ["V_m <- V_m + w at each arriving spike"],
        parameters: [], states: [],
        sources: ["Rotter & Diesmann (1999), Biol. Cybern. 81, 381-402"],
        example: "population exc[800] of lif { receptor syn { shape = delta } }",
        notes: """
            Weights are in mV, negative ones inhibit. The jump happens at the end of the tick in \
            which the spike arrives; a spike that arrives while the neuron is refractory is lost, \
            as in NEST's iaf_psc_delta with its default refractory_input = false. There is no \
            state to record. With `izhikevich` the scheme `half_step` spreads the jump over the \
            tick as a current.
            """)

    static let count = Kind(
        category: .receptor, name: "count", summary: "spikes are counted in bins",
        equations: ["x <- x + w at each arriving spike,  x <- 0 at the end of a bin"],
        parameters: [], states: [],
        sources: ["Spieler et al. (2024), The Expressive Leaky Memory Neuron, ICLR 2024"],
        example: "population cell[1] of elm { receptor input { shape = count } }",
        notes: """
            What neurons of `elm` have, without being told so; no others can have it. Weights are \
            plain numbers, 1 for a spike that counts once; an input that is -1 for each spike, as \
            the inhibitory ones of NeuronIO, has the weight -1.
            """)

    static let exponential = Kind(
        category: .receptor, name: "exponential",
        summary: "a current or conductance that jumps and decays",
        equations: [
            "x(t) = w exp(-(t - t_spike) / tau) for t >= t_spike, summed over spikes",
            "current:      I_syn = x, in pA; recorded as I_NAME",
            "conductance:  I_syn = x (reversal - V_m), x in nS; recorded as g_NAME",
            block,
        ],
        parameters: [tau, reversal, magnesium], states: [],
        sources: [
            "Rotter & Diesmann (1999), Biol. Cybern. 81, 381-402",
            "Destexhe, Mainen & Sejnowski (1998), in: Methods in Neuronal Modeling, MIT Press",
            jahr,
        ],
        example: """
            population exc[800] of lif {
                receptor ampa { shape = exponential, tau = 5 ms, reversal = 0 mV }
            }
            """,
        notes: """
            Without `reversal` the receptor is a current and weights are in pA, negative ones \
            inhibit; with `reversal` it is a conductance and weights are in nS and not negative. \
            The decay over a tick is exact. NEST names the time constants tau_syn_ex and \
            tau_syn_in and sorts spikes by the sign of the weight; here a projection names its \
            receptor.

            """ + blockNote)

    static let alpha = Kind(
        category: .receptor, name: "alpha",
        summary: "a current or conductance that rises and decays smoothly",
        equations: [
            "x(t) = w (s / tau) exp(1 - s / tau) for s = t - t_spike >= 0, summed over spikes",
            "current:      I_syn = x, in pA; recorded as I_NAME",
            "conductance:  I_syn = x (reversal - V_m), x in nS; recorded as g_NAME",
            block,
        ],
        parameters: [tau, reversal, magnesium], states: [],
        sources: [
            "Rall (1967), J. Neurophysiol. 30, 1138-1168",
            "Rotter & Diesmann (1999), Biol. Cybern. 81, 381-402",
            jahr,
        ],
        example: """
            population exc[800] of lif {
                receptor gaba { shape = alpha, tau = 2 ms, reversal = -80 mV }
            }
            """,
        notes: """
            The response reaches its peak w at the time tau after the spike. Without `reversal` \
            the receptor is a current and weights are in pA; with `reversal` it is a conductance \
            and weights are in nS and not negative. The propagation over a tick is exact. NEST's \
            iaf_psc_alpha and iaf_cond_alpha are normalised in the same way.

            """ + blockNote)
}
