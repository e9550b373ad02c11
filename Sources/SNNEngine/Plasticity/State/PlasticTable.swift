// The changing part of the plastic synapses of one projection onto one partition.
//
// A synapse is touched only when a spike of its source arrives: first the spikes of its target that
// have reached it since it was touched last are gone through, then the arrival itself changes it,
// then its strength is added to the target's input. Nothing is lost by waiting, because all traces
// decay exactly and the log remembers the target's. What all synapses of a unit have in common, the
// source's traces and the time of the last touch, is kept once for the unit, so a plastic synapse
// takes 4 bytes more than a static one with the same weight for all, and nothing more than one
// with a weight of its own but the memory of where it began.

/// What the synapses of a unit share.
struct UnitState {
    /// The tick up to which all its synapses have seen everything, and ms ahead of it.
    var updated: Int32 = 0
    /// The last arrival.
    var arrival: Int32 = SpikeLog.never
    var updatedBefore = 0.0
    var arrivalBefore = 0.0
    /// The source's traces with that arrival.
    var x1 = 0.0
    var x2 = 0.0
}

/// Where a weight would have ceased to be a number.
struct WeightFault: Sendable {
    let projection: Int
    let source: Int
    let target: Int
    let tick: Int
}

/// Belongs to the worker that owns the partition.
final class PlasticTable {
    /// Another only after synapses have moved.
    private(set) var wiring: PlasticWiring
    let weights: UnsafeMutablePointer<Float>
    /// A further number of each synapse: the eligibility, or the trace of arrivals since the
    /// target's last spike.
    let column: UnsafeMutablePointer<Float>?
    let units: UnsafeMutablePointer<UnitState>
    let shortTerm: UnsafeMutablePointer<ShortTermState>?
    let log: SpikeLog?
    let voltages: VoltageLog?
    /// The table with these weights, as delivery reads it.
    private(set) var rows: SynapseRows
    /// What `reset` goes back to; nil for the network's own.
    private var initial: LearntSynapses?
    /// How often synapses could move.
    var rewirings = 0
    private(set) var fault: WeightFault?

    /// The number of the modulator that its eligibility waits for.
    let modulator: Int?
    /// Where astrocytes modulate the release of synapses: what each has, and what they do.
    let resources: UnsafeMutablePointer<GlialResources>?
    var glialLevels: GlialLevels?
    let firstNeuron: Int
    /// As the network was built.
    private let original: PlasticWiring
    private let memory: PageMemory
    /// Numbers of a stretch of synapses.
    let scratch = PlasticScratch()
    private let scaled = ScratchBuffer<Float>()

    /// - Parameters:
    ///   - firstNeuron: the index within the population of the partition's first neuron.
    init(
        _ wiring: PlasticWiring, log: SpikeLog?, voltages: VoltageLog? = nil, modulator: Int?,
        firstNeuron: Int
    ) {
        self.modulator = modulator
        self.voltages = voltages
        self.wiring = wiring
        original = wiring
        self.log = log
        self.firstNeuron = firstNeuron
        let table = wiring.table
        let room = table.synapseCount + SynapseTable.padding
        let hasColumn = (wiring.rule?.columnCount ?? 0) > 0
        let bytes = (4 * room + 63) / 64 * 64
        memory = PageMemory(byteCount: hasColumn ? 2 * bytes : bytes)
        weights = memory.base.bindMemory(to: Float.self, capacity: room)
        column = hasColumn
            ? (memory.base + bytes).bindMemory(to: Float.self, capacity: room) : nil
        units = .allocate(capacity: wiring.unitCount)
        shortTerm = wiring.shortTerm == nil ? nil : .allocate(capacity: wiring.unitCount)
        resources = wiring.glial == nil ? nil : .allocate(capacity: table.synapseCount)
        resources?.initialize(repeating: GlialResources(u: 0, x: 1), count: table.synapseCount)
        rows = SynapseRows(table, weights: UnsafePointer(weights))
        units.initialize(repeating: UnitState(), count: wiring.unitCount)
        if let rule = wiring.shortTerm {
            shortTerm?.initialize(repeating: ShortTermState(rule), count: wiring.unitCount)
        }
        restoreWeights()
    }

    deinit {
        memory.deallocate()
        units.deallocate()
        shortTerm?.deallocate()
        resources?.deallocate()
    }

    var byteCount: Int {
        memory.byteCount + (wiring === original ? 0 : wiring.table.byteCount)
            + wiring.unitCount * (MemoryLayout<UnitState>.stride + (shortTerm == nil ? 0 : 16))
            + (resources == nil ? 0 : 8 * wiring.table.synapseCount)
    }

    /// Goes back to tick 0.
    func reset(keepingWeights: Bool) {
        fault = nil
        units.update(repeating: UnitState(), count: wiring.unitCount)
        if let rule = wiring.shortTerm {
            shortTerm?.update(repeating: ShortTermState(rule), count: wiring.unitCount)
        }
        column?.update(repeating: 0, count: wiring.table.synapseCount)
        if !keepingWeights { restoreWeights() }
    }

    private func restoreWeights() {
        if let initial { return take(initial) }
        if wiring !== original { rewire(as: original) }
        rewirings = 0
        let table = wiring.table
        if let own = table.weights {
            weights.update(from: own, count: table.synapseCount)
        } else {
            weights.update(repeating: table.constantWeight, count: table.synapseCount)
        }
    }

    /// The synapses of a unit.
    @inline(__always)
    func synapses(ofUnit unit: Int) -> (start: Int, end: Int) {
        (Int(wiring.unitStarts[unit]), Int(wiring.unitStarts[unit &+ 1]))
    }

    /// Keeps the first fault.
    func report(synapse: Int, unit: Int, tick: Int) {
        if fault != nil { return }
        var row = 0
        while Int(wiring.table.rows[row + 1]) <= synapse { row += 1 }
        fault = WeightFault(
            projection: wiring.projection, source: wiring.table.firstSource + row,
            target: firstNeuron + Int(wiring.table.targets[synapse]), tick: tick)
    }

    /// Takes a spike of the source through its synapses of one unit: they learn, as far as
    /// anything is learnt, and what is delivered is ready.
    ///
    /// - Parameters:
    ///   - tick, before: when it arrives at the synapses.
    ///   - amplitudes: of the rule at this moment, if modulators decide about them.
    /// - Returns: the table to deliver from; it may share memory with other units.
    func arrive(
        _ unit: Int, tick: Int, before: Double, learning: Learning
    ) -> SynapseRows {
        let last = units[unit]
        if let rule = wiring.rule, let log {
            if learning.isOn {
                if rule.isPlain && log.before == nil {
                    update(unit, through: tick, rule, log, learning, isArrival: true)
                } else {
                    updateSlowly(
                        unit, through: tick, before: before, rule, log, learning, isArrival: true)
                }
            }
            raise(unit, tick, before, rule)
        }
        if let voltages {
            if learning.isOn {
                update(unit, through: tick, voltages, isArrival: true)
            }
            let rule = voltages.rule
            let left = last.arrival == SpikeLog.never
                ? 0 : last.x1 * rule.x.view[tick &- Int(last.arrival)]
            units[unit].x1 = left + 1 / rule.x.tau
        }
        units[unit].updated = Int32(truncatingIfNeeded: tick)
        units[unit].updatedBefore = before
        units[unit].arrival = Int32(truncatingIfNeeded: tick)
        units[unit].arrivalBefore = before
        guard let rule = wiring.shortTerm, let shortTerm else { return rows }
        let interval = last.arrival == SpikeLog.never
            ? nil
            : (
                ticks: tick &- Int(last.arrival),
                rest: (last.arrivalBefore - before) / learning.resolution
            )
        if let glial = wiring.glial, let glialLevels, let resources {
            return glialRows(
                unit, tick: tick, after: interval, rule, glial, glialLevels, resources)
        }
        let factor = Float(shortTerm[unit].arrive(rule, after: interval))
        return scaledRows(unit, factor)
    }

    /// The source's traces take the arrival in.
    @inline(__always)
    private func raise(_ unit: Int, _ tick: Int, _ before: Double, _ rule: PairRule) {
        let state = units[unit]
        guard !rule.setsX, state.arrival != SpikeLog.never else {
            units[unit].x1 = 1
            units[unit].x2 = 1
            return
        }
        let ticks = tick &- Int(state.arrival)
        let rest = (state.arrivalBefore - before) / rule.x1.resolution
        units[unit].x1 = 1 + state.x1 * rule.x1.view.after(ticks, rest)
        if let x2 = rule.x2 { units[unit].x2 = 1 + state.x2 * x2.view.after(ticks, rest) }
    }

    /// Room for what a unit delivers.
    func room(for count: Int) -> UnsafeMutablePointer<Float> {
        scaled.reserve(count + SynapseTable.padding)
        return scaled.base
    }

    private func scaledRows(_ unit: Int, _ factor: Float) -> SynapseRows {
        let (start, end) = synapses(ofUnit: unit)
        scaled.reserve(end - start + SynapseTable.padding)
        var index = start
        while index < end {
            scaled.base[index &- start] = weights[index] * factor
            index &+= 1
        }
        return rows.with(weights: UnsafePointer(scaled.base) - start)
    }

    /// Takes weights over, in the order of the table.
    ///
    /// - Parameter isInitial: whether `reset` goes back to them.
    func set(_ new: [Float], isInitial: Bool) {
        weights.update(from: new, count: wiring.table.synapseCount)
        if isInitial { keepAsInitial() }
    }

    /// Makes what it is now what `reset` goes back to.
    func keepAsInitial() { initial = learnt }

    /// What has been learnt.
    var learnt: LearntSynapses {
        LearntSynapses(weights: currentWeights, wiring: wiring, rewirings: rewirings)
    }

    /// Takes over what another has learnt.
    func take(_ learnt: LearntSynapses) {
        if wiring !== learnt.wiring { rewire(as: learnt.wiring) }
        rewirings = learnt.rewirings
        weights.update(from: learnt.weights, count: learnt.weights.count)
    }

    /// Lets synapses lie otherwise; their weights are in the new order already, or will be.
    func rewire(as new: PlasticWiring) {
        wiring = new
        rows = SynapseRows(new.table, weights: UnsafePointer(weights))
    }

    /// All weights as they are now. Who wants only these takes no `snapshot`: Swift 6.3 gives an
    /// array that nobody uses back before it is filled, and what fills it then writes into memory
    /// of others.
    var currentWeights: [Float] {
        Array(UnsafeBufferPointer(start: weights, count: wiring.table.synapseCount))
    }

    /// Everything that changes, to go back to after a look ahead.
    func snapshot() -> (weights: [Float], column: [Float], units: [UnitState]) {
        let count = wiring.table.synapseCount
        return (
            Array(UnsafeBufferPointer(start: weights, count: count)),
            column.map { Array(UnsafeBufferPointer(start: $0, count: count)) } ?? [],
            Array(UnsafeBufferPointer(start: units, count: wiring.unitCount))
        )
    }

    func restore(_ old: (weights: [Float], column: [Float], units: [UnitState])) {
        weights.update(from: old.weights, count: old.weights.count)
        column?.update(from: old.column, count: old.column.count)
        units.update(from: old.units, count: old.units.count)
    }

    /// Brings all synapses up to the end of a tick, in which their targets' spikes are known.
    func sweep(through tick: Int, learning: Learning) {
        if let voltages {
            for unit in 0..<wiring.unitCount where Int(units[unit].updated) < tick {
                if learning.isOn { update(unit, through: tick, voltages, isArrival: false) }
                units[unit].updated = Int32(truncatingIfNeeded: tick)
            }
        }
        guard let rule = wiring.rule, let log else { return }
        for unit in 0..<wiring.unitCount {
            // An arrival off the grid may lie within the tick.
            let last = Int(units[unit].updated)
            guard last < tick || last == tick && units[unit].updatedBefore > 0 else { continue }
            if learning.isOn {
                if rule.isPlain && log.before == nil {
                    update(unit, through: tick, rule, log, learning, isArrival: false)
                } else {
                    updateSlowly(
                        unit, through: tick, before: 0, rule, log, learning, isArrival: false)
                }
            }
            units[unit].updated = Int32(truncatingIfNeeded: tick)
            units[unit].updatedBefore = 0
        }
    }
}

/// The synapses of a table with their weights.
struct LearntSynapses {
    var weights: [Float]
    var wiring: PlasticWiring
    var rewirings: Int
}

/// What a table has to know of its surroundings to learn.
struct Learning {
    /// Whether weights change.
    var isOn: Bool
    /// A tick in ms.
    var resolution: Double
    /// The rule's amplitudes at the moment.
    var amplitudes: PairAmplitudes
    /// The modulator of an eligibility trace.
    var modulator: ModulatorLog?
}
