/// What a run records: what the model asks for, each neuron's spikes once, and the spikes of all
/// populations where it asks for none.
struct RunRecordings: Sendable {
    /// Selections of spikes, disjoint and in the order of the model.
    let spikes: [Selection]
    /// Rates and state variables.
    let others: [Recording]

    init(_ model: Model) {
        let asked = model.recordings.filter { $0.quantity == .spikes }.flatMap(\.of)
        others = model.recordings.filter { $0.quantity != .spikes }
        guard !asked.isEmpty else {
            spikes = model.populations.map { Selection($0.name) }
            return
        }
        var names: [String] = []
        for selection in asked where !names.contains(selection.name) {
            names.append(selection.name)
        }
        spikes = names.flatMap { name in
            Self.union(asked.filter { $0.name == name }, count: model.count(of: name) ?? 0)
        }
    }

    /// In the form that the engine's recorder takes; batches of spikes come first.
    var all: [Recording] { [Recording(.spikes, of: spikes)] + others }

    /// Disjoint ranges that cover the selections of one population.
    private static func union(_ selections: [Selection], count: Int) -> [Selection] {
        let ranges = selections.map { $0.range ?? 0..<count }
            .sorted { $0.lowerBound < $1.lowerBound }
        var merged: [Range<Int>] = []
        for range in ranges {
            if let last = merged.last, range.lowerBound <= last.upperBound {
                merged[merged.count - 1] =
                    last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                merged.append(range)
            }
        }
        return merged.map { Selection(selections[0].name, $0 == 0..<count ? nil : $0) }
    }
}
