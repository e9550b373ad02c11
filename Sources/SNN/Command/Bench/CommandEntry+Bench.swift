extension CommandEntry {
    static let bench = CommandEntry(
        "bench", "Measures how fast standard networks run, and whether they do it right.",
        group: "Simulation",
        operands: [
            OperandEntry(
                "NETWORK", "one of `snnsim bench --list`, or `all` but the large ones",
                isOptional: true, completion: .choice(StandardNetwork.names + ["all"]))
        ],
        options: [
            OptionEntry("list", "show the networks and end", group: "Help"),
            OptionEntry(
                "scale", value: "FACTOR", "size relative to that in the network's name; 1",
                group: "Model"),
            OptionEntry(
                "precision", value: "NAME", "of the neurons' state: `single` or `double`",
                group: "Model", completion: .choice(Precision.allCases.map(\.rawValue))),
            OptionEntry(
                "solver", value: "NAME", "how neurons advance: `grid`, `exact` or `auto`",
                group: "Model", completion: .choice(["grid", "exact", "auto"])),
            OptionEntry(
                "scheme", value: "NAME", "numerical scheme of the neurons, where they have several",
                group: "Model"),
            OptionEntry("seed", value: "N", "seed of every random number; 1", group: "Model"),
            OptionEntry(
                "repeats", value: "N", "segments to run, of which the median counts; 3",
                group: "Measurement"),
            OptionEntry(
                "duration", value: "TIME", "length of a segment, as `500 ms`",
                group: "Measurement"),
            OptionEntry(
                "workers", value: "N", "threads to use; as many as the machine has cores",
                group: "Machine"),
            OptionEntry(
                "kernels", value: "NAME",
                "arithmetic: `scalar` or `vector`; the results are the same", group: "Machine",
                completion: .choice(["scalar", "vector"])),
            OptionEntry(
                "cut-for", value: "N",
                "cut the network as for N workers, however many work; as many as work",
                group: "Machine"),
        ] + OptionEntry.machineSwitches + [
            OptionEntry(
                "output", value: "FILE", "write all figures as JSON", group: "Output",
                completion: .files),
            OptionEntry("force", "replace the file if it exists", group: "Output"),
            OptionEntry("quiet", "show mistakes and the answer only", group: "Output"),
        ],
        examples: ["snnsim bench cuba-4000 --workers 1 --repeats 5 --output cuba.json"])
}
