extension Catalogue {
    static let recordings: [Kind] = [spikes, rate, state]

    static let spikes = Kind(
        category: .recording, name: "spikes", summary: "the time and the element of every spike",
        equations: [], parameters: [], states: [], sources: [],
        example: """
            population exc[100] of lif
            record spikes of exc
            """,
        notes: "Populations and spiking stimuli, or ranges of them, can be recorded.")

    static let rate = Kind(
        category: .recording, name: "rate", summary: "the mean rate of a population in intervals",
        equations: ["rate = spikes in the interval / (number of elements  interval)"],
        parameters: [every], states: [], sources: [],
        example: """
            population exc[100] of lif
            record rate of exc every 10 ms
            """,
        notes: "Costs little memory, however many neurons and spikes there are.")

    static let state = Kind(
        category: .recording, name: "state", summary: "a state variable at intervals",
        equations: [], parameters: [every], states: [], sources: [],
        example: """
            population exc[100] of lif { receptor ampa { shape = exponential, tau = 5 ms } }
            record V_m of exc[0 ..< 5] every 0.5 ms
            record I_ampa of exc[0 ..< 5] every 0.5 ms
            """,
        notes: """
            Write the name of the variable in the place of `state`: those of the kind of neuron, \
            such as V_m, w or U_m, and for each receptor, say ampa, its current I_ampa in pA or \
            its conductance g_ampa in nS. Values are those at the end of ticks.
            """)

    private static let every = ParameterEntry(
        "every", "time between two values, a whole number of ticks", .time, range: .positive,
        isRequired: true, allowsDraws: false)
}
