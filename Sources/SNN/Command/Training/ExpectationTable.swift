import SNNReport

/// What came out of a run of a what_when readout.
struct ExpectationTable {
    let readout: String
    /// In each block.
    let trials: Int
    /// What should be expected in both blocks, by event and tick.
    let wanted: [[[Double]]]
    /// Of ticks, from the cue on, in ms.
    let times: [Double]
    /// Finished ones, by seed.
    var courses: [Expectation.Course] = []

    init(_ expectation: Expectation) {
        readout = expectation.readout
        trials = expectation.trials
        wanted = expectation.wanted
        times = expectation.wanted[0][0].indices.map {
            Double($0) * expectation.resolution - expectation.cueStart
        }
    }

    /// Numbers of trials that are told on the terminal.
    var rows: [Int] { [0, 1, 10, 50, 100].filter { $0 < trials } + [trials] }

    static let blocks = ["first block", "after the switch"]

    func mean(_ value: (Expectation.Course) -> Double) -> Double {
        courses.reduce(0) { $0 + value($1) } / Double(courses.count)
    }

    func error(_ block: Int, after count: Int) -> Double {
        mean { $0.errors[block][count] }
    }

    func forceError(_ block: Int, after count: Int) -> Double {
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

    var recoveries: [Int?] { [recovery(\.errors), recovery(\.forceErrors)] }

    /// Smallest absolute correlation of A, and of B.
    var leastCorrelations: [Double] {
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
            .init("network", .right), .init("r of A", .right), .init("r of B", .right),
            .init("mean rate", .right),
        ])
        for (number, course) in courses.enumerated() {
            let r = course.correlations
            peaks.add(
                String(number + 1), Figures.fixed(r[0], 3), Figures.fixed(r[1], 3),
                Figures.short(course.rate) + " Hz")
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
            "networks": Double(courses.count), "least_correlation_a": leastCorrelations[0],
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

    /// What is expected at the end of both blocks, tick by tick.
    var expectationCSV: String {
        var text = "seed,block,time_ms,expected_a,expected_b,wanted_a,wanted_b\n"
        for (number, course) in courses.enumerated() {
            for block in 0..<2 {
                for (tick, time) in times.enumerated() {
                    let values = course.expected[block].map { "\($0[tick])" }
                        + wanted[block].map { "\($0[tick])" }
                    text += "\(number + 1),\(block + 1),\(time),"
                        + values.joined(separator: ",") + "\n"
                }
            }
        }
        return text
    }
}
