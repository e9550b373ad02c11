/// The stable name of a kind of mistake, such as `E004`; `snnsim explain E004` tells it at length.
public struct DiagnosticCode: Hashable, Sendable, CustomStringConvertible {
    public let description: String

    init(_ description: String) { self.description = description }

    public var severity: Diagnostic.Severity { description.hasPrefix("W") ? .warning : .error }
}
