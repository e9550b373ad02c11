/// A part of a population or stimulus: all of it, or a half-open range of its elements.
public struct Selection: Hashable, Sendable, CustomStringConvertible {
    public var name: String
    /// nil for all elements.
    public var range: Range<Int>?

    public init(_ name: String, _ range: Range<Int>? = nil) {
        self.name = name
        self.range = range
    }

    public var description: String {
        range.map { "\(name)[\($0.lowerBound) ..< \($0.upperBound)]" } ?? name
    }
}

/// Synapses from one group of elements to another.
public struct Projection: Hashable, Sendable {
    public var source: Selection
    public var target: Selection
    /// The receptor of the target; nil where the target has only one, and for currents.
    public var receptor: String?
    public var rule: ConnectionRule
    /// nS, pA or mV after the receptor; a plain factor from a `current` stimulus. Formulas may use
    /// `distance`.
    public var weight: Value
    /// Axonal and dendritic delay as one number; formulas may use `distance`. Drawn delays are
    /// rounded to whole ticks. Not used where one of its two parts is given. Rules of plasticity
    /// take it for dendritic.
    public var delay: Value
    /// From the source's spike to its arrival at the synapse; zero unless given.
    public var axonalDelay: Value?
    /// From the synapse to its action on the target; zero where only an axonal delay is given. Not
    /// both parts are drawn.
    public var dendriticDelay: Value?
    /// From the target's spike to its arrival at the synapse, one number; nil where it is that of
    /// the dendritic delay.
    public var backPropagationDelay: Value?
    /// Whether an element may connect to itself.
    public var allowsAutapses: Bool
    /// Whether a pair may have several synapses.
    public var allowsMultapses: Bool
    /// The rules of plasticity that its synapses follow, by name.
    public var plasticity: [String]

    public init(
        from source: Selection, to target: Selection, via receptor: String? = nil,
        rule: ConnectionRule, weight: Value, delay: Value, allowsAutapses: Bool = true,
        allowsMultapses: Bool = true, plasticity: [String] = []
    ) {
        self.source = source
        self.target = target
        self.receptor = receptor
        self.rule = rule
        self.weight = weight
        self.delay = delay
        self.allowsAutapses = allowsAutapses
        self.allowsMultapses = allowsMultapses
        self.plasticity = plasticity
    }
}

extension Projection {
    /// The delay from spike to action: the part that may differ between synapses, and what is added
    /// to it for all, in ms.
    public var delaySum: (own: Value, common: Double) {
        switch (axonalDelay, dendriticDelay) {
        case (nil, nil): (delay, 0)
        case (let part?, nil), (nil, let part?): (part, 0)
        case (let axonal?, let dendritic?):
            if let common = axonal.quantity {
                (dendritic, common.value)
            } else {
                (axonal, dendritic.quantity?.value ?? 0)
            }
        }
    }
}

/// Which pairs of a projection get a synapse.
public enum ConnectionRule: Hashable, Sendable {
    /// Element i to element i; both sides have the same size.
    case oneToOne
    case allToAll
    /// Every target draws this many sources.
    case fixedIndegree(Int)
    /// Every source draws this many targets.
    case fixedOutdegree(Int)
    /// This many synapses, each with a source and a target drawn independently.
    case fixedTotalNumber(Int)
    /// Every pair with this probability, at most once.
    case pairwiseBernoulli(p: Double)
    /// Every pair with a probability that falls with the distance of the two, at most once.
    case distanceDependent(p: Double, profile: DistanceProfile, wrap: Bool)
    /// The synapses of a list, which comes from a CSV file.
    case list(EdgeList)

    /// The name in the model language.
    public var name: String {
        switch self {
        case .oneToOne: "one_to_one"
        case .allToAll: "all_to_all"
        case .fixedIndegree: "fixed_indegree"
        case .fixedOutdegree: "fixed_outdegree"
        case .fixedTotalNumber: "fixed_total_number"
        case .pairwiseBernoulli: "pairwise_bernoulli"
        case .distanceDependent(_, .gaussian, _): "distance_gaussian"
        case .distanceDependent(_, .exponential, _): "distance_exponential"
        case .list: "list"
        }
    }
}

/// How a connection probability falls with distance; lengths in um.
public enum DistanceProfile: Hashable, Sendable {
    /// exp(−d² / (2 σ²))
    case gaussian(sigma: Double)
    /// exp(−d / λ)
    case exponential(lambda: Double)
}

/// An explicit list of synapses: either a file still to be read, or the entries themselves.
public struct EdgeList: Hashable, Sendable {
    public var file: String?
    public var edges: [Edge]

    public init(file: String? = nil, edges: [Edge] = []) {
        self.file = file
        self.edges = edges
    }

    /// One synapse. Indices count within the projection's selections; weight and delay, where
    /// given, replace the projection's (coherent units).
    public struct Edge: Hashable, Sendable {
        public var source: Int
        public var target: Int
        public var weight: Double?
        public var delay: Double?

        public init(source: Int, target: Int, weight: Double? = nil, delay: Double? = nil) {
            self.source = source
            self.target = target
            self.weight = weight
            self.delay = delay
        }
    }
}
