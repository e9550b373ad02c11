import SNNModel

// To some neurons it matters who sends: `elm` takes every source as an input of its own, and a
// source of `dendritic` ends on one of the dendrites. What comes through synapses onto such neurons
// goes to places, and neuron n has the places n · count ..< (n + 1) · count of its partition.

/// On which places of their targets the sources of projections end.
struct TargetPlaces: Sendable {
    /// Places of a neuron.
    let count: Int
    /// By projection of the model: who sends; nil for projections onto others.
    private let sources: [Range<Int>?]
    /// By projection: places that the sources are spread over, and the first of them.
    private let spans: [Range<Int>]

    /// Every source has a place of its own, one projection after the other; the places of a neuron
    /// fill whole vectors.
    static func inputs(of population: Population, in model: Model) -> TargetPlaces {
        var count = 0
        let sources = model.sources(onto: population)
        let spans = sources.map { range in
            let first = count
            count += range?.count ?? 0
            return first..<count
        }
        return TargetPlaces(
            count: Precision.single.padded(count), sources: sources, spans: spans)
    }

    /// The sources of each projection are spread over the dendrites, in whose order they are; the
    /// places of a neuron fill whole vectors.
    static func dendrites(of population: Population, in model: Model) -> TargetPlaces {
        let sources = model.sources(onto: population)
        return TargetPlaces(
            count: Precision.double.padded(population.dendriteCount), sources: sources,
            spans: sources.map { _ in 0..<population.dendriteCount })
    }

    private init(count: Int, sources: [Range<Int>?], spans: [Range<Int>]) {
        self.count = count
        self.sources = sources
        self.spans = spans
    }

    /// The place of a source of a projection: floor(i · n / count) for source i of `count` and n
    /// places.
    ///
    /// - Precondition: the projection ends on these neurons, and has the source.
    func place(ofSource source: Int, projection: Int) -> Int {
        guard let range = sources[projection] else {
            preconditionFailure("The projection ends on other neurons.")
        }
        let span = spans[projection]
        return span.lowerBound + (source - range.lowerBound) * span.count / range.count
    }
}

extension Model {
    /// Where synapses onto a population end; nil where they end on its neurons themselves.
    func places(of population: Population) -> TargetPlaces? {
        switch population.kind {
        case "elm": .inputs(of: population, in: self)
        case "dendritic": .dendrites(of: population, in: self)
        default: nil
        }
    }

    /// By projection: the elements that it comes from, nil for those onto others.
    fileprivate func sources(onto population: Population) -> [Range<Int>?] {
        projections.map { projection in
            guard projection.target.name == population.name else { return nil }
            return projection.source.range ?? 0..<(count(of: projection.source.name) ?? 0)
        }
    }

    /// How many elements the neurons of a population of `elm` hear.
    public func inputCount(of population: Population) -> Int {
        projections.filter { $0.target.name == population.name }
            .reduce(0) { $0 + (count(of: $1.source) ?? 0) }
    }
}
