extension Section {
    /// The answer: how well the readout does, against its control and chance.
    ///
    /// - Parameters:
    ///   - results: The main one first, then its controls; all on the same test samples.
    ///   - gain: The first against its control.
    ///   - notice: What the data is, where that matters for the figures.
    public static func answer(
        _ results: [(name: String, accuracy: Accuracy)], gain: PairedComparison? = nil,
        notice: String? = nil
    ) -> Section {
        guard let first = results.first?.accuracy else { return Section("Answer", lead: notice) }
        var answers = results.enumerated().map { index, result in
            Answer(
                result.name, Figures.percent(result.accuracy.share),
                remark: "95 % interval \(Figures.percents(result.accuracy.interval))",
                isMain: index == 0)
        }
        answers.append(
            Answer(
                "chance", Figures.percent(first.chance),
                remark: "the commonest of \(first.classes) classes"))
        var parts: [Part] = [.answers(answers)]
        if let gain, results.count > 1 {
            let range = gain.interval
            parts.append(
                .paragraph(
                    "On the same \(Figures.grouped(gain.total)) test samples "
                        + "“\(results[0].name)” differs from its \(results[1].name) by "
                        + "\(Figures.points(gain.difference)) points (95 % interval "
                        + "\(Figures.points(range.lowerBound)) to "
                        + "\(Figures.points(range.upperBound))). It alone is right on "
                        + "\(gain.onlyFirstRight), the other alone on \(gain.onlySecondRight); "
                        + "McNemar’s exact test gives \(Figures.probability(gain.pValue))."))
        }
        let bars = results.enumerated().map { index, result in
            IntervalBars.Bar(
                result.name, result.accuracy.share, result.accuracy.interval, isMain: index == 0)
        }
        parts.append(
            .figure(
                Figure(
                    IntervalBars(bars, reference: (first.chance, "chance")),
                    caption: "Accuracy on samples that took part in no choice. Whiskers: 95 % "
                        + "(Wilson).")))
        return Section("Answer", lead: notice, parts: parts)
    }

    /// Held-out accuracy for each number of bins, best penalty each; the choice is ringed.
    public static func bins(_ selections: [(name: String, selection: ReadoutSelection)]) -> Section
    {
        let curves = selections.enumerated().map { index, entry in
            let trials = entry.selection.bestByBins
            return LinePlot.Curve(
                entry.name, x: trials.map { Double($0.candidate.bins) },
                y: trials.map { 100 * $0.accuracy }, colour: index,
                marked: trials.firstIndex {
                    $0.candidate.bins == entry.selection.best.candidate.bins
                })
        }
        let rows = selections.map { name, selection in
            let best = selection.best
            return [
                name, String(best.candidate.bins), best.candidate.transform.rawValue,
                Figures.short(best.penalty), Figures.percent(best.accuracy),
            ]
        }
        return Section(
            "Choice of bins and penalty",
            lead: selections.first.map {
                "Made within the training set, on \($0.selection.folds); the test set had no part "
                    + "in it."
            },
            parts: [
                .figure(
                    Figure(
                        LinePlot(
                            curves, xName: "time bins", yName: "held-out samples named rightly (%)",
                            hasPoints: true),
                        caption: "Each point is the best of all penalties; the ring is the choice.")
                ),
                .table(
                    Table(
                        columns: ["readout", "bins", "features", "penalty", "held out"], rows: rows)
                ),
            ])
    }

    /// Which class was taken for which.
    public static func confusion(_ accuracy: Accuracy, classNames: [String] = []) -> Section {
        Section(
            "Confusion",
            lead: "Rows: what it was. Columns: what it was named. Numbers are test samples, shades "
                + "are shares of a row.",
            parts: [.figure(Figure(ConfusionPlot(accuracy, classNames: classNames)))])
    }

    /// What each ingredient is worth: accuracy of the whole, and without one part at a time.
    public static func ingredients(
        _ variants: [(name: String, accuracy: Accuracy)], chance: Double? = nil,
        lead: String? = nil
    ) -> Section {
        let bars = variants.enumerated().map { index, variant in
            IntervalBars.Bar(
                variant.name, variant.accuracy.share, variant.accuracy.interval, isMain: index == 0)
        }
        return Section(
            "What each ingredient is worth", lead: lead,
            parts: [
                .figure(Figure(IntervalBars(bars, reference: chance.map { ($0, "chance") })))
            ])
    }

    /// The same experiment with other seeds: one row each, then mean and standard deviation.
    public static func seeds(
        _ seeds: [UInt64], _ accuracies: [(name: String, shares: [Double])]
    ) -> Section {
        var rows = seeds.enumerated().map { index, seed in
            [String(seed)] + accuracies.map { Figures.percent($0.shares[index]) }
        }
        rows.append(
            ["mean ± sd"]
                + accuracies.map {
                    let moments = Moments($0.shares)
                    return "\(Figures.fixed(100 * moments.mean, 1)) ± "
                        + Figures.percent(moments.deviation)
                })
        return Section(
            "Seeds", lead: "The same model and data, with other random numbers.",
            parts: [.table(Table(columns: ["seed"] + accuracies.map(\.name), rows: rows))])
    }
}
