import SNNReport

/// The spikes of one selection, kept for measures and plots as long as there is room.
struct SpikeKeeper {
    let selection: Selection
    let count: Int
    private(set) var times: [Double] = []
    private(set) var elements: [UInt32] = []
    /// Spikes seen, kept or not.
    private(set) var seen = 0
    /// In ms: everything until then is kept; nil while nothing was dropped.
    private(set) var end: Double?

    /// Of all selections together: about 200 MB.
    static let keptMax = 1 << 24

    /// Of a spike kept: its time and neuron, and half as much again for arrays that grow.
    static let bytesPerSpike = 18.0

    /// - Parameter first: the index within the population that counts as 0.
    init(_ selection: Selection, count: Int) {
        self.selection = selection
        self.count = count
    }

    /// - Parameter added: in ms.
    mutating func append(times added: [Double], elements: [Int], room: Int) {
        seen += added.count
        guard end == nil else { return }
        if added.count > room {
            end = times.last ?? 0
            return
        }
        let first = selection.range?.lowerBound ?? 0
        times.append(contentsOf: added)
        self.elements.append(contentsOf: elements.lazy.map { UInt32($0 - first) })
    }

    /// - Parameter duration: of the whole run, in ms.
    func trains(duration: Double) -> PopulationSpikes {
        PopulationSpikes(
            name: selection.description, neurons: count, duration: end ?? duration,
            times: times, ids: elements)
    }
}
