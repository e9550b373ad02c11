extension CommandEntry {
    /// The table of all commands of `snnsim`.
    static let snnsim = CommandEntry(
        "snnsim", "Simulates spiking neural networks that are described in a text file.",
        options: [
            OptionEntry("version", "show the version and where the program stands", group: "Help")
        ],
        subcommands: [
            run, train, check, describe, plan, bench, compare, explain, stimulus, completions,
            version,
        ],
        examples: [
            "snnsim run reservoir.model --stimulus shd",
            "snnsim explain lif",
        ])

    static let run = CommandEntry(
        "run", "Runs a model and writes what it did into a folder.", group: "Simulation",
        operands: [.model],
        options: [
            OptionEntry(
                "stimulus", value: "NAME|FILE",
                "data set or spike file for the model's input port", group: "Input",
                completion: .stimuli),
        ] + OptionEntry.selection + [
            .set,
            OptionEntry(
                "seed", value: "N", "seed of every random number, instead of the model's",
                group: "Model"),
            OptionEntry(
                "duration", value: "TIME", "how long to run, as `2 s`, instead of the model's",
                group: "Model"),
            OptionEntry(
                "load-weights", value: "FILE",
                "start with the weights that an earlier run or training saved",
                group: "Model", completion: .files),
            OptionEntry(
                "save-weights", value: "FILE", "write what was learnt when the run has ended",
                group: "Output", completion: .files),
            OptionEntry(
                "audit", value: "[N]",
                "advance N neurons of each population on the grid exactly as well, and report "
                    + "missed spikes and timing errors; 100",
                group: "Model"),
            OptionEntry(
                "workers", value: "N", "threads to use; as many as the machine has cores",
                group: "Machine"),
            OptionEntry(
                "kernels", value: "NAME",
                "arithmetic: `scalar` or `vector`; the results are the same", group: "Machine",
                completion: .choice(["scalar", "vector"])),
        ] + OptionEntry.machineSwitches + OptionEntry.results,
        examples: [
            "snnsim run reservoir.model --stimulus shd --workers 2 --output runs/first"
        ])

    static let compare = CommandEntry(
        "compare", "Shows how the weights in two files differ.", group: "Data",
        operands: [
            OperandEntry("FIRST", "a file of `snnsim run --save-weights`", completion: .files),
            OperandEntry("SECOND", "another one of the same model", completion: .files),
        ],
        examples: ["snnsim compare before.h5 after.h5"])

    static let check = CommandEntry(
        "check", "Looks for all mistakes of a model, without running it.", group: "Simulation",
        operands: [.model], options: [.set], examples: ["snnsim check reservoir.model"])

    static let describe = CommandEntry(
        "describe", "Shows a model as the tables of a methods section.", group: "Simulation",
        operands: [.model],
        options: [
            .set, OptionEntry("json", "write it as JSON, for programs", group: "Output"),
        ],
        examples: ["snnsim describe reservoir.model --json"])

    static let explain = CommandEntry(
        "explain", "Tells what a kind, a parameter or a code of a mistake means.",
        group: "Reference",
        operands: [
            OperandEntry(
                "TOPIC", "such as `lif`, `tau_m`, `fixed_indegree` or `E004`; all topics if absent",
                isOptional: true)
        ],
        examples: ["snnsim explain tau_m"])

    static let completions = CommandEntry(
        "completions", "Writes the completion script of a shell.", group: "Reference",
        operands: [
            OperandEntry(
                "SHELL", "`bash`, `zsh` or `fish`",
                completion: .choice(ShellCompletion.Shell.allCases.map(\.rawValue)))
        ],
        examples: ["snnsim completions bash > ~/.local/share/bash-completion/completions/snnsim"])

    static let version = CommandEntry(
        "version", "Shows the version and where the program stands.", group: "Reference",
        examples: ["snnsim version"])
}

extension OperandEntry {
    static let model = OperandEntry(
        "MODEL", "a model file, or the name of one that came with the installation",
        completion: .models)
}

extension OptionEntry {
    static let set = OptionEntry(
        "set", value: "NAME=VALUE", "change a `parameter` of the model; may be repeated",
        group: "Model", isRepeated: true)
}

extension OptionEntry {
    /// Which samples of a data set are taken.
    static let selection = [
        OptionEntry(
            "data", value: "DIR", "folder with the files of the data set", group: "Input",
            completion: .folders),
        OptionEntry("limit", value: "N", "take at most N samples of each split", group: "Input"),
        OptionEntry(
            "leave-out", value: "SPEAKER", "test on this speaker, train on all others",
            group: "Input"),
    ]

    /// Where results go, and what is told.
    static let results = [
        OptionEntry(
            "output", value: "DIR", "folder for the results; runs/MODEL-DATE-TIME",
            group: "Output", completion: .folders),
        OptionEntry("force", "write into a folder that holds something", group: "Output"),
        OptionEntry("no-report", "leave out report.html", group: "Output"),
        OptionEntry("quiet", "show mistakes and the answer only", group: "Output"),
    ]
}
