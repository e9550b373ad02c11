// Units of the field, in one table. The engine calculates in the coherent set
//
//     ms, mV, pA, pF, nS, GOhm, kHz, um           (pF · mV / ms = pA,  nS · mV = pA,  pF / nS = ms)
//
// so that no equation needs a factor.

/// A unit of measurement: its symbol, its dimension, and its size in coherent units.
public struct Unit: Hashable, Sendable {
    public let symbol: String
    public let dimension: Dimension
    /// What one of this unit is in the coherent set: 1000 for `s`, because that set has `ms`.
    public let scale: Double
    /// The power of ten of `scale`, where it is one; conversions divide instead of multiplying by
    /// a rounded reciprocal, so that `5 Hz` is printed as `5 Hz`.
    let exponent: Int?

    init(_ symbol: String, _ dimension: Dimension, exponent: Int) {
        self.symbol = symbol
        self.dimension = dimension
        self.exponent = exponent
        self.scale = Unit.power(exponent)
    }

    init(_ symbol: String, _ dimension: Dimension, scale: Double) {
        self.symbol = symbol
        self.dimension = dimension
        self.scale = scale
        self.exponent = nil
    }

    /// `number` of this unit, in coherent units.
    public func coherent(_ number: Double) -> Double {
        guard let exponent, exponent < 0 else { return number * scale }
        return number / Unit.power(-exponent)
    }

    /// A coherent value expressed in this unit.
    public func express(_ value: Double) -> Double {
        guard let exponent, exponent < 0 else { return value / scale }
        return value * Unit.power(-exponent)
    }

    private static func power(_ exponent: Int) -> Double {
        var result = 1.0
        for _ in 0..<abs(exponent) { result *= 10 }
        return exponent < 0 ? 1 / result : result
    }

    /// The unit written `symbol`, or nil. `µ` (both code points) reads as `u`, `Ω` as `ohm`.
    public static func named(_ symbol: String) -> Unit? {
        bySymbol[spelling(symbol)]
    }

    /// All symbols, for suggestions.
    public static var symbols: [String] { all.map(\.symbol) }

    /// The unit in which people write values of this dimension: ms, mV, pA, pF, nS, Hz, um.
    public static func customary(for dimension: Dimension) -> Unit? {
        if dimension == .rate { return named("Hz") }
        return all.first { $0.dimension == dimension && $0.scale == 1 }
    }

    static func coherentSymbol(of dimension: Dimension) -> String {
        let parts = [
            ("mV", dimension.voltage), ("pA", dimension.current), ("um", dimension.length),
            ("ms", dimension.time),
        ]
        let above = parts.filter { $0.1 > 0 }.flatMap { Array(repeating: $0.0, count: Int($0.1)) }
        let below = parts.filter { $0.1 < 0 }.flatMap { Array(repeating: $0.0, count: Int(-$0.1)) }
        let numerator = above.isEmpty ? "1" : above.joined(separator: "*")
        return below.isEmpty ? numerator : ([numerator] + below).joined(separator: "/")
    }

    private static func spelling(_ symbol: String) -> String {
        var result = ""
        for character in symbol {
            switch character {
            case "µ", "μ": result += "u"
            case "Ω": result += "ohm"
            default: result.append(character)
            }
        }
        return result
    }

    private static let bySymbol: [String: Unit] =
        Dictionary(uniqueKeysWithValues: all.map { ($0.symbol, $0) })

    static let all: [Unit] = [
        Unit("ms", .time, exponent: 0), Unit("s", .time, exponent: 3),
        Unit("us", .time, exponent: -3), Unit("ns", .time, exponent: -6),
        Unit("min", .time, scale: 60_000), Unit("h", .time, scale: 3_600_000),
        Unit("Hz", .rate, exponent: -3), Unit("kHz", .rate, exponent: 0),
        Unit("MHz", .rate, exponent: 3),
        Unit("mV", .voltage, exponent: 0), Unit("V", .voltage, exponent: 3),
        Unit("uV", .voltage, exponent: -3),
        Unit("pA", .current, exponent: 0), Unit("nA", .current, exponent: 3),
        Unit("uA", .current, exponent: 6), Unit("mA", .current, exponent: 9),
        Unit("fA", .current, exponent: -3),
        Unit("pC", .charge, exponent: 3), Unit("fC", .charge, exponent: 0),
        Unit("nS", .conductance, exponent: 0), Unit("uS", .conductance, exponent: 3),
        Unit("mS", .conductance, exponent: 6), Unit("pS", .conductance, exponent: -3),
        Unit("S", .conductance, exponent: 9),
        Unit("Gohm", .resistance, exponent: 0), Unit("Mohm", .resistance, exponent: -3),
        Unit("kohm", .resistance, exponent: -6), Unit("ohm", .resistance, exponent: -9),
        Unit("pF", .capacitance, exponent: 0), Unit("nF", .capacitance, exponent: 3),
        Unit("uF", .capacitance, exponent: 6), Unit("fF", .capacitance, exponent: -3),
        Unit("um", .length, exponent: 0), Unit("mm", .length, exponent: 3),
        Unit("cm", .length, exponent: 4), Unit("m", .length, exponent: 6),
        Unit("nm", .length, exponent: -3),
    ]
}
