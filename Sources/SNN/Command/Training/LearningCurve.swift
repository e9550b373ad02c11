import SNNReport

/// How a training went.
struct LearningCurve {
    struct Point {
        /// From 1 on.
        var iteration: Int
        var outcome: Training.Outcome
    }

    let readout: String
    let hasLabels: Bool
    var points: [Point] = []
    /// On trials that were not learnt from.
    var test: Training.Outcome?
    var testTrials = 0

    /// Rows of the table on the terminal.
    private static let rows = 10

    /// Means over equal stretches of iterations.
    private func stretches(_ count: Int) -> [(last: Int, mean: Training.Outcome)] {
        let count = min(count, points.count)
        return (0..<count).map { row in
            let part = points[points.count * row / count..<points.count * (row + 1) / count]
            func mean(_ value: (Training.Outcome) -> Double) -> Double {
                part.reduce(0) { $0 + value($1.outcome) } / Double(part.count)
            }
            let last = part[part.endIndex - 1]
            var outcome = last.outcome
            outcome.error = mean(\.error)
            outcome.relativeError = mean(\.relativeError)
            outcome.accuracy = mean(\.accuracy)
            outcome.rate = mean(\.rate)
            return (last.iteration, outcome)
        }
    }

    var lines: [String] {
        var table = TextTable([
            .init("iterations to", .right), .init("loss", .right),
            .init(hasLabels ? "right" : "relative loss", .right), .init("mean rate", .right),
        ])
        for (last, mean) in stretches(Self.rows) {
            table.add(
                Figures.grouped(last), Figures.short(mean.error),
                Figures.percent(hasLabels ? mean.accuracy : mean.relativeError),
                Figures.short(1000 * mean.rate) + " Hz")
        }
        guard let test else { return [table.text] }
        return [
            table.text,
            "test: \(Figures.percent(test.accuracy)) of \(Figures.grouped(testTrials)) new trials "
                + "right, loss \(Figures.short(test.error))",
        ]
    }

    /// For `metrics.json`.
    var values: [String: Double] {
        guard let first = points.first, let last = stretches(Self.rows).last else { return [:] }
        var values = [
            "training_iterations": Double(points.count), "loss_first": first.outcome.error,
            "loss_last": last.mean.error,
        ]
        values[hasLabels ? "accuracy_last" : "relative_loss_last"] =
            hasLabels ? last.mean.accuracy : last.mean.relativeError
        values["test_accuracy"] = test?.accuracy
        values["test_loss"] = test?.error
        return values
    }

    /// Every iteration.
    var csv: String {
        var text = "iteration,loss,\(hasLabels ? "accuracy" : "relative_loss"),rate_hz\n"
        for point in points {
            let outcome = point.outcome
            text += "\(point.iteration),\(outcome.error),"
                + "\(hasLabels ? outcome.accuracy : outcome.relativeError),"
                + "\(1000 * outcome.rate)\n"
        }
        return text
    }

    /// The learning curve of the report.
    var section: Section {
        let stretches = stretches(100)
        let x = stretches.map { Double($0.last) }
        var figures = [
            Section.Figure(
                LinePlot(
                    [.init("loss", x: x, y: stretches.map(\.mean.error), colour: 0)],
                    xName: "iteration", yName: "loss"))
        ]
        if hasLabels {
            figures.append(
                Section.Figure(
                    LinePlot(
                        [
                            .init(
                                "right", x: x, y: stretches.map { 100 * $0.mean.accuracy },
                                colour: 1)
                        ],
                        xName: "iteration", yName: "trials told right (%)", yMax: 100)))
        }
        var answers: [Section.Answer] = []
        if let test {
            answers.append(
                .init(
                    "right", Figures.percent(test.accuracy),
                    remark: "of \(testTrials) trials that were not learnt from", isMain: true))
        } else if let last = stretches.last {
            answers.append(
                .init(
                    "loss", Figures.short(last.mean.error),
                    remark: Figures.percent(last.mean.relativeError)
                        + " of that of a readout that is always zero", isMain: true))
        }
        return Section(
            "Learning curve",
            lead: "The loss of `\(readout)`, mean over up to a hundred stretches of iterations.",
            parts: [.answers(answers), .figures(figures)])
    }
}
