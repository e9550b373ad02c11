import Foundation

/// Maps values to positions and knows round values to mark.
struct Axis: Sendable {
    let low: Double
    let high: Double
    /// Positions of `low` and `high`, in pixels; they may descend.
    let from: Double
    let to: Double

    init(_ low: Double, _ high: Double, from: Double, to: Double) {
        self.low = low
        self.high = high > low ? high : low + 1
        self.from = from
        self.to = to
    }

    func callAsFunction(_ value: Double) -> Double {
        from + (value - low) / (high - low) * (to - from)
    }

    /// About so many round values within the axis.
    func ticks(about count: Int) -> [Double] {
        let step = Histogram.roundStep((high - low) / Double(max(count, 1)))
        let first = (low / step - 1e-9).rounded(.up)
        let last = (high / step + 1e-9).rounded(.down)
        guard last >= first else { return [] }
        return (0 ... Int(last - first)).map { (first + Double($0)) * step }
    }

    /// The ticks as text, all with as many decimals as their distance asks for.
    static func labels(_ ticks: [Double]) -> [String] {
        let step = ticks.count > 1 ? ticks[1] - ticks[0] : abs(ticks.first ?? 1)
        let decimals = step >= 1 || step == 0 ? 0 : Int((-log10(step) - 1e-9).rounded(.up))
        return ticks.map { tick in
            if abs(tick) >= 1000, decimals == 0 { return Figures.grouped(Int(tick.rounded())) }
            return Figures.fixed(tick == 0 ? 0 : tick, decimals)
                .replacingOccurrences(of: "-", with: "−")
        }
    }
}

/// The room of a plot: data area, axes, labels with units.
struct Frame {
    let left: Double
    let right: Double
    let top: Double
    let bottom: Double

    var width: Double { right - left }
    var height: Double { bottom - top }

    /// Vertical axis: faint lines across, numbers at the left, its name above them.
    func drawVertical(_ axis: Axis, _ name: String, on canvas: inout Canvas, about count: Int = 4) {
        let ticks = axis.ticks(about: count)
        for (tick, label) in zip(ticks, Axis.labels(ticks)) {
            canvas.line(left, axis(tick), right, axis(tick), tick == 0 ? "axis" : "grid")
            canvas.text(label, left - 7, axis(tick) + 4, anchor: .end)
        }
        canvas.text(name, 0, top - 12, "name")
    }

    /// Horizontal axis: marks and numbers below, its name at the right end.
    func drawHorizontal(_ axis: Axis, _ name: String, on canvas: inout Canvas) {
        canvas.line(left, bottom, right, bottom, "axis")
        let ticks = axis.ticks(about: max(2, Int(width / 90)))
        for (tick, label) in zip(ticks, Axis.labels(ticks)) {
            canvas.line(axis(tick), bottom, axis(tick), bottom + 4, "axis")
            canvas.text(label, axis(tick), bottom + 18, anchor: .middle)
        }
        canvas.text(name, right, bottom + 36, "name", anchor: .end)
    }
}

/// Names with their colours, side by side above a plot.
struct Legend {
    /// Name and colour number.
    var entries: [(name: String, colour: Int)]

    /// Draws and returns the height it took.
    func draw(on canvas: inout Canvas, left: Double = 0, top: Double = 0) -> Double {
        guard !entries.isEmpty else { return 0 }
        var x = left, y = top + 13
        for entry in entries {
            let name = Canvas.fitted(entry.name, into: 230), colour = entry.colour
            let width = 18 + Canvas.width(of: name) + 18
            if x > left, x + width > canvas.width { (x, y) = (left, y + 20) }
            canvas.rect(x, y - 10, 11, 11, Palette.fill(colour), radius: 2)
            canvas.text(name, x + 17, y, "label")
            x += width
        }
        return y - top + 9
    }
}

/// Colours by number. Eight, told apart by people with any colour vision (after Okabe & Ito 2008);
/// the page gives each a value for light and one for dark.
enum Palette {
    static let count = 8

    static func fill(_ number: Int) -> String { "f\(number % count)" }
    static func stroke(_ number: Int) -> String { "s\(number % count)" }
}
