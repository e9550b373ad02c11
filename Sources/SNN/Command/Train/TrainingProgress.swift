import SNNReport

// On a terminal a line that is redrawn; in a log a line per epoch:
//
//     epoch 3 of 70  loss 1.42  right 58.1 %  validation 55.0 %  241 samples per second  9 min left

/// How far a training has come.
struct TrainingProgress {
    private let epochs: Int
    private let samples: Int
    private let done: Int
    private let line: ProgressLine
    private let terminal: Terminal
    private let start = ProgressLine.now

    /// - Parameter done: epochs of an earlier part of the training.
    init(epochs: Int, samples: Int, done: Int, on terminal: Terminal) {
        self.epochs = epochs
        self.samples = samples
        self.done = done
        self.terminal = terminal
        line = ProgressLine("training", of: (epochs - done) * samples, nil, on: terminal)
    }

    func update(_ epoch: Int, _ shown: Int, _ last: ClassifierCurve.Epoch?) {
        let count = (epoch - done) * samples + shown
        let rate = Double(count) / max(ProgressLine.now - start, 1e-9)
        let validation = last.map { Self.validation($0) } ?? ""
        let loss = last.map { "  loss \(Figures.short($0.loss))" } ?? ""
        line.update(
            count, "epoch \(epoch + 1) of \(epochs)\(loss)\(validation)  "
                + "\(Figures.short(rate)) samples per second")
    }

    /// Tells what an epoch came to.
    func end(of epoch: ClassifierCurve.Epoch) {
        guard !terminal.isInteractive else { return }
        let validation = Self.validation(epoch)
        let rate = Double((epoch.number - done) * samples) / max(ProgressLine.now - start, 1e-9)
        let left = Double((epochs - epoch.number) * samples) / max(rate, 1e-9)
        terminal.note(
            "epoch \(epoch.number) of \(epochs)  loss \(Figures.short(epoch.loss))  right "
                + "\(Figures.percent(epoch.accuracy))\(validation)  \(Figures.short(rate)) samples "
                + "per second"
                + (epoch.number < epochs ? "  \(ProgressLine.duration(left)) left" : ""))
    }

    private static func validation(_ epoch: ClassifierCurve.Epoch) -> String {
        epoch.validationAccuracy.map { "  validation \(Figures.percent($0))" } ?? ""
    }

    func end() { line.end() }
}
