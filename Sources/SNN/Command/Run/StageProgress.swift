import Synchronization

/// Progress through the stages of an experiment: one line for each stage.
final class StageProgress: Sendable {
    private struct Current {
        var stage: Experiment.Stage?
        var line: ProgressLine?
    }

    private let current = Mutex(Current())
    private let trainCount: Int
    private let testCount: Int
    private let terminal: Terminal

    init(_ dataset: SpikeDataset, on terminal: Terminal) {
        trainCount = dataset.train.count
        testCount = dataset.test.count
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
        switch stage {
        case .building: 1
        case .training: trainCount
        case .testing: testCount
        case .readout, .control: 100
        }
    }

    private func newLine(for stage: Experiment.Stage) -> ProgressLine? {
        let (title, unit): (String, String?) =
            switch stage {
            case .building: ("building", nil)
            case .training: ("training", "samples")
            case .testing: ("testing", "samples")
            case .readout: ("fitting the readout", nil)
            case .control: ("fitting the control", nil)
            }
        return ProgressLine(title, of: total(of: stage), unit, on: terminal)
    }
}
