import Synchronization

/// Progress through the stages of an experiment: one line for each stage.
final class StageProgress: Sendable {
    private struct Current {
        var stage: Experiment.Stage?
        var line: ProgressLine?
    }

    private let current = Mutex(Current())
    private let experiment: Experiment
    private let terminal: Terminal

    init(_ experiment: Experiment, on terminal: Terminal) {
        self.experiment = experiment
        self.terminal = terminal
    }

    /// What is being done, in words that follow "while".
    var stage: String {
        switch current.withLock({ $0.stage }) {
        case nil, .building: "building"
        case .training: "presenting training samples"
        case .testing: "presenting test samples"
        case .readout: "fitting the readout"
        case .control: "fitting the control"
        case let stage?: "presenting samples in phase \(stage.name)"
        }
    }

    /// Tells that a part (0…1) of a stage is done.
    func update(_ stage: Experiment.Stage, _ part: Double) {
        let line = current.withLock { current in
            if current.stage != stage {
                current.line?.end()
                current.stage = stage
                current.line = newLine(for: stage)
            }
            return current.line
        }
        line?.update(Int((part * Double(total(of: stage))).rounded()))
    }

    /// Takes the line off the screen.
    func end() { current.withLock { $0.line?.end() } }

    private func total(of stage: Experiment.Stage) -> Int {
        stage == .building ? 1 : experiment.presentations(in: stage) ?? 100
    }

    private func newLine(for stage: Experiment.Stage) -> ProgressLine? {
        let (title, unit): (String, String?) =
            switch stage {
            case .building: ("building", nil)
            case .readout: ("fitting the readout", nil)
            case .control: ("fitting the control", nil)
            default: (stage.name, "samples")
            }
        return ProgressLine(title, of: total(of: stage), unit, on: terminal)
    }
}
