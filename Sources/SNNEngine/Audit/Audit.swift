import SNNModel

// How wrong is the grid? Some neurons of each population that is stepped are advanced a second
// time, exactly, and on the very input that the stepped ones got: the same spikes, from the same
// sources, due at the same ticks, with the same weights. What differs is integration, the search
// for threshold crossings and refractoriness, and nothing else.
//
// The audit is an open loop: an exact spike is heard by nobody. So a population's figures say what
// the grid does to one neuron, not how far the whole network drifts.

/// Advances a sample of stepped neurons exactly, beside a run, and compares the spikes.
///
///     let audit = Audit(network, neurons: 100)
///     // hand every batch of spikes of `audit.selections` to `take`, and now and then:
///     audit.advance(through: tick)
///     print(audit.findings(at: tick))
///
/// A run hands it the spikes with a recorder that is prompt, see `Recorder.init`.
public final class Audit {
    /// Whose spikes it needs: the sources of the sampled neurons, and their populations.
    public let selections: [Selection]
    /// Which populations cannot be audited, and why.
    public let notes: [String]

    private let network: Network
    private var neurons: [AuditedNeuron]
    /// The audited populations and their neurons among `neurons`.
    private let populations: [(group: Int, neurons: Range<Int>)]
    /// By selection.
    private let links: [AuditLinks]
    /// The audited neurons of each selection, by their index in the population.
    private let audited: [[Int: Int]]
    private var reached = 0

    /// Ticks that are advanced at a time.
    private static let stride = 256

    /// Draws the samples and finds all synapses that end on them.
    ///
    /// - Parameter count: neurons per population; all of a population that has fewer.
    public init(_ network: Network, neurons count: Int) {
        precondition(count > 0, "An audit is of at least one neuron.")
        self.network = network
        var neurons: [AuditedNeuron] = []
        var populations: [(group: Int, neurons: Range<Int>)] = []
        var notes: [String] = []
        for (group, population) in network.model.populations.enumerated() {
            if let reason = Self.reasonAgainst(population, group, of: network) {
                notes.append("`\(population.name)` is not audited: \(reason)")
                continue
            }
            let first = neurons.count
            neurons += Self.sample(of: population, count, seed: network.model.seed).map {
                AuditedNeuron($0, of: population, group, in: network)
            }
            populations.append((group, first..<neurons.count))
        }
        var sources = AuditLinks.all(onto: neurons, of: network)
        for (group, _) in populations where sources[group] == nil {
            sources[group] = AuditLinks(from: [], count: network.groups[group].count)
        }
        let groups = sources.keys.sorted()
        selections = groups.map { Selection(network.groups[$0].name) }
        links = groups.map { sources[$0]! }
        audited = groups.map { group in
            let range = populations.first { $0.group == group }?.neurons ?? 0..<0
            return Dictionary(
                uniqueKeysWithValues: range.map { (neurons[$0].index, $0) })
        }
        self.neurons = neurons
        self.populations = populations
        self.notes = populations.isEmpty && notes.isEmpty ? ["there is no neuron to audit"] : notes
    }

    private static func reasonAgainst(
        _ population: Population, _ group: Int, of network: Network
    ) -> String? {
        let parts = network.partsOfGroup[group].map { network.partitions[$0] }
        if parts.isEmpty { return "it has no neurons" }
        if parts.contains(where: { $0.exact != nil }) { return "it is advanced exactly" }
        if let reason = ExactBlock.reasonAgainst(population) { return reason }
        if parts.contains(where: { !$0.currents.isEmpty }) {
            return "a stimulus injects current into it, which changes from tick to tick"
        }
        if parts.contains(where: { !$0.gradedFeeds.isEmpty }) {
            return "neurons of `elm` send it outputs in place of spikes"
        }
        if parts.contains(where: { !$0.plastic.isEmpty }) {
            return "synapses onto it learn, and the audit knows only how they began"
        }
        let covers = network.model.calciumGroups.flatMap(\.covers)
        if covers.contains(where: { $0.target == population.name }) {
            return "astrocytes send it a current"
        }
        return nil
    }

    /// Indices of neurons, ascending; the same for the same seed and name.
    private static func sample(of population: Population, _ count: Int, seed: UInt64) -> [Int] {
        if count >= population.count { return Array(0..<population.count) }
        var stream = ElementStream(
            seed: seed, stream: StreamID("\(population.name).audit"), element: 0)
        // Floyd's way to draw without replacement.
        var chosen: Set<Int> = []
        for last in population.count - count..<population.count {
            let drawn = stream.index(below: last + 1)
            chosen.insert(chosen.contains(drawn) ? last : drawn)
        }
        return chosen.sorted()
    }

    /// Takes spikes of `selections[selection]`, each spike once and each selection in the order of
    /// time.
    public func take(_ selection: Int, ticks: [Int], elements: [Int]) {
        for (tick, element) in zip(ticks, elements) {
            if let neuron = audited[selection][element] { neurons[neuron].gridSpikes.append(tick) }
            links[selection].forEach(from: element) { link in
                neurons[Int(link.neuron)].events.append(
                    InputEvent(
                        target: 0, receptor: link.receptor,
                        tick: Int32(tick + Int(link.delay)), before: 0, weight: link.weight))
            }
        }
    }

    /// Advances the sample, at the latest when much has gathered.
    ///
    /// - Precondition: all spikes up to and including this tick have been taken.
    public func advance(through tick: Int) {
        if tick >= reached + Self.stride { catchUp(to: tick) }
    }

    private func catchUp(to tick: Int) {
        guard tick > reached else { return }
        for index in neurons.indices { neurons[index].advance(reached + 1...tick) }
        reached = tick
    }

    /// What the audit found up to this tick, population by population.
    ///
    /// - Precondition: as for `advance`, and it is not earlier than any tick advanced to.
    public func findings(at tick: Int) -> [Finding] {
        catchUp(to: tick)
        return populations.map { group, range in
            let population = network.model.populations[group]
            var finding = Finding(
                population: population.name, size: population.count, audited: range.count)
            var errors: [Double] = []
            for neuron in neurons[range] {
                let match = SpikeMatch(
                    grid: neuron.gridSpikes.map { Double($0) * network.resolution },
                    exact: neuron.exactSpikes.map {
                        $0.milliseconds(resolution: network.resolution)
                    },
                    resolution: network.resolution, end: Double(tick) * network.resolution)
                errors += match.errors
                finding.missed += match.missed
                finding.extra += match.extra
            }
            finding.gridSpikes = errors.count + finding.extra
            finding.exactSpikes = errors.count + finding.missed
            finding.timing = Finding.Timing(errors)
            return finding
        }
    }
}
