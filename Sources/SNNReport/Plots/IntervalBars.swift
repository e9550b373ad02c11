/// Shares as bars, each with its interval and its figure: the answer of an experiment at a glance.
public struct IntervalBars: Plot {
    /// One bar.
    public struct Bar: Sendable {
        public var name: String
        /// Between 0 and 1.
        public var value: Double
        /// Nil where none is known.
        public var interval: ClosedRange<Double>?
        /// What the eye should be drawn to.
        public var isMain: Bool

        public init(
            _ name: String, _ value: Double, _ interval: ClosedRange<Double>? = nil,
            isMain: Bool = false
        ) {
            self.name = name
            self.value = value
            self.interval = interval
            self.isMain = isMain
        }
    }

    public var bars: [Bar]
    /// A share to compare all with, and its name.
    public var reference: (value: Double, name: String)?
    public var axisName: String

    public init(
        _ bars: [Bar], reference: (value: Double, name: String)? = nil,
        axisName: String = "test samples named rightly (%)"
    ) {
        self.bars = bars
        self.reference = reference
        self.axisName = axisName
    }

    public var summary: String {
        let each = bars.map { "\($0.name) \(Self.figure($0))" }
        let last = reference.map { ["\($0.name) \(Figures.percent($0.value))"] } ?? []
        return "Bars of \(axisName): " + (each + last).joined(separator: "; ")
    }

    private static func figure(_ bar: Bar) -> String {
        Figures.percent(bar.value)
            + (bar.interval.map { " (95 % interval \(Figures.percents($0)))" } ?? "")
    }

    public func svg(width: Double, id: String) -> String {
        let isWide = width > 600
        let names = bars.map { Canvas.width(of: $0.name, size: 14) }.max() ?? 0
        let left = isWide ? min(max(names + 14, 60), width * 0.34) : 0
        let rowHeight = isWide ? 42.0 : 58.0
        let top = reference == nil ? 6.0 : 26.0
        let frame = Frame(
            left: left, right: width - (isWide ? 70 : 58), top: top,
            bottom: top + Double(bars.count) * rowHeight + 4)
        var canvas = Canvas(width: width, height: frame.bottom + 44)
        let highest = bars.map { max($0.value, $0.interval?.upperBound ?? 0) }.max() ?? 1
        let axis = Axis(
            0, highest > 0.62 ? 100 : min(100, highest * 145), from: left, to: frame.right)
        for tick in axis.ticks(about: isWide ? 6 : 4) where tick > 0 {
            canvas.line(axis(tick), top, axis(tick), frame.bottom, "grid")
        }
        for (row, bar) in bars.enumerated() {
            let middle = top + (Double(row) + 0.5) * rowHeight + (isWide ? 0 : 9)
            draw(bar, at: middle, axis, frame, isWide: isWide, on: &canvas)
        }
        frame.drawHorizontal(axis, axisName, on: &canvas)
        drawReference(axis, frame, on: &canvas)
        for (row, bar) in bars.enumerated() where !isWide {
            let top = top + (Double(row) + 0.5) * rowHeight - 8
            canvas.text(bar.name, 0, top, "halo label" + (bar.isMain ? " strong" : ""))
        }
        return canvas.svg(summary: summary)
    }

    private func drawReference(_ axis: Axis, _ frame: Frame, on canvas: inout Canvas) {
        if let reference {
            let x = axis(100 * reference.value)
            canvas.line(x, frame.top - 4, x, frame.bottom, "reference")
            let label = "\(reference.name) \(Figures.percent(reference.value))"
            let isLeft = x + Canvas.width(of: label) < canvas.width
            canvas.text(
                label, isLeft ? max(x - 3, 0) : canvas.width, frame.top - 10, "note",
                anchor: isLeft ? .start : .end)
        }
    }

    private func draw(
        _ bar: Bar, at middle: Double, _ axis: Axis, _ frame: Frame, isWide: Bool,
        on canvas: inout Canvas
    ) {
        let half = isWide ? 12.0 : 10.0
        let style = bar.isMain ? "f0" : "plain"
        let end = axis(100 * bar.value)
        canvas.rect(
            frame.left, middle - half, end - frame.left, 2 * half, style, radius: 2,
            title: "\(bar.name): \(Self.figure(bar))")
        var right = end
        if let interval = bar.interval {
            let low = axis(100 * interval.lowerBound), high = axis(100 * interval.upperBound)
            canvas.path(
                "M\(low.svg) \(middle.svg)H\(high.svg)M\(low.svg) \((middle - 5).svg)v10"
                    + "M\(high.svg) \((middle - 5).svg)v10", "whisker")
            right = max(end, high)
        }
        canvas.text(
            Figures.percent(bar.value), right + 8, middle + 5,
            bar.isMain ? "figure strong" : "figure")
        if isWide {
            canvas.text(
                Canvas.fitted(bar.name, into: frame.left - 12, size: 14), frame.left - 12,
                middle + 5, bar.isMain ? "label strong" : "label",
                anchor: .end)
        }
    }
}
