import Foundation
import SNNData
import SNNEngine

/// Everything that a training needs to go on as if it had not been interrupted.
struct Checkpoint {
    var state: ClassifierState
    /// Parameters of the best epoch so far.
    var best: [Double]
    var bestEpoch: Int
    var epochs: [TrainingCourse.Epoch]
    /// Of the model's text, its parameters, the seed and the data: what must not have changed.
    var fingerprint: UInt64

    func write(to path: String) throws {
        let curve: [Double] = epochs.flatMap { epoch in
            [epoch.loss] + [epoch.score, epoch.validationLoss, epoch.validationScore]
                .map { $0 ?? -1 }
        }
        let places = [
            Double(state.step), Double(bestEpoch), Double(fingerprint >> 32),
            Double(fingerprint & 0xFFFF_FFFF),
        ]
        try NumpyFile.write(
            [
                "parameters": NumpyArray(state.parameters), "first": NumpyArray(state.first),
                "second": NumpyArray(state.second), "best": NumpyArray(best),
                "epochs": NumpyArray(shape: [epochs.count, 4], values: curve),
                "place": NumpyArray(shape: [4], values: places),
            ], to: path)
    }

    /// - Parameter count: of the numbers that are learnt.
    /// - Throws: `DataError`, also for the checkpoint of another training.
    init(reading path: String, count: Int, fingerprint: UInt64) throws {
        let file = try NumpyFile(reading: path)
        let place = try file.array("place", shape: [4]).values
        guard place.allSatisfy({ $0 >= 0 && $0 == $0.rounded() && $0 < 4_294_967_296 }) else {
            throw DataError("is no checkpoint", in: path)
        }
        let known = UInt64(place[2]) << 32 | UInt64(place[3])
        guard known == fingerprint else {
            throw DataError(
                "is the checkpoint of another training", in: path,
                help: "model, `--set`, `--seed`, `--stimulus` and `--limit` have to be the same")
        }
        func numbers(_ name: String) throws -> [Double] {
            let values = try file.array(name, shape: [count]).values
            guard values.allSatisfy(\.isFinite) else {
                throw DataError("holds something that is no finite number", in: path, at: name)
            }
            return values
        }
        state = ClassifierState(
            parameters: try numbers("parameters"), first: try numbers("first"),
            second: try numbers("second"), step: Int(place[0]))
        best = try numbers("best")
        let curve = try file.array("epochs")
        guard curve.shape.count == 2, curve.shape[1] == 4, Int(place[1]) <= curve.shape[0] else {
            throw DataError("is no checkpoint", in: path)
        }
        bestEpoch = Int(place[1])
        epochs = (0..<curve.shape[0]).map { row in
            let values = curve.values[4 * row..<4 * row + 4].map { $0 }
            let others = values.map { $0 < 0 ? nil : $0 }
            return TrainingCourse.Epoch(
                number: row + 1, loss: values[0], score: others[1], validationLoss: others[2],
                validationScore: others[3])
        }
        self.fingerprint = fingerprint
    }

    init(
        state: ClassifierState, best: [Double], bestEpoch: Int, epochs: [TrainingCourse.Epoch],
        fingerprint: UInt64
    ) {
        self.state = state
        self.best = best
        self.bestEpoch = bestEpoch
        self.epochs = epochs
        self.fingerprint = fingerprint
    }
}
