// How learning went: accuracy and activity over samples, weights over time.

extension Section {
    /// Accuracy while samples were shown one after the other, and spikes per sample.
    ///
    /// - Parameters:
    ///   - accuracies: share of each block of samples that was named rightly; empty where nothing
    ///     names samples during learning.
    ///   - final: accuracy on the test samples, to compare with.
    ///   - spikes: per sample, of the neurons that are read.
    public static func learning(
        _ phase: String, accuracies: [(samples: Int, accuracy: Double)], final: Double?,
        spikes: [(samples: Int, mean: Double)], repetitions: Int
    ) -> Section {
        var figures: [Figure] = []
        if accuracies.count > 1 {
            let curve = LinePlot.Curve(
                "named rightly", x: accuracies.map { Double($0.samples) },
                y: accuracies.map { 100 * $0.accuracy }, colour: 0)
            figures.append(
                Figure(
                    LinePlot(
                        [curve], xName: "samples shown", yName: "samples named rightly (%)",
                        hasPoints: true, reference: final.map { (100 * $0, "test") }, yMax: 100),
                    title: "Accuracy",
                    caption: "Each point is a block of samples, named by what neurons stood for in "
                        + "the five blocks before."))
        }
        if spikes.count > 1 {
            let curve = LinePlot.Curve(
                "spikes", x: spikes.map { Double($0.samples) }, y: spikes.map(\.mean), colour: 1)
            figures.append(
                Figure(
                    LinePlot(
                        [curve], xName: "samples shown", yName: "spikes per sample",
                        hasPoints: true),
                    title: "Activity",
                    caption: repetitions == 0
                        ? "Of all neurons that are read, together."
                        : "Of all neurons that are read, together. Samples with too few spikes "
                            + "were shown again \(Figures.grouped(repetitions)) times in all."))
        }
        return Section("Learning in phase “\(phase)”", parts: [.figures(figures)])
    }

    /// How the weights of a projection changed.
    ///
    /// - Parameters:
    ///   - name: of the projection.
    ///   - unit: of a weight.
    ///   - moments: when weights were looked at, counted in `axis`.
    ///   - weights: at each moment, of the same synapses, or of evenly chosen ones.
    ///   - means: of all synapses.
    public static func weights(
        _ name: String, unit: String, axis: String, moments: [Double], weights: [[Float]],
        means: [Double], deviations: [Double], synapses: Int
    ) -> Section {
        guard let first = weights.first, let last = weights.last, !first.isEmpty else {
            return Section("Weights of \(name)", lead: "There are no synapses.")
        }
        let levels = [0.05, 0.25, 0.5, 0.75, 0.95]
        let sorted = weights.map { $0.sorted() }
        let quantiles = levels.enumerated().map { index, level in
            LinePlot.Curve(
                "\(Int(100 * level)) %", x: moments,
                y: sorted.map { Double($0[Int(level * Double($0.count - 1))]) }, colour: index)
        }
        // Single synapses, evenly spread over the list.
        let single = (0..<min(6, first.count)).map { number in
            let synapse = (2 * number + 1) * first.count / 12 % first.count
            return LinePlot.Curve(
                "\(number + 1)", x: moments, y: weights.map { Double($0[synapse]) },
                colour: number)
        }
        let label = unit.isEmpty ? "weight" : "weight (\(unit))"
        let spread = Figure(
            HistogramPlot(
                [
                    ("at the start", first.map { Double($0) }, 0),
                    ("at the end", last.map { Double($0) }, 1),
                ], xName: label, counted: "synapses"), title: "Distribution")
        var parts: [Part] = [.figure(spread)]
        if moments.count > 2 {
            let course = Figure(
                LinePlot(quantiles, xName: axis, yName: label), title: "Distribution over time",
                caption: "So many of the weights lie below each curve.")
            let synapses = Figure(
                LinePlot(single, xName: axis, yName: label), title: "Single synapses",
                caption: "Chosen evenly from the list of all.")
            parts = [.figures([spread, course]), .figure(synapses)]
        }
        func pair(_ mean: Double?, _ deviation: Double?) -> String {
            "\(Figures.short(mean ?? 0)) ± \(Figures.short(deviation ?? 0))"
        }
        let note =
            first.count < synapses
            ? "; curves show \(Figures.grouped(first.count)) of them" : ""
        return Section(
            "Weights of \(name)",
            lead: "\(Figures.grouped(synapses)) synapses\(note). Mean ± standard deviation: "
                + pair(means.first, deviations.first) + " at the start, "
                + pair(means.last, deviations.last)
                + " at the end\(unit.isEmpty ? "" : ", in \(unit)").", parts: parts)
    }
}
