import Foundation
import SNNEngine
import SNNReport

/// How a neuron was fitted to a cell, and how well it does what the cell does.
struct FitCurve {
    let readout: String
    let copy: String
    /// What is learnt.
    let parameterCount: Int
    let course: TrainingCourse
    /// In ms.
    let bin: Double
    private(set) var test: Test?

    struct Test {
        let spikes: ROCCurve
        /// Spikes of the cell, and bins that were judged.
        let spikeCount, count: Int
        /// Root mean square of the error of the potential, and of its distance from its mean; mV.
        let error, deviation: Double
        /// A stretch to look at, by bin: the cell's potential, cut off, and its spikes; what was
        /// said of both.
        let cellPotential, potential: [Double]
        let cellSpikes, probability: [Double]
    }

    init(
        readout: String, copy: String, parameterCount: Int, course: TrainingCourse, bin: Double
    ) {
        (self.readout, self.copy, self.parameterCount) = (readout, copy, parameterCount)
        (self.course, self.bin) = (course, bin)
    }

    /// Takes in what was said of the test.
    mutating func take(
        _ prediction: CellPrediction, of recordings: [CellRecording], _ fit: CellFitOptions
    ) {
        let first = fit.skipped + fit.burnIn
        let soma = recordings.flatMap { recording in
            recording.soma[first...].map { min(Double($0), fit.top) }
        }
        let mean = soma.reduce(0, +) / Double(max(soma.count, 1))
        let squares = soma.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        let shown = Self.liveliest(prediction.spikes, length: Int((500 / bin).rounded()))
        test = Test(
            spikes: ROCCurve(scores: prediction.logits, isPositive: prediction.spikes),
            spikeCount: prediction.spikes.filter { $0 }.count, count: prediction.count,
            error: prediction.error, deviation: (squares / Double(max(soma.count, 1))).squareRoot(),
            cellPotential: Array(soma[shown]),
            potential: prediction.potentials[shown].map(Double.init),
            cellSpikes: prediction.spikes[shown].map { $0 ? 1 : 0 },
            probability: prediction.logits[shown].map { 1 / (1 + exp(-Double($0))) })
    }

    /// The stretch of this length with the most spikes.
    private static func liveliest(_ spikes: [Bool], length: Int) -> Range<Int> {
        let length = min(max(length, 1), spikes.count)
        var count = spikes.prefix(length).filter { $0 }.count
        var (best, most) = (0, count)
        for start in stride(from: 1, through: spikes.count - length, by: 1) {
            count += (spikes[start + length - 1] ? 1 : 0) - (spikes[start - 1] ? 1 : 0)
            if count > most { (best, most) = (start, count) }
        }
        return best..<best + length
    }

    var lines: [String] {
        var table = TextTable([
            .init("epoch", .right), .init("loss", .right), .init("validation loss", .right),
            .init("AUC", .right),
        ])
        for epoch in course.shown {
            table.add(
                "\(epoch.number)", Figures.short(epoch.loss),
                epoch.validationLoss.map { Figures.short($0) } ?? "",
                epoch.validationScore.map { Figures.fixed($0, 4) } ?? "")
        }
        var lines = [table.text]
        if let test {
            lines += [
                "test: AUC of spikes "
                    + (test.spikes.area.map { Figures.fixed($0, 4) } ?? "unknown")
                    + ", \(Figures.grouped(test.spikeCount)) spikes in "
                    + "\(Figures.grouped(test.count)) bins",
                "error of the potential \(Figures.fixed(test.error, 3)) mV, of its mean "
                    + "\(Figures.fixed(test.deviation, 3)) mV",
            ]
            if test.spikes.balancedLevel.isFinite {
                lines.append(
                    "as many spikes as the cell's with `threshold = "
                        + "\(Figures.fixed(test.spikes.balancedLevel, 2))` of `\(copy)`")
            }
        }
        lines.append(
            "\(Figures.grouped(parameterCount)) numbers learnt, \(Figures.short(course.speed)) "
                + "windows per second")
        return lines
    }

    /// For `metrics.json`.
    var values: [String: Double] {
        var values = [
            "parameters": Double(parameterCount), "epochs": Double(course.epochs.count),
            "samples_per_second": course.speed,
        ]
        values["loss_last"] = course.epochs.last?.loss
        if let best = course.bestEpoch {
            values["best_epoch"] = Double(best.number)
            values["validation_loss"] = best.validationLoss
            values["validation_auc"] = best.validationScore
        }
        if let test {
            values["test_auc"] = test.spikes.area
            values["test_rmse_mV"] = test.error
            values["test_deviation_mV"] = test.deviation
            values["test_spikes"] = Double(test.spikeCount)
            values["test_bins"] = Double(test.count)
        }
        return values
    }

    var sections: [Section] {
        var sections: [Section] = []
        if let test { sections += [answer(of: test), stretch(of: test)] }
        sections.append(
            Section(
                "Learning curve",
                lead: "\(Figures.grouped(parameterCount)) numbers learnt by backpropagation "
                    + "through time; the validation decides which epoch is kept.",
                parts: [
                    .figures([
                        course.figure(\.loss, \.validationLoss, "loss"),
                        course.figure({ _ in nil }, \.validationScore, "AUC of spikes"),
                    ])
                ]))
        return sections
    }

    private func answer(of test: Test) -> Section {
        let share = 1 - (test.error * test.error) / max(test.deviation * test.deviation, 1e-12)
        return Section(
            "Does it do what the cell does?",
            lead: "On recordings that were not learnt from, "
                + "\(Figures.grouped(test.count)) bins with \(Figures.grouped(test.spikeCount)) "
                + "spikes of the cell.",
            parts: [
                .answers([
                    .init(
                        "AUC of spikes", test.spikes.area.map { Figures.fixed($0, 4) } ?? "–",
                        remark: "1 is perfect, 0.5 is chance", isMain: true),
                    .init(
                        "error of the potential", "\(Figures.fixed(test.error, 2)) mV",
                        remark: "root mean square; that of the mean is "
                            + "\(Figures.fixed(test.deviation, 2)) mV"),
                    .init("variance explained", Figures.percent(share)),
                ])
            ])
    }

    private func stretch(of test: Test) -> Section {
        let time = test.potential.indices.map { Double($0) * bin }
        func plot(
            _ cell: [Double], _ said: [Double], _ name: String, _ range: ClosedRange<Double>
        ) -> Section.Figure {
            Section.Figure(
                LinePlot(
                    [
                        .init("cell", x: time, y: cell, colour: 0),
                        .init("neuron of elm", x: time, y: said, colour: 1),
                    ], xName: "time (ms)", yName: name, yRange: range))
        }
        let potentials = (test.cellPotential + test.potential).filter(\.isFinite)
        let (low, high) = (potentials.min() ?? 0, potentials.max() ?? 1)
        let most = test.probability.max() ?? 0
        return Section(
            "Half a second of the test",
            lead: "That with the most spikes: the potential of the soma, cut off, and the "
                + "probability of a spike in a bin, beside the spikes that the cell fired, which "
                + "are drawn as high as the probability gets.",
            parts: [
                .figure(
                    plot(
                        test.cellPotential, test.potential, "potential (mV)",
                        low - 1...high + 1)),
                .figure(
                    plot(
                        test.cellSpikes.map { $0 * most }, test.probability, "spike",
                        0...max(1.06 * most, 1e-9))),
                .figure(
                    Section.Figure(
                        LinePlot(
                            [
                                .init(
                                    "spikes", x: test.spikes.falsePositive,
                                    y: test.spikes.truePositive, colour: 0)
                            ], xName: "part of bins without spike that is called one",
                            yName: "part of spikes found", yMax: 1),
                        title: "Receiver operating characteristic")),
            ])
    }
}
