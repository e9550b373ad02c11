import SNNReport

extension ExpectationTable {
    /// The section of the report.
    var section: Section {
        guard !courses.isEmpty else { return Section("Expectation") }
        let least = leastCorrelations
        let answers: [Section.Answer] = [
            .init(
                "correlation", Figures.fixed(min(least[0], least[1]), 3),
                remark: "of peaks with the probability; least over events and networks",
                isMain: true),
            .init(
                "error", Figures.percent(error(0, after: trials)),
                remark: "after \(trials) trials; FORCE: "
                    + Figures.percent(forceError(0, after: trials))),
            .init(
                "recovery", recoveries[0].map { "\($0) trials" } ?? "none",
                remark: "to half of the error of the switch; FORCE: "
                    + (recoveries[1].map { "\($0) trials" } ?? "more than \(trials) trials")),
        ]
        return Section(
            "Expectation",
            lead: "What “\(readout)” expects of the events A and B after a cue alone, before it "
                + "learns from the trial. Errors are relative to the RMS of what should be "
                + "expected; means over \(courses.count) networks.",
            parts: [
                .answers(answers), .figures(errors), .figures([traces(0), traces(1)]),
                .figure(amplitudes), .table(table), .table(correlations),
            ])
    }

    private var errors: [Section.Figure] {
        let counts = (0...trials).map(Double.init)
        return Self.blocks.enumerated().map { block, name in
            let own = counts.indices.map { 100 * error(block, after: $0) }
            let force = counts.indices.map { 100 * forceError(block, after: $0) }
            return Section.Figure(
                LinePlot(
                    [
                        .init(readout, x: counts, y: own, colour: 0),
                        .init("FORCE", x: counts, y: force, colour: 1),
                    ],
                    xName: "trials learnt from", yName: "error (%)"),
                title: "Error, \(name)")
        }
    }

    /// One learner for each of the eleven probabilities.
    private var amplitudes: Section.Figure {
        let x = Expectation.probabilities
        let curves = ["A", "B"].enumerated().map { event, name in
            LinePlot.Curve(
                "peak of \(name)", x: x,
                y: x.indices.map { index in mean { $0.peaks[event][index] } }, colour: event)
        }
        return Section.Figure(
            LinePlot(
                curves, xName: "probability of A", yName: "peak", hasPoints: true,
                xRange: -0.04...1.04),
            title: "Peak of what is expected")
    }

    /// What is expected at the end of a block, over time.
    private func traces(_ block: Int) -> Section.Figure {
        let curves = ["A", "B"].enumerated().flatMap { event, name in
            [
                LinePlot.Curve(
                    name, x: times,
                    y: times.indices.map { tick in mean { $0.expected[block][event][tick] } },
                    colour: event),
                LinePlot.Curve(
                    "\(name) should be", x: times, y: wanted[block][event], colour: event + 2),
            ]
        }
        return Section.Figure(
            LinePlot(
                curves, xName: "time after the cue (ms)", yName: "expectation",
                xRange: (times.first ?? 0)...(times.last ?? 1)),
            title: "Expectation at the end, \(Self.blocks[block])")
    }

    private var table: Section.Table {
        .init(
            columns: ["block", "trials", "error", "FORCE"],
            rows: Self.blocks.enumerated().flatMap { block, name in
                rows.map { count in
                    [
                        name, String(count), Figures.percent(error(block, after: count)),
                        Figures.percent(forceError(block, after: count)),
                    ]
                }
            })
    }

    private var correlations: Section.Table {
        .init(
            columns: ["network", "r of A", "r of B", "mean rate"],
            rows: courses.enumerated().map { number, course in
                [
                    String(number + 1), Figures.fixed(course.correlations[0], 3),
                    Figures.fixed(course.correlations[1], 3),
                    Figures.short(course.rate) + " Hz",
                ]
            })
    }
}
