import SNNEngine
import SNNReport

/// How a classifier was trained, if it was, and how it does.
struct ClassifierCurve {
    struct Epoch: Equatable {
        /// From 1 on.
        var number: Int
        var loss: Double
        var accuracy: Double
        /// On samples that are kept out of the training, where there are such.
        var validationLoss: Double?
        var validationAccuracy: Double?
    }

    let readout: String
    /// What is learnt.
    let parameterCount: Int
    var epochs: [Epoch] = []
    /// The epoch whose neuron is the result.
    var best = 0
    var test: Accuracy?
    var testLoss = 0.0
    var classNames: [String] = []
    /// Samples that were learnt from in a second, or tested where nothing was learnt.
    var speed = 0.0

    private static let rows = 10

    private var shown: [Epoch] {
        let count = min(Self.rows, epochs.count)
        return (0..<count).map { epochs[epochs.count * ($0 + 1) / count - 1] }
    }

    var lines: [String] {
        var table = TextTable([
            .init("epoch", .right), .init("loss", .right), .init("right", .right),
            .init("validation loss", .right), .init("right", .right),
        ])
        for epoch in shown {
            table.add(
                "\(epoch.number)", Figures.short(epoch.loss), Figures.percent(epoch.accuracy),
                epoch.validationLoss.map { Figures.short($0) } ?? "",
                epoch.validationAccuracy.map { Figures.percent($0) } ?? "")
        }
        var lines = epochs.isEmpty ? [] : [table.text]
        if let test {
            lines.append("test: \(test), chance \(Figures.percent(test.chance))")
            if best > 0 { lines.append("as it was after epoch \(best), best on the validation") }
        }
        lines.append(
            "\(Figures.grouped(parameterCount)) numbers learnt, \(Figures.short(speed)) samples "
                + "per second")
        return lines
    }

    /// For `metrics.json`.
    var values: [String: Double] {
        var values = [
            "parameters": Double(parameterCount), "samples_per_second": speed,
        ]
        if let last = epochs.last {
            values["epochs"] = Double(epochs.count)
            values["loss_last"] = last.loss
            values["accuracy_last"] = last.accuracy
        }
        if best > 0, best <= epochs.count {
            values["best_epoch"] = Double(best)
            values["validation_accuracy"] = epochs[best - 1].validationAccuracy
        }
        if let test {
            values["test_accuracy"] = test.share
            values["test_loss"] = testLoss
        }
        return values
    }

    /// Every epoch.
    var csv: String {
        var text = "epoch,loss,accuracy,validation_loss,validation_accuracy\n"
        for epoch in epochs {
            let validation = [epoch.validationLoss, epoch.validationAccuracy]
                .map { $0.map { "\($0)" } ?? "" }
            text += "\(epoch.number),\(epoch.loss),\(epoch.accuracy),\(validation[0]),"
                + "\(validation[1])\n"
        }
        return text
    }

    var sections: [Section] {
        var sections: [Section] = []
        if let test { sections.append(.answer([(readout, test)])) }
        if !epochs.isEmpty { sections.append(learning) }
        if let test { sections.append(.confusion(test, classNames: classNames)) }
        return sections
    }

    private var learning: Section {
        let x = epochs.map { Double($0.number) }
        func figure(
            _ train: [Double], _ validation: [Double?], _ name: String, max: Double? = nil
        ) -> Section.Figure {
            var curves = [LinePlot.Curve("training", x: x, y: train, colour: 0)]
            if validation.allSatisfy({ $0 != nil }), !validation.isEmpty {
                curves.append(
                    .init("validation", x: x, y: validation.compactMap { $0 }, colour: 1))
            }
            return Section.Figure(LinePlot(curves, xName: "epoch", yName: name, yMax: max))
        }
        return Section(
            "Learning curve",
            lead: "\(Figures.grouped(parameterCount)) numbers learnt by backpropagation "
                + "through time. Training values are means over the epoch, with inputs "
                + "silenced; the validation decides which epoch is kept.",
            parts: [
                .figures([
                    figure(epochs.map(\.loss), epochs.map(\.validationLoss), "loss (nats)"),
                    figure(
                        epochs.map { 100 * $0.accuracy },
                        epochs.map { $0.validationAccuracy.map { 100 * $0 } },
                        "named rightly (%)", max: 100),
                ])
            ])
    }
}
