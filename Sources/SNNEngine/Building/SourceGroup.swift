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
