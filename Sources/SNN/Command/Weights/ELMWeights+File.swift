import Foundation
import SNNData
import SNNEngine

// What a neuron of `elm` has learnt, in a file of NumPy or of HDF5: arrays by name.

extension ELMNeuron {
    /// - Throws: `DataError` for a file that is damaged or of another neuron.
    init(_ path: String, _ shape: ELMShape, _ seed: UInt64) throws {
        let shapes = ELMWeights.shapes(of: shape)
        let weights = try ELMWeights(reading: path, names: shapes.map(\.name))
        do {
            try self.init(shape, weights, seed: seed)
        } catch {
            let needed = shapes.map { name, shape in
                "\(name) \(shape.map(String.init).joined(separator: " x "))"
            }
            throw DataError(
                error.description, in: path,
                help: "it is to have " + needed.joined(separator: ", "))
        }
    }
}

extension ELMWeights {
    /// The arrays of these names, as far as the file has them.
    init(reading path: String, names: [String]) throws {
        var arrays: [String: Array] = [:]
        if ["h5", "hdf5"].contains(URL(fileURLWithPath: path).pathExtension) {
            let file = try HDF5Snapshot(reading: path)
            for name in names where file.member("/" + name) == .dataset {
                let values = try file.dataset("/" + name)
                arrays[name] = Array(shape: values.shape, values: try values.doubles())
            }
        } else {
            let file = try NumpyFile(reading: path)
            for name in names where file.names.contains(name) {
                let array = try file.array(name)
                arrays[name] = Array(shape: array.shape, values: array.values)
            }
        }
        self.init(arrays: arrays)
    }

    func write(to path: String) throws {
        try NumpyFile.write(
            arrays.mapValues { NumpyArray(shape: $0.shape, values: $0.values) }, to: path,
            precision: .single)
    }
}
