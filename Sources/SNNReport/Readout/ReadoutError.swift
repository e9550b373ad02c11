/// Why a readout cannot be fitted to the data it was given.
public enum ReadoutError: Error, Equatable, Sendable {
    case noSamples
    case oneClass
    case labelsMissing(samples: Int, labels: Int)
    case labelOutOfRange(label: Int, classes: Int)
    case notFinite(row: Int, column: Int)
    case penaltyNotPositive(Double)
    case singular
    case cancelled
}

extension ReadoutError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .noSamples: "there is no sample to learn from"
        case .oneClass: "all training samples belong to one class"
        case .labelsMissing(let samples, let labels): "\(samples) samples have \(labels) labels"
        case .labelOutOfRange(let label, let classes):
            "label \(label) is outside the \(classes) classes"
        case .notFinite(let row, let column):
            "feature \(column) of sample \(row) is not a finite number"
        case .penaltyNotPositive(let penalty): "the penalty \(penalty) is not above zero"
        case .singular: "the equations of the readout have no unique solution at this penalty"
        case .cancelled: "the readout was interrupted"
        }
    }
}
