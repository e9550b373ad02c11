import SNNReport

/// What `--audit` found, for people.
struct AuditTable {
    let findings: [Audit.Finding]
    let notes: [String]

    private static let columns = [
        "audited", "neurons", "grid spikes", "exact spikes", "missed", "extra", "late by ms",
        "95 %", "at most",
    ]

    private var rows: [[String]] {
        findings.map { finding in
            let timing = finding.timing.map {
                [$0.median, $0.percentile95, $0.max].map(Figures.short)
            }
            return [
                finding.population, Figures.grouped(finding.audited),
                Figures.grouped(finding.gridSpikes), Figures.grouped(finding.exactSpikes),
                Figures.grouped(finding.missed), Figures.grouped(finding.extra),
            ] + (timing ?? ["-", "-", "-"])
        }
    }

    /// For the answer on the terminal.
    var lines: [String] {
        if findings.isEmpty { return notes }
        let columns = Self.columns.enumerated().map {
            TextTable.Column($1, $0 == 0 ? .left : .right)
        }
        return ["", TextTable(columns, rows: rows).text] + notes
    }

    /// For `report.html`.
    var section: Section {
        var parts: [Section.Part] = []
        if !findings.isEmpty { parts.append(.table(.init(columns: Self.columns, rows: rows))) }
        parts += notes.map { .paragraph($0) }
        return Section(
            "Audit",
            lead: "A sample of neurons on the grid, advanced exactly on the very input that they "
                + "got. Missed spikes are those that only the exact neurons have, extra ones those "
                + "that only the grid has; how late the grid is, is the median of all pairs, and "
                + "95 % and all of them lie within the last two columns.",
            parts: parts)
    }
}
