// Spikes as lines of text:
//
//     time_ms,unit                                one sample
//     sample,time_ms,unit[,label[,speaker]]       many samples, numbered from 0
//
// A line of names may come first; then the columns may stand in any order.

enum SpikeTable {
    private static let timeNames = ["time_ms", "time", "times", "timestamp", "timestamps", "t"]
    private static let unitNames = [
        "unit", "units", "channel", "neuron", "neuron_id", "node_id", "node_ids", "sender", "id",
    ]

    /// One spike train; nil where the file holds many samples.
    static func readTrain(_ path: String) throws -> SpikeTrain? {
        let table = try NumberTable(reading: path)
        try expectRows(table)
        if hasSamples(table) { return nil }
        let columns = try table.columns([timeNames, unitNames], required: 2)
        var train = SpikeTrain()
        for row in 0 ..< table.rowCount {
            train.times.append(try time(table, row, columns[0]!))
            train.units.append(
                UInt32(try table.integer(row, columns[1]!, "unit", max: Int(UInt32.max))))
        }
        return train.sorted()
    }

    static func read(_ path: String) throws -> SpikeFile {
        let table = try NumberTable(reading: path)
        try expectRows(table)
        guard hasSamples(table) else {
            let train = try readTrain(path)!
            return SpikeFile(layout: .csv, train: try train.samples(in: path))
        }
        let columns = try table.columns(
            [["sample", "trial"], timeNames, unitNames, ["label", "class"], ["speaker"]],
            required: 3)
        let rows = try rowsBySample(table, columns[0]!)
        var events = RawEvents(offsets: [0], times: [], units: [], file: path)
        for sample in rows {
            for row in sample {
                events.times.append(Float(try time(table, row, columns[1]!)))
                events.units.append(
                    UInt16(try table.integer(row, columns[2]!, "channel", max: 65535)))
            }
            events.offsets.append(events.times.count)
        }
        let sortedSamples = try events.order()
        var samples = SpikeSamples(channels: Int(events.units.max() ?? 0) + 1)
        samples.offsets = events.offsets
        samples.times = events.times
        samples.units = events.units
        if let column = columns[3] { samples.labels = try perSample(table, rows, column, "label") }
        if let column = columns[4] {
            samples.speakers = try perSample(table, rows, column, "speaker")
        }
        return SpikeFile(layout: .csv, train: samples, sortedSamples: sortedSamples)
    }

    private static func hasSamples(_ table: NumberTable) -> Bool {
        table.names.map { $0.contains("sample") || $0.contains("trial") } ?? (table.width >= 3)
    }

    private static func expectRows(_ table: NumberTable) throws {
        if table.rowCount == 0 { throw DataError("holds no events", in: table.file) }
    }

    private static func time(_ table: NumberTable, _ row: Int, _ column: Int) throws -> Double {
        let time = table[row, column]
        if time >= 0 { return time }
        throw DataError("\(time) ms is no time", in: table.file, line: table.lines[row])
    }

    /// The rows of every sample, in the order of the file. A sample without events leaves a gap
    /// in the numbers and is a sample all the same.
    private static func rowsBySample(_ table: NumberTable, _ column: Int) throws -> [[Int]] {
        var rows: [[Int]] = []
        for row in 0 ..< table.rowCount {
            let sample = try table.integer(row, column, "sample's number", max: 10_000_000)
            while rows.count <= sample { rows.append([]) }
            rows[sample].append(row)
        }
        return rows
    }

    /// A value that all events of a sample agree on.
    private static func perSample(
        _ table: NumberTable, _ rows: [[Int]], _ column: Int, _ noun: String
    ) throws -> [Int] {
        try rows.enumerated().map { sample, rows in
            guard let first = rows.first else {
                throw DataError("sample \(sample) has no events, so its \(noun) is unknown",
                    in: table.file)
            }
            let value = try table.integer(first, column, noun, max: 65535)
            if let other = rows.first(where: { table[$0, column] != Double(value) }) {
                throw DataError(
                    "sample \(sample) has another \(noun) than before", in: table.file,
                    line: table.lines[other])
            }
            return value
        }
    }
}
