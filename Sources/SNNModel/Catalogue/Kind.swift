/// One kind of thing that a model can be made of, with everything there is to know about it.
public struct Kind: Sendable {
    public enum Category: String, Sendable, CaseIterable {
        case neuron, receptor, stimulus, rule, distribution, readout, recording
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
    }

    public let name: String
    public let meaning: String
    public let dimension: Dimension
    public let form: Form
    /// In coherent units (names as text); nil if the modeller has to say.
    public let standard: Value?
    /// What values are allowed, in coherent units.
    public let range: Range

    public enum Range: Sendable, Equatable {
        case any, positive, notNegative, fraction
    }

    public init(
        _ name: String, _ meaning: String, _ dimension: Dimension = .none, form: Form = .number,
        standard: Value? = nil, range: Range = .any
    ) {
        self.name = name
        self.meaning = meaning
        self.dimension = dimension
        self.form = form
        self.standard = standard
        self.range = range
    }
}
