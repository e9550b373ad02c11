/// What a parameter is set to.
public enum Value: Hashable, Sendable {
    /// `tau_m = 20 ms`
    case quantity(Quantity)
    /// `V_m ~ uniform(-60 mV, -50 mV)`: drawn once per element.
    case random(Distribution)
    /// `c = -65 mV + 15 mV * r * r`: calculated once per element.
    case formula(Formula)
    /// `scheme = half_step`: one of a fixed set of names.
    case name(String)
    /// `wrap = true`
    case flag(Bool)
    /// `file = "lgn.csv"`
    case text(String)
    /// `times = [0 ms, 500 ms]`
    case list([Quantity])

    public static func fixed(_ quantity: Quantity) -> Value { .quantity(quantity) }

    /// The quantity, if the value is one number for all elements.
    public var quantity: Quantity? {
        if case .quantity(let quantity) = self { quantity } else { nil }
    }

    /// Whether elements may differ in it.
    public var isHeterogeneous: Bool {
        switch self {
        case .random, .formula: true
        default: false
        }
    }
}

/// The settings of one element by name, in the order in which they were written.
///
///     var settings = Settings()
///     settings["tau_m"] = .quantity(.milliseconds(20))
public struct Settings: Hashable, Sendable, ExpressibleByDictionaryLiteral {
    public private(set) var entries: [Entry] = []

    public struct Entry: Hashable, Sendable {
        public var name: String
        public var value: Value
    }

    public init() {}

    public init(dictionaryLiteral elements: (String, Value)...) {
        for (name, value) in elements { self[name] = value }
    }

    public var names: [String] { entries.map(\.name) }

    public subscript(name: String) -> Value? {
        get { entries.first { $0.name == name }?.value }
        set {
            let index = entries.firstIndex { $0.name == name }
            switch (index, newValue) {
            case (let index?, let value?): entries[index].value = value
            case (let index?, nil): entries.remove(at: index)
            case (nil, let value?): entries.append(Entry(name: name, value: value))
            case (nil, nil): break
            }
        }
    }
}
