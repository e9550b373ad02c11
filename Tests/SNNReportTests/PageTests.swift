import Foundation
import Testing

@testable import SNNReport

@Suite struct PageTests {
    /// Elements that are opened and not closed, or the other way round, in order.
    static func imbalance(of html: String) -> [String] {
        let void: Set<String> = ["meta", "!DOCTYPE"]
        var open: [String] = []
        var rest = html[...]
        while let start = rest.firstIndex(of: "<") {
            guard let end = rest[start...].firstIndex(of: ">") else { return ["<"] }
            let tag = rest[rest.index(after: start) ..< end]
            rest = rest[rest.index(after: end)...]
            let name = String(tag.prefix { !$0.isWhitespace && $0 != ">" })
            if name.hasPrefix("/") {
                guard open.popLast() == String(name.dropFirst()) else { return [name] }
            } else if !tag.hasSuffix("/"), !void.contains(name) {
                open.append(name)
            }
        }
        return open
    }

    @Test(arguments: [10, 1000])
    func pagesAreWhole(neurons: Int) throws {
        let html = try DemoPages.page(
            neurons: neurons, rate: 12, classes: neurons == 10 ? 10 : 20,
            modelText: DemoPages.modelText
        ).html()
        #expect(Self.imbalance(of: html) == [])
        // Nothing is fetched from elsewhere and nothing runs.
        for forbidden in ["http:", "https:", "<script", "@import", "<link", "url(h"] {
            #expect(!html.contains(forbidden), "\(forbidden)")
        }
        #expect(!html.contains("nan") || !html.contains("=\"nan"))
        #expect(html.contains("Spoken digits &lt;“reservoir” &amp; control&gt;"))
        #expect(
            html.contains(
                "># A &quot;small&quot; network: &lt;exc&gt; &amp; &#39;inh&#39;</span>"
            ))
        #expect(
            html.contains("<span class=\"number\">0</span> ..&lt; <span class=\"number\">5</span>"))
        #expect(
            html.components(separatedBy: "<svg ").count
                == html.components(separatedBy: "role=\"img\" aria-label=").count)
        var seen = Set<Substring>()
        for piece in html.components(separatedBy: " id=\"").dropFirst() {
            #expect(seen.insert(piece.prefix { $0 != "\"" }).inserted, "each id once")
        }
    }

    /// With SNN_DEMO_PAGES=folder the pages are left there to be looked at, with a million
    /// spikes in the largest; without, spikes are fewer, because debug builds count them slowly.
    @Test func aHundredThousandNeuronsFit() throws {
        let path = ProcessInfo.processInfo.environment["SNN_DEMO_PAGES"]
        let report = try DemoPages.page(
            neurons: 100_000, rate: path == nil ? 2 : 9, classes: 10,
            modelText: DemoPages.modelText)
        let start = Date()
        let html = report.html()
        print(
            "100,000 neurons: \(html.utf8.count) bytes, \(Date().timeIntervalSince(start)) s"
        )
        #expect(html.utf8.count < 3_000_000)
        #expect(html.contains("data:image/png;base64,"))
        #expect(html.contains("Too many to be drawn one by one"))
        guard let path else { return }
        let folder = URL(fileURLWithPath: path)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Data(html.utf8).write(to: folder.appending(path: "large.html"))
        for (name, neurons) in [("small", 10), ("middle", 1000)] {
            let page = try DemoPages.page(
                neurons: neurons, rate: 12, classes: neurons == 10 ? 10 : 20,
                modelText: DemoPages.modelText)
            try Data(page.html().utf8).write(to: folder.appending(path: "\(name).html"))
        }
        print("pages written to \(folder.path)")
    }

    @Test func emptyRunsHaveAPage() throws {
        let silent = PopulationSpikes(
            name: "silent", neurons: 0, duration: 0, times: [Double](), ids: [Int]())
        let report = Report(
            title: "",
            sections: [
                .answer([]), .raster([silent]), .raster([]), .rates([silent]), .rates([]),
                .distributions([silent]), .bins([]), .seeds([], []), .ingredients([]),
                .confusion(Accuracy(predictions: [], labels: [], classes: 1)), .facts([]),
                .table(title: "t", columns: [], rows: []), .model("\"open # \u{1F9E0} <"),
            ])
        let html = report.html()
        #expect(Self.imbalance(of: html) == [])
        #expect(!html.contains("nan"))
    }
}
