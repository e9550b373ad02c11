/// A source of spikes or currents that nothing in the network can influence.
///
/// Kinds: `poisson`, `fluctuating`, `regular`, `spike_file`, `current`, and `input`, the open port
/// that a data set is bound to.
public struct Stimulus: Hashable, Sendable {
    public var name: String
    public var count: Int
    /// The key of the kind in the catalogue.
    public var kind: String
    public var settings: Settings
    public var layout: Layout?

    public init(
        _ name: String, count: Int, kind: String, settings: Settings = Settings(),
        layout: Layout? = nil
    ) {
        self.name = name
        self.count = count
        self.kind = kind
        self.settings = settings
        self.layout = layout
    }
}

extension Stimulus {
    /// Spikes of an element per ms, on the average; nil where that is not known beforehand.
    public var meanRate: Double? {
        if kind == "fluctuating" {
            let entry = Catalogue.fluctuating.parameter("rate_min")
            let low = (settings["rate_min"] ?? entry?.standard)?.quantity?.value ?? 0
            return settings["rate_max"]?.quantity.map { (low + $0.value) / 2 }
        }
        switch settings["rate"] {
        case .quantity(let rate)?: return rate.value
        case .random(let distribution)?: return max(0, distribution.mean)
        default: return nil
        }
    }
}
