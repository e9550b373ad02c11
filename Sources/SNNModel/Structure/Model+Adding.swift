// Models written in Swift. What is added here passes the same checks as what is read from text.

extension Selection: ExpressibleByStringLiteral {
    public init(stringLiteral name: String) { self.init(name) }
}

extension Model {
    /// Adds a population and returns a handle to it.
    ///
    ///     let exc = model.addPopulation(
    ///         "exc", count: 3200, of: .lif(["tau_m": .fixed(.milliseconds(20))]),
    ///         receptors: [Receptor("ampa", .exponential, tau: .fixed(.milliseconds(5)))])
    @discardableResult
    public mutating func addPopulation(
        _ name: String, count: Int, of neuron: NeuronDescription, receptors: [Receptor] = [],
        layout: Layout? = nil
    ) -> Selection {
        populations.append(
            Population(
                name, count: count, kind: neuron.kind, settings: neuron.settings,
                receptors: receptors, layout: layout))
        return Selection(name)
    }

    /// Adds a stimulus and returns a handle to it.
    @discardableResult
    public mutating func addStimulus(
        _ name: String, count: Int, of stimulus: StimulusDescription, layout: Layout? = nil
    ) -> Selection {
        stimuli.append(
            Stimulus(
                name, count: count, kind: stimulus.kind, settings: stimulus.settings,
                layout: layout))
        return Selection(name)
    }

    /// Adds synapses from one group to another.
    ///
    /// - Parameters:
    ///   - receptor: may be left out where the target has one only.
    ///   - plasticity: the rules that the synapses follow, by name.
    public mutating func connect(
        _ source: Selection, to target: Selection, via receptor: String? = nil,
        rule: ConnectionRule, weight: Value, delay: Value, autapses: Bool = true,
        multapses: Bool = true, plasticity: [String] = []
    ) {
        projections.append(
            Projection(
                from: source, to: target, via: receptor, rule: rule, weight: weight, delay: delay,
                allowsAutapses: autapses, allowsMultapses: multapses, plasticity: plasticity))
    }

    /// Adds a rule of plasticity, and returns its name.
    ///
    ///     let learn = model.addPlasticity(
    ///         "learn", of: "stdp", ["w_max": .quantity(.nanosiemens(10))])
    ///     model.connect(exc, to: exc, rule: …, weight: …, delay: …, plasticity: [learn])
    @discardableResult
    public mutating func addPlasticity(
        _ name: String, of kind: String, _ settings: Settings = [:]
    ) -> String {
        plasticities.append(PlasticityRule(name, kind: kind, settings: settings))
        return name
    }

    /// Adds a modulator, and returns its name.
    @discardableResult
    public mutating func addModulator(
        _ name: String, of kind: String = "concentration", releasedBy: [Selection] = [],
        _ settings: Settings = [:]
    ) -> String {
        modulators.append(
            Modulator(name, kind: kind, releasedBy: releasedBy, settings: settings))
        return name
    }
}

/// A kind of neuron with its settings. Names are those of the catalogue; what is not set takes its
/// default.
public struct NeuronDescription: Hashable, Sendable {
    public var kind: String
    public var settings: Settings

    public init(kind: String, _ settings: Settings = [:]) {
        self.kind = kind
        self.settings = settings
    }

    public static func lif(_ settings: Settings = [:]) -> Self { Self(kind: "lif", settings) }

    /// A leaky integrate-and-fire neuron with its own membrane time constant.
    public static func lif(tauM: Quantity) -> Self { .lif(["tau_m": .quantity(tauM)]) }

    public static func adEx(_ settings: Settings = [:]) -> Self { Self(kind: "adex", settings) }

    public static func dendritic(_ settings: Settings = [:]) -> Self {
        Self(kind: "dendritic", settings)
    }

    public static func izhikevich(_ settings: Settings = [:]) -> Self {
        Self(kind: "izhikevich", settings)
    }
}

/// A kind of stimulus with its settings.
public struct StimulusDescription: Hashable, Sendable {
    public var kind: String
    public var settings: Settings

    public init(kind: String, _ settings: Settings = [:]) {
        self.kind = kind
        self.settings = settings
    }

    public static func poisson(rate: Quantity) -> Self {
        Self(kind: "poisson", ["rate": .quantity(rate)])
    }

    /// Poisson trains of which `shared` neighbours have one rate, drawn anew after times of mean
    /// `tau`.
    public static func fluctuating(
        rates: ClosedRange<Double>, tau: Quantity, shared: Int = 10
    ) -> Self {
        Self(
            kind: "fluctuating",
            [
                "rate_min": .quantity(.hertz(rates.lowerBound)),
                "rate_max": .quantity(.hertz(rates.upperBound)), "tau": .quantity(tau),
                "shared": .quantity(.number(Double(shared))),
            ])
    }

    public static func regular(rate: Quantity, start: Quantity = .milliseconds(1)) -> Self {
        Self(kind: "regular", ["rate": .quantity(rate), "start": .quantity(start)])
    }

    /// An open port that spikes are injected into.
    public static let input = Self(kind: "input")
}
