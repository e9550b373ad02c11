import SNNModel

/// The parameters of a group of astrocytes: as set, or else by default, in coherent units.
struct GliaParameters {
    let group: Astrocytes
    let kind: Kind

    init(_ group: Astrocytes) {
        guard let kind = Catalogue.kind(.astrocyte, group.kind) else {
            preconditionFailure("The checks of the model let the kind \(group.kind) pass.")
        }
        self.group = group
        self.kind = kind
    }

    /// - Precondition: the kind has such a number, the same for all astrocytes.
    subscript(name: String) -> Double {
        let entry = kind.parameters.first { $0.name == name }
        guard let value = (group.settings[name] ?? entry?.standard)?.quantity else {
            preconditionFailure("\(kind.name) has no number \(name).")
        }
        return value.value
    }

    func has(_ name: String) -> Bool { kind.parameters.contains { $0.name == name } }

    /// The initial values of a state variable; drawn ones belong to the astrocyte.
    func initial(_ name: String, seed: UInt64) -> [Double] {
        let entry = kind.states.first { $0.name == name }
        switch group.settings[name] ?? entry?.standard {
        case .quantity(let quantity)?:
            return Array(repeating: quantity.value, count: group.count)
        case .random(let distribution)?:
            let stream = StreamID(group.name + "." + name)
            return (0..<group.count).map { element in
                var random = ElementStream(seed: seed, stream: stream, element: element)
                return random.draw(distribution)
            }
        default: preconditionFailure("\(kind.name) has no initial value for \(name).")
        }
    }

    /// A time in whole ticks, at least one.
    func ticks(_ name: String, resolution: Double) -> Int {
        max(1, Int((self[name] / resolution).rounded()))
    }
}
