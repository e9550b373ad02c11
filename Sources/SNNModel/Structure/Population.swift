/// A group of neurons of one kind.
///
///     var exc = Population("exc", count: 800, kind: "lif")
///     exc.settings["tau_m"] = .quantity(.milliseconds(20))
///     exc.receptors = [Receptor("ampa", .exponential, tau: .milliseconds(5))]
public struct Population: Hashable, Sendable {
    public var name: String
    public var count: Int
    /// The key of the neuron's kind in the catalogue: `lif`, `adex`, `izhikevich`, `dendritic`,
    /// `elm`.
    public var kind: String
    /// Parameters and initial values that were set; the rest takes the catalogue's defaults.
    public var settings: Settings
    /// Per-neuron numbers drawn for formulas: `r ~ uniform(0, 1)`.
    public var variables: [Variable]
    public var receptors: [Receptor]
    /// Where the neurons are, if they have positions.
    public var layout: Layout?
    /// The rules of plasticity that its neurons follow themselves, by name.
    public var plasticity: [String]

    public init(
        _ name: String, count: Int, kind: String, settings: Settings = Settings(),
        variables: [Variable] = [], receptors: [Receptor] = [], layout: Layout? = nil,
        plasticity: [String] = []
    ) {
        self.name = name
        self.count = count
        self.kind = kind
        self.settings = settings
        self.variables = variables
        self.receptors = receptors.isEmpty && kind == "elm" ? [.elmInput] : receptors
        self.layout = layout
        self.plasticity = plasticity
    }

    /// A number drawn once per neuron under a name of the modeller's own.
    public struct Variable: Hashable, Sendable {
        public var name: String
        public var distribution: Distribution

        public init(_ name: String, _ distribution: Distribution) {
            self.name = name
            self.distribution = distribution
        }
    }
}

extension Population {
    /// Whether all neurons of `elm` have what was learnt in common.
    public var sharesWeights: Bool { settings["shared"] != .flag(false) }

    /// Whether neurons send outputs of any size rather than spikes.
    public var sendsGradedOutputs: Bool { kind == "elm" && settings["output"] == .name("graded") }

    /// Whether spikes move the thresholds of these neurons: what was set says that they do, or they
    /// follow a rule of their own, which can only be one of thresholds.
    public var hasAdaptiveThreshold: Bool {
        kind == "lif"
            && (settings["theta_plus"] != nil || settings["theta"] != nil || !plasticity.isEmpty)
    }

    /// Whether a spike takes the threshold off the potential instead of setting it.
    public var resetsByThreshold: Bool {
        kind == "lif" && settings["reset"] == .name("by_threshold")
    }

    /// Whether the potential stays where a spike has set it until refractoriness is over; else it
    /// goes on, and there are only no spikes.
    public var isHeldAfterSpikes: Bool {
        !resetsByThreshold && !(kind == "lif" && settings["reset"] == .name("to_V_reset_only"))
    }
}

extension Population {
    /// Whether it matters to these neurons which source a spike comes from: to `elm`, for which
    /// each is an input, and to `dendritic`, for which it decides about the dendrite.
    public var tellsSourcesApart: Bool { kind == "elm" || kind == "dendritic" }

    /// How many dendrites each neuron of `dendritic` has; 0 for others.
    public var dendriteCount: Int {
        guard kind == "dendritic" else { return 0 }
        let value = settings["dendrites"] ?? Catalogue.dendritic.parameter("dendrites")?.standard
        guard let count = value?.quantity?.value, count >= 1 else { return 1 }
        return Int(min(count, Double(Self.dendriteCountMax)))
    }

    /// Dendrites at most, far above what anybody has reduced a cell to.
    static let dendriteCountMax = 1000
}

/// A place where synapses end: how an arriving spike acts on the membrane.
///
/// With a `reversal` it is a conductance and weights are in nS; without, a current in pA; a `delta`
/// receptor is a jump of `V_m` in mV, and a `count` is a number. The peak of the response to a
/// weight w is w, for every shape.
public struct Receptor: Hashable, Sendable {
    public enum Shape: String, Hashable, Sendable, CaseIterable {
        /// The whole charge at once.
        case delta
        /// w · exp(−t / τ)
        case exponential
        /// w · (t / τ) · exp(1 − t / τ)
        case alpha
        /// w is added to what the neuron counts in its bin
        case count
    }

    public var name: String
    public var shape: Shape
    /// Time constant; nil for delta. May be drawn per neuron.
    public var tau: Value?
    /// Reversal potential of a conductance; nil for a current.
    public var reversal: Value?
    /// Concentration of magnesium in mM, which blocks a conductance at low potentials (Jahr &
    /// Stevens 1990, J. Neurosci. 10, 3178); nil where nothing does.
    public var magnesium: Value?

    /// What neurons of `elm` have.
    public static let elmInput = Receptor("input", .count)

    public init(
        _ name: String, _ shape: Shape, tau: Value? = nil, reversal: Value? = nil,
        magnesium: Value? = nil
    ) {
        self.name = name
        self.shape = shape
        self.tau = tau
        self.reversal = reversal
        self.magnesium = magnesium
    }

    /// Whether a spike acts at once, so that there is nothing to decay.
    public var isInstant: Bool { shape == .delta || shape == .count }

    /// What weights of synapses onto this receptor are measured in.
    public var weightDimension: Dimension {
        if shape == .delta { return .voltage }
        if shape == .count { return .none }
        return reversal == nil ? .current : .conductance
    }
}
