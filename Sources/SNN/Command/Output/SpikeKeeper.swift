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

    mutating func append(ticks: [Int], elements added: [Int], resolution: Double, room: Int) {
        seen += ticks.count
        guard end == nil else { return }
        if ticks.count > room {
            end = times.last ?? 0
            return
        }
        let first = selection.range?.lowerBound ?? 0
        times.append(contentsOf: ticks.lazy.map { Double($0) * resolution })
        elements.append(contentsOf: added.lazy.map { UInt32($0 - first) })
    }

    /// - Parameter duration: of the whole run, in ms.
    func trains(duration: Double) -> PopulationSpikes {
        PopulationSpikes(
            name: selection.description, neurons: count, duration: end ?? duration,
            times: times, ids: elements)
    }
}
