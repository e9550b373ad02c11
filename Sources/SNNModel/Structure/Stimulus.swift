/// A source of spikes or currents that nothing in the network can influence.
///
/// Kinds: `poisson`, `regular`, `spike_file`, `current`, and `input`, the open port that a data set
/// is bound to.
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
