/// What a readout sees: one row per sample, one column per feature, row after row in memory.
public struct FeatureMatrix: Sendable, Equatable {
    /// How many samples there are.
    public let rows: Int
    /// How many features each sample has.
    public let columns: Int
    /// Row after row; `rows * columns` values.
    public var values: [Float]

    public init(rows: Int, columns: Int, values: [Float]) {
        precondition(values.count == rows * columns, "A matrix has rows times columns values.")
        self.rows = rows
        self.columns = columns
        self.values = values
    }

    /// All zero.
    public init(rows: Int, columns: Int) {
        self.init(
            rows: rows, columns: columns, values: Array(repeating: 0, count: rows * columns))
    }

    public subscript(row: Int, column: Int) -> Float {
        get { values[row * columns + column] }
        set { values[row * columns + column] = newValue }
    }

    /// The rows at these positions, in this order.
    public func subset(_ positions: some Sequence<Int>) -> FeatureMatrix {
        let chosen = Array(positions)
        var result: [Float] = []
        result.reserveCapacity(chosen.count * columns)
        for row in chosen { result += values[row * columns ..< (row + 1) * columns] }
        return FeatureMatrix(rows: chosen.count, columns: columns, values: result)
    }
}
