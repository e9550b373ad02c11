import SNNModel

// Which pairs get a synapse, and with which weight and delay. Randomness belongs to an element: to
// the source where every source draws its targets, to the target for all other rules. An element
// is drawn as a whole by one task, and gives the same synapses every time, so neither the tasks
// nor the partitions show in the result, and synapses can be drawn twice: to count, then to keep.

/// What there is to know about a projection in order to draw its synapses.
struct Wiring: Sendable {
    let projection: Projection
    let sourceGroup: Int
    let receptor: Int
    let sources: Range<Int>
    let targets: Range<Int>
    /// Whether an element may meet itself and must not connect to it.
    let forbidsSelf: Bool
    let seed: UInt64
    let ruleStream: StreamID
    private let degreeStream: StreamID
    let resolution: Double
    let sourcePositions: Positions?
    let targetPositions: Positions?
    let weight: SynapseValue
    let delay: SynapseValue
    /// Ticks that are added to `delay`.
    let delayMore: Int
    /// How delays are drawn where there is a way straight to ticks.
    let delayTicks: TickDraw?
    /// Where the rule is a fixed total number: how many of the synapses each target gets.
    private(set) var degrees: [UInt32] = []
    /// Where the rule is a list: its entries by target.
    private(set) var list = EdgesByTarget()

    /// - Parameters:
    ///   - name: names the streams of random numbers.
    ///   - sourceGroup: the index of the source's group.
    ///   - receptor: the index of the receptor among those of the target.
    /// - Throws: `NetworkError.edge` for an entry of a list that lies outside.
    init(
        _ projection: Projection, name: String, of model: Model, source: SourceGroup,
        target: SourceGroup, positions: (source: Positions?, target: Positions?),
        sourceGroup: Int, receptor: Int
    ) throws(NetworkError) {
        self.projection = projection
        self.sourceGroup = sourceGroup
        self.receptor = receptor
        sources = projection.source.range ?? 0..<source.count
        targets = projection.target.range ?? 0..<target.count
        forbidsSelf = source.name == target.name && !projection.allowsAutapses
        seed = model.seed
        resolution = model.resolution
        ruleStream = StreamID(name + ".rule")
        degreeStream = StreamID(name + ".degree")
        sourcePositions = positions.source
        targetPositions = positions.target
        weight = SynapseValue(projection.weight, stream: StreamID(name + ".weight"))
        let (own, common) = projection.delaySum
        delay = SynapseValue(own, stream: StreamID(name + ".delay"))
        delayMore = Int((common / model.resolution).rounded())
        delayTicks = if case .random(let distribution) = own {
            TickDraw(distribution, resolution: model.resolution)
        } else { nil }
        if case .list(let edges) = projection.rule {
            list = EdgesByTarget(edges.edges, targetCount: targets.count)
            for edge in edges.edges
            where !(0..<sources.count).contains(edge.source)
                || !(0..<targets.count).contains(edge.target)
            {
                throw .edge(source: edge.source, target: edge.target, projection: projection)
            }
        }
    }

    /// Whether each source draws its targets; else each target draws its sources.
    var drawsTargets: Bool {
        if case .fixedOutdegree = projection.rule { true } else { false }
    }

    /// The elements that draw, and those that are drawn.
    var elements: Range<Int> { drawsTargets ? sources : targets }
    var partners: Range<Int> { drawsTargets ? targets : sources }

    /// The delay of all synapses in ticks, if it is one and the same.
    var constantDelay: Int? {
        if case .list = projection.rule { return nil }
        return delay.constant.map { max(1, Int(($0 / resolution).rounded()) + delayMore) }
    }

    /// The weight of all synapses, if it is one and the same.
    var constantWeight: Float? {
        if case .list = projection.rule { return nil }
        return weight.constant.map { Float($0) }
    }

    /// The most partners that an element can have.
    var partnersMax: Int {
        switch projection.rule {
        case .oneToOne: 1
        case .fixedIndegree(let degree), .fixedOutdegree(let degree): degree
        case .fixedTotalNumber: Int(degrees.max() ?? 0)
        case .allToAll, .pairwiseBernoulli, .distanceDependent: partners.count
        case .list: list.countMax
        }
    }

    /// Shares out a fixed total number among the targets.
    mutating func shareOut(by team: Team) {
        guard case .fixedTotalNumber(let total) = projection.rule else { return }
        let share = TotalShare(
            total: total, sources: sources, targets: targets, forbidsSelf: forbidsSelf,
            seed: seed, stream: degreeStream)
        degrees = projection.allowsMultapses ? share.independent(by: team) : share.distinct()
    }

    /// Edges of the periodic box that distances are measured in, where there is one.
    var wrap: [Double]? {
        guard case .distanceDependent(_, _, true) = projection.rule else { return nil }
        return targetPositions?.extent
    }

    func distance(_ source: Int, _ target: Int) -> Double {
        guard let sourcePositions, let targetPositions else { return 0 }
        return sourcePositions.squaredDistance(source, to: targetPositions, target, wrap: wrap)
            .squareRoot()
    }

    var delayError: NetworkError {
        .delay(projection: "\(projection.source) -> \(projection.target)", resolution: resolution)
    }
}

/// Where weights or delays of a projection come from.
enum SynapseValue: Sendable {
    case constant(Double)
    case random(DistributionDraw, StreamID)
    /// Uses the distance of the pair.
    case formula(Formula)

    init(_ value: Value, stream: StreamID) {
        switch value {
        case .quantity(let quantity): self = .constant(quantity.value)
        case .random(let distribution): self = .random(DistributionDraw(distribution), stream)
        case .formula(let formula): self = .formula(formula)
        case .name, .flag, .text, .list:
            preconditionFailure("Weights and delays are numbers; the model's checks ensure it.")
        }
    }

    var constant: Double? { if case .constant(let value) = self { value } else { nil } }
}

/// The entries of a list, grouped by target, in the order of the list.
struct EdgesByTarget: Sendable {
    private(set) var edges: [EdgeList.Edge] = []
    private var starts: [Int] = []

    init() {}

    init(_ all: [EdgeList.Edge], targetCount: Int) {
        let order = all.indices.sorted { (all[$0].target, $0) < (all[$1].target, $1) }
        edges = order.map { all[$0] }
        starts = Array(repeating: 0, count: targetCount + 1)
        for edge in edges where (0..<targetCount).contains(edge.target) {
            starts[edge.target + 1] += 1
        }
        for target in 0..<targetCount { starts[target + 1] += starts[target] }
    }

    /// - Precondition: all entries lie within the projection.
    func entries(of target: Int) -> Range<Int> { starts[target]..<starts[target + 1] }

    var countMax: Int {
        starts.indices.dropLast().reduce(0) { max($0, starts[$1 + 1] - starts[$1]) }
    }
}
