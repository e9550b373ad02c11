import Foundation
import SNNEngine
import SNNReport

// A training, epoch by epoch: learn, look at the validation, keep the best state, write a
// checkpoint. Whoever begins it looks at the test, once, when all is over.

/// How a training went.
struct TrainingCourse: Equatable {
    struct Epoch: Equatable {
        /// From 1 on.
        var number: Int
        var loss: Double
        /// How well training samples were dealt with, where that is known: the part that was named
        /// rightly.
        var score: Double?
        /// On what is kept out of the training, where there is something.
        var validationLoss: Double?
        var validationScore: Double?
    }

    var epochs: [Epoch] = []
    /// The epoch whose state is the result, from 1 on; 0 before there is one.
    var best = 0
    /// Samples that were learnt from in a second.
    var speed = 0.0

    var bestEpoch: Epoch? { epochs.indices.contains(best - 1) ? epochs[best - 1] : nil }

    /// Every epoch.
    ///
    /// - Parameter score: what a score is, as a word of the heading.
    func csv(score name: String) -> String {
        var text = "epoch,loss,\(name),validation_loss,validation_\(name)\n"
        for epoch in epochs {
            let values = [epoch.score, epoch.validationLoss, epoch.validationScore]
                .map { $0.map { "\($0)" } ?? "" }
            text += "\(epoch.number),\(epoch.loss),\(values.joined(separator: ","))\n"
        }
        return text
    }
}

extension TrainingCourse {
    /// A few epochs, evenly spaced, for a table.
    var shown: [Epoch] {
        let count = min(10, epochs.count)
        return (0..<count).map { epochs[epochs.count * ($0 + 1) / count - 1] }
    }

    /// Curves of what was found in training and on the validation, as far as it is known.
    func figure(
        _ train: (Epoch) -> Double?, _ validation: (Epoch) -> Double?, _ name: String,
        factor: Double = 1, max: Double? = nil
    ) -> Section.Figure {
        let x = epochs.map { Double($0.number) }
        let found = [("training", epochs.map(train)), ("validation", epochs.map(validation))]
        let curves = found.enumerated().compactMap { colour, curve -> LinePlot.Curve? in
            let y = curve.1.compactMap { $0 }
            guard y.count == x.count, !y.isEmpty else { return nil }
            return .init(curve.0, x: x, y: y.map { factor * $0 }, colour: colour)
        }
        return Section.Figure(LinePlot(curves, xName: "epoch", yName: name, yMax: max))
    }
}

/// What a loop trains.
protocol Learner: AnyObject {
    var state: ClassifierState { get set }
    /// How many numbers are learnt.
    var stateCount: Int { get }
    var isFinite: Bool { get }
    /// Samples that an epoch shows.
    var epochCount: Int { get }

    /// Learns for an epoch and looks at the validation.
    ///
    /// - Parameters:
    ///   - number: from 0 on.
    ///   - isOver: told how many samples have been shown; the epoch ends when it says so.
    /// - Returns: nil where it was ended.
    func learn(_ number: Int, isOver: @escaping (Int) -> Bool) -> TrainingCourse.Epoch?

    func isBetter(_ epoch: TrainingCourse.Epoch, than other: TrainingCourse.Epoch) -> Bool
}

struct TrainingLoop {
    let epochs: Int
    /// Epochs without a better one after which it ends.
    let patience: Double?
    let checkpointPath: String
    /// See `Checkpoint`.
    let fingerprint: UInt64
    /// A checkpoint to go on from.
    let resume: String?
    let progress: TrainingProgress.Words

    /// Trains, and leaves the learner as it was after its best epoch.
    ///
    /// - Parameter open: called when everything that may be refused has been.
    func run(
        _ learner: some Learner, on terminal: Terminal, until interruption: Interruption,
        open: () throws -> Void
    ) throws -> (course: TrainingCourse, wasStopped: Bool) {
        var course = TrainingCourse()
        var best = learner.state.parameters
        if let resume {
            let checkpoint = try Checkpoint(
                reading: resume, count: learner.stateCount, fingerprint: fingerprint)
            learner.state = checkpoint.state
            (best, course.best, course.epochs) = (
                checkpoint.best, checkpoint.bestEpoch, checkpoint.epochs
            )
        }
        try open()
        let line = TrainingProgress(
            progress, epochs: epochs, samples: learner.epochCount, done: course.epochs.count,
            on: terminal)
        let (first, began) = (course.epochs.count, ProgressLine.now)
        var wasStopped = false
        while course.epochs.count < epochs, !isPatienceOver(course) {
            let number = course.epochs.count
            let last = course.epochs.last
            let epoch = learner.learn(number) { shown in
                line.update(number, shown, last)
                return interruption.isRequested
            }
            guard let epoch, !interruption.isRequested else {
                wasStopped = true
                break
            }
            guard learner.isFinite else {
                throw CommandError(
                    .failed, "what is learnt ceased to be finite in epoch \(number + 1)",
                    help: "the state after epoch \(number) is in `\(checkpointPath)`; a lower "
                        + "`rate` or a `clip` of 1 keeps steps small")
            }
            course.epochs.append(epoch)
            if course.bestEpoch.map({ learner.isBetter(epoch, than: $0) }) ?? true {
                best = learner.state.parameters
                course.best = epoch.number
            }
            line.end(of: epoch)
            try Checkpoint(
                state: learner.state, best: best, bestEpoch: course.best, epochs: course.epochs,
                fingerprint: fingerprint
            ).write(to: checkpointPath)
        }
        line.end()
        let learnt = (course.epochs.count - first) * learner.epochCount
        course.speed = Double(learnt) / max(ProgressLine.now - began, 1e-9)
        if !wasStopped || course.best > 0 {
            var state = learner.state
            state.parameters = best
            learner.state = state
        }
        if wasStopped, !course.epochs.isEmpty {
            terminal.note("note: `--resume \(checkpointPath)` goes on with this training")
        }
        return (course, wasStopped)
    }

    /// Once its training is over a checkpoint is of no use.
    func removeCheckpoint() { try? FileManager.default.removeItem(atPath: checkpointPath) }

    private func isPatienceOver(_ course: TrainingCourse) -> Bool {
        guard let patience else { return false }
        return Double(course.epochs.count - course.best) >= patience && course.best > 0
    }
}
