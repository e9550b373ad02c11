extension CommandEntry {
    static let stimulus = CommandEntry(
        "stimulus", "Shows, makes and fetches data sets of spikes.", group: "Data",
        subcommands: [stimulusInfo, stimulusEncode, stimulusFetch],
        examples: ["snnsim stimulus info shd-mini"])

    static let stimulusInfo = CommandEntry(
        "info", "Shows what a data set holds.",
        operands: [
            OperandEntry(
                "NAME|FILE", "the name of a data set, or a file with spikes", completion: .stimuli)
        ],
        options: [
            OptionEntry(
                "data", value: "DIR", "folder with the files of the data set", group: "Input",
                completion: .folders)
        ],
        examples: ["snnsim stimulus info shd-mini"])

    static let stimulusEncode = CommandEntry(
        "encode", "Turns recordings of sound into spikes of a model of the inner ear.",
        operands: [
            OperandEntry("FOLDER", "WAV files, such as 7_theo_0.wav", completion: .folders)
        ],
        options: [
            OptionEntry(
                "pattern", value: "PATTERN",
                "what names say: {label}_{speaker}_{take}.wav; also {language}, {split}",
                group: "Input"),
            OptionEntry(
                "manifest", value: "FILE",
                "table with columns file, label, speaker and perhaps split, class name",
                group: "Input", completion: .files),
            OptionEntry(
                "notice", value: "TEXT", "what the recordings are; kept with the spikes",
                group: "Output"),
            OptionEntry(
                "output", value: "FILE", "HDF5 file for the spikes", group: "Output",
                completion: .files),
            OptionEntry("force", "replace the file if it exists", group: "Output"),
            OptionEntry(
                "seed", value: "N", "seed of the random release of transmitter; 1",
                group: "Model"),
            OptionEntry(
                "workers", value: "N", "threads to use; as many as the machine has cores",
                group: "Machine"),
        ],
        examples: ["snnsim stimulus encode recordings/ --output digits.h5"])

    static let stimulusFetch = CommandEntry(
        "fetch", "Downloads a data set into the cache.",
        operands: [
            OperandEntry("NAME", "the name of a data set", completion: .choice(["shd", "ssc"]))
        ],
        options: [
            OptionEntry(
                "data", value: "DIR", "folder for the files, instead of the cache",
                group: "Output", completion: .folders)
        ],
        examples: ["snnsim stimulus fetch shd"])
}
