/// Distributions of several sets of values over the same bins, as overlaid outlines.
public struct HistogramPlot: Plot {
    /// Name, values and the number of its colour.
    public var sets: [(name: String, values: [Double], colour: Int)]
    /// With the unit.
    public var xName: String
    /// A value to mark, and its name.
    public var reference: (value: Double, name: String)?
    /// What is counted, in the plural.
    public var counted: String

    public init(
        _ sets: [(name: String, values: [Double], colour: Int)], xName: String,
        reference: (value: Double, name: String)? = nil, counted: String = "neurons"
    ) {
        self.counted = counted
        self.sets = sets
        self.xName = xName
        self.reference = reference
    }

    public var summary: String {
        let means = sets.filter { !$0.values.isEmpty }.map {
            "\($0.name) with mean \(Figures.short(Moments($0.values).mean))"
        }
        return "Distribution of \(xName): " + means.joined(separator: "; ")
    }

    public func svg(width: Double, id: String) -> String {
        var canvas = Canvas(width: width, height: 0)
        // The distribution of a single value says nothing and dwarfs all others.
        let most = sets.map(\.values.count).max() ?? 0
        let drawn = sets.filter { $0.values.count > (most > 1 ? 1 : 0) }
        let legend = Legend(
            entries: drawn.map {
                ("\($0.name)  ⌀ \(Figures.short(Moments($0.values).mean))", $0.colour)
            })
        let top = legend.draw(on: &canvas) + 26
        let frame = Frame(left: 42, right: width - 14, top: top, bottom: top + 170)
        canvas.height = frame.bottom + 44
        let histograms = Histogram.shared(
            drawn.map(\.values), binsWanted: width > 600 ? 60 : 36, tail: 0.004)
        let peak = histograms.flatMap(\.shares).max() ?? 0
        let y = Axis(0, peak > 0 ? 100 * peak * 1.06 : 1, from: frame.bottom, to: frame.top)
        guard let first = histograms.first else { return canvas.svg(summary: summary) }
        let end = first.start + Double(first.counts.count) * first.step
        let x = Axis(first.start, end, from: frame.left, to: frame.right)
        frame.drawVertical(y, "\(counted) (%)", on: &canvas, about: 3)
        for (set, histogram) in zip(drawn, histograms) {
            let outline = Self.outline(histogram, x, y)
            canvas.path(outline + "V\(frame.bottom.svg)Z", "area " + Palette.fill(set.colour))
            canvas.path(outline, "outline " + Palette.stroke(set.colour))
        }
        frame.drawHorizontal(x, xName, on: &canvas)
        if let reference, reference.value > first.start, reference.value < end {
            canvas.line(x(reference.value), top, x(reference.value), frame.bottom, "reference")
            canvas.text(
                reference.name, max(x(reference.value), frame.left + 62), top - 6, "note",
                anchor: .middle)
        }
        let beyond = histograms.reduce(0) { $0 + $1.outside }
        if beyond > 0 {
            canvas.text(
                "\(Figures.grouped(beyond)) beyond →", frame.right, frame.bottom - 8, "note",
                anchor: .end)
        }
        return canvas.svg(summary: summary)
    }

    private static func outline(_ histogram: Histogram, _ x: Axis, _ y: Axis) -> String {
        var data = "M\(x(histogram.start).svg) \(y(0).svg)"
        for (bin, share) in histogram.shares.enumerated() {
            let right = histogram.start + Double(bin + 1) * histogram.step
            data += "V\(y(100 * share).svg)H\(x(right).svg)"
        }
        return data + "V\(y(0).svg)"
    }
}
