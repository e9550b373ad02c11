import SNNModel

/// What a phase of an experiment is to do, with all that the model left unsaid.
public struct PhasePlan: Sendable, Equatable {
    /// The phase's name, or of a model without phases `training` or `testing`.
    public var name: String
    /// Which samples are shown; nil for a phase of a run without samples.
    public var isTest: Bool?
    public var passes = 1
    public var isLearning = true
    /// Whether each sample finds the weights of the start of the phase.
    public var restoresWeights = false
    /// Whether membranes and currents start anew with each sample.
    public var resets = true
    /// Whether weights are normalised before each sample.
    public var keepsUp = false
    /// Of a presentation, or of a phase without samples; in ms.
    public var duration: Double
    /// Silence after each sample, in ms.
    public var rest = 0.0
    /// A sample with fewer spikes is shown again.
    public var spikesMin = 0
    /// How much more intensity each time.
    public var intensityStep = 0.5
    /// Whether states go on into the next phase. Those of a model without phases do not.
    public var carriesOn = true

    /// Samples follow each other in one state, since each depends on those before.
    public var isSequential: Bool { !resets || (isLearning && !restoresWeights) }

    /// A sample is shown so often at most, however silent the network stays.
    static let repetitionsMax = 20

    /// - Parameter duration: of a presentation unless the phase says otherwise, in ms.
    init(_ phase: Phase, of model: Model, duration: Double) {
        let kind = Catalogue.kind(.block, "phase")
        func number(_ name: String) -> Double? {
            (phase.settings[name] ?? kind?.parameter(name)?.standard)?.quantity?.value
        }
        func choice(_ name: String) -> String? {
            guard case .name(let text) = phase.settings[name] ?? kind?.parameter(name)?.standard
            else { return nil }
            return text
        }
        name = phase.name
        isTest = choice("samples").map { $0 == "test" }
        passes = Int(number("passes") ?? 1)
        isLearning = choice("plasticity") != "off"
        restoresWeights = choice("weights") == "restore"
        resets = choice("reset").map { $0 == "on" } ?? model.resetsBetweenSamples
        keepsUp = isLearning && model.normalisesAtSamples
        self.duration = number("duration") ?? duration
        rest = number("rest") ?? 0
        spikesMin = Int(number("spikes_min") ?? 0)
        intensityStep = number("intensity_step") ?? 0
    }

    /// A phase of a model without phases: weights are those that were built.
    init(name: String, isTest: Bool, of model: Model, duration: Double) {
        self.name = name
        self.isTest = isTest
        self.duration = duration
        resets = model.resetsBetweenSamples
        restoresWeights = true
        carriesOn = false
    }

    /// The phases of an experiment on samples.
    static func plans(of model: Model, duration: Double) -> [PhasePlan] {
        if model.phases.isEmpty {
            return [("training", false), ("testing", true)].map {
                PhasePlan(name: $0.0, isTest: $0.1, of: model, duration: duration)
            }
        }
        return model.phases.map { PhasePlan($0, of: model, duration: duration) }
    }
}

extension Model {
    /// Whether a rule normalises weights at the start of samples.
    fileprivate var normalisesAtSamples: Bool {
        plasticities.contains { rule in
            rule.kind == "normalisation" && rule.value(of: "interval")?.quantity?.value == 0
        }
    }
}
