/// Shift and scale that give each feature mean 0 and variance 1 on the samples it was made from.
///
/// A feature that does not vary there carries nothing to learn from and is dropped: `kept` lists
/// the others. Whoever applies it to new samples uses these means and scales, never those of the
/// new ones.
public struct Standardisation: Sendable, Equatable {
    /// The columns that vary, ascending.
    public let kept: [Int]
    /// The mean of each kept column.
    public let means: [Double]
    /// One over the standard deviation of each kept column.
    public let scales: [Double]

    /// From all rows of a matrix; the variance divides by the number of rows.
    public init(of features: FeatureMatrix) {
        let rows = features.rows, columns = features.columns
        var sums = [Double](repeating: 0, count: columns)
        var squares = sums
        var lowest = [Float](repeating: .infinity, count: columns)
        var highest = [Float](repeating: -.infinity, count: columns)
        features.values.withUnsafeBufferPointer { values in
            for row in 0 ..< rows {
                let base = row * columns
                for column in 0 ..< columns {
                    let value = values[base + column]
                    sums[column] += Double(value)
                    lowest[column] = min(lowest[column], value)
                    highest[column] = max(highest[column], value)
                }
            }
            let overRows = 1 / Double(max(rows, 1))
            for column in 0 ..< columns { sums[column] *= overRows }
            for row in 0 ..< rows {
                let base = row * columns
                for column in 0 ..< columns {
                    let deviation = Double(values[base + column]) - sums[column]
                    squares[column] += deviation * deviation
                }
            }
        }
        kept = (0 ..< columns).filter { highest[$0] > lowest[$0] }
        means = kept.map { sums[$0] }
        scales = kept.map { (Double(rows) / squares[$0]).squareRoot() }
    }

    /// How many features are left.
    public var count: Int { kept.count }

    /// Writes standardised values of some rows and some of the kept features, row after row.
    func write(
        _ features: FeatureMatrix, rows: Range<Int>, kept range: Range<Int>,
        to block: UnsafeMutablePointer<Double>
    ) {
        features.values.withUnsafeBufferPointer { values in
            kept.withUnsafeBufferPointer { kept in
                var next = 0
                for row in rows {
                    let base = row * features.columns
                    for index in range {
                        block[next] =
                            (Double(values[base + kept[index]]) - means[index]) * scales[index]
                        next += 1
                    }
                }
            }
        }
    }
}
