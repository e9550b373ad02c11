import Foundation

/// Writes recorded state variables to `traces.h5` and rates to `rates.csv`, as they come.
final class TraceFiles {
    /// A value in single precision, which hardly compresses.
    static let bytesPerValue = 4.0

    /// One selection of one recording.
    private struct Item {
        let recording: Recording
        let selection: Selection
        let count: Int
        /// Its number in `traces.h5`, for state variables.
        var trace: Int?
    }

    private var items: [Item] = []
    private let traces: TraceWriter?
    private let rates: FileHandle?

    /// Makes the files that the recordings need.
    ///
    /// - Throws: `CommandError` where they cannot be written.
    init(_ recordings: [Recording], of model: Model, in folder: URL) throws {
        var written: [TraceWriter.Trace] = []
        for recording in recordings {
            for selection in recording.of {
                let count = model.recordedCount(of: selection) ?? 0
                var item = Item(recording: recording, selection: selection, count: count)
                if case .state(let variable) = recording.quantity, count > 0 {
                    item.trace = written.count
                    let first = selection.range?.lowerBound ?? 0
                    written.append(
                        TraceWriter.Trace(
                            population: Self.name(selection, variable, in: written),
                            variable: variable, unit: model.unit(of: variable, in: selection.name),
                            ids: Array(first..<first + count)))
                }
                items.append(item)
            }
        }
        let file = folder.appendingPathComponent("traces.h5")
        traces =
            written.isEmpty
            ? nil
            : try CommandError.writing(file) { try TraceWriter(path: file.path, traces: written) }
        guard items.contains(where: { $0.recording.quantity == .rate }) else {
            rates = nil
            return
        }
        let table = folder.appendingPathComponent("rates.csv")
        rates = try CommandError.writing(table) {
            try Data("time_ms,population,rate_Hz\n".utf8).write(to: table)
            let handle = try FileHandle(forWritingTo: table)
            try handle.seekToEnd()
            return handle
        }
    }

    /// The population's name, with its range where the file has the variable of others of it.
    private static func name(
        _ selection: Selection, _ variable: String, in written: [TraceWriter.Trace]
    ) -> String {
        let isFree = { (name: String) in
            !written.contains { $0.population == name && $0.variable == variable }
        }
        if isFree(selection.name) { return selection.name }
        var number = 2
        while !isFree("\(selection.name) \(number)") { number += 1 }
        return "\(selection.name) \(number)"
    }

    /// Samples of the state variable of a selection.
    ///
    /// - Parameter values: sample after sample.
    func append(_ index: Int, times: [Double], values: [Double]) throws {
        guard let trace = items[index].trace, let traces else { return }
        let width = items[index].count
        let values = values.map { Float($0) }
        try values.withUnsafeBufferPointer { values in
            for (sample, time) in times.enumerated() {
                let row = values[sample * width..<(sample + 1) * width]
                try traces.append(
                    trace: trace, time: time, values: UnsafeBufferPointer(rebasing: row))
            }
        }
    }

    /// Spikes of a selection in bins that end at these times.
    func append(_ index: Int, times: [Double], counts: [Int]) throws {
        let item = items[index]
        let seconds = (item.recording.every ?? 1) / 1000 * Double(max(item.count, 1))
        let lines = zip(times, counts).map {
            "\($0),\(item.selection),\(Double($1) / seconds)\n"
        }
        try rates?.write(contentsOf: Data(lines.joined().utf8))
    }

    func close() throws {
        try traces?.close()
        try rates?.close()
    }
}

extension Model {
    /// The unit in which a state variable is recorded: the coherent one of its dimension.
    func unit(of variable: String, in name: String) -> String {
        if variable.hasPrefix("I_") { return "pA" }
        if variable.hasPrefix("g_") { return "nS" }
        if population(named: name)?.kind == "dendritic", variable.hasPrefix("U_") { return "mV" }
        let kind = population(named: name).flatMap { Catalogue.kind(.neuron, $0.kind) }
            ?? astrocytes(named: name).flatMap { Catalogue.kind(.astrocyte, $0.kind) }
        let entry = kind?.states.first { $0.name == variable }
        let dimension = entry?.dimension ?? .none
        // Concentrations are plain numbers in models.
        if dimension == .none, entry?.meaning.hasSuffix("in uM") == true { return "uM" }
        return Unit.customary(for: dimension)?.symbol ?? ""
    }
}

extension CommandError {
    /// Runs `body`, which makes a file; its error is told as that of a place that cannot be
    /// written.
    static func writing<Result>(
        _ file: URL, _ body: () throws -> Result
    ) throws(CommandError) -> Result {
        do {
            return try body()
        } catch {
            throw CommandError(.failed, "`\(file.lastPathComponent)` cannot be written: \(error)")
        }
    }
}
