/// The mistakes found so far, each once, with their places in the text.
struct Findings {
    private let places: PlaceTable
    private(set) var diagnostics: [Diagnostic] = []
    private var seen: Set<Seen> = []

    /// What makes two findings the same. A setting that a population inherits is found again in the
    /// heir, with another name in the message but at the same place.
    private struct Seen: Hashable {
        var code: DiagnosticCode
        var range: SourceRange?
        var text: String
    }

    init(places: PlaceTable) { self.places = places }

    /// Notes a mistake about the part with this key (see `PlaceTable`).
    ///
    /// - Parameters:
    ///   - label: two to four words that stand below the marked text.
    ///   - related: other parts that explain it, with their labels; left out without a place.
    mutating func report(
        _ code: DiagnosticCode, _ message: String, at key: String, label: String,
        related: [(key: String, label: String)] = [], help: String? = nil
    ) {
        let range = places[key]
        let isOfNetwork = key.hasPrefix("projection ") || key.hasPrefix("record ")
        let isSetting = range != nil && !isOfNetwork && !key.hasSuffix(".features")
        let text = isSetting ? String(key.drop { $0 != "." }) : message
        guard seen.insert(Seen(code: code, range: range, text: text)).inserted else { return }
        let secondary = related.compactMap { part in
            places[part.key].flatMap { $0 == range ? nil : Diagnostic.Label($0, part.label) }
        }
        diagnostics.append(
            Diagnostic(
                code, message, primary: range.map { Diagnostic.Label($0, label) },
                secondary: secondary, help: help))
    }
}

extension String {
    /// "a population with a similar name exists: `inh`", if one does.
    static func similar(to name: String, in candidates: [String], as what: String) -> String? {
        name.nearest(in: candidates).map { "\(what) with a similar name exists: `\($0)`" }
    }

    /// "`a`, `b` and `c`"
    static func list(of names: [String]) -> String {
        let quoted = names.map { "`\($0)`" }
        guard quoted.count > 1 else { return quoted.first ?? "none" }
        return quoted.dropLast().joined(separator: ", ") + " and " + quoted[quoted.count - 1]
    }

    /// "exc.tau_m" for the setting `tau_m` of `exc`.
    static func key(_ owner: String, _ part: String) -> String { "\(owner).\(part)" }
}
