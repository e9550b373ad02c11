extension Catalogue {
    static let phase = Kind(
        category: .block, name: "phase", summary: "a part of an experiment",
        equations: [],
        parameters: [
            ParameterEntry(
                "samples", "which samples of the data set are shown",
                form: .choice(["train", "test"])),
            ParameterEntry(
                "passes", "how often they are shown", form: .count,
                standard: .quantity(.number(1)), range: .positive),
            ParameterEntry(
                "plasticity", "whether rules change anything", form: .choice(["on", "off"]),
                standard: .name("on")),
            ParameterEntry(
                "weights", "whether samples go on from the last, or from the start of the phase",
                form: .choice(["keep", "restore"]), standard: .name("keep")),
            ParameterEntry(
                "reset", "whether membranes and currents start anew with each sample; as "
                    + "reset_between_samples says unless set", form: .choice(["on", "off"])),
            ParameterEntry(
                "duration", "length of a presentation, or of a phase without samples; that of the "
                    + "simulation unless set", .time, range: .positive, allowsDraws: false),
            ParameterEntry(
                "rest", "silence after each sample", .time,
                standard: .quantity(.milliseconds(0)), range: .notNegative, allowsDraws: false),
            ParameterEntry(
                "spikes_min", "spikes read below which a sample is shown again, brighter",
                form: .count,
                standard: .quantity(.number(0)), range: .notNegative),
            ParameterEntry(
                "intensity_step", "how much more each time, relative to the first",
                standard: .quantity(.number(0.5)), range: .notNegative, allowsDraws: false),
        ],
        states: [], sources: [],
        example: """
            population exc[10] of lif
            record spikes of exc
            phase train { samples = train, passes = 3 }
            phase test { samples = test, plasticity = off }
            """,
        notes: """
            Phases follow each other in the order of the text. With `plasticity = off` weights \
            and adaptive thresholds stay as they are; short-term plasticity, which comes and goes \
            within a second, does not stop. While weights change and are kept, samples are shown \
            one after the other; else side by side, and each starts anew. A rule `normalisation` \
            without an interval acts before each sample of a phase that learns. A readout learns \
            from the last phase with training samples and is judged on the last with test \
            samples. Only samples that carry values can be shown with more intensity. A model \
            without phases shows the training samples, then the test samples, each to the network \
            as it was built.
            """)
}
