import SNNReport

/// What came out of a run of a what_when readout.
struct ExpectationTable {
    let readout: String
    /// In each block.
    let trials: Int
    /// Finished ones, by seed.
    var courses: [Expectation.Course] = []

    init(readout: String, trials: Int) {
        self.readout = readout
        self.trials = trials
    }

    /// Numbers of trials that are told on the terminal.
    private var rows: [Int] { [0, 1, 10, 50, 100].filter { $0 < trials } + [trials] }

    private static let blocks = ["first block", "after the switch"]

    private func mean(_ value: (Expectation.Course) -> Double) -> Double {
        courses.reduce(0) { $0 + value($1) } / Double(courses.count)
    }

    private func error(_ block: Int, after count: Int) -> Double {
        mean { $0.errors[block][count] }
    }

    private func forceError(_ block: Int, after count: Int) -> Double {
        mean { $0.forceErrors[block][count] }
    }

    /// Trials after the switch until half of the error that it made is gone; nil if never.
    private func recovery(_ errors: (Expectation.Course) -> [[Double]]) -> Int? {
        let before = mean { errors($0)[0][trials] }
        let atSwitch = mean { errors($0)[1][0] }
        return (1...trials).first { count in
            mean { errors($0)[1][count] } < (before + atSwitch) / 2
        }
    }

    private var recoveries: [Int?] { [recovery(\.errors), recovery(\.forceErrors)] }

    /// Smallest absolute correlation of A, and of B.
    private var leastCorrelations: [Double] {
        (0..<2).map { event in courses.map { abs($0.correlations[event]) }.min() ?? 0 }
    }

    var lines: [String] {
        guard !courses.isEmpty else { return [] }
        var table = TextTable([
            .init(""), .init("after trials", .right), .init("error", .right),
            .init("FORCE", .right),
        ])
        for (block, name) in Self.blocks.enumerated() {
            for count in rows {
                table.add(
                    name, String(count), Figures.percent(error(block, after: count)),
                    Figures.percent(forceError(block, after: count)))
            }
        }
        var peaks = TextTable([
            .init("seed", .right), .init("r of A", .right), .init("r of B", .right),
        ])
        for (number, course) in courses.enumerated() {
            let r = course.correlations
            peaks.add(String(number + 1), Figures.fixed(r[0], 3), Figures.fixed(r[1], 3))
        }
        let words = recoveries.map { $0.map { "\($0) trials" } ?? "more than \(trials) trials" }
        return [
            table.text,
            "half of the error of the switch is gone after \(words[0]), with FORCE after "
                + words[1],
            "", "correlation of peaks with the probability of A:", peaks.text,
        ]
    }

    /// For `metrics.json`.
    var values: [String: Double] {
        guard !courses.isEmpty else { return [:] }
        var values = [
            "courses": Double(courses.count), "least_correlation_a": leastCorrelations[0],
            "least_correlation_b": leastCorrelations[1],
        ]
        for count in rows {
            values["error_\(count)"] = error(0, after: count)
            values["force_error_\(count)"] = forceError(0, after: count)
            values["switched_error_\(count)"] = error(1, after: count)
            values["switched_force_error_\(count)"] = forceError(1, after: count)
        }
        for (name, count) in zip(["recovery_trials", "force_recovery_trials"], recoveries) {
            values[name] = count.map(Double.init)
        }
        return values
    }

    /// Every trial of every seed.
    var csv: String {
        var text = "seed,block,trials,error,force_error\n"
        for (number, course) in courses.enumerated() {
            for block in 0..<2 {
                for count in 0...trials {
                    text += "\(number + 1),\(block + 1),\(count),"
                        + "\(course.errors[block][count]),\(course.forceErrors[block][count])\n"
                }
            }
        }
        return text
    }

    /// The section of the report.
    var section: Section {
        guard !courses.isEmpty else { return Section("Expectation") }
        let counts = (0...trials).map(Double.init)
        let errors = Self.blocks.enumerated().map { block, name in
            Section.Figure(
                LinePlot(
                    [
                        .init(
                            readout, x: counts,
                            y: (0...trials).map { 100 * error(block, after: $0) }, colour: 0),
                        .init(
                            "FORCE", x: counts,
                            y: (0...trials).map { 100 * forceError(block, after: $0) }, colour: 1),
                    ],
                    xName: "trials", yName: "error (%)"), title: name)
        }
        let amplitudes = Section.Figure(
            LinePlot(
                ["A", "B"].enumerated().map { event, name in
                    .init(
                        name, x: Expectation.probabilities,
                        y: Expectation.probabilities.indices.map { index in
                            mean { $0.peaks[event][index] }
                        }, colour: event)
                }, xName: "probability of A", yName: "peak", hasPoints: true),
            title: "what is expected")
        let least = leastCorrelations
        return Section(
            "Expectation",
            lead: "What `\(readout)` expects after a cue alone, mean over \(courses.count) "
                + "networks; errors are relative to the RMS of what should be expected.",
            parts: [
                .answers([
                    .init(
                        "correlation", Figures.fixed(min(least[0], least[1]), 3),
                        remark: "least of peaks with the probability, over events and networks",
                        isMain: true),
                    .init("error", Figures.percent(error(0, after: trials)),
                        remark: "after \(trials) trials"),
                ]),
                .figures(errors), .figures([amplitudes]),
                .table(
                    .init(
                        columns: ["block", "trials", "error", "FORCE"],
                        rows: Self.blocks.enumerated().flatMap { block, name in
                            rows.map { count in
                                [
                                    name, String(count),
                                    Figures.percent(error(block, after: count)),
                                    Figures.percent(forceError(block, after: count)),
                                ]
                            }
                        })),
            ])
    }
}
