/// Mean and spread of some values.
public struct Moments: Sendable, Codable, Equatable {
    public let count: Int
    /// 0 where there are no values.
    public let mean: Double
    /// With *n* − 1; 0 where there are fewer than two values.
    public let variance: Double

    @inlinable
    public init(_ values: some Collection<Double>) {
        count = values.count
        let mean = values.isEmpty ? 0 : values.reduce(0, +) / Double(values.count)
        self.mean = mean
        let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
        variance = values.count < 2 ? 0 : squares / Double(values.count - 1)
    }

    /// The standard deviation.
    public var deviation: Double { variance.squareRoot() }
}
