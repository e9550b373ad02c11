// `report.html`: one file that opens anywhere, without network, script or further files. It
// shows what a run has, in the order of its sections, and suits light and dark, wide and narrow,
// and paper.

/// A page about a run.
///
///     var report = Report(title: "Spoken digits", digest: digest)
///     report.sections.append(.answer([("reservoir", reservoir), ("control", control)]))
///     report.sections.append(.raster([exc, inh]))
///     try report.html().write(to: file, atomically: true, encoding: .utf8)
public struct Report: Sendable {
    public var title: String
    /// One sentence about what was run.
    public var subtitle: String?
    /// Of all spikes; the same digest means the same spikes.
    public var digest: String?
    public var sections: [Section]

    public init(
        title: String, subtitle: String? = nil, digest: String? = nil, sections: [Section] = []
    ) {
        self.title = title
        self.subtitle = subtitle
        self.digest = digest
        self.sections = sections
    }

    /// The whole page.
    public func html() -> String {
        let links = sections.enumerated().map {
            "<a href=\"#section-\($0)\">\(HTML.escaped($1.title))</a>"
        }
        let subtitle = subtitle.map { "<p class=\"subtitle\">\(HTML.escaped($0))</p>\n" } ?? ""
        let digest =
            digest.map {
                "<p class=\"digest\">digest <code>\(HTML.escaped($0))</code></p>\n"
            } ?? ""
        let body = sections.enumerated().map { $1.html(number: $0) }.joined()
        return """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>\(HTML.escaped(title))</title>
            <style>
            \(StyleSheet.text)
            </style>
            </head>
            <body>
            <header>
            <p class="eyebrow">snnsim report</p>
            <h1>\(HTML.escaped(title))</h1>
            \(subtitle)\(digest)<nav aria-label="Sections">\(links.joined(separator: "\n"))</nav>
            </header>
            <main>
            \(body)</main>
            </body>
            </html>

            """
    }
}
