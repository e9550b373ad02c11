extension CommandEntry {
    static let train = CommandEntry(
        "train", "Trains the classifier or fit of a model and tests it on what it has not seen.",
        group: "Simulation", operands: [.model],
        options: [
            OptionEntry(
                "stimulus", value: "NAME|FILE",
                "data set with labels; with `-adding` behind its name, two digits in a row whose "
                    + "sum is asked for; for a fit, recordings of a cell",
                group: "Input", completion: .stimuli),
        ] + OptionEntry.selection + [
            .set,
            OptionEntry(
                "seed", value: "N", "seed of every random number, instead of the model's",
                group: "Model"),
            OptionEntry(
                "duration", value: "TIME", "length of a sample, as `2 s`, instead of the model's",
                group: "Model"),
            OptionEntry(
                "load-weights", value: "FILE", "begin with these weights, a .npz or .h5 file",
                group: "Model", completion: .files),
            OptionEntry(
                "resume", value: "FILE", "go on from the checkpoint of a training that was stopped",
                group: "Model", completion: .files),
            OptionEntry(
                "save-weights", value: "FILE", "write what was learnt here as well, as .npz",
                group: "Output", completion: .files),
            OptionEntry(
                "save-recordings", value: "FILE",
                "write what the cell of a fit did, as HDF5", group: "Output", completion: .files),
            OptionEntry(
                "workers", value: "N", "threads to use; as many as the machine has cores",
                group: "Machine"),
        ] + OptionEntry.machineSwitches + OptionEntry.results,
        examples: [
            "snnsim train elm-digits.model --stimulus shd",
            "snnsim train elm-adding.model --stimulus shd-adding --set bin=10ms",
            "snnsim train elm-cell.model",
        ])
}
