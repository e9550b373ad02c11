import SNNReport

/// What spikes among the neurons of a network are followed by.
struct Branching: Sendable {
    /// Mean over presentations.
    let factor: Double
    /// The first so many of the test.
    let presentations: Int
    /// In ms.
    static let window = 4.0
    static let margin = 25.0
}

extension ExperimentSpikes {
    /// Presentations that are looked at, as many as in the paper.
    private static let presentationsMax = 20
    /// Lookups at most, a few seconds; a network with more synapses gets fewer presentations.
    private static let lookupsMax = 100_000_000

    /// The branching factor of the neurons that readouts look at, among each other; nil without
    /// synapses among them or without spikes.
    func branching(network: Network, state: NetworkState?) -> Branching? {
        let partners = partners(in: state ?? NetworkState(network))
        guard partners.pairs > 0 else { return nil }
        let duration = presentationLength
        var factors: [Double] = []
        var lookups = 0
        for sample in 0..<min(Self.presentationsMax, testSampleCount) {
            let (times, ids) = test(sample)
            lookups += times.count * 2 * partners.pairs / max(1, partners.neurons)
            guard lookups <= Self.lookupsMax else { break }
            let factor = partners.branchingFactor(
                times: times, ids: ids, duration: duration, window: Branching.window,
                margin: Branching.margin)
            if let factor { factors.append(factor) }
        }
        guard !factors.isEmpty else { return nil }
        return Branching(
            factor: factors.reduce(0, +) / Double(factors.count), presentations: factors.count)
    }

    /// Of all units of all selections.
    private func partners(in state: NetworkState) -> NeuronPartners {
        var synapses: [(source: Int, target: Int)] = []
        for (index, projection) in state.network.model.projections.enumerated() {
            let ends = [projection.source.name, projection.target.name]
            guard ends.allSatisfy({ name in selections.contains { $0.name == name } }) else {
                continue
            }
            let list = state.weights(of: index)
            for (source, target) in zip(list.sources, list.targets) {
                guard let source = unit(ends[0], Int(source)),
                    let target = unit(ends[1], Int(target))
                else { continue }
                synapses.append((source, target))
            }
        }
        return NeuronPartners(neurons: unitCount, synapses: synapses)
    }
}
