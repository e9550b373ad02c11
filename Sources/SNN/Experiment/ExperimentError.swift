/// Why a model and a data set make no experiment.
public enum ExperimentError: Error, Equatable, CustomStringConvertible {
    case noPort
    case noReadout
    case noDuration(dataset: String)
    case noSamples(phase: String)
    case noPhase(split: String)
    case empty(split: String, dataset: String)
    case unlabelled(split: String, dataset: String)
    case channels(Int, port: String, count: Int)

    public var description: String {
        switch self {
        case .noPort: "the model has no open port that a data set could be bound to"
        case .noReadout: "the model has no readout, so there is nothing to learn from the samples"
        case .noDuration(let dataset):
            "the samples of `\(dataset)` have no length of their own, and the model has none either"
        case .noSamples(let phase): "the phase `\(phase)` does not say which samples it shows"
        case .noPhase(let split): "no phase shows the \(split) samples"
        case .empty(let split, let dataset): "`\(dataset)` has no \(split) samples"
        case .unlabelled(let split, let dataset):
            "the \(split) samples of `\(dataset)` have no labels"
        case .channels(let channels, let port, let count):
            "the data has \(channels) channels, but the port `\(port)` has \(count)"
        }
    }

    /// What to do about it.
    public var help: String {
        switch self {
        case .noPort: "declare one: stimulus cochlea[700] of input"
        case .noReadout:
            "declare one: readout class of ridge { features = spike_count(of: exc, bins: 10) }"
        case .noDuration: "say how long each is shown: simulation { duration = 350 ms }"
        case .noSamples: "add `samples = train` or `samples = test`"
        case .noPhase(let split):
            split == "test"
                ? "add one: phase test { samples = test, plasticity = off }"
                : "add one: phase learn { samples = train }"
        case .empty: "choose other speakers for the test, or a data set with both splits"
        case .unlabelled: "a readout learns from labels; without it any spikes can be bound"
        case .channels(let channels, let port, _): "declare stimulus \(port)[\(channels)] of input"
        }
    }
}
