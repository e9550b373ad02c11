import SNNData
import SNNEngine
import SNNModel

extension WeightFile {
    /// What a network has learnt until now.
    ///
    /// - Parameter modelHash: a fingerprint of the model's text, to tell files apart.
    public init(of state: NetworkState, modelHash: String) throws {
        let model = state.network.model
        self.init(
            modelHash: modelHash, resolution: model.resolution,
            projections: model.learningProjections.map { index in
                let projection = model.projections[index]
                return Projection(
                    index: index, name: "\(projection.source) -> \(projection.target)",
                    synapses: state.weights(of: index))
            },
            populations: try Thresholds(of: state).values.map {
                Population(name: $0.population, theta: $0.theta)
            })
    }

    /// Gives a network these weights and thresholds. It goes back to the weights when it is reset.
    ///
    /// - Parameter path: for messages.
    /// - Throws: `DataError` where they are those of another network; then nothing has changed.
    public func put(into state: NetworkState, from path: String) throws {
        let model = state.network.model
        guard abs(resolution - model.resolution) <= 1e-9 * resolution else {
            throw DataError(
                "was made with ticks of \(Quantity.milliseconds(resolution).text), and the model "
                    + "has " + Quantity.milliseconds(model.resolution).text, in: path)
        }
        let wanted = model.learningProjections
        guard projections.map(\.index) == wanted else {
            throw DataError(
                "holds the weights of \(Self.list(projections.map(\.name))), and what learns in "
                    + "the model is "
                    + Self.list(
                        wanted.map {
                            "\(model.projections[$0].source) -> \(model.projections[$0].target)"
                        }), in: path)
        }
        let names = Thresholds.populations(of: model)
        guard populations.map(\.name).sorted() == names.sorted() else {
            throw DataError(
                "holds thresholds of \(Self.list(populations.map(\.name))), and those that learn "
                    + "in the model are of \(Self.list(names))", in: path)
        }
        let before = try WeightFile(of: state, modelHash: "")
        do {
            try take(into: state)
        } catch {
            try before.take(into: state)
            throw DataError(
                error.description, in: path,
                help: "weights fit a model with the same projections, rules of connection and seed")
        }
    }

    private func take(into state: NetworkState) throws(NetworkError) {
        let thresholds = Thresholds(values: populations.map { ($0.name, $0.theta) })
        try thresholds.put(into: state)
        for projection in projections {
            try state.setWeights(projection.synapses, of: projection.index, isInitial: true)
        }
    }

    private static func list(_ names: [String]) -> String {
        names.isEmpty ? "nothing" : names.map { "`\($0)`" }.joined(separator: ", ")
    }
}
