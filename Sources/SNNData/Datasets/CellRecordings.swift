import Foundation
import SNNEngine

// What a cell did with what its synapses heard, as HDF5:
//
//     /inputs/times   a row of ms for each recording     /spikes   a row of ms for each recording
//     /inputs/units   the synapse of each                /soma     recordings x bins, in mV
//     attribute `bin` of the file: the length of a bin in ms; 1 unless given
//
// Times are those of bins: a spike at t belongs to bin floor(t / bin), and soma[k] is the potential
// at the end of bin k.

/// Recordings of a cell, each of the same length.
public struct CellRecordings: Sendable, Equatable {
    /// By recording: spikes of synapses, in ms and as indices of synapses.
    public var times: [[Float]]
    public var units: [[Int32]]
    /// By recording: the cell's own spikes, in ms.
    public var spikes: [[Float]]
    /// By recording and bin, in mV.
    public var soma: [[Float]]
    /// In ms.
    public var bin: Double

    public init(
        times: [[Float]], units: [[Int32]], spikes: [[Float]], soma: [[Float]], bin: Double
    ) {
        (self.times, self.units, self.spikes, self.soma, self.bin) = (
            times, units, spikes, soma, bin
        )
    }

    public var count: Int { soma.count }
    /// Of each recording.
    public var binCount: Int { soma.first?.count ?? 0 }
    /// One more than the greatest index of a synapse.
    public var synapseCount: Int { 1 + Int(units.lazy.compactMap { $0.max() }.max() ?? -1) }

    /// - Throws: `DataError` for a file that is damaged or holds something else.
    public init(reading path: String) throws {
        let file = try HDF5Snapshot(reading: path)
        guard file.member("/soma") == .dataset else {
            throw DataError(
                "holds no recordings of a cell: `/soma` is missing", in: path,
                help: "docs/elm.md tells the format; `Scripts/neuronio-to-hdf5` writes it")
        }
        let potentials = try file.dataset("/soma")
        guard potentials.shape.count == 2, potentials.shape.allSatisfy({ $0 > 0 }) else {
            throw DataError("is no table of recordings x bins", in: path, at: "/soma")
        }
        let (count, bins) = (potentials.shape[0], potentials.shape[1])
        let values = try potentials.doubles().map { Float($0) }
        guard values.filter(\.isFinite).count == values.count else {
            throw DataError("holds something that is no finite number", in: path, at: "/soma")
        }
        let bin = file.number("bin", of: "/") ?? 1
        guard bin > 0, bin.isFinite else {
            throw DataError("has a bin of \(bin) ms", in: path)
        }
        let duration = Double(bins) * bin
        func rows(_ name: String) throws -> (offsets: [Int], values: [Double]) {
            let (offsets, elements) = try file.dataset(name).rows()
            guard offsets.count == count + 1 else {
                throw DataError(
                    "has \(offsets.count - 1) rows, and `/soma` has \(count)", in: path, at: name)
            }
            return (offsets, try elements.doubles())
        }
        func times(_ name: String) throws -> (offsets: [Int], values: [Double]) {
            let (offsets, values) = try rows(name)
            guard let odd = values.first(where: { !($0 >= 0 && $0 < duration) }) else {
                return (offsets, values)
            }
            throw DataError(
                "\(odd) ms is not within a recording of \(duration) ms", in: path, at: name)
        }
        let (inputs, units) = (try times("/inputs/times"), try rows("/inputs/units"))
        guard units.offsets == inputs.offsets else {
            throw DataError(
                "has rows of other lengths than `/inputs/times`", in: path, at: "/inputs/units")
        }
        guard units.values.allSatisfy({ $0 >= 0 && $0 < 1e6 && $0 == $0.rounded() }) else {
            throw DataError("holds something that is no synapse", in: path, at: "/inputs/units")
        }
        let own = try times("/spikes")
        func cut<Number>(
            _ rows: (offsets: [Int], values: [Double]), _ number: (Double) -> Number
        ) -> [[Number]] {
            (0..<count).map { row in
                rows.values[rows.offsets[row]..<rows.offsets[row + 1]].map(number)
            }
        }
        self.init(
            times: cut(inputs) { Float($0) }, units: cut(units) { Int32($0) },
            spikes: cut(own) { Float($0) },
            soma: (0..<count).map { Array(values[$0 * bins..<($0 + 1) * bins]) }, bin: bin)
    }

    /// - Throws: `DataError` for a place that cannot be written.
    public func write(to path: String) throws {
        let draft = path + ".draft"
        do {
            let file = try HDF5File(creating: draft, replacing: true)
            func rows<Number>(_ rows: [[Number]]) -> (values: [Number], offsets: [Int]) {
                (rows.flatMap { $0 }, rows.reduce(into: [0]) { $0.append($0.last! + $1.count) })
            }
            let inputs = try file.root.createGroup("inputs")
            let (inputTimes, heard, own) = (rows(times), rows(units), rows(spikes))
            try inputs.writeRows("times", inputTimes.values, offsets: inputTimes.offsets)
            try inputs.writeRows("units", heard.values, offsets: heard.offsets)
            try file.root.writeRows("spikes", own.values, offsets: own.offsets)
            try file.root.write("soma", soma.flatMap { $0 }, shape: [count, binCount])
            try file.root.set("bin", to: [bin])
            try file.flush()
        } catch {
            try? FileManager.default.removeItem(atPath: draft)
            throw error
        }
        guard rename(draft, path) == 0 else {
            throw DataError(
                "cannot be written: \(String(cString: strerror(errno)).lowercased())", in: path)
        }
    }
}

extension CellRecordings {
    /// What a neuron is fitted to.
    ///
    /// - Parameter weights: what a spike of each synapse counts: 1, or -1 where it inhibits.
    public func binned(_ weights: [Float]) -> [CellRecording] {
        (0..<count).map { index in
            var train = BinnedTrain(
                times: times[index].map(Double.init), units: units[index].map { Int($0) },
                bin: bin, bins: binCount)
            for entry in train.inputs.indices {
                train.counts[entry] *= weights[Int(train.inputs[entry])]
            }
            var spiked = Array(repeating: false, count: binCount)
            for time in spikes[index] {
                spiked[min(Int(Double(time) / bin + 1e-6), binCount - 1)] = true
            }
            return CellRecording(train: train, spikes: spiked, soma: soma[index])
        }
    }
}
