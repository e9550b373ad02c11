import SNNModel

/// A synapse while the network is built: source within its group, target within its partition.
struct Edge {
    var source: UInt32
    var target: UInt16
    var delay: UInt16
    var weight: Float
}

/// Where weights or delays of a projection come from.
enum SynapseValue {
    case constant(Double)
    case random(Distribution, StreamID)
    /// Uses the distance of the pair.
    case formula(Formula)

    init(_ value: Value, stream: StreamID) {
        switch value {
        case .quantity(let quantity): self = .constant(quantity.value)
        case .random(let distribution): self = .random(distribution, stream)
        case .formula(let formula): self = .formula(formula)
        case .name, .flag, .text, .list:
            preconditionFailure("Weights and delays are numbers; the model's checks ensure it.")
        }
    }

    var needsDistance: Bool { if case .formula = self { true } else { false } }

    var constant: Double? { if case .constant(let value) = self { value } else { nil } }
}

/// Draws the weights and delays of the synapses of one element, in the order in which they are
/// made.
struct SynapseDrawer {
    private let weight: SynapseValue
    private let delay: SynapseValue
    private let resolution: Double
    private var weightStream: ElementStream?
    private var delayStream: ElementStream?

    init(
        weight: SynapseValue, delay: SynapseValue, resolution: Double, seed: UInt64, element: Int
    ) {
        self.weight = weight
        self.delay = delay
        self.resolution = resolution
        if case .random(_, let id) = weight {
            weightStream = ElementStream(seed: seed, stream: id, element: element)
        }
        if case .random(_, let id) = delay {
            delayStream = ElementStream(seed: seed, stream: id, element: element)
        }
    }

    @inline(__always)
    mutating func weight(distance: Double) -> Float {
        switch weight {
        case .constant(let value): Float(value)
        case .random(let distribution, _): Float(weightStream!.draw(distribution))
        case .formula(let formula): Float(formula.value { _ in distance })
        }
    }

    /// The delay in ticks, or nil where it is below one tick or too long.
    @inline(__always)
    mutating func delay(distance: Double) -> UInt16? {
        let time: Double
        switch delay {
        case .constant(let value): time = value
        case .random(let distribution, _): time = delayStream!.draw(distribution)
        case .formula(let formula): time = formula.value { _ in distance }
        }
        let ticks = (time / resolution).rounded()
        return ticks >= 1 && ticks <= Double(Limits.delayTicksMax) ? UInt16(ticks) : nil
    }
}
