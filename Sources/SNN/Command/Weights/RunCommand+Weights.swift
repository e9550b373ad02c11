import Foundation
import SNNEngine

extension RunCommand {
    /// Refuses `--save-weights` and `--load-weights` where nothing learns or can be written.
    func checkWeights(of model: Model) throws {
        let options = [("save", options.saveWeights), ("load", options.loadWeights)]
        for (verb, file) in options where file != nil {
            if model.learningProjections.isEmpty, Thresholds.populations(of: model).isEmpty {
                throw CommandError(
                    .mistakes, "nothing in the model learns, so there are no weights to \(verb)")
            }
        }
        guard let file = self.options.saveWeights else { return }
        let folder = URL(fileURLWithPath: file).deletingLastPathComponent()
        guard folder.isExistingFolder, access(folder.path, W_OK) == 0 else {
            throw CommandError(.failed, "`\(folder.path)` is no folder that can be written")
        }
    }

    func loadWeights(into state: NetworkState, _ source: ModelSource) throws {
        guard let path = options.loadWeights else { return }
        let file = try WeightFile(reading: path)
        try file.put(into: state, from: path)
        if file.modelHash != RunRecord.fnv1a64(source.text) {
            terminal.note("note: the model's text has changed since `\(path)` was written")
        }
    }

    func saveWeights(of state: NetworkState, _ source: ModelSource) throws {
        guard let path = options.saveWeights else { return }
        try WeightFile(of: state, modelHash: RunRecord.fnv1a64(source.text)).write(to: path)
    }

    /// Keeps what was learnt until a weight ceased to be a number: in the file of `--save-weights`,
    /// or beside the folder of results.
    func rescuingWeights<T>(
        of state: () -> NetworkState?, _ source: ModelSource, _ folder: OutputFolder,
        _ body: () throws -> T
    ) throws -> T {
        do {
            return try body()
        } catch NetworkError.weight(let projection, let from, let to, let time) {
            let fault = NetworkError.weight(
                projection: projection, source: from, target: to, milliseconds: time)
            guard let state = state() else { throw fault }
            let path = options.saveWeights ?? folder.url.path + "-weights.h5"
            try WeightFile(of: state, modelHash: RunRecord.fnv1a64(source.text)).write(to: path)
            throw CommandError(
                .failed, fault.description,
                help: "the weights before that are in `\(path)`; bounds such as `w_max` keep "
                    + "weights finite")
        }
    }

    /// The phases of a run without samples; none if the model has none.
    func phases(of model: Model) throws -> [(isLearning: Bool, duration: Double)] {
        try model.phases.map { phase in
            let plan = PhasePlan(phase, of: model, duration: -1)
            if plan.isTest != nil {
                throw CommandError(
                    .mistakes, "the phase `\(phase.name)` shows samples, and there are none",
                    help: "`--stimulus NAME` binds a data set")
            }
            guard plan.duration > 0 else {
                throw CommandError(
                    .mistakes, "the phase `\(phase.name)` does not say how long it is",
                    help: "add `duration = 10 s` to it")
            }
            return (plan.isLearning, plan.duration)
        }
    }
}
