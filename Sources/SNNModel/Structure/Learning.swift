// What learns and what modulates, as plain values. A rule of plasticity is declared once and named
// by the projections and populations that follow it; what its parameters are, its kind in the
// catalogue says. A parameter may be a formula of modulators, `A_minus = 0.15 * glia`.

/// A rule by which synapses or thresholds change.
///
///     PlasticityRule("learn", kind: "stdp", settings: ["tau_plus": .quantity(.milliseconds(20))])
public struct PlasticityRule: Hashable, Sendable {
    public var name: String
    /// The key of the kind in the catalogue: `stdp`, `stdp_triplet`, `tsodyks_markram`.
    public var kind: String
    public var settings: Settings

    public init(_ name: String, kind: String, settings: Settings = Settings()) {
        self.name = name
        self.kind = kind
        self.settings = settings
    }
}

/// A substance, or another signal, that many synapses or neurons see.
///
///     Modulator("dopamine", releasedBy: [Selection("reward")], settings: ["tau": …])
public struct Modulator: Hashable, Sendable {
    public var name: String
    /// The key of the kind in the catalogue: `concentration` is the same everywhere, `diffusion`
    /// falls with the distance from where it is released.
    public var kind: String
    /// Whose spikes release it; empty if only a program does.
    public var releasedBy: [Selection]
    public var settings: Settings

    public init(
        _ name: String, kind: String = "concentration", releasedBy: [Selection] = [],
        settings: Settings = Settings()
    ) {
        self.name = name
        self.kind = kind
        self.releasedBy = releasedBy
        self.settings = settings
    }
}

/// A group of astrocytes and the synapses that they cover.
///
///     Astrocytes("glia", count: 400, kind: "li_rinzel", covers: [.init("exc", "exc")])
public struct Astrocytes: Hashable, Sendable {
    public var name: String
    public var count: Int
    /// The key of the kind in the catalogue.
    public var kind: String
    public var covers: [Territory]
    public var coverage: Coverage
    public var settings: Settings
    public var layout: Layout?

    public init(
        _ name: String, count: Int, kind: String, covers: [Territory] = [],
        coverage: Coverage = .nearest, settings: Settings = Settings(), layout: Layout? = nil
    ) {
        self.name = name
        self.count = count
        self.kind = kind
        self.covers = covers
        self.coverage = coverage
        self.settings = settings
        self.layout = layout
    }

    /// Which astrocyte covers a synapse.
    public enum Coverage: Hashable, Sendable {
        /// Each target has so many astrocytes, drawn without repetition; each of its synapses is
        /// covered with probability p by one of them.
        case randomPool(p: Double, size: Int)
        /// The same with pools of neighbours: of `size` astrocytes for each target, none shared,
        /// or for size 1 one for equally many targets.
        case blockPool(p: Double, size: Int)
        /// All synapses of a target are covered by the astrocyte nearest to it.
        case nearest

        /// The name in the model language.
        public var name: String {
            switch self {
            case .randomPool: "random_pool"
            case .blockPool: "block_pool"
            case .nearest: "nearest"
            }
        }
    }

    /// The synapses from one population or stimulus onto another.
    public struct Territory: Hashable, Sendable {
        public var source: String
        public var target: String

        public init(_ source: String, _ target: String) {
            self.source = source
            self.target = target
        }
    }
}

/// A part of an experiment: `phase train { … }`, `phase test { plasticity = off }`.
public struct Phase: Hashable, Sendable {
    public var name: String
    public var settings: Settings

    public init(_ name: String, settings: Settings = Settings()) {
        self.name = name
        self.settings = settings
    }
}
