import Foundation
import SNNData
import SNNEngine

// What a neuron of `elm` or a network that spikes has learnt, in a file of NumPy or of HDF5: arrays
// by name.

extension ELMNeuron {
    /// - Throws: `DataError` for a file that is damaged or of another neuron.
    init(_ path: String, _ shape: ELMShape, _ seed: UInt64) throws {
        self = try Self.read(path, shape, seed, each: nil)[0]
    }

    /// The neurons of a file.
    ///
    /// - Parameter count: neurons, each with weights of its own along a first axis of the arrays;
    ///   nil for one that all have in common.
    /// - Throws: `DataError` for a file that is damaged or of other neurons.
    static func read(
        _ path: String, _ shape: ELMShape, _ seed: UInt64, each count: Int?
    ) throws -> [ELMNeuron] {
        let shapes = ELMWeights.shapes(of: shape).map { name, shape in
            (name: name, shape: (count.map { [$0] } ?? []) + shape)
        }
        let weights = try ELMWeights(reading: path, names: shapes.map(\.name))
        do {
            guard let count else { return [try ELMNeuron(shape, weights, seed: seed)] }
            let each = try weights.cut(count)
            return try each.enumerated().map { try ELMNeuron(shape, $1, seed: seed, neuron: $0) }
        } catch let error as ELMWeights.Mismatch {
            throw DataError(error, shapes, in: path)
        }
    }
}

extension ClassifierTrainer {
    /// Begins with what is in a file.
    ///
    /// - Throws: `DataError` for a file that is damaged or of another neuron or network.
    func load(_ path: String) throws {
        let shapes = weightShapes
        let weights = try ELMWeights(reading: path, names: shapes.map(\.name))
        do {
            try take(weights)
        } catch {
            throw DataError(error, shapes, in: path)
        }
    }
}

extension DataError {
    /// - Parameter shapes: of the arrays that there should be.
    fileprivate init(
        _ mismatch: ELMWeights.Mismatch, _ shapes: [(name: String, shape: [Int])], in path: String
    ) {
        let needed = shapes.map { name, shape in
            "\(name) \(shape.map(String.init).joined(separator: " x "))"
        }
        self.init(
            mismatch.description, in: path,
            help: mismatch.help ?? "it is to have " + needed.joined(separator: ", "))
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

    /// Writes each array in as many bytes as hold it to the bit.
    func write(to path: String) throws {
        try NumpyFile.write(
            arrays.mapValues { NumpyArray(shape: $0.shape, values: $0.values) }, to: path,
            precision: nil)
    }
}
