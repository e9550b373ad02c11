/// A number with a physical dimension, held in coherent units (ms, mV, pA, pF, nS, kHz, um).
///
///     Quantity.milliseconds(20) / Quantity.milliseconds(5)      // the plain number 4
///     Quantity(250, "pF") / Quantity(25, "nS")                  // 10 ms
public struct Quantity: Hashable, Sendable {
    /// The size in coherent units.
    public var value: Double
    public var dimension: Dimension

    public init(_ value: Double, _ dimension: Dimension = .none) {
        self.value = value
        self.dimension = dimension
    }

    /// `number` of the unit written `unit`.
    ///
    /// - Precondition: the unit exists; text from users goes through `Unit.named`.
    public init(_ number: Double, _ unit: String) {
        guard let unit = Unit.named(unit) else {
            preconditionFailure("There is no unit with the symbol \(unit).")
        }
        self.init(unit.coherent(number), unit.dimension)
    }

    public static func number(_ value: Double) -> Quantity { Quantity(value) }
    public static func milliseconds(_ value: Double) -> Quantity { Quantity(value, .time) }
    public static func seconds(_ value: Double) -> Quantity { Quantity(value, "s") }
    public static func millivolts(_ value: Double) -> Quantity { Quantity(value, .voltage) }
    public static func picoamperes(_ value: Double) -> Quantity { Quantity(value, .current) }
    public static func picofarads(_ value: Double) -> Quantity { Quantity(value, .capacitance) }
    public static func nanosiemens(_ value: Double) -> Quantity { Quantity(value, .conductance) }
    public static func micrometers(_ value: Double) -> Quantity { Quantity(value, .length) }
    public static func hertz(_ value: Double) -> Quantity { Quantity(value, "Hz") }

    public static func * (a: Quantity, b: Quantity) -> Quantity {
        Quantity(a.value * b.value, a.dimension * b.dimension)
    }

    public static func / (a: Quantity, b: Quantity) -> Quantity {
        Quantity(a.value / b.value, a.dimension / b.dimension)
    }

    public static prefix func - (a: Quantity) -> Quantity { Quantity(-a.value, a.dimension) }

    /// The text that reads back as this very quantity, in the customary unit of its dimension.
    public var text: String {
        if dimension == .none { return Self.shortest(value) }
        if let unit = Unit.customary(for: dimension) {
            let number = unit.express(value)
            if unit.coherent(number) == value { return "\(Self.shortest(number)) \(unit.symbol)" }
        }
        let symbol = Unit.coherentSymbol(of: dimension)
        return symbol.hasPrefix("1/")
            ? Self.shortest(value) + symbol.dropFirst(1) : "\(Self.shortest(value)) \(symbol)"
    }

    /// The shortest digits that read back as `value`, without a trailing `.0`.
    static func shortest(_ value: Double) -> String {
        let text = value.description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
