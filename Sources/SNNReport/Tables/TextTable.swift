// Text in columns, for the terminal. Widths are counted in characters.

/// Rows of text with aligned columns.
///
///     readout    accuracy  95 % interval
///     ---------  --------  -------------
///     reservoir    87.3 %    84.1–89.9 %
public struct TextTable: Sendable {
    /// Where a column's text stands.
    public enum Alignment: Sendable { case left, right }

    public struct Column: Sendable {
        public var title: String
        public var alignment: Alignment

        public init(_ title: String, _ alignment: Alignment = .left) {
            self.title = title
            self.alignment = alignment
        }
    }

    public var columns: [Column]
    public var rows: [[String]] = []

    public init(_ columns: [Column], rows: [[String]] = []) {
        self.columns = columns
        self.rows = rows
    }

    /// Adds a row; cells that are missing at its end are empty.
    public mutating func add(_ cells: String...) { rows.append(cells) }

    /// The table with a rule below its titles and no trailing spaces.
    public var text: String {
        let widths = columns.indices.map { column in
            rows.reduce(columns[column].title.count) {
                max($0, $1.indices.contains(column) ? $1[column].count : 0)
            }
        }
        let rule = widths.map { String(repeating: "-", count: $0) }
        return ([columns.map(\.title), rule] + rows).map { line($0, widths) }
            .joined(separator: "\n")
    }

    private func line(_ cells: [String], _ widths: [Int]) -> String {
        var result = ""
        for (column, width) in widths.enumerated() {
            let cell = cells.indices.contains(column) ? cells[column] : ""
            let padding = String(repeating: " ", count: width - cell.count)
            if column > 0 { result += "  " }
            result += columns[column].alignment == .left ? cell + padding : padding + cell
        }
        while result.last == " " { result.removeLast() }
        return result
    }
}

extension TextTable {
    /// The answer of a readout experiment: one row per readout, then chance.
    public static func accuracies(_ results: [(name: String, result: ReadoutResult)]) -> TextTable {
        var table = TextTable([
            .init("readout"), .init("test accuracy", .right), .init("95 % interval", .right),
            .init("train", .right), .init("held out", .right), .init("bins", .right),
            .init("penalty", .right),
        ])
        for (name, result) in results {
            let best = result.selection?.best
            table.add(
                name, Figures.percent(result.test.share),
                Figures.percents(result.test.interval), Figures.percent(result.train.share),
                best.map { Figures.percent($0.accuracy) } ?? "–",
                best.map { String($0.candidate.bins) } ?? "–",
                best.map { Figures.short($0.penalty) } ?? "–")
        }
        if let first = results.first {
            table.add("chance", Figures.percent(first.result.test.chance))
        }
        return table
    }

    /// Rates and their spread, one row per population.
    public static func activity(_ populations: [PopulationSpikes]) -> TextTable {
        var table = TextTable([
            .init("population"), .init("neurons", .right), .init("spikes", .right),
            .init("mean rate", .right), .init("silent", .right), .init("CV of intervals", .right),
        ])
        for trains in populations {
            let cv = trains.irregularity
            table.add(
                trains.name, Figures.grouped(trains.neurons), Figures.grouped(trains.times.count),
                Figures.short(trains.meanRate) + " Hz", Figures.percent(trains.silentShare),
                cv.isEmpty ? "–" : Figures.fixed(Moments(cv).mean, 2))
        }
        return table
    }
}
