import Foundation

/// What `snnsim train` was asked to do, beside what it has in common with `snnsim run`.
struct TrainOptions {
    /// A checkpoint to go on from.
    let resume: String?
    /// Weights to begin with.
    let weights: String?
    let saveWeights: String?
    /// Where to write what a cell did.
    let saveRecordings: String?
    /// As for a run.
    let run: RunOptions

    init(_ invocation: Invocation) throws(UsageError) {
        run = try RunOptions(invocation)
        resume = invocation.value("resume")
        weights = invocation.value("load-weights")
        saveWeights = invocation.value("save-weights")
        if resume != nil, weights != nil {
            throw UsageError("`--resume` brings its own weights, so `--load-weights` has no effect")
        }
        saveRecordings = invocation.value("save-recordings")
        for (option, path) in [("weights", saveWeights), ("recordings", saveRecordings)] {
            guard let path else { continue }
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            guard folder.isExistingFolder else {
                throw UsageError("`--save-\(option)`: there is no folder `\(folder.path)`")
            }
        }
    }
}
