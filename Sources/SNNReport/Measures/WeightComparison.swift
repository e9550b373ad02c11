import SNNEngine

/// How the weights of the same synapses differ between two files or moments.
public struct WeightComparison: Sendable, Equatable {
    public let count: Int
    /// Of the first and of the second.
    public let means: (Double, Double)
    public let deviations: (Double, Double)
    /// Synapses whose weights are not equal to the bit.
    public let changed: Int
    /// The greatest difference of one synapse.
    public let greatest: Double
    /// The root of the mean squared difference.
    public let rootMeanSquare: Double
    /// Pearson's; nil where one side is constant.
    public let correlation: Double?

    /// - Returns: nil for lists of different synapses.
    public init?(_ first: SynapseList, _ second: SynapseList) {
        guard first.sources == second.sources, first.targets == second.targets,
            first.delays == second.delays
        else { return nil }
        let a = first.weights.map { Double($0) }
        let b = second.weights.map { Double($0) }
        count = a.count
        let spreads = (Moments(a), Moments(b))
        means = (spreads.0.mean, spreads.1.mean)
        deviations = (spreads.0.deviation, spreads.1.deviation)
        var (sum, product, largest, unequal) = (0.0, 0.0, 0.0, 0)
        for (x, y) in zip(a, b) {
            let difference = x - y
            sum += difference * difference
            product += (x - means.0) * (y - means.1)
            largest = max(largest, abs(difference))
            if x != y { unequal += 1 }
        }
        changed = unequal
        greatest = largest
        rootMeanSquare = count == 0 ? 0 : (sum / Double(count)).squareRoot()
        let squares = (
            a.reduce(0) { $0 + ($1 - spreads.0.mean) * ($1 - spreads.0.mean) },
            b.reduce(0) { $0 + ($1 - spreads.1.mean) * ($1 - spreads.1.mean) }
        )
        let scale = (squares.0 * squares.1).squareRoot()
        correlation = scale > 0 ? product / scale : nil
    }

    public static func == (a: WeightComparison, b: WeightComparison) -> Bool {
        a.count == b.count && a.means == b.means && a.deviations == b.deviations
            && a.changed == b.changed && a.greatest == b.greatest
            && a.rootMeanSquare == b.rootMeanSquare && a.correlation == b.correlation
    }
}
