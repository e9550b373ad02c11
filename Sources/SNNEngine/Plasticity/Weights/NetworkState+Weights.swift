import SNNModel

// Weights from outside. Rows of a projection lie in one table per partition, so the list of all
// its synapses is merged from theirs: source by source, and within a source by (delay, target),
// which is the order of each table already.

extension NetworkState {
    /// Whether rules change weights, and neurons thresholds that they learn; while they do not,
    /// traces go on.
    public var isLearning: Bool {
        get { parts.first?.neurons.isLearning ?? true }
        set {
            for part in parts {
                part.neurons.isLearning = newValue
                guard let plastic = part.plastic, plastic.isOn != newValue else { continue }
                plastic.sweep(through: tick, delivered: delivered)
                plastic.isOn = newValue
            }
        }
    }

    /// Synapses that follow a rule.
    public var learningSynapseCount: Int {
        parts.reduce(0) { sum, part in
            sum + (part.plastic?.tables.reduce(0) { $0 + $1.wiring.table.synapseCount } ?? 0)
        }
    }

    /// How many synapses `weights(of:)` gives.
    public func synapseCount(of projection: Int) -> Int {
        tables(of: projection).reduce(0) { $0 + $1.table.synapseCount }
    }

    /// The synapses of a projection of the model as they are now, learnt or not; those from neurons
    /// as at the end of the last whole epoch, because spikes of an epoch are delivered together. A
    /// projection of a current has none, nor has one that is simulated without synapses.
    ///
    /// - Parameter sampling: about so many synapses suffice; they are all those of evenly spaced
    ///   sources, of 20 at least.
    public func weights(of projection: Int, sampling: Int? = nil) -> SynapseList {
        var list = SynapseList()
        let tables = tables(of: projection)
        let count = tables.reduce(0) { $0 + $1.table.synapseCount }
        let rows = tables.map(\.table.rowCount).max() ?? 0
        let step = max(1, min(count / max(1, sampling ?? count), rows / 20))
        // Looking must not change what follows; an eligibility trace shows in its last digit when
        // it was brought up to date.
        let kept = tables.map {
            $0.plastic?.wiring.rule?.eligibility == nil ? nil : $0.plastic?.snapshot()
        }
        for table in tables { sweep(table) }
        forEachSynapse(of: tables, everySource: step) { table, synapse, source, delay in
            list.append(
                source, UInt32(table.firstNeuron + Int(table.table.targets[synapse])),
                UInt16(delay), table.weight(synapse))
        }
        for (table, old) in zip(tables, kept) { if let old { table.plastic?.restore(old) } }
        return list
    }

    /// Gives the synapses of a projection these weights.
    ///
    /// - Parameters:
    ///   - list: as `weights(of:)` gives it; where synapses move, after as many moves as may be.
    ///   - isInitial: whether `reset` goes back to them.
    /// - Throws: `NetworkError.weights`, and changes nothing, if its synapses are not those of the
    ///   projection, if these cannot change, or if a weight is not finite.
    public func setWeights(
        _ list: SynapseList, of projection: Int, isInitial: Bool = false
    ) throws(NetworkError) {
        let model = network.model
        let ends = model.projections[projection]
        let name = "\(ends.source) -> \(ends.target)"
        let tables = tables(of: projection)
        func refuse(_ reason: String) -> NetworkError { .weights(projection: name, reason: reason) }
        let count = tables.reduce(0) { $0 + $1.table.synapseCount }
        guard list.count == count else {
            throw refuse("there are \(list.count), and it has \(count) synapses")
        }
        guard tables.allSatisfy({ $0.plastic != nil }) else {
            throw refuse("its synapses do not learn")
        }
        if let wrong = list.weights.firstIndex(where: { !$0.isFinite }) {
            throw refuse(
                "that from \(list.sources[wrong]) to \(list.targets[wrong]) is not a finite number")
        }
        if tables.allSatisfy({ $0.plastic?.wiring.rewiring != nil }) {
            let moved = tables.compactMap { $0.synapses(of: list) }
            guard moved.count == tables.count else {
                throw refuse("synapses of the list cannot have become those of the projection")
            }
            for (table, learnt) in zip(tables, moved) {
                sweep(table)
                table.plastic?.take(learnt)
                if isInitial { table.plastic?.keepAsInitial() }
            }
            return
        }
        var new = tables.map { Array(repeating: Float(0), count: $0.table.synapseCount) }
        var next = 0
        var differs: Int?
        forEachSynapse(of: tables) { table, synapse, source, delay in
            let target = UInt32(table.firstNeuron + Int(table.table.targets[synapse]))
            if list.sources[next] != source || list.targets[next] != target
                || Int(list.delays[next]) != delay
            {
                differs = differs ?? next
            }
            new[table.index][synapse] = list.weights[next]
            next += 1
        }
        if let differs {
            throw refuse(
                "synapse \(differs) of the list is from \(list.sources[differs]) to "
                    + "\(list.targets[differs]), which is another of the projection's")
        }
        for (table, weights) in zip(tables, new) {
            sweep(table)
            table.plastic?.set(weights, isInitial: isInitial)
        }
    }

    /// Lets weights become what they are due to be by now.
    func bringWeightsUpToDate() {
        for part in parts { part.plastic?.sweep(through: tick, delivered: delivered) }
    }

    /// Makes what weights are now what `reset` goes back to.
    public func keepWeightsAsInitial() {
        for part in parts {
            part.plastic?.sweep(through: tick, delivered: delivered)
            part.plastic?.keepWeightsAsInitial()
        }
    }

    /// Takes over the weights of another state of the same network, also as initial ones.
    public func takeWeights(of other: NetworkState) {
        precondition(other.network === network, "The state belongs to another network.")
        for (part, from) in zip(parts, other.parts) {
            from.plastic?.sweep(through: other.tick, delivered: other.delivered)
            if let own = part.plastic, let plastic = from.plastic { own.takeWeights(of: plastic) }
        }
    }

    /// Does now what rules of upkeep do at intervals, such as normalising.
    public func keepUpWeights() {
        for part in parts { part.plastic?.keepUp(at: tick, delivered: delivered) }
    }

    /// Raises the level of a modulator everywhere, its own delay from now.
    ///
    /// - Throws: `NetworkError.noModulator` if there is none of this name.
    public func release(_ amount: Double, of modulator: String) throws(NetworkError) {
        guard network.model.modulators.contains(where: { $0.name == modulator }) else {
            throw .noModulator(modulator)
        }
        for part in parts { part.plastic?.release(amount, of: modulator, at: tick) }
    }

    /// The first weight that ceased to be a number.
    var fault: NetworkError? {
        let faults = parts.compactMap { $0.plastic?.fault }
        guard let first = faults.min(by: { ($0.tick, $0.target) < ($1.tick, $1.target) }) else {
            return nil
        }
        let projection = network.model.projections[first.projection]
        return .weight(
            projection: "\(projection.source) -> \(projection.target)", source: first.source,
            target: first.target, milliseconds: Double(first.tick) * network.resolution)
    }

    // MARK: -

    /// The tick up to which neurons' spikes have reached their synapses.
    private var delivered: Int { tick / network.epochTicks * network.epochTicks }

    private func sweep(_ place: TablePlace) {
        guard let table = place.plastic else { return }
        place.part.plastic?.sweep(table, through: tick, delivered: delivered)
    }

    private func tables(of projection: Int) -> [TablePlace] {
        var places: [TablePlace] = []
        for part in parts {
            for (number, table) in part.partition.tables.enumerated()
            where part.partition.projections[number] == projection {
                let plastic = part.plastic?.tables.first { $0.wiring.number == number }
                places.append(
                    TablePlace(
                        index: places.count, part: part, table: plastic?.wiring.table ?? table,
                        plastic: plastic))
            }
        }
        return places
    }

    /// Calls `body` with each synapse of all tables in the order of `SynapseList`.
    private func forEachSynapse(
        of tables: [TablePlace], everySource step: Int = 1,
        _ body: (TablePlace, _ synapse: Int, _ source: UInt32, _ delay: Int) -> Void
    ) {
        let first = tables.map(\.table.firstSource).min() ?? 0
        let end = tables.map { $0.table.firstSource + $0.table.rowCount }.max() ?? 0
        var row: [(delay: Int, place: Int, synapse: Int)] = []
        for source in stride(from: first, to: max(first, end), by: step) {
            row.removeAll(keepingCapacity: true)
            var isInOrder = true
            for place in tables {
                let number = source - place.table.firstSource
                guard (0..<place.table.rowCount).contains(number) else { continue }
                place.table.forEachSynapse(ofRow: number) { synapse, delay in
                    if let last = row.last, last.delay > delay { isInOrder = false }
                    row.append((delay, place.index, synapse))
                }
            }
            if !isInOrder {
                row.sort { ($0.delay, $0.place, $0.synapse) < ($1.delay, $1.place, $1.synapse) }
            }
            for (delay, place, synapse) in row {
                body(tables[place], synapse, UInt32(source), delay)
            }
        }
    }
}
