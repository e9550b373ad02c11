/// Curves over a common axis: rates over time, accuracy over bins.
public struct LinePlot: Plot {
    /// One curve.
    public struct Curve: Sendable {
        public var name: String
        public var x: [Double]
        public var y: [Double]
        /// The number of its colour, from 0.
        public var colour: Int
        /// The position of a point to ring.
        public var marked: Int?

        public init(
            _ name: String, x: [Double], y: [Double], colour: Int, marked: Int? = nil
        ) {
            precondition(x.count == y.count, "Every point has an x and a y.")
            self.name = name
            self.x = x
            self.y = y
            self.colour = colour
            self.marked = marked
        }
    }

    public var curves: [Curve]
    /// With the unit.
    public var xName: String
    public var yName: String
    /// Whether each point is drawn; for few points that were measured one by one.
    public var hasPoints: Bool
    /// A level to compare with, and its name.
    public var reference: (value: Double, name: String)?
    /// Where the vertical axis ends; nil fits the data.
    public var yMax: Double?
    /// What the horizontal axis spans; nil fits the data.
    public var xRange: ClosedRange<Double>?
    /// What the vertical axis spans, instead of the data and zero.
    public var yRange: ClosedRange<Double>?

    public init(
        _ curves: [Curve], xName: String, yName: String, hasPoints: Bool = false,
        reference: (value: Double, name: String)? = nil, yMax: Double? = nil,
        xRange: ClosedRange<Double>? = nil, yRange: ClosedRange<Double>? = nil
    ) {
        self.curves = curves
        self.xName = xName
        self.yName = yName
        self.hasPoints = hasPoints
        self.reference = reference
        self.yMax = yMax
        self.xRange = xRange
        self.yRange = yRange
    }

    public var summary: String {
        let ends = curves.map { curve in
            "\(curve.name) from \(Figures.short(curve.y.min() ?? 0)) to "
                + Figures.short(curve.y.max() ?? 0)
        }
        return "Curves of \(yName) over \(xName): " + ends.joined(separator: "; ")
    }

    public func svg(width: Double, id: String) -> String {
        let plotHeight = width > 600 ? 230.0 : 200.0
        var canvas = Canvas(width: width, height: 0)
        let legend = Legend(entries: curves.count > 1 ? curves.map { ($0.name, $0.colour) } : [])
        let top = legend.draw(on: &canvas) + 26
        let points = curves.flatMap(\.y) + (reference.map { [$0.value] } ?? [])
        let frame = Frame(left: 46, right: width - 14, top: top, bottom: top + plotHeight)
        canvas.height = frame.bottom + 44
        let xs = curves.flatMap(\.x)
        let margin = hasPoints ? 0.4 : 0
        let x = Axis(
            xRange?.lowerBound ?? (xs.min() ?? 0) - margin,
            xRange?.upperBound ?? (xs.max() ?? 1) + margin, from: frame.left, to: frame.right)
        let peak = points.filter(\.isFinite).max() ?? 1
        let y = Axis(
            yRange?.lowerBound ?? min(0, points.min() ?? 0),
            yRange?.upperBound ?? yMax ?? (peak > 0 ? peak * 1.06 : 1), from: frame.bottom,
            to: frame.top)
        frame.drawVertical(y, yName, on: &canvas)
        frame.drawHorizontal(x, xName, on: &canvas)
        if let reference {
            canvas.line(
                frame.left, y(reference.value), frame.right, y(reference.value), "reference")
            canvas.text(reference.name, frame.right, y(reference.value) - 6, "note", anchor: .end)
        }
        for curve in curves { draw(curve, x, y, on: &canvas) }
        return canvas.svg(summary: summary)
    }

    private func draw(_ curve: Curve, _ x: Axis, _ y: Axis, on canvas: inout Canvas) {
        var data = ""
        for (index, pair) in zip(curve.x, curve.y).enumerated() {
            data += (index == 0 ? "M" : "L") + x(pair.0).svg + " " + y(pair.1).svg
        }
        guard !data.isEmpty else { return }
        canvas.path(data, "curve " + Palette.stroke(curve.colour))
        guard hasPoints else { return }
        for (index, pair) in zip(curve.x, curve.y).enumerated() {
            let title = "\(curve.name), \(Figures.short(pair.0)): \(Figures.short(pair.1))"
            if index == curve.marked {
                canvas.circle(x(pair.0), y(pair.1), 8, "ring " + Palette.stroke(curve.colour))
            }
            canvas.circle(x(pair.0), y(pair.1), 3.2, Palette.fill(curve.colour), title: title)
        }
    }
}
