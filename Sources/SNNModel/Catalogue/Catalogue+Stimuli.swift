extension Catalogue {
    static let stimuli: [Kind] = [poisson, regular, spikeFile, current, input]

    static let poisson = Kind(
        category: .stimulus, name: "poisson", summary: "independent Poisson spike trains",
        equations: ["P(n spikes in a tick) = (rate h)^n exp(-rate h) / n!"],
        parameters: [
            ParameterEntry(
                "rate", "mean rate of each train", .rate, range: .notNegative),
            ParameterEntry(
                "times", "starts of steps of the rate", .time, form: .list, range: .notNegative),
            ParameterEntry(
                "rates", "rate from each of `times` on", .rate, form: .list, range: .notNegative),
        ],
        states: [], sources: [], example: "stimulus noise[100] of poisson { rate = 5 Hz }",
        notes: "")

    static let regular = Kind(
        category: .stimulus, name: "regular", summary: "evenly spaced spikes",
        equations: ["t_k = start + k / rate"],
        parameters: [
            ParameterEntry(
                "rate", "rate of each train", .rate, range: .positive, isRequired: true),
            ParameterEntry(
                "start", "time of the first spike", .time, standard: .quantity(.milliseconds(1)),
                range: .positive),
        ],
        states: [], sources: [],
        example: "stimulus clock[10] of regular { rate = 10 Hz, start = 5 ms }", notes: "")

    static let spikeFile = Kind(
        category: .stimulus, name: "spike_file", summary: "spikes from a file",
        equations: [],
        parameters: [
            ParameterEntry(
                "file", "CSV (`time_ms,unit`) or HDF5 file", form: .text, isRequired: true)
        ],
        states: [], sources: [],
        example: "stimulus lgn[100] of spike_file { file = \"lgn.csv\" }", notes: "")

    static let current = Kind(
        category: .stimulus, name: "current", summary: "currents injected into neurons",
        equations: [
            "step:  I(t) = amplitudes[k] from times[k] on",
            "sine:  I(t) = offset + amplitude sin(2 pi frequency t + phase)",
            "noise: I(t) = offset + sd N(0, 1), a new draw every `interval`",
        ],
        parameters: [
            ParameterEntry(
                "waveform", "shape in time", form: .choice(["step", "sine", "noise"]),
                standard: .name("step")),
            ParameterEntry(
                "times", "starts of steps", .time, form: .list, range: .notNegative),
            ParameterEntry("amplitudes", "current from each of `times` on", .current, form: .list),
            ParameterEntry(
                "amplitude", "of the sine", .current, standard: .quantity(.picoamperes(0))),
            ParameterEntry(
                "offset", "mean of sine and noise", .current,
                standard: .quantity(.picoamperes(0))),
            ParameterEntry(
                "frequency", "of the sine", .rate, standard: .quantity(.hertz(0)),
                range: .notNegative),
            ParameterEntry("phase", "of the sine, in radians", standard: .quantity(.number(0))),
            ParameterEntry(
                "sd", "standard deviation of the noise", .current,
                standard: .quantity(.picoamperes(0)), range: .notNegative),
            ParameterEntry(
                "interval", "time between two draws of noise; one tick if absent", .time,
                range: .positive),
        ],
        states: [], sources: [],
        example:
            "stimulus drive[1] of current { waveform = sine, amplitude = 50 pA, frequency = 8 Hz }",
        notes: "")

    static let input = Kind(
        category: .stimulus, name: "input", summary: "an open port, bound by --stimulus",
        equations: [], parameters: [], states: [], sources: [],
        example: "stimulus cochlea[700] of input", notes: "")
}
