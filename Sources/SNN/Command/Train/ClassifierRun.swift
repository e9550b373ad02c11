import Foundation
import SNNData
import SNNEngine

// A training, epoch by epoch: learn, look at the validation, keep the best neuron, write a
// checkpoint. Only when all is over is the test set looked at, once.

/// The training of a classifier.
struct ClassifierRun {
    let task: ClassifierTask
    let options: TrainOptions
    /// What populations of `elm` begin with, by name, from files that the model names.
    let neurons: [String: ELMNeuron]
    /// See `Checkpoint`.
    let fingerprint: UInt64

    func perform(
        into folder: OutputFolder, on terminal: Terminal, until interruption: Interruption,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let training = task.training
        let data = try stopwatch.measure("binning") { try task.samples() }
        let trainer = try stopwatch.measure("building") {
            try task.makeTrainer(data, weights: options.weights, neurons)
        }
        var curve = ClassifierCurve(
            readout: task.readout.name, parameterCount: trainer.parameterCount,
            classNames: data.classNames)
        var best = trainer.state.parameters
        if let path = options.resume {
            let checkpoint = try Checkpoint(
                reading: path, count: trainer.stateCount, fingerprint: fingerprint)
            trainer.state = checkpoint.state
            (best, curve.best, curve.epochs) = (
                checkpoint.best, checkpoint.bestEpoch, checkpoint.epochs
            )
        }
        try folder.open()
        let checkpointPath = folder.url.path + ".checkpoint.npz"
        let progress = TrainingProgress(
            epochs: training.epochs, samples: data.epochCount, done: curve.epochs.count,
            on: terminal)
        var learnt = 0
        var wasStopped = false
        let began = ProgressLine.now
        try stopwatch.measure("training") {
            while curve.epochs.count < training.epochs, !isPatienceOver(curve) {
                let epoch = curve.epochs.count
                let outcome = trainer.learn(
                    epoch, count: data.epochCount, sample: data.samples(of: .train, epoch: epoch)
                ) { shown in
                    progress.update(epoch, shown, curve.epochs.last)
                    return interruption.isRequested
                }
                if interruption.isRequested {
                    wasStopped = true
                    break
                }
                learnt += data.epochCount
                guard trainer.isFinite else {
                    throw CommandError(
                        .failed, "what is learnt ceased to be finite in epoch \(epoch + 1)",
                        help: "the neuron after epoch \(epoch) is in `\(checkpointPath)`; a lower "
                            + "`rate` or a `clip` of 1 keeps steps small")
                }
                var point = ClassifierCurve.Epoch(
                    number: epoch + 1, loss: outcome.loss, accuracy: outcome.accuracy)
                if data.validationCount > 0 {
                    let held = trainer.test(
                        count: data.validationCount, sample: data.samples(of: .validation))
                    (point.validationLoss, point.validationAccuracy) = (held.loss, held.accuracy)
                }
                curve.epochs.append(point)
                if isBetter(point, than: curve) {
                    best = trainer.state.parameters
                    curve.best = point.number
                }
                progress.end(of: point)
                try Checkpoint(
                    state: trainer.state, best: best, bestEpoch: curve.best, epochs: curve.epochs,
                    fingerprint: fingerprint
                ).write(to: checkpointPath)
            }
        }
        progress.end()
        curve.speed = Double(learnt) / max(ProgressLine.now - began, 1e-9)
        if !wasStopped || curve.best > 0 {
            var state = trainer.state
            state.parameters = best
            trainer.state = state
        }
        if !wasStopped {
            _ = try stopwatch.measure("testing") {
                try task.test(trainer, on: data, into: &curve)
            }
            try? FileManager.default.removeItem(atPath: checkpointPath)
        } else if !curve.epochs.isEmpty {
            terminal.note("note: `--resume \(checkpointPath)` goes on with this training")
        }
        try stopwatch.measure("writing") {
            let weights = trainer.weights
            let paths = [folder.draft.appendingPathComponent("weights.npz").path]
                + (options.saveWeights.map { [$0] } ?? [])
            for path in paths { try weights.write(to: path) }
            try curve.csv.write(
                to: folder.draft.appendingPathComponent("learning.csv"), atomically: false,
                encoding: .utf8)
        }
        var results = RunResults(task, curve, trainer, samples: learnt)
        results.interruptedDuring = wasStopped ? "training" : nil
        return results
    }

    private func isBetter(_ point: ClassifierCurve.Epoch, than curve: ClassifierCurve) -> Bool {
        guard let accuracy = point.validationAccuracy, let loss = point.validationLoss else {
            // Nothing to choose by: the last one.
            return true
        }
        guard curve.best > 0 else { return true }
        let best = curve.epochs[curve.best - 1]
        let (other, otherLoss) = (best.validationAccuracy ?? 0, best.validationLoss ?? .infinity)
        return accuracy > other || accuracy == other && loss < otherLoss
    }

    private func isPatienceOver(_ curve: ClassifierCurve) -> Bool {
        let setting = task.readout.settings["patience"]
        guard let patience = setting?.quantity?.value else { return false }
        return Double(curve.epochs.count - curve.best) >= patience && curve.best > 0
    }
}
