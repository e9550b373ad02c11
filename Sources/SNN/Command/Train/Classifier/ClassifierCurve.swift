import SNNEngine
import SNNReport

/// How a classifier was trained, if it was, and how it does.
struct ClassifierCurve {
    let readout: String
    /// What is learnt.
    let parameterCount: Int
    var course = TrainingCourse()
    var test: Accuracy?
    var testLoss = 0.0
    var classNames: [String] = []

    var lines: [String] {
        var table = TextTable([
            .init("epoch", .right), .init("loss", .right), .init("right", .right),
            .init("validation loss", .right), .init("right", .right),
        ])
        for epoch in course.shown {
            table.add(
                "\(epoch.number)", Figures.short(epoch.loss),
                epoch.score.map { Figures.percent($0) } ?? "",
                epoch.validationLoss.map { Figures.short($0) } ?? "",
                epoch.validationScore.map { Figures.percent($0) } ?? "")
        }
        var lines = course.epochs.isEmpty ? [] : [table.text]
        if let test {
            lines.append("test: \(test), chance \(Figures.percent(test.chance))")
            if course.best > 0 {
                lines.append("as it was after epoch \(course.best), best on the validation")
            }
        }
        lines.append(
            "\(Figures.grouped(parameterCount)) numbers learnt, \(Figures.short(course.speed)) "
                + "samples per second")
        return lines
    }

    /// For `metrics.json`.
    var values: [String: Double] {
        var values = [
            "parameters": Double(parameterCount), "samples_per_second": course.speed,
        ]
        if let last = course.epochs.last {
            values["epochs"] = Double(course.epochs.count)
            values["loss_last"] = last.loss
            values["accuracy_last"] = last.score
        }
        if let best = course.bestEpoch {
            values["best_epoch"] = Double(best.number)
            values["validation_accuracy"] = best.validationScore
        }
        if let test {
            values["test_accuracy"] = test.share
            values["test_loss"] = testLoss
        }
        return values
    }

    var sections: [Section] {
        var sections: [Section] = []
        if let test { sections.append(.answer([(readout, test)])) }
        if !course.epochs.isEmpty { sections.append(learning) }
        if let test { sections.append(.confusion(test, classNames: classNames)) }
        return sections
    }

    private var learning: Section {
        Section(
            "Learning curve",
            lead: "\(Figures.grouped(parameterCount)) numbers learnt by backpropagation "
                + "through time. Training values are means over the epoch, with inputs "
                + "silenced; the validation decides which epoch is kept.",
            parts: [
                .figures([
                    course.figure(\.loss, \.validationLoss, "loss (nats)"),
                    course.figure(
                        \.score, \.validationScore, "named rightly (%)", factor: 100, max: 100),
                ])
            ])
    }
}
