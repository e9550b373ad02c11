import SNNModel

/// A population or stimulus among the sources of spikes. Populations come first, then stimuli, each
/// in the model's order; `base` counts all elements before it, so `base + index` names an element
/// globally.
struct SourceGroup: Sendable {
    let name: String
    let base: Int
    let count: Int
    let isStimulus: Bool
}

extension Model {
    /// For every group whether its spikes have times between ticks: those of exact populations, and
    /// of stimuli that such a population hears.
    var offGridGroups: [Bool] {
        let exact = Set(
            populations.filter { solverChoice(for: $0).solver == .exact }.map(\.name))
        return populations.map { exact.contains($0.name) }
            + stimuli.map { stimulus in
                projections.contains {
                    $0.source.name == stimulus.name && exact.contains($0.target.name)
                }
            }
    }

    var sourceGroups: [SourceGroup] {
        var base = 0
        let named = populations.map { ($0.name, $0.count, false) }
            + stimuli.map { ($0.name, $0.count, true) }
        return named.map { name, count, isStimulus in
            defer { base += count }
            return SourceGroup(name: name, base: base, count: count, isStimulus: isStimulus)
        }
    }
}
