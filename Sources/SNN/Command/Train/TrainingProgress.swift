import SNNReport

// On a terminal a line that is redrawn; in a log a line per epoch:
//
//     epoch 3 of 70  loss 1.42  right 58.1 %  validation 55.0 %  241 samples per second  9 min left

/// How far a training has come.
struct TrainingProgress {
    /// What is told of an epoch.
    enum Words {
        /// Names of classes.
        case naming
        /// What a cell does.
        case fitting
    }

    private let words: Words
    private let epochs: Int
    private let samples: Int
    private let done: Int
    private let line: ProgressLine
    private let terminal: Terminal
    private let start = ProgressLine.now

    /// - Parameter done: epochs of an earlier part of the training.
    init(_ words: Words, epochs: Int, samples: Int, done: Int, on terminal: Terminal) {
        self.words = words
        self.epochs = epochs
        self.samples = samples
        self.done = done
        self.terminal = terminal
        line = ProgressLine("training", of: (epochs - done) * samples, nil, on: terminal)
    }

    func update(_ epoch: Int, _ shown: Int, _ last: TrainingCourse.Epoch?) {
        let count = (epoch - done) * samples + shown
        let rate = Double(count) / max(ProgressLine.now - start, 1e-9)
        let held = last.map { validation($0) } ?? ""
        let loss = last.map { "  loss \(Figures.short($0.loss))" } ?? ""
        line.update(
            count, "epoch \(epoch + 1) of \(epochs)\(loss)\(held)  "
                + "\(Figures.short(rate)) samples per second")
    }

    /// Tells what an epoch came to.
    func end(of epoch: TrainingCourse.Epoch) {
        guard !terminal.isInteractive else { return }
        let held = validation(epoch)
        let rate = Double((epoch.number - done) * samples) / max(ProgressLine.now - start, 1e-9)
        let left = Double((epochs - epoch.number) * samples) / max(rate, 1e-9)
        terminal.note(
            "epoch \(epoch.number) of \(epochs)  loss \(Figures.short(epoch.loss))"
                + (epoch.score.map { "  right \(Figures.percent($0))" } ?? "")
                + "\(held)  \(Figures.short(rate)) samples per second"
                + (epoch.number < epochs ? "  \(ProgressLine.duration(left)) left" : ""))
    }

    private func validation(_ epoch: TrainingCourse.Epoch) -> String {
        guard let score = epoch.validationScore else { return "" }
        return switch words {
        case .naming: "  validation \(Figures.percent(score))"
        case .fitting: "  validation AUC \(Figures.fixed(score, 4))"
        }
    }

    func end() { line.end() }
}
