import SNNReport

/// What came out of a run, in the form in which it is told, plotted and written.
struct RunResults {
    /// Spikes of the recorded selections, or of the first presentations of an experiment.
    var trains: [PopulationSpikes] = []
    /// Those of them that a plot can show; in ms.
    var plotWindow: Range<Double>?
    var experiment: Experiment.Outcome?
    /// Of an experiment whose neurons send to each other.
    var branching: Branching?
    /// Where a leaky readout learnt with its network.
    var training: LearningCurve?
    /// Where a readout learnt what to expect after a cue.
    var expectation: ExpectationTable?
    /// Of a training by backpropagation.
    var classifier: ClassifierCurve?
    /// Where a neuron was fitted to a cell.
    var fit: FitCurve?
    var classNames: [String] = []
    /// What the data is and other things to know about the figures.
    var notices: [String] = []
    /// Where `--audit` asked for it.
    var audit: AuditTable?
    /// How populations advance that say something about it.
    var solvers: [String] = []
    var neurons: Int
    /// Those that were of use; nil for an experiment, whose samples are shared among all.
    var workersUsed: Int?
    var synapses = 0
    var networkBytes = 0
    /// Of one state; an experiment has one for each worker.
    var stateBytes = 0
    var spikes = 0
    var digest: UInt64 = 0
    /// Simulated, of the run or of all presentations; in ms.
    var simulated = 0.0
    /// Of the run or of one presentation; in ms.
    var duration: Double
    /// What was going on when someone asked to stop.
    var interruptedDuring: String?
    /// Of the projections that learn.
    var weights: [WeightHistory] = []
    /// Of an experiment.
    var phaseNames: [String] = []

    /// As in `1 neuron`.
    var neuronText: String {
        neurons == 1 ? "1 neuron" : "\(Figures.grouped(neurons)) neurons"
    }

    /// Whether something was trained that leaves weights.
    var isTraining: Bool { classifier != nil || fit != nil }
    var isInterrupted: Bool { interruptedDuring != nil }
    var digestText: String { RunRecord.hexadecimal(digest) }

    /// A plain run.
    init(_ run: NetworkRun, _ outcome: NetworkRun.Outcome) {
        trains = outcome.spikes.map { $0.trains(duration: outcome.reached) }
        neurons = run.network.model.neuronCount
        synapses = run.network.synapseCount
        networkBytes = run.network.byteCount
        stateBytes = run.state.byteCount
        spikes = run.state.spikeCount
        digest = run.state.digest
        workersUsed = run.workers
        simulated = outcome.reached
        duration = run.duration
        interruptedDuring = outcome.isInterrupted ? "running" : nil
        audit = outcome.audit
        weights = outcome.weights
        solvers = run.network.model.solverNotes
        if let end = outcome.spikes.compactMap(\.end).min() {
            notices.append(
                "plots and measures of single neurons cover the first \(Figures.short(end)) ms")
        }
    }

    /// An experiment, or what there is of it.
    ///
    /// - Parameter stage: what was going on last, in words.
    init(_ experiment: Experiment, _ outcome: Experiment.Outcome, stage: String) {
        let samples = outcome.train.presented + outcome.test.presented
        if outcome.stoppedDuring == nil {
            self.experiment = outcome
            let spikes = ExperimentSpikes(experiment, outcome)
            trains = spikes.testTrains
            branching = spikes.branching(network: outcome.network, state: outcome.state)
        } else {
            interruptedDuring = stage
            notices.append("the spikes of \(samples) presentations were recorded")
        }
        let names = experiment.dataset.train.classNames
        classNames = names.isEmpty ? experiment.dataset.test.classNames : names
        plotWindow = 0..<min(3, Double(experiment.dataset.test.count)) * outcome.duration
        neurons = experiment.model.neuronCount
        synapses = outcome.network.synapseCount
        networkBytes = outcome.network.byteCount
        stateBytes = outcome.stateByteCount
        spikes = outcome.spikeCount
        digest = outcome.digest
        simulated = outcome.simulated
        weights = outcome.weights.filter { !$0.moments.isEmpty }
        phaseNames = experiment.phases.map(\.name)
        duration = outcome.duration
    }

    /// A training, or what there is of it.
    init(_ training: Training, _ curve: LearningCurve, neurons: Int, workers: Int) {
        self.training = curve
        self.neurons = neurons
        workersUsed = workers
        synapses = training.synapseCount
        duration = training.duration
        simulated = Double(curve.points.count * training.batch) * training.duration
        digest = curve.points.last?.outcome.digest ?? 0
        interruptedDuring = curve.points.count < training.iterations ? "training" : nil
    }

    init(neurons: Int, duration: Double) {
        self.neurons = neurons
        self.duration = duration
    }

    /// Courses of an expectation; the last of them may have been ended early.
    init(
        _ expectation: Expectation, _ table: ExpectationTable, _ courses: [Expectation.Course],
        neurons: Int, workers: Int
    ) {
        self.expectation = table
        self.neurons = neurons
        workersUsed = workers
        synapses = courses.first?.synapseCount ?? 0
        duration = expectation.duration
        simulated = courses.reduce(0) { $0 + $1.simulated }
        spikes = courses.reduce(0) { $0 + $1.spikeCount }
        digest = courses.reduce(0) { ($0 &* 0x100_0000_01B3) ^ $1.digest }
        interruptedDuring = table.courses.count < expectation.seeds ? "training" : nil
    }

    /// The content of `metrics.json`.
    var metrics: Metrics {
        var metrics = Metrics()
        metrics.digest = digestText
        for answer in experiment?.answers ?? [] {
            metrics.add(answer.name, answer.reservoir, classNames: classNames)
            metrics.add("\(answer.name) control", answer.control, classNames: classNames)
            metrics.add(answer.name, against: "\(answer.name) control", answer.comparison)
        }
        if let classifier, let test = classifier.test {
            metrics.add(
                classifier.readout, test, train: classifier.course.epochs.last?.score,
                classNames: classifier.classNames)
        }
        for train in trains { metrics.add(train) }
        metrics.audit = audit?.findings
        if let training { metrics.values.merge(training.values) { $1 } }
        metrics.values["branching_factor"] = branching?.factor
        if let classifier { metrics.values.merge(classifier.values) { $1 } }
        if let fit { metrics.values.merge(fit.values) { $1 } }
        if let expectation { metrics.values.merge(expectation.values) { $1 } }
        metrics.values["simulated_ms"] = simulated
        metrics.values["spikes"] = Double(spikes)
        return metrics
    }
}

extension Model {
    var neuronCount: Int { populations.reduce(0) { $0 + $1.count } }
}
