import Foundation

/// How numbers are written for people, the same on the terminal and in the report.
public enum Figures {
    /// As in `87.3 %`.
    public static func percent(_ share: Double) -> String { fixed(100 * share, 1) + " %" }

    /// As in `84.1–89.9 %`.
    public static func percents(_ range: ClosedRange<Double>) -> String {
        fixed(100 * range.lowerBound, 1) + "–" + fixed(100 * range.upperBound, 1) + " %"
    }

    /// As in `+13.1` or `−2.0`, in points of a hundred.
    public static func points(_ difference: Double) -> String {
        (difference < 0 ? "−" : "+") + fixed(abs(100 * difference), 1)
    }

    /// A fixed number of decimals.
    public static func fixed(_ value: Double, _ decimals: Int) -> String {
        String(format: "%.\(decimals)f", value)
    }

    /// At most three significant digits.
    public static func short(_ value: Double) -> String {
        if value != 0, abs(value) >= 1000, abs(value) < 1e7 {
            return grouped(Int(value.rounded()))
        }
        return String(format: "%.3g", value)
    }

    /// Thousands set apart, as in `1,024,000`.
    public static func grouped(_ value: Int) -> String {
        var digits = String(value.magnitude)
        var groups: [String] = []
        while digits.count > 3 {
            groups.insert(String(digits.suffix(3)), at: 0)
            digits.removeLast(3)
        }
        return (value < 0 ? "−" : "") + ([digits] + groups).joined(separator: ",")
    }

    /// As in `p = 0.021` or `p < 0.000001`.
    public static func probability(_ p: Double) -> String {
        if p < 1e-6 { return "p < 0.000001" }
        return "p = " + (p < 0.001 ? fixed(p, 6) : String(format: "%.2g", p))
    }
}
