// Diagnostics are data; how they look on a terminal is decided in SNNLanguage, and what each code
// means at length stands in `DiagnosticCode+Pages`.

/// A stretch of a source text, in UTF-8 offsets, half open.
public struct SourceRange: Hashable, Sendable {
    public var lower: Int
    public var upper: Int

    public init(_ lower: Int, _ upper: Int) {
        self.lower = lower
        self.upper = upper
    }
}

/// One mistake, or one doubt, about a model.
///
/// The message stands alone: what is wrong, lower case, no full stop. Labels have two to four
/// words. Only `help` advises.
public struct Diagnostic: Hashable, Sendable {
    public enum Severity: String, Hashable, Sendable { case error, warning }

    public struct Label: Hashable, Sendable {
        public var range: SourceRange
        public var text: String

        public init(_ range: SourceRange, _ text: String) {
            self.range = range
            self.text = text
        }
    }

    public var code: DiagnosticCode
    public var message: String
    /// Where the mistake is; nil for a model without text.
    public var primary: Label?
    /// Other places that explain it: "declared here".
    public var secondary: [Label]
    public var help: String?

    public init(
        _ code: DiagnosticCode, _ message: String, primary: Label? = nil, secondary: [Label] = [],
        help: String? = nil
    ) {
        self.code = code
        self.message = message
        self.primary = primary
        self.secondary = secondary
        self.help = help
    }

    public var severity: Severity { code.severity }
}

/// Where the parts of a model stand in its text.
///
/// Keys name a part as a path: `exc`, `exc.tau_m`, `exc.ampa.tau`, `projection 3`,
/// `projection 3.weight`, `record 0`, `digit.features`, `simulation.resolution`.
public struct PlaceTable: Hashable, Sendable {
    private var ranges: [String: SourceRange] = [:]

    public init() {}

    /// The range of this part; that of the nearest enclosing part if it has none of its own.
    public subscript(key: String) -> SourceRange? {
        get {
            var key = Substring(key)
            while true {
                if let range = ranges[String(key)] { return range }
                guard let dot = key.lastIndex(of: ".") else { return nil }
                key = key[..<dot]
            }
        }
        set { ranges[key] = newValue }
    }
}

extension String {
    /// The candidate most like this name, if any is near enough to be a slip of the fingers.
    ///
    /// Distance is that of Damerau and Levenshtein (adjacent swaps count one), case ignored; at
    /// most a third of the letters, and at least one, may differ.
    public func nearest(in candidates: some Sequence<String>) -> String? {
        let allowed = Swift.max(1, count / 3)
        var best: (name: String, distance: Int)?
        for candidate in candidates {
            let distance = editDistance(lowercased(), candidate.lowercased())
            if distance <= allowed, distance < best?.distance ?? .max {
                best = (candidate, distance)
            }
        }
        return best?.name
    }
}

private func editDistance(_ first: String, _ second: String) -> Int {
    let a = Array(first)
    let b = Array(second)
    var rows = Array(repeating: Array(repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    for i in stride(from: 1, through: a.count, by: 1) {
        for j in stride(from: 1, through: b.count, by: 1) {
            let change = a[i - 1] == b[j - 1] ? 0 : 1
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change)
            if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
            }
        }
    }
    return rows[a.count][b.count]
}
