/// One kind of thing that a model can be made of, with everything there is to know about it.
public struct Kind: Sendable {
    public enum Category: String, Sendable, CaseIterable {
        case neuron, receptor, stimulus, rule, plasticity, modulator, astrocyte, distribution
        case layout, recording, readout, block

        /// The category in a sentence: "a connection rule".
        public var noun: String {
            switch self {
            case .rule: "connection rule"
            case .plasticity: "rule of plasticity"
            default: rawValue
            }
        }
    }

    public let category: Category
    /// The word in the model language: `lif`, `poisson`, `fixed_indegree`.
    public let name: String
    /// One line.
    public let summary: String
    /// In the notation of the paper, one per line.
    public let equations: [String]
    public let parameters: [ParameterEntry]
    /// State variables that can be recorded, and for neurons given initial values.
    public let states: [ParameterEntry]
    /// Authors, year, journal, equation numbers.
    public let sources: [String]
    /// A few lines of the model language.
    public let example: String
    /// Longer remarks: numerical scheme, what other simulators do.
    public let notes: String

    public func parameter(_ name: String) -> ParameterEntry? {
        parameters.first { $0.name == name }
    }
}

/// A parameter in the table of its kind.
public struct ParameterEntry: Sendable {
    public enum Form: Sendable, Equatable {
        /// A number of the entry's dimension; may be drawn per element.
        case number
        /// A whole number.
        case count
        case flag
        /// One of these names.
        case choice([String])
        case text
        /// A list of numbers of the entry's dimension.
        case list
        /// A number in the unit of the weights that it is about, whatever that is.
        case weight
        /// The name of something else in the model: a modulator.
        case reference(String)
        /// Something else, described in words: a connection rule, a layout.
        case phrase(String)
    }

    public let name: String
    public let meaning: String
    public let dimension: Dimension
    public let form: Form
    /// In coherent units (names as text); nil if the modeller has to say.
    public let standard: Value?
    /// What values are allowed, in coherent units.
    public let range: Range
    /// Whether a model without it is incomplete.
    public let isRequired: Bool
    /// Whether elements may differ in it: drawn with `~` or calculated by a formula.
    public let allowsDraws: Bool
    /// Whether it may be a formula of modulators and astrocytes.
    public let isModulated: Bool

    public enum Range: Sendable, Equatable {
        case any, positive, notNegative, fraction
    }

    public init(
        _ name: String, _ meaning: String, _ dimension: Dimension = .none, form: Form = .number,
        standard: Value? = nil, range: Range = .any, isRequired: Bool = false,
        allowsDraws: Bool = true, isModulated: Bool = false
    ) {
        self.name = name
        self.meaning = meaning
        self.dimension = dimension
        self.form = form
        self.standard = standard
        self.range = range
        self.isRequired = isRequired
        self.allowsDraws = allowsDraws && form == .number
        self.isModulated = isModulated
    }
}
