/// Distributions of many sets of values, one row each: the line spans 90 % of the values, the
/// bar the middle half, the dot marks the median.
public struct SpreadPlot: Plot {
    public var sets: [(name: String, values: [Double], colour: Int)]
    /// With the unit.
    public var xName: String
    /// A value to mark, and its name.
    public var reference: (value: Double, name: String)?

    public init(
        _ sets: [(name: String, values: [Double], colour: Int)], xName: String,
        reference: (value: Double, name: String)? = nil
    ) {
        self.sets = sets
        self.xName = xName
        self.reference = reference
    }

    public var summary: String {
        let medians = sets.filter { !$0.values.isEmpty }.map {
            "\($0.name) \(Figures.short(Self.quantiles($0.values)[2]))"
        }
        return "Medians of \(xName): " + medians.joined(separator: "; ")
    }

    /// At 5, 25, 50, 75 and 95 %, interpolated between values.
    static func quantiles(_ values: [Double]) -> [Double] {
        let sorted = values.sorted()
        return [0.05, 0.25, 0.5, 0.75, 0.95].map { share in
            let place = share * Double(sorted.count - 1)
            let below = Int(place)
            let above = min(below + 1, sorted.count - 1)
            return sorted[below] + (place - Double(below)) * (sorted[above] - sorted[below])
        }
    }

    public func svg(width: Double, id: String) -> String {
        let rowHeight = 22.0, top = 20.0
        let names = sets.map { Canvas.width(of: $0.name, size: 12) }.max() ?? 0
        let left = min(names + 12, width * 0.3)
        let frame = Frame(
            left: left, right: width - 14, top: top,
            bottom: top + rowHeight * Double(sets.count) + 4)
        var canvas = Canvas(width: width, height: frame.bottom + 44)
        let drawn = sets.map { $0.values.isEmpty ? nil : Self.quantiles($0.values) }
        let ends = drawn.compactMap { $0 }.flatMap { [$0[0], $0[4]] } + [reference?.value ?? 0]
        let x = Axis(
            min(0, ends.min() ?? 0), 1.05 * (ends.max() ?? 1), from: left, to: frame.right)
        for tick in x.ticks(about: max(2, Int(frame.width / 90))) {
            canvas.line(x(tick), top, x(tick), frame.bottom, "grid")
        }
        if let reference {
            canvas.line(x(reference.value), top, x(reference.value), frame.bottom, "reference")
            canvas.text(reference.name, x(reference.value), top - 6, "note", anchor: .middle)
        }
        for (row, set) in sets.enumerated() {
            let y = top + rowHeight * (Double(row) + 0.5)
            canvas.text(
                Canvas.fitted(set.name, into: left - 10, size: 12), left - 10, y + 4, anchor: .end)
            guard let at = drawn[row]?.map({ x($0) }) else { continue }
            canvas.path(
                "M\(at[0].svg) \(y.svg)H\(at[4].svg)", "curve " + Palette.stroke(set.colour))
            canvas.rect(
                at[1], y - 4, max(at[3] - at[1], 1), 8, Palette.fill(set.colour), radius: 2,
                title: "\(set.name): median \(Figures.short(Self.quantiles(set.values)[2]))")
            canvas.circle(at[2], y, 3, at[3] - at[1] < 8 ? Palette.fill(set.colour) : "dot")
        }
        frame.drawHorizontal(x, xName, on: &canvas)
        return canvas.svg(summary: summary)
    }
}
