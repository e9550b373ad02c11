// Rules that keep activity and weights where they belong, and that change who is connected.

extension Catalogue {
    static let synapticScaling = Kind(
        category: .plasticity, name: "synaptic_scaling",
        summary: "all weights onto a neuron scaled towards its target rate",
        equations: [
            "every `interval`:    w <- w (1 + eta (1 - r / target_rate))",
            "r' = -r / tau + spikes of the target / tau",
        ],
        parameters: [
            .number("eta", "part of the way in one interval", 0.01, range: .notNegative),
            .number("target_rate", "rate of a neuron in balance", 0.005, .rate, range: .positive),
            .tau("tau", "time over which the rate is averaged", 1000),
            .number("interval", "time between two scalings", 100, .time, range: .positive),
        ],
        states: [],
        sources: ["van Rossum, Bi & Turrigiano (2000), J. Neurosci. 20, 8812-8821"],
        example: learning("synaptic_scaling", "target_rate = 5 Hz"),
        notes: """
            Multiplies, so that ratios of weights stay, and signs as well. Goes together with a \
            rule that changes weights: `plasticity = [learn, scale]`; its bounds hold. Sees the \
            target's spikes without delay, as neither NEST nor Brian 2 has built in.
            """)

    static let normalisation = Kind(
        category: .plasticity, name: "normalisation",
        summary: "weights onto a neuron scaled to the same sum, again and again",
        equations: ["every `interval`:    w_ij <- w_ij sum / (|w_1j| + |w_2j| + ...)"],
        parameters: [
            ParameterEntry(
                "sum", "sum of the absolute weights of a projection onto a neuron", form: .weight,
                range: .positive, isRequired: true),
            .number(
                "interval", "time between two scalings; 0 ms at the start of samples only", 0,
                .time, range: .notNegative),
        ],
        states: [],
        sources: ["Diehl & Cook (2015), Front. Comput. Neurosci. 9, 99"],
        example: learning("normalisation", "sum = 50 nS, interval = 500 ms"),
        notes: """
            Takes in the synapses of one projection onto each neuron. Diehl and Cook normalise \
            before every sample: `interval = 0 ms`. Goes together with a rule that changes \
            weights: `plasticity = [learn, normalise]`.
            """)

    static let intrinsic = Kind(
        category: .plasticity, name: "intrinsic",
        summary: "thresholds that move until neurons reach their target rate",
        equations: [
            "V_m >= V_th + theta: spike, theta += eta",
            "between:              theta' = -eta target_rate",
            "theta is kept in theta_min ... theta_max",
        ],
        parameters: [
            .number(
                "eta", "rise of the threshold at a spike", 0.01, .voltage,
                range: .notNegative),
            .number("target_rate", "rate of a neuron in balance", 0.005, .rate, range: .positive),
            .number("theta_min", "lowest shift of the threshold", -10, .voltage),
            .number("theta_max", "highest shift of the threshold", 20, .voltage),
        ],
        states: [],
        sources: ["Lazar, Pipa & Triesch (2009), Front. Comput. Neurosci. 3, 23"],
        example: """
            population exc[100] of lif { plasticity = homeostasis }
            plasticity homeostasis of intrinsic { target_rate = 5 Hz, eta = 0.01 mV }
            record spikes of exc
            """,
        notes: """
            A rule of neurons of `lif`, which a population names, not a projection. Rise and fall \
            are equal at the target rate. No synapse and no delay takes part.
            """)

    static let rewiring = Kind(
        category: .plasticity, name: "rewiring",
        summary: "synapses that have become weak are replaced by new ones elsewhere",
        equations: [
            "every `interval`:    a synapse with |w| < prune_below goes, at most `rate` of them,",
            "                     and for each its target draws a new source, with weight w_new",
        ],
        parameters: [
            ParameterEntry(
                "prune_below", "weight below which a synapse goes", form: .weight,
                range: .notNegative, isRequired: true),
            ParameterEntry(
                "w_new", "weight of a new synapse", form: .weight, range: .positive,
                isRequired: true),
            .number(
                "rate", "part of a neuron's synapses at most, each time on average", 0.01,
                range: .fraction),
            .number("interval", "time between two changes", 1000, .time, range: .positive),
        ],
        states: [],
        sources: ["Butz & van Ooyen (2013), PLoS Comput. Biol. 9, e1003259 (the idea)"],
        example: learning(
            "rewiring", "prune_below = 0.1 nS, w_new = 1 nS, interval = 1 s"),
        notes: """
            The number of synapses onto a neuron stays. New sources are drawn from those of the \
            projection, equally often, and the delay and the sign of the weight are kept; \
            `autapses = false` and `multapses = false` hold for them too. The weakest go first. \
            Where `rate` of a neuron's synapses is no whole number, they are saved up: after k \
            times no more than k times this number, and one, have gone. It is done when the \
            epoch has been simulated in which the interval ends, after other rules of upkeep, and \
            not while learning is off. Goes together with a rule that changes weights: \
            `plasticity = [learn, rewire]`.
            """)
}
