import SNNModel

// What is constant about the synapses of one projection onto one partition that learn, or whose
// strength depends on the history of their source.
//
// A spike s of the source reaches the synapse at s + a (axonal delay), the target's spike p at
// p + b (back-propagation), and what arrives acts on the target d later (dendritic delay). The
// table of synapses knows a + d. One of the two may differ between synapses:
//
//     a the same for all      a row's synapses are visited together: a unit is a row
//     a of its own            those with the same delay are: a unit is a stretch of equal delay

/// The plastic synapses of one projection onto one partition.
///
/// `@unchecked Sendable` because nothing in it changes after `init`.
final class PlasticWiring: @unchecked Sendable {
    let projection: Int
    /// The number of the table among all of the partition.
    let number: Int
    let table: SynapseTable
    /// The parts that hold its sources, of neurons or of stimuli.
    let sources: Range<Int>
    let isStimulus: Bool
    /// Axonal delay in ticks; nil where synapses have their own.
    let axonal: Int?
    /// Dendritic delay in ticks; nil where it is what the table's delay leaves.
    let dendritic: Int?
    /// Back-propagation in ticks; nil where it is the dendritic delay of each synapse.
    let back: Int?
    let rule: PairRule?
    /// In place of it, a rule that looks at potentials.
    let voltage: ClopathRule?
    /// The number of the rule among those of the model.
    let ruleNumber: Int
    let shortTerm: ShortTermRule?
    let upkeep: [Upkeep]
    /// Where astrocytes modulate what is released.
    let glial: GlialSynapses?
    /// How synapses move, where they do; then there is a row for every source.
    let rewiring: Rewiring?

    /// The first unit of each row and the first synapse of each unit, each with one more entry.
    let rowUnits: UnsafePointer<UInt32>
    let unitStarts: UnsafePointer<UInt32>
    let unitCount: Int
    /// The whole delay of each unit, where axonal delays differ.
    private let unitDelays: UnsafePointer<UInt16>

    /// A rule of upkeep and its number among those of the model.
    struct Upkeep {
        let number: Int
        let rule: WeightUpkeep
    }

    /// The parts of a delay, in ticks.
    struct Delays {
        var axonal: Int?
        var dendritic: Int?
        var back: Int?

        init(_ projection: Projection, _ table: SynapseTable, resolution: Double) {
            func ticks(_ value: Value?) -> Int? {
                value?.quantity.map { Int(($0.value / resolution).rounded()) }
            }
            let whole = table.delayMin == table.delayMax ? table.delayMin : nil
            switch (projection.axonalDelay, projection.dendriticDelay) {
            case (nil, _): (axonal, dendritic) = (0, whole)
            case (let a?, nil): (axonal, dendritic) = (a.quantity == nil ? whole : ticks(a), 0)
            case (let a?, let d?):
                (axonal, dendritic) = (ticks(a), ticks(d))
                if axonal == nil, let whole { axonal = whole - (dendritic ?? 0) }
                if dendritic == nil, let whole { dendritic = whole - (axonal ?? 0) }
            }
            back = ticks(projection.backPropagationDelay) ?? dendritic
        }

        /// The longest way back.
        func backMax(_ table: SynapseTable) -> Int { back ?? table.delayMax - (axonal ?? 0) }
        func backMin(_ table: SynapseTable) -> Int { back ?? table.delayMin - (axonal ?? 0) }
        func axonalMax(_ table: SynapseTable) -> Int { axonal ?? table.delayMax - (dendritic ?? 0) }
    }

    init(
        _ table: SynapseTable, number: Int, projection index: Int, of model: Model,
        sources: Range<Int>, isStimulus: Bool, rules: LearningRules, glial: GlialSynapses? = nil
    ) {
        let projection = model.projections[index]
        let delays = Delays(projection, table, resolution: model.resolution)
        self.projection = index
        self.number = number
        rewiring = Rewiring(projection: index, of: model)
        let table = rewiring.map { table.widened(to: $0.sources) } ?? table
        self.table = table
        self.sources = sources
        self.glial = glial
        self.isStimulus = isStimulus
        (axonal, dendritic, back) = (delays.axonal, delays.dendritic, delays.back)
        let own = projection.plasticity.map { rules.number(of: $0) }
        ruleNumber = own.first { rules.pairs[$0] != nil || rules.voltage[$0] != nil } ?? -1
        rule = ruleNumber >= 0 ? rules.pairs[ruleNumber] : nil
        voltage = ruleNumber >= 0 ? rules.voltage[ruleNumber] : nil
        shortTerm = own.lazy.compactMap { rules.shortTerm[$0] }.first
        upkeep = own.compactMap { number in
            rules.upkeep[number].map { Upkeep(number: number, rule: $0) }
        }
        var (starts, eachDelay, rows): ([UInt32], [UInt16], [UInt32]) = ([], [], [])
        for row in 0..<table.rowCount {
            rows.append(UInt32(starts.count))
            if delays.axonal != nil {
                starts.append(table.rows[row])
                continue
            }
            var last = -1
            table.forEachSynapse(ofRow: row) { synapse, delay in
                if delay != last {
                    starts.append(UInt32(synapse))
                    eachDelay.append(UInt16(delay))
                }
                last = delay
            }
        }
        unitCount = starts.count
        rows.append(UInt32(starts.count))
        starts.append(UInt32(table.synapseCount))
        unitStarts = Self.keep(starts)
        unitDelays = Self.keep(eachDelay)
        rowUnits = Self.keep(rows)
    }

    /// The same with synapses that lie otherwise.
    ///
    /// - Parameter table: with the rows of the old one.
    init(_ old: PlasticWiring, table: SynapseTable) {
        precondition(
            old.axonal != nil && table.rowCount == old.unitCount, "A unit stays a source's row.")
        self.table = table
        (projection, number, sources) = (old.projection, old.number, old.sources)
        (isStimulus, rewiring) = (old.isStimulus, old.rewiring)
        (axonal, dendritic, back) = (old.axonal, old.dendritic, old.back)
        (rule, voltage, ruleNumber) = (old.rule, old.voltage, old.ruleNumber)
        glial = old.glial
        (shortTerm, upkeep, unitCount) = (old.shortTerm, old.upkeep, old.unitCount)
        unitStarts = Self.keep(UnsafeBufferPointer(start: table.rows, count: table.rowCount + 1))
        unitDelays = Self.keep([])
        rowUnits = Self.keep(UnsafeBufferPointer(start: old.rowUnits, count: table.rowCount + 1))
    }

    private static func keep<T: BitwiseCopyable>(
        _ list: some Collection<T>
    ) -> UnsafePointer<T> {
        let copy = UnsafeMutableBufferPointer<T>.allocate(capacity: max(list.count, 1))
        _ = copy.initialize(from: list)
        return UnsafePointer(copy.baseAddress!)
    }

    deinit {
        unitStarts.deallocate()
        unitDelays.deallocate()
        rowUnits.deallocate()
    }

    /// The longest way of a spike to its synapses.
    var axonalMax: Int { axonal ?? table.delayMax - (dendritic ?? 0) }

    /// The longest time from a target's spike until its last synapse has seen it, but for arrivals
    /// that are waited for.
    var backMax: Int { back ?? table.delayMax - (axonal ?? 0) }

    /// Ticks from the source's spike to the arrivals of a unit, where it has not been said for all.
    @inline(__always)
    func axonalDelay(ofUnit unit: Int) -> Int {
        if let axonal { return axonal }
        return Int(unitDelays[unit]) - (dendritic ?? 0)
    }
}
