// A plot is data that can draw itself at any width. The page asks for two, one for a screen and one
// for a phone, and shows the one that fits: text keeps its size instead of shrinking with the
// drawing. Colours are CSS classes, so one drawing serves light and dark.

/// Something that can be drawn as SVG.
public protocol Plot: Sendable {
    /// What is seen, in one sentence, for those who cannot see it.
    var summary: String { get }

    /// The drawing as an `<svg>` element.
    ///
    /// - Parameters:
    ///   - width: In CSS pixels.
    ///   - id: Unique on the page; what is defined inside the drawing carries it in its name.
    func svg(width: Double, id: String) -> String
}

/// Elements of a drawing, collected as text.
struct Canvas {
    let width: Double
    var height: Double
    private(set) var body = ""

    init(width: Double, height: Double) {
        self.width = width
        self.height = height
    }

    /// Where text stands relative to its point.
    enum Anchor: String { case start, middle, end }

    mutating func add(_ element: String) { body += element + "\n" }

    mutating func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ style: String) {
        add("<path class=\"\(style)\" d=\"M\(x1.svg) \(y1.svg)L\(x2.svg) \(y2.svg)\"/>")
    }

    mutating func path(_ data: String, _ style: String, title: String? = nil) {
        add(
            title.map {
                "<path class=\"\(style)\" d=\"\(data)\"><title>\(HTML.escaped($0))</title></path>"
            }
                ?? "<path class=\"\(style)\" d=\"\(data)\"/>")
    }

    mutating func rect(
        _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ style: String,
        opacity: Double? = nil, radius: Double = 0, title: String? = nil
    ) {
        var element = "<rect class=\"\(style)\" x=\"\(x.svg)\" y=\"\(y.svg)\""
        element += " width=\"\(max(0, width).svg)\" height=\"\(max(0, height).svg)\""
        if let opacity { element += " fill-opacity=\"\(opacity.svg)\"" }
        if radius > 0 { element += " rx=\"\(radius.svg)\"" }
        add(element + (title.map { "><title>\(HTML.escaped($0))</title></rect>" } ?? "/>"))
    }

    mutating func circle(
        _ x: Double, _ y: Double, _ radius: Double, _ style: String, title: String? = nil
    ) {
        let element =
            "<circle class=\"\(style)\" cx=\"\(x.svg)\" cy=\"\(y.svg)\" r=\"\(radius.svg)\""
        add(element + (title.map { "><title>\(HTML.escaped($0))</title></circle>" } ?? "/>"))
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ style: String = "tick",
        anchor: Anchor = .start, rotated: Double = 0
    ) {
        var element = "<text class=\"\(style)\" x=\"\(x.svg)\" y=\"\(y.svg)\""
        if anchor != .start { element += " text-anchor=\"\(anchor.rawValue)\"" }
        if rotated != 0 {
            element += " transform=\"rotate(\(rotated.svg) \(x.svg) \(y.svg))\""
        }
        add(element + ">\(HTML.escaped(text))</text>")
    }

    func svg(summary: String) -> String {
        """
        <svg viewBox="0 0 \(width.svg) \(height.svg)" role="img" \
        aria-label="\(HTML.escaped(summary))">
        \(body)</svg>
        """
    }

    /// How wide a text will be, roughly, at a size in pixels.
    static func width(of text: String, size: Double = 13) -> Double {
        Double(text.count) * size * 0.57
    }

    /// The text, cut where it would be wider than there is room.
    static func fitted(_ text: String, into width: Double, size: Double = 13) -> String {
        if Self.width(of: text, size: size) <= width { return text }
        return text.prefix(max(1, Int(width / size / 0.57) - 1)) + "…"
    }
}

extension Double {
    /// With at most two decimals and nothing superfluous.
    var svg: String {
        let hundredths = Int((self * 100).rounded())
        let (whole, rest) = hundredths.magnitude.quotientAndRemainder(dividingBy: 100)
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return sign + String(whole) }
        if rest % 10 == 0 { return sign + "\(whole).\(rest / 10)" }
        return sign + "\(whole)." + (rest < 10 ? "0" : "") + "\(rest)"
    }
}
