// A model is what a methods section describes, as plain values. It can be compared, copied,
// printed as text and read back; nothing in it depends on how or where it is run.

/// A network and the experiment on it.
///
///     var model = Model(seed: 42)
///     model.populations.append(Population("exc", count: 800, kind: "izhikevich"))
///     let problems = model.check()
public struct Model: Sendable {
    /// Length of a run, or of one sample's presentation, in ms; nil if the caller says how long.
    public var duration: Double?
    /// The tick, in ms.
    public var resolution: Double
    public var seed: UInt64
    /// The numbers that neurons are stepped with, except kinds that control their error.
    public var precision: Precision
    /// Whether state goes back to its initial values between the samples of a data set.
    public var resetsBetweenSamples: Bool
    /// Parameters of the file after `--set`, in order.
    public var parameters: [Parameter]
    public var populations: [Population]
    public var stimuli: [Stimulus]
    public var projections: [Projection]
    public var recordings: [Recording]
    public var weightRecordings: [WeightRecording]
    public var readouts: [Readout]
    public var plasticities: [PlasticityRule]
    public var modulators: [Modulator]
    public var astrocytes: [Astrocytes]
    /// The parts of the experiment, in order; empty for one of a single part.
    public var phases: [Phase]
    /// Where each part stands in the text it was read from; empty for models built in Swift.
    public var places: PlaceTable

    public init(seed: UInt64 = 1, resolution: Double = 0.1, duration: Double? = nil) {
        self.seed = seed
        self.resolution = resolution
        self.duration = duration
        self.precision = .double
        self.resetsBetweenSamples = true
        self.parameters = []
        self.populations = []
        self.stimuli = []
        self.projections = []
        self.recordings = []
        self.weightRecordings = []
        self.readouts = []
        self.plasticities = []
        self.modulators = []
        self.astrocytes = []
        self.phases = []
        self.places = PlaceTable()
    }

    public struct Parameter: Hashable, Sendable {
        public var name: String
        public var value: Quantity

        public init(_ name: String, _ value: Quantity) {
            self.name = name
            self.value = value
        }
    }

    public func population(named name: String) -> Population? {
        populations.first { $0.name == name }
    }

    public func stimulus(named name: String) -> Stimulus? {
        stimuli.first { $0.name == name }
    }

    public func plasticity(named name: String) -> PlasticityRule? {
        plasticities.first { $0.name == name }
    }

    public func modulator(named name: String) -> Modulator? {
        modulators.first { $0.name == name }
    }

    public func astrocytes(named name: String) -> Astrocytes? {
        astrocytes.first { $0.name == name }
    }

    /// How many elements the population or stimulus of this name has.
    public func count(of name: String) -> Int? {
        population(named: name)?.count ?? stimulus(named: name)?.count
    }

    /// How many elements a selection of a recording names: astrocytes are recorded, too.
    public func recordedCount(of selection: Selection) -> Int? {
        count(of: selection) ?? astrocytes(named: selection.name)?.count
    }

    /// How many elements a selection names, or nil where there is nothing of that name.
    public func count(of selection: Selection) -> Int? {
        selection.range?.count ?? count(of: selection.name)
    }
}

extension Model: Equatable {
    /// Two models are equal if they describe the same network, wherever their text stands.
    public static func == (a: Model, b: Model) -> Bool {
        a.duration == b.duration && a.resolution == b.resolution && a.seed == b.seed
            && a.precision == b.precision
            && a.resetsBetweenSamples == b.resetsBetweenSamples && a.parameters == b.parameters
            && a.populations == b.populations && a.stimuli == b.stimuli
            && a.projections == b.projections && a.recordings == b.recordings
            && a.readouts == b.readouts && a.plasticities == b.plasticities
            && a.modulators == b.modulators && a.astrocytes == b.astrocytes
            && a.phases == b.phases
    }
}
