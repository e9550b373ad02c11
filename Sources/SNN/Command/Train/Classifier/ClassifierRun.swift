import Foundation
import SNNData
import SNNEngine

// A training, epoch by epoch (`TrainingLoop`). Only when all is over is the test set looked at,
// once.

/// The training of a classifier.
struct ClassifierRun {
    let task: ClassifierTask
    let options: TrainOptions
    /// What populations of `elm` begin with, by name, from files that the model names.
    let neurons: [String: [ELMNeuron]]
    /// See `Checkpoint`.
    let fingerprint: UInt64

    func perform(
        into folder: OutputFolder, on terminal: Terminal, until interruption: Interruption,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let data = try stopwatch.measure("binning") { try task.samples() }
        let trainer = try stopwatch.measure("building") {
            try task.makeTrainer(data, weights: options.weights, neurons)
        }
        var curve = ClassifierCurve(
            readout: task.readout.name, parameterCount: trainer.parameterCount,
            classNames: data.classNames)
        let loop = TrainingLoop(
            epochs: task.training.epochs,
            patience: task.readout.settings["patience"]?.quantity?.value,
            checkpointPath: folder.url.path + ".checkpoint.npz", fingerprint: fingerprint,
            resume: options.resume, progress: .naming)
        var wasStopped = false
        (curve.course, wasStopped) = try stopwatch.measure("training") {
            try loop.run(
                ClassifierLearner(trainer, data), on: terminal, until: interruption,
                open: folder.open)
        }
        if !wasStopped {
            _ = try stopwatch.measure("testing") {
                try task.test(trainer, on: data, into: &curve)
            }
        }
        try stopwatch.measure("writing") {
            try options.write(trainer.weights, curve.course, "accuracy", to: folder)
        }
        if !wasStopped { loop.removeCheckpoint() }
        var results = RunResults(
            task, curve, trainer, samples: curve.course.epochs.count * data.epochCount)
        results.interruptedDuring = wasStopped ? "training" : nil
        return results
    }
}

/// The epochs of a classifier.
private final class ClassifierLearner: Learner {
    private let trainer: any ClassifierTrainer
    private let data: ClassifierData

    init(_ trainer: any ClassifierTrainer, _ data: ClassifierData) {
        self.trainer = trainer
        self.data = data
    }

    var state: ClassifierState {
        get { trainer.state }
        set { trainer.state = newValue }
    }

    var stateCount: Int { trainer.stateCount }
    var isFinite: Bool { trainer.isFinite }
    var epochCount: Int { data.epochCount }

    func learn(_ number: Int, isOver: @escaping (Int) -> Bool) -> TrainingCourse.Epoch? {
        var wasEnded = false
        let outcome = trainer.learn(
            number, count: data.epochCount, sample: data.samples(of: .train, epoch: number)
        ) { shown in
            wasEnded = isOver(shown)
            return wasEnded
        }
        if wasEnded { return nil }
        var epoch = TrainingCourse.Epoch(
            number: number + 1, loss: outcome.loss, score: outcome.accuracy)
        if data.validationCount > 0, trainer.isFinite {
            let held = trainer.test(
                count: data.validationCount, sample: data.samples(of: .validation))
            (epoch.validationLoss, epoch.validationScore) = (held.loss, held.accuracy)
        }
        return epoch
    }

    func isBetter(_ epoch: TrainingCourse.Epoch, than other: TrainingCourse.Epoch) -> Bool {
        guard let score = epoch.validationScore, let loss = epoch.validationLoss else {
            // Nothing to choose by: the last one.
            return true
        }
        let (least, lowest) = (other.validationScore ?? 0, other.validationLoss ?? .infinity)
        return score > least || score == least && loss < lowest
    }
}
