import SNNModel

/// A model as text.
///
///     let text = ModelText(contents, file: "Models/reward.model")
///     let (model, diagnostics) = text.model(setting: ["drive": "8Hz"])
///     print(text.report(diagnostics))
///
/// Nothing is half loaded: with any error there is no model.
public struct ModelText: Sendable {
    public let text: String
    /// The name that diagnostics show.
    public let file: String

    public init(_ text: String, file: String) {
        self.text = text
        self.file = file
    }

    /// The model and all mistakes and doubts, in the order of the text; the model is nil if one of
    /// them is an error.
    ///
    /// - Parameter setting: values in place of those of the file's parameters, as written on a
    ///   command line: `["drive": "8Hz"]`.
    public func model(
        setting: [String: String] = [:]
    ) -> (model: Model?, diagnostics: [Diagnostic]) {
        let source = SourceText(text, file: file)
        let (tree, syntaxMistakes) = Parser.parse(source)
        let lowering = Lowering.lower(tree, of: source, setting: setting)
        var all = syntaxMistakes + lowering.diagnostics
        let hasErrors = all.contains { $0.severity == .error }
        all += lowering.findings(lostNames: tree.lostNames, after: all)
        if hasErrors { all.removeAll { $0.severity == .warning } }
        let sorted = Self.sorted(all)
        let isSound = sorted.allSatisfy { $0.severity == .warning }
        return (isSound ? lowering.model : nil, sorted)
    }

    /// What makes two diagnostics one and the same to a reader. A projection with several sources
    /// and targets is checked as often as it has pairs; a mistake of its weight is told once.
    private struct Finding: Hashable {
        let code: DiagnosticCode
        let range: SourceRange?
        let detail: String?

        init(_ diagnostic: Diagnostic) {
            code = diagnostic.code
            range = diagnostic.primary?.range
            detail = range == nil ? diagnostic.message : diagnostic.help
        }
    }

    /// By place, those without one first; each once.
    private static func sorted(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
        var seen: Set<Finding> = []
        let unique = diagnostics.filter { seen.insert(Finding($0)).inserted }
        let order = unique.enumerated().sorted { a, b in
            let first = a.element.primary?.range ?? SourceRange(-1, -1)
            let second = b.element.primary?.range ?? SourceRange(-1, -1)
            return (first.lower, first.upper, a.offset) < (second.lower, second.upper, b.offset)
        }
        return order.map(\.element)
    }
}

extension Lowering {
    /// What the checks of the model find, less what follows from mistakes that were reported.
    func findings(lostNames: Bool, after reported: [Diagnostic]) -> [Diagnostic] {
        let marked = reported.filter { $0.severity == .error }.compactMap(\.primary?.range)
        let hasBroken = tree.declarations.contains { $0.isBroken && $0.name == nil }
        let namesMissing = lostNames || hasBroken
        return model.check().filter { finding in
            if namesMissing, finding.code == .unknownElement { return false }
            if finding.code == .weightDimension, isUnsure(finding) { return false }
            guard let range = finding.primary?.range else { return true }
            return !marked.contains { $0.overlaps(range) }
        }
    }

    /// Whether a complaint about a weight may follow from a mistake elsewhere.
    private func isUnsure(_ finding: Diagnostic) -> Bool {
        if !unsureReceptors.isEmpty { return true }
        guard let range = finding.primary?.range else { return false }
        return unsureWeights.contains { model.places["projection \($0).weight"] == range }
    }
}

extension SourceRange {
    func overlaps(_ other: SourceRange) -> Bool {
        self == other || (lower < other.upper && other.lower < upper)
    }
}
