import Foundation

/// What `snnsim stimulus info` tells of a data set.
public struct StimulusInfo: Sendable, Equatable {
    /// Smallest value, quartiles and largest value.
    public struct Quantiles: Sendable, Equatable {
        public var values: [Double]

        /// Of nothing, all are zero. Between two values the quantile is interpolated.
        public init(_ data: [Double]) {
            let sorted = data.sorted()
            values = [0, 0.25, 0.5, 0.75, 1].map { level in
                guard let last = sorted.indices.last else { return 0 }
                let position = level * Double(last)
                let below = Int(position)
                let above = min(below + 1, last)
                return sorted[below] + (position - Double(below)) * (sorted[above] - sorted[below])
            }
        }
    }

    /// What one split holds.
    public struct Split: Sendable, Equatable {
        public var name: String
        public var samples: Int
        public var events: Int
        public var classes: Int
        public var speakers: [Int]
        /// In ms.
        public var durations: Quantiles
        /// Events per sample.
        public var eventsPerSample: Quantiles
        /// Where samples carry values: how many of a sample's are not zero, and their mean over all
        /// channels.
        public var activeChannels: Quantiles?
        public var meanValues: Quantiles?

        init(_ name: String, _ samples: SpikeSamples) {
            self.name = name
            self.samples = samples.count
            events = samples.eventCount
            classes = Set(samples.labels).count
            speakers = Set(samples.speakers).sorted()
            durations = Quantiles(samples.indices.map { Double(samples.duration(of: $0)) })
            eventsPerSample = Quantiles(samples.indices.map { Double(samples[$0].count) })
            guard samples.carriesValues else { return }
            let values = samples.indices.map { samples[$0].values }
            activeChannels = Quantiles(
                values.map { Double($0.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }) })
            meanValues = Quantiles(
                values.map { Double($0.reduce(0) { $0 + Int($1) }) / Double(samples.channels) })
        }
    }

    public var name: String
    public var notice: String
    public var channels: Int
    public var classNames: [String]
    public var splits: [Split]

    public init(_ dataset: SpikeDataset) {
        name = dataset.name
        notice = dataset.notice
        channels = dataset.channels
        classNames = dataset.train.classNames.isEmpty
            ? dataset.test.classNames : dataset.train.classNames
        splits = [("train", dataset.train), ("test", dataset.test)]
            .filter { !$1.isEmpty }.map { Split($0, $1) }
    }

    /// The summary as plain text, without a line break at the end.
    public var text: String {
        var lines = [notice, "", "channels  \(channels)"]
        if !classNames.isEmpty { lines.append("classes   " + classNames.joined(separator: ", ")) }
        lines.append("")
        let quantiles = ["least", "25 %", "median", "75 %", "most"]
        let rows = splits.flatMap { split -> [[String]] in
            let speakers = split.speakers.isEmpty ? "unknown" : "\(split.speakers.count)"
            if let active = split.activeChannels, let means = split.meanValues {
                return [
                    [split.name, "\(split.samples) samples", "\(split.classes) classes"]
                        + ["", "", ""],
                    ["  channels above zero"] + active.values.map { Self.shown($0) },
                    ["  mean value of 0 ... 255"] + means.values.map { Self.shown($0) },
                ]
            }
            return [
                [
                    split.name, "\(split.samples) samples", "\(split.events) events",
                    "\(split.classes) classes", "\(speakers) speakers", "",
                ],
                ["  duration (ms)"] + split.durations.values.map { Self.shown($0) },
                ["  events per sample"] + split.eventsPerSample.values.map { Self.shown($0) },
            ]
        }
        let tables = rows.enumerated().flatMap { index, row in
            index % 3 == 0 ? [row, [""] + quantiles] : [row]
        }
        let numbers = tables.enumerated().filter { $0.offset % 4 != 0 }.map(\.element)
        let widths = (0 ..< 6).map { column in numbers.map { $0[column].count }.max() ?? 0 }
        for (index, row) in tables.enumerated() {
            lines.append(
                index % 4 == 0
                    ? row.filter { !$0.isEmpty }.joined(separator: "  ")
                    : Self.aligned(row, widths))
        }
        return lines.joined(separator: "\n")
    }

    private static func aligned(_ row: [String], _ widths: [Int]) -> String {
        row.enumerated().map { column, cell in
            let padding = String(repeating: " ", count: max(0, widths[column] - cell.count))
            return column == 0 ? cell + padding : "  " + padding + cell
        }.joined()
    }

    private static func shown(_ value: Double) -> String {
        value == value.rounded() ? String(Int(value)) : String(format: "%.1f", value)
    }
}
