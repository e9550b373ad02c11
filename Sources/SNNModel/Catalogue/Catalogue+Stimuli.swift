extension Catalogue {
    static let stimuli: [Kind] = [poisson, fluctuating, regular, spikeFile, current, input]

    static let poisson = Kind(
        category: .stimulus, name: "poisson", summary: "independent Poisson spike trains",
        equations: [
            "P(n spikes in a tick) = (rate h)^n exp(-rate h) / n!      h is the tick",
            "stepped:  rate(t) = rates[k] from times[k] on, zero before times[0]",
        ],
        parameters: [
            ParameterEntry("rate", "mean rate of each train", .rate, range: .notNegative),
            ParameterEntry(
                "times", "starts of steps of the rate", .time, form: .list, range: .notNegative),
            ParameterEntry(
                "rates", "rate from each of `times` on", .rate, form: .list, range: .notNegative),
        ],
        states: [],
        sources: ["Dayan & Abbott (2001), Theoretical Neuroscience, MIT Press, section 1.4"],
        example: "stimulus noise[100] of poisson { rate = 5 Hz }",
        notes: """
            Either `rate` is set, or `times` and `rates`. Every element is a train of its own, and \
            sends the same train to all its targets; NEST's poisson_generator sends a different \
            one to each. Where each neuron needs its own train, use as many elements as neurons \
            and one_to_one. Several spikes of a train may fall into a tick and all count.
            """)

    static let fluctuating = Kind(
        category: .stimulus, name: "fluctuating",
        summary: "Poisson spike trains whose rates are drawn anew at random moments",
        equations: [
            "P(n spikes in a tick) = (r h)^n exp(-r h) / n!      h is the tick",
            "r ~ uniform(rate_min, rate_max)      one for elements k shared ..< (k + 1) shared,",
            "drawn anew after times that are exponentially distributed with mean tau",
        ],
        parameters: [
            ParameterEntry(
                "rate_min", "least rate of a train", .rate, standard: .quantity(.hertz(0)),
                range: .notNegative, allowsDraws: false),
            ParameterEntry(
                "rate_max", "greatest rate of a train", .rate, range: .notNegative,
                isRequired: true, allowsDraws: false),
            ParameterEntry(
                "tau", "mean time between two draws of a rate", .time,
                standard: .quantity(.milliseconds(100)), range: .positive, allowsDraws: false),
            ParameterEntry(
                "shared", "neighbouring elements that have one rate", form: .count,
                standard: .quantity(.number(10)), range: .positive),
        ],
        states: [],
        sources: [
            "Cox (1955), J. R. Stat. Soc. B 17, 129-164 (doubly stochastic processes)",
            "Beniaguev, Segev & London (2021), Neuron 109, 2727-2739 (rates drawn anew)",
        ],
        example: """
            stimulus noise[400] of fluctuating { rate_max = 10 Hz, tau = 100 ms, shared = 10 }
            """,
        notes: """
            Given the rates, trains are independent Poisson trains as of `poisson`. With rates of \
            mean m and variance v = (rate_max - rate_min)^2 / 12, an element's number of spikes in \
            a time T has the mean m T and the variance m T + 2 v tau^2 (T / tau - 1 + exp(-T / \
            tau)), of which the second part is also the covariance of two elements with one rate. \
            A rate changes with the tick that begins next. What an element sends depends on the \
            seed, the name of the stimulus and the element.

            The input of NeuronIO is made in a similar way: rates of neighbouring synapses are \
            drawn together, at intervals, and then smoothed.
            """)

    static let regular = Kind(
        category: .stimulus, name: "regular", summary: "evenly spaced spikes",
        equations: ["t_k = start + k / rate      k = 0, 1, 2, ...; rounded to ticks"],
        parameters: [
            ParameterEntry(
                "rate", "rate of each train", .rate, range: .positive, isRequired: true),
            ParameterEntry(
                "start", "time of the first spike", .time, standard: .quantity(.milliseconds(1)),
                range: .positive),
        ],
        states: [], sources: [],
        example: "stimulus clock[10] of regular { rate = 10 Hz, start = 5 ms }",
        notes: """
            Each spike time is rounded for itself, so that the mean rate is exact. With a drawn \
            `start` the trains are out of phase: `start ~ uniform(0.1 ms, 100 ms)`.
            """)

    static let spikeFile = Kind(
        category: .stimulus, name: "spike_file", summary: "spikes from a file",
        equations: [],
        parameters: [
            ParameterEntry(
                "file", "CSV file with the columns time_ms and unit, or HDF5 file", form: .text,
                isRequired: true)
        ],
        states: [], sources: [],
        example: "stimulus lgn[100] of spike_file { file = \"lgn.csv\" }",
        notes: """
            The path is relative to the model's file. Units count from 0 and are the elements of \
            the stimulus; a unit beyond its size is an error. Times are in ms and rounded to \
            ticks.
            """)

    static let current = Kind(
        category: .stimulus, name: "current", summary: "currents injected into neurons",
        equations: [
            "step:   I(t) = amplitudes[k] from times[k] on, zero before times[0]",
            "sine:   I(t) = offset + amplitude sin(2 pi frequency t + phase)",
            "noise:  I(t) = offset + sd N(0, 1)      a new draw every `interval`, for each element",
        ],
        parameters: [
            ParameterEntry(
                "waveform", "shape in time", form: .choice(["step", "sine", "noise"]),
                standard: .name("step")),
            ParameterEntry(
                "times", "starts of steps", .time, form: .list, range: .notNegative),
            ParameterEntry("amplitudes", "current from each of `times` on", .current, form: .list),
            ParameterEntry(
                "amplitude", "amplitude of the sine", .current,
                standard: .quantity(.picoamperes(0)), allowsDraws: false),
            ParameterEntry(
                "offset", "mean of sine and noise", .current,
                standard: .quantity(.picoamperes(0)), allowsDraws: false),
            ParameterEntry(
                "frequency", "frequency of the sine", .rate, standard: .quantity(.hertz(0)),
                range: .notNegative, allowsDraws: false),
            ParameterEntry(
                "phase", "phase of the sine, in radians", standard: .quantity(.number(0)),
                allowsDraws: false),
            ParameterEntry(
                "sd", "standard deviation of the noise", .current,
                standard: .quantity(.picoamperes(0)), range: .notNegative, allowsDraws: false),
            ParameterEntry(
                "interval", "time between two draws of noise; one tick if absent", .time,
                range: .positive, allowsDraws: false),
        ],
        states: [], sources: [],
        example: """
            stimulus drive[1] of current {
                waveform = sine, amplitude = 50 pA, frequency = 8 Hz
            }
            """,
        notes: """
            A projection from a current goes to the membrane itself, so it names no receptor; its \
            weight is a plain factor, its delay shifts the current. A current is constant within a \
            tick. The effect of noise depends on `interval`: with white noise in mind, keep sd^2 \
            interval constant, as for NEST's noise_generator, whose dt is `interval`.
            """)

    static let input = Kind(
        category: .stimulus, name: "input", summary: "an open port, bound by --stimulus",
        equations: [
            "events:  those of the sample",
            "values:  P(spike in an interval) = min(1, x rate_max interval)",
            "         x = v / 255      or, as a share,",
            "         x = (v / sum of the sample) / (greatest such share in training)",
        ],
        parameters: [
            ParameterEntry(
                "rate_max", "rate of a channel with x = 1", .rate,
                standard: .quantity(.hertz(63.75)), range: .notNegative, allowsDraws: false),
            ParameterEntry(
                "interval", "time between two draws", .time,
                standard: .quantity(.milliseconds(1)), range: .positive, allowsDraws: false),
            ParameterEntry(
                "intensity", "what x is: a value, or its share of the sample",
                form: .choice(["value", "share"]), standard: .name("value")),
        ],
        states: [],
        sources: [
            "Diehl & Cook (2015), Front. Comput. Neurosci. 9, 99 (`value`)",
            "Ivanov & Michmizos (2021), NeurIPS 34, 25703 (`share` with rate_max = 1000 Hz)",
        ],
        example: """
            stimulus cochlea[700] of input
            """,
        notes: """
            The spikes come from the file or data set that `snnsim run --stimulus` names; its \
            channels are the elements. A model has at most one such port. With a labelled data set \
            every sample is presented in turn, and the network starts each from its initial state \
            unless `reset_between_samples = false` is set in the simulation block. Samples that \
            carry values, one for each channel, such as images, are shown as random trains; the \
            parameters are for these alone. A train depends on seed, sample, channel and time only.
            """)
}
