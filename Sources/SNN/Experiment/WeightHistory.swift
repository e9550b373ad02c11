import SNNEngine
import SNNModel
import SNNReport

// How weights change while a network learns: of each projection that learns, mean and spread of
// the weights at some moments. Networks with many synapses are sampled: all synapses of evenly
// spaced sources.

/// The weights of one projection at several moments.
public struct WeightHistory: Sendable {
    /// Index in the model.
    public let projection: Int
    /// `exc -> exc`
    public let name: String
    public let unit: String
    /// What moments are counted in: `samples`, `s`.
    public let axis: String
    public private(set) var moments: [Double] = []
    public private(set) var means: [Double] = []
    public private(set) var deviations: [Double] = []
    /// At each moment, of the same synapses.
    public private(set) var weights: [[Float]] = []
    /// Of the whole projection.
    public private(set) var synapseCount = 0

    /// About so many synapses are looked at, so that a history of a hundred moments takes 8 MB and
    /// looking takes no time to speak of.
    static let synapsesMax = 20_000

    init(_ projection: Int, of model: Model, axis: String) {
        self.projection = projection
        let entry = model.projections[projection]
        name = "\(entry.source) -> \(entry.target)"
        let dimension = model.weightDimension(of: entry)
        unit = Unit.customary(for: dimension)?.symbol ?? ""
        self.axis = axis
    }

    /// One for each projection of the model that learns.
    static func all(of model: Model, axis: String) -> [WeightHistory] {
        model.learningProjections.map { WeightHistory($0, of: model, axis: axis) }
    }

    /// Looks at the weights now; a second look at the same moment takes the place of the first.
    mutating func look(at state: NetworkState, moment: Double) {
        let list = state.weights(of: projection, sampling: Self.synapsesMax).weights
        guard !list.isEmpty else { return }
        synapseCount = state.synapseCount(of: projection)
        if moments.last == moment {
            moments.removeLast()
            means.removeLast()
            deviations.removeLast()
            weights.removeLast()
        }
        let spread = Moments(list.map { Double($0) })
        moments.append(moment)
        means.append(spread.mean)
        deviations.append(spread.deviation)
        weights.append(list)
    }
}

extension Model {
    /// Of the target's receptor.
    func weightDimension(of projection: Projection) -> Dimension {
        let receptors = population(named: projection.target.name)?.receptors ?? []
        let receptor =
            receptors.first { $0.name == projection.receptor } ?? receptors.first
        return receptor?.weightDimension ?? .none
    }
}
