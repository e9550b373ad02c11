/// A physical dimension as exponents of time, voltage, current and length.
///
///     Dimension.conductance == Dimension.current / Dimension.voltage      // true
///
/// Mass and temperature do not occur in this field's models, so four exponents are enough.
public struct Dimension: Hashable, Sendable {
    public var time: Int8
    public var voltage: Int8
    public var current: Int8
    public var length: Int8

    public init(time: Int8 = 0, voltage: Int8 = 0, current: Int8 = 0, length: Int8 = 0) {
        self.time = time
        self.voltage = voltage
        self.current = current
        self.length = length
    }

    public static let none = Dimension()
    public static let time = Dimension(time: 1)
    public static let rate = Dimension(time: -1)
    public static let voltage = Dimension(voltage: 1)
    public static let current = Dimension(current: 1)
    public static let charge = Dimension(time: 1, current: 1)
    public static let conductance = Dimension(voltage: -1, current: 1)
    public static let resistance = Dimension(voltage: 1, current: -1)
    public static let capacitance = Dimension(time: 1, voltage: -1, current: 1)
    public static let length = Dimension(length: 1)
    public static let speed = Dimension(time: -1, length: 1)

    public static func * (a: Dimension, b: Dimension) -> Dimension {
        Dimension(
            time: a.time + b.time, voltage: a.voltage + b.voltage, current: a.current + b.current,
            length: a.length + b.length)
    }

    public static func / (a: Dimension, b: Dimension) -> Dimension {
        Dimension(
            time: a.time - b.time, voltage: a.voltage - b.voltage, current: a.current - b.current,
            length: a.length - b.length)
    }

    /// The field's word for this dimension, for messages: "a voltage", "a rate".
    public var name: String {
        let known: [(Dimension, String)] = [
            (.none, "a plain number"), (.time, "a time"), (.rate, "a rate"),
            (.voltage, "a voltage"),
            (.current, "a current"), (.charge, "a charge"), (.conductance, "a conductance"),
            (.resistance, "a resistance"), (.capacitance, "a capacitance"), (.length, "a length"),
            (.speed, "a speed"), (Dimension(time: -1, voltage: 1), "a voltage per time"),
        ]
        return known.first { $0.0 == self }?.1 ?? "a quantity in \(Unit.coherentSymbol(of: self))"
    }
}
