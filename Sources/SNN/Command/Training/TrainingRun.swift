import Foundation

// A run of a model whose leaky readout teaches its synapses: iterations of trials, then, where
// there is something to judge by, trials that were never learnt from.

/// One training.
struct TrainingRun {
    let model: Model
    let dataset: SpikeDataset?
    let workers: Int

    /// Trials of a task without a data set that are shown in the end.
    private static let testTrials = 200

    static func isOne(_ model: Model) -> Bool { model.readouts.contains { $0.kind == "leaky" } }

    /// Whether the model's own task sends spikes through its port.
    static func drivesPort(of model: Model) -> Bool {
        model.readouts.contains {
            $0.settings["targets"] == .name("majority") || $0.kind == "what_when"
        }
    }

    func perform(
        into folder: OutputFolder, on terminal: Terminal, until interruption: Interruption,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let training = try stopwatch.measure("building") {
            try Training(
                model, samples: samples(\.train), classes: classes, workers: workers)
        }
        try folder.open()
        let progress = ProgressLine("training", of: training.iterations, nil, on: terminal)
        var curve = LearningCurve(readout: training.readout, hasLabels: training.hasLabels)
        try stopwatch.measure("training") {
            for iteration in 0..<training.iterations {
                let outcome = try training.iterate(iteration)
                curve.points.append(.init(iteration: iteration + 1, outcome: outcome))
                progress.update(iteration + 1)
                if interruption.isRequested { break }
            }
        }
        progress.end()
        if training.hasLabels, curve.points.count == training.iterations {
            stopwatch.measure("testing") {
                curve.test = dataset == nil
                    ? training.test(trials: Self.testTrials) : training.test(samples(\.test))
                curve.testTrials = dataset?.test.count ?? Self.testTrials
            }
        }
        try stopwatch.measure("writing") {
            try curve.csv.write(
                to: folder.draft.appendingPathComponent("learning.csv"), atomically: false,
                encoding: .utf8)
        }
        var results = RunResults(
            training, curve, neurons: model.neuronCount, workers: workers)
        let labels = dataset.map { [$0.train.classNames, $0.test.classNames] } ?? []
        results.classNames = labels.first { !$0.isEmpty } ?? []
        return results
    }

    private var classes: Int {
        dataset.map { max($0.train.classCount, $0.test.classCount) } ?? 0
    }

    private func samples(_ split: KeyPath<SpikeDataset, SpikeSamples>) -> [LabelledTrains] {
        guard let samples = dataset?[keyPath: split], samples.isLabelled else { return [] }
        let port = model.stimuli.first { $0.kind == "input" }?.count ?? 0
        return samples.indices.compactMap { index in
            let sample = samples[index]
            guard let label = sample.label, sample.units.allSatisfy({ Int($0) < port }) else {
                return nil
            }
            return LabelledTrains(
                SNNEngine.SpikeTrains(
                    times: sample.times.map { Double($0) }, units: sample.units.map { Int($0) }),
                label: label)
        }
    }
}
