import Foundation
import SNNEngine

// A run of a model with a classifier: what was learnt names the samples of the test, or all samples
// where the data has no test. Nothing is learnt, and training samples are not looked at.

/// A trained classifier in use.
struct ClassifierTest {
    let task: ClassifierTask
    /// Of `--load-weights`.
    let weights: String?
    /// What populations of `elm` have learnt, by name, from files that the model names.
    let neurons: [String: [ELMNeuron]]

    /// - Throws: `UsageError` for options that would be without effect.
    static func check(_ options: RunOptions, _ readout: Readout) throws(UsageError) {
        let set = [
            ("--audit", options.audit != nil), ("--save-weights", options.saveWeights != nil),
        ]
        guard let (name, _) = set.first(where: { $0.1 }) else { return }
        throw UsageError(
            "`\(name)` has no meaning for a model with a classifier",
            help: name == "--save-weights" ? "`snnsim train` learns, and saves weights" : nil)
    }

    /// Refuses a classifier that was never trained.
    func checkTrained() throws(CommandError) {
        guard weights == nil, neurons[task.population.name] == nil else { return }
        throw CommandError(
            .mistakes,
            "`\(task.readout.name)` is a classifier, and nothing says what it has learnt",
            help: "`snnsim train` trains it; `--load-weights FILE` takes the weights.npz of a "
                + "training"
                + (task.population.kind == "elm"
                    ? ", and so does `weights = \"FILE\"` of `\(task.population.name)`" : ""))
    }

    func perform(
        into folder: OutputFolder, on terminal: Terminal, until interruption: Interruption,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        try checkTrained()
        let data = try stopwatch.measure("binning") { try task.samples(isTest: true) }
        let trainer = try stopwatch.measure("building") {
            try task.makeTrainer(data, weights: weights, neurons, isTest: true)
        }
        try folder.open()
        var curve = ClassifierCurve(
            readout: task.readout.name, parameterCount: trainer.parameterCount,
            classNames: data.classNames)
        let progress = ProgressLine("testing", of: data.testCount, "samples", on: terminal)
        let began = ProgressLine.now
        let outcome = try stopwatch.measure("testing") {
            try task.test(trainer, on: data, into: &curve) { shown in
                progress.update(shown)
                return interruption.isRequested
            }
        }
        progress.end()
        curve.course.speed = Double(data.testCount) / max(ProgressLine.now - began, 1e-9)
        if let outcome {
            try answers(outcome.found, data.labels(of: .test), curve.classNames).write(
                to: folder.draft.appendingPathComponent("answers.csv"), atomically: false,
                encoding: .utf8)
        }
        var results = RunResults(
            task, curve, trainer, samples: outcome == nil ? 0 : data.testCount)
        results.interruptedDuring = outcome == nil ? "testing" : nil
        if task.dataset.test.isEmpty {
            results.notices.append("The data has no test samples of its own, so all were shown.")
        }
        return results
    }

    /// What was trained as an ordinary model, for a sample without a label.
    func model() throws -> (model: Model, neurons: [String: [ELMNeuron]]) {
        try checkTrained()
        guard task.population.kind == "elm" else {
            return (try task.trainedModel(weights), neurons)
        }
        var neurons = neurons
        if let weights { neurons[task.population.name] = [try task.neuron(weights)] }
        return (task.model, neurons)
    }

    /// Sample by sample.
    private func answers(_ found: [Int], _ labels: [Int], _ names: [String]) -> String {
        func quoted(_ name: String) -> String {
            name.contains { ",\"\n\r".contains($0) }
                ? "\"" + name.replacingOccurrences(of: "\"", with: "\"\"") + "\"" : name
        }
        let rows = zip(found, labels).enumerated().map { index, pair in
            "\(index),\(quoted(names[pair.1])),\(quoted(names[pair.0]))\n"
        }
        return "sample,is,named\n" + rows.joined()
    }
}
