/// What is written down during a run.
public struct Recording: Hashable, Sendable {
    public enum Quantity: Hashable, Sendable {
        case spikes
        /// The population's mean rate in bins of `every`.
        case rate
        /// A state variable by its name in the catalogue: `V_m`, `w`, `U_m`, `I_ampa`, `g_gaba`.
        case state(String)
    }

    public var quantity: Quantity
    public var of: [Selection]
    /// Sampling interval in ms; nil for spikes.
    public var every: Double?

    public init(_ quantity: Quantity, of: [Selection], every: Double? = nil) {
        self.quantity = quantity
        self.of = of
        self.every = every
    }
}

/// The weights of all synapses from one population or stimulus to a population, now and then.
public struct WeightRecording: Hashable, Sendable {
    public var source: Selection
    public var target: Selection
    /// In ms.
    public var every: Double

    public init(from source: Selection, to target: Selection, every: Double) {
        self.source = source
        self.target = target
        self.every = every
    }
}

/// How class labels are read from the network's activity.
public struct Readout: Hashable, Sendable {
    public var name: String
    /// The key of the kind in the catalogue: `ridge`, which is fitted to spike counts, `leaky`,
    /// which learns together with the network, or `what_when`, which learns what it expects.
    public var kind: String
    public var features: Features
    /// Ridge penalties to choose from; one value means no choice.
    public var penalties: [Double]
    /// Parameters of kinds that learn trial by trial.
    public var settings = Settings()

    /// Whether it learns trial by trial, by `settings`.
    public var learnsByTrials: Bool { ["leaky", "what_when", "classifier", "fit"].contains(kind) }

    public init(_ name: String, kind: String, features: Features, penalties: [Double]) {
        self.name = name
        self.kind = kind
        self.features = features
        self.penalties = penalties
    }

    /// A readout that learns trial by trial, of the kind `leaky`.
    public init(_ name: String, kind: String, of selection: Selection, settings: Settings) {
        self.init(name, kind: kind, features: Features(of: [selection], bins: [1]), penalties: [1])
        self.settings = settings
    }

    /// Spike counts of populations in equal time bins.
    public struct Features: Hashable, Sendable {
        public var of: [Selection]
        /// Numbers of bins to choose from; one value means no choice.
        public var bins: [Int]
        /// What is done to each count before standardising.
        public var transform: Transform

        public init(of: [Selection], bins: [Int], transform: Transform = .none) {
            self.of = of
            self.bins = bins
            self.transform = transform
        }
    }

    public enum Transform: String, Hashable, Sendable, CaseIterable {
        case none
        /// Square root: makes the variance of Poisson-like counts independent of their mean.
        case sqrt
    }
}
