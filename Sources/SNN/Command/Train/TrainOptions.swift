import Foundation

/// What `snnsim train` was asked to do, beside what it has in common with `snnsim run`.
struct TrainOptions {
    /// A checkpoint to go on from.
    let resume: String?
    /// Weights to begin with.
    let weights: String?
    let saveWeights: String?
    /// As for a run.
    let run: RunOptions

    init(_ invocation: Invocation) throws(UsageError) {
        guard invocation.has("stimulus") else {
            throw UsageError(
                "`snnsim train` needs samples: `--stimulus NAME`",
                help: "`--stimulus shd` trains on spoken digits")
        }
        run = try RunOptions(invocation)
        resume = invocation.value("resume")
        weights = invocation.value("load-weights")
        saveWeights = invocation.value("save-weights")
        if resume != nil, weights != nil {
            throw UsageError("`--resume` brings its own weights, so `--load-weights` has no effect")
        }
        if let path = saveWeights {
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            guard folder.isExistingFolder else {
                throw UsageError("`--save-weights`: there is no folder `\(folder.path)`")
            }
        }
    }
}
