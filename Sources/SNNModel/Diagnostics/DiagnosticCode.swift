/// The stable name of a kind of mistake, such as `E004`; `snnsim explain E004` tells it at length.
///
/// Every code is a static member that carries its page. The codes of the language stand in
/// `DiagnosticCode+Language` (E001 to E039), those of the checks in the other extensions, by what
/// they are about. Codes that begin with W are warnings.
public struct DiagnosticCode: Sendable, CustomStringConvertible {
    /// `E004`
    public let description: String
    /// The mistake in a few words, lower case, no full stop.
    public let title: String
    /// What it means and why it matters, in sentences.
    public let meaning: String
    /// Text of a model that triggers it.
    public let example: String
    /// How to mend it, in sentences.
    public let remedy: String

    init(
        _ description: String, _ title: String, meaning: String, example: String, remedy: String
    ) {
        self.description = description
        self.title = title
        self.meaning = meaning
        self.example = example
        self.remedy = remedy
    }

    public var severity: Diagnostic.Severity { description.hasPrefix("W") ? .warning : .error }

    /// Every code there is, in order.
    public static let all: [DiagnosticCode] =
        (language + structure + values + wiring + learning + experiment + warnings)
        .sorted { $0.description < $1.description }

    /// The code written like this, upper or lower case.
    public static func named(_ name: String) -> DiagnosticCode? {
        let name = name.uppercased()
        return all.first { $0.description == name }
    }
}

extension DiagnosticCode: Hashable {
    public static func == (a: DiagnosticCode, b: DiagnosticCode) -> Bool {
        a.description == b.description
    }

    public func hash(into hasher: inout Hasher) { hasher.combine(description) }
}
