import Foundation

/// A run of a model whose readout learns what follows a cue, and when.
struct ExpectationRun {
    let model: Model
    /// Of its `spike_file` stimuli.
    let trains: [String: SpikeTrains]
    let workers: Int

    static func isOne(_ model: Model) -> Bool {
        model.readouts.contains { $0.kind == "what_when" }
    }

    /// - Throws: `UsageError` for options that would be without effect.
    static func check(_ options: RunOptions) throws {
        let set = [
            ("--stimulus", options.stimulus != nil), ("--audit", options.audit != nil),
            ("--save-weights", options.saveWeights != nil),
            ("--load-weights", options.loadWeights != nil),
        ]
        guard let (name, _) = set.first(where: { $0.1 }) else { return }
        throw UsageError("`\(name)` has no meaning for a model with a `what_when` readout")
    }

    func perform(
        into folder: OutputFolder, on terminal: Terminal, until interruption: Interruption,
        _ stopwatch: inout Stopwatch
    ) throws -> RunResults {
        let expectation = try Expectation(model, trains: trains, workers: workers)
        try folder.open()
        let trials = expectation.trialsOfCourse
        let progress = ProgressLine("training", of: expectation.seeds * trials, nil, on: terminal)
        var table = ExpectationTable(expectation)
        var shown: [Expectation.Course] = []
        try stopwatch.measure("training") {
            for number in 0..<expectation.seeds where !interruption.isRequested {
                let course = try expectation.run(seed: number) { trial in
                    progress.update(number * trials + trial + 1)
                    return !interruption.isRequested
                }
                shown.append(course)
                // Part of a course tells nothing that could be compared.
                if course.trials == trials { table.courses.append(course) }
            }
        }
        progress.end()
        try stopwatch.measure("writing") {
            for (name, text) in [
                ("learning.csv", table.csv), ("expectation.csv", table.expectationCSV),
            ] {
                try text.write(
                    to: folder.draft.appendingPathComponent(name), atomically: false,
                    encoding: .utf8)
            }
        }
        return RunResults(
            expectation, table, shown, neurons: model.neuronCount, workers: workers)
    }
}
