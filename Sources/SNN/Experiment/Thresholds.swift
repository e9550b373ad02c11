import SNNEngine
import SNNModel

/// Adaptive thresholds that are learnt: what a network keeps besides its weights when membranes and
/// currents start anew.
struct Thresholds: Sendable, Equatable {
    /// By population; in mV above the resting threshold.
    private(set) var values: [(population: String, theta: [Double])] = []

    static func == (a: Thresholds, b: Thresholds) -> Bool {
        a.values.map(\.population) == b.values.map(\.population)
            && a.values.map(\.theta) == b.values.map(\.theta)
    }

    /// The populations whose thresholds are learnt.
    static func populations(of model: Model) -> [String] {
        model.populations.filter {
            $0.hasAdaptiveThreshold && $0.settings["theta_mode"] == .name("learns")
        }.map(\.name)
    }

    init(values: [(population: String, theta: [Double])]) { self.values = values }

    init(of state: NetworkState) throws(NetworkError) {
        for name in Self.populations(of: state.network.model) {
            values.append((name, try state.values(of: "theta", population: name)))
        }
    }

    func put(into state: NetworkState) throws(NetworkError) {
        for (name, theta) in values {
            try state.setValues(theta, of: "theta", population: name)
        }
    }
}
