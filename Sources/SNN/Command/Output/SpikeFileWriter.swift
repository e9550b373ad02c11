import Foundation

/// Writes the spikes of selections as they come: `spikes.h5` in the SONATA layout, where selections
/// of one population share its group.
final class SpikeFileWriter {
    /// A spike in the compressed file: 1.2 to 3.3 in files of 15 million to 60,000 spikes.
    static let bytesPerSpike = 2.0

    private let writer: SonataSpikeWriter
    /// For each selection the number of its population in the file.
    private let populations: [Int]

    /// - Throws: `CommandError` where the file cannot be written.
    init(_ file: URL, _ selections: [Selection]) throws {
        var names: [String] = []
        for selection in selections where !names.contains(selection.name) {
            names.append(selection.name)
        }
        populations = selections.map { names.firstIndex(of: $0.name)! }
        writer = try CommandError.writing(file) {
            try SonataSpikeWriter(path: file.path, populations: names)
        }
    }

    /// - Parameters:
    ///   - index: of the selection.
    ///   - times: in ms.
    ///   - elements: indices within the population.
    func append(_ index: Int, times: [Double], elements: [Int]) throws {
        try writer.append(
            population: populations[index], times: times, ids: elements.map { UInt64($0) })
    }

    func close() throws { try writer.close() }
}
