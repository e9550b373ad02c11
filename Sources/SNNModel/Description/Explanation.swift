/// What `snnsim explain` prints about a topic: a kind, a parameter, a unit, or a code of a mistake.
///
///     print(Explanation.text(for: "lif") ?? "")
///     Explanation.suggestion(for: "liff")         // "lif"
///
/// Everything is taken from the catalogue, the table of units and the table of codes, so that it
/// cannot differ from what the program does. Plain text, at most 100 columns.
public enum Explanation {
    /// The page of this topic; of several pages where a name means several things, such as
    /// `exponential`. Nil where nothing has this name.
    public static func text(for topic: String) -> String? {
        if let code = DiagnosticCode.named(topic) { return page(of: code) }
        if let listing = listing(topic) { return listing }
        var pages = Catalogue.all.filter { $0.name == topic }.map(page)
        if let parameter = parameterPage(topic) { pages.append(parameter) }
        if let unit = Unit.named(topic) { pages.append(page(of: unit)) }
        return pages.isEmpty ? nil : pages.joined(separator: "\n\n")
    }

    /// Every topic that has a page, kinds first, codes last, each once.
    public static var topics: [String] {
        var seen: Set<String> = []
        let all =
            listings.map(\.name) + Catalogue.all.map(\.name) + parameterNames + Unit.symbols
            + DiagnosticCode.all.map(\.description)
        return all.filter { seen.insert($0).inserted }
    }

    /// The topic most like this one, for a slip of the fingers.
    public static func suggestion(for topic: String) -> String? {
        if topics.contains(topic) { return nil }
        return topic.nearest(in: topics)
    }

    // MARK: - Lists

    /// Topics that list others.
    private static let listings: [(name: String, title: String, topics: [(String, String)])] =
        Kind.Category.allCases.map { category in
            (
                category.plural, "all kinds of \(category.noun)",
                Catalogue.all.filter { $0.category == category }.map { ($0.name, $0.summary) }
            )
        } + [
            (
                "units", "all units of measurement",
                Unit.all.map { ($0.symbol, "\($0.dimension.name), \($0.definition)") }
            ),
            (
                "codes", "all mistakes and doubts that are told",
                DiagnosticCode.all.map { ($0.description, $0.title) }
            ),
        ]

    private static func listing(_ topic: String) -> String? {
        guard let listing = listings.first(where: { $0.name == topic }) else { return nil }
        let rows = listing.topics.map { [$0.0, $0.1] }
        return page(
            "\(listing.name) - \(listing.title)", [("", Paragraphs.table(rows, indent: 4))])
    }

    // MARK: - Codes and units

    private static func page(of code: DiagnosticCode) -> String {
        let severity = code.severity == .error ? "error" : "warning"
        return page(
            "\(code) - \(code.title) (\(severity))",
            [
                ("", Paragraphs.wrapped(code.meaning, indent: 4)),
                ("Example", indented(code.example)),
                ("Remedy", Paragraphs.wrapped(code.remedy, indent: 4)),
            ])
    }

    private static func page(of unit: Unit) -> String {
        let same = Unit.all.filter { $0.dimension == unit.dimension && $0 != unit }
        let users = Catalogue.all.flatMap { kind in
            (kind.parameters + kind.states).filter { $0.dimension == unit.dimension }
                .map { "\($0.name) of \(kind.name)" }
        }
        return page(
            "\(unit.symbol) - unit of \(unit.dimension.name)",
            [
                ("", ["    \(unit.definition)"]),
                (
                    "Other units",
                    Paragraphs.wrapped(same.map(\.symbol).joined(separator: ", "), indent: 4)
                ),
                ("Measured in it", Paragraphs.wrapped(users.joined(separator: ", "), indent: 4)),
            ])
    }

    // MARK: - Assembly

    /// A title and its sections, with empty lines between them; sections without text are left out.
    static func page(_ title: String, _ sections: [(heading: String, lines: [String])]) -> String {
        var result = [title]
        for section in sections where !section.lines.allSatisfy({ $0.trimmingEnd.isEmpty }) {
            result.append("")
            if !section.heading.isEmpty { result.append(section.heading) }
            result += section.lines
        }
        return result.joined(separator: "\n")
    }

    /// Lines of code, which are not wrapped: a line that is too long ends in dots.
    static func indented(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
            if line.isEmpty { return "" }
            let room = Paragraphs.width - 4
            return "    " + (line.count <= room ? String(line) : line.prefix(room - 4) + " ...")
        }
    }
}

extension Kind.Category {
    /// The topic that lists the kinds of this category.
    var plural: String {
        switch self {
        case .neuron: "neurons"
        case .receptor: "receptors"
        case .stimulus: "stimuli"
        case .rule: "rules"
        case .plasticity: "plasticity"
        case .modulator: "modulators"
        case .astrocyte: "astrocytes"
        case .distribution: "distributions"
        case .layout: "layouts"
        case .recording: "recordings"
        case .readout: "readouts"
        case .block: "blocks"
        }
    }
}

extension Unit {
    /// "1 nS = 1000 pS": the size in another unit of the dimension, or in the coherent one.
    var definition: String {
        if dimension == .none { return "a plain number" }
        guard let coherent = Unit.customary(for: dimension), coherent != self else {
            return "the unit that values of this dimension are printed in"
        }
        let size = coherent.express(self.coherent(1))
        return "1 \(symbol) = \(Quantity.shortest(size)) \(coherent.symbol)"
    }
}
