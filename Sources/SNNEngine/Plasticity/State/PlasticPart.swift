import SNNModel

// Everything about learning that changes in one partition: its plastic tables, the log of its
// neurons' spikes, arrivals that wait, and the levels of modulators. Each partition has its own of
// all this, so that workers meet nowhere.
//
//     D(k)  modulators take the spikes of the epoch in; spikes become visits of units, which are
//           dealt with at once where the arrival is no later than the last tick, else entered for
//           theirs; then what is due at the end of the epoch is done: sweeps, upkeep
//     A(k)  at each tick the visits entered for it come first, then the neurons are advanced, then
//           their spikes are logged
//
// Exact neurons go through an epoch one by one, so nothing can be entered for a tick of theirs: all
// arrivals are dealt with when they are delivered. What they have to see is known by then, because
// the model's checks want the way back to be no shorter than the axonal delay.

/// The learning part of a partition's state.
final class PlasticPart {
    let tables: [PlasticTable]
    /// By number of rule.
    private let logs: [Int: SpikeLog]
    private let voltages: [Int: VoltageLog]
    private let potential: Int?
    private let rules: LearningRules
    private let wheel: VisitWheel
    private let modulators: [ModulatorLog]
    /// By group of astrocytes.
    private let glialLevels: [Int: GlialLevels]
    private let partition: Partition
    private let resolution: Double
    private let queueIsExact: Bool
    var isOn = true
    /// The last tick that the neurons were advanced to.
    private var reached = 0
    private var modulated: [Int: (tick: Int, amplitudes: PairAmplitudes)] = [:]
    /// By number of the rule that wants them.
    private var rates: [Int: RateTraces] = [:]

    init(_ partition: Partition, plan plastic: PlasticPlan) {
        self.partition = partition
        resolution = plastic.resolution
        rules = plastic.rules
        let count = partition.range.count
        let isExact = partition.exact != nil
        queueIsExact = isExact
        var logs: [Int: SpikeLog] = [:]
        var voltages: [Int: VoltageLog] = [:]
        var tables: [PlasticTable] = []
        let reach = partition.plastic.map { $0.backMax + $0.axonalMax }.max() ?? 0
        for wiring in partition.plastic {
            if let rule = wiring.voltage, voltages[wiring.ruleNumber] == nil {
                voltages[wiring.ruleNumber] = VoltageLog(
                    rule, neuronCount: count, reach: reach + 3 * plastic.epochTicks)
            }
            if let rule = wiring.rule, logs[wiring.ruleNumber] == nil {
                logs[wiring.ruleNumber] = SpikeLog(
                    rule, neuronCount: count, isOffGrid: isExact,
                    isModulated: !rule.modulated.isEmpty)
            }
            tables.append(
                PlasticTable(
                    wiring, log: logs[wiring.ruleNumber], voltages: voltages[wiring.ruleNumber],
                    modulator: wiring.rule?.eligibility.flatMap { eligibility in
                        plastic.rules.modulators.firstIndex { $0.name == eligibility.modulator }
                    }, firstNeuron: partition.range.lowerBound))
        }
        self.logs = logs
        self.voltages = voltages
        potential = voltages.isEmpty ? nil : partition.block.stateIndex(named: "V_m")
        self.tables = tables
        var levels: [Int: GlialLevels] = [:]
        for table in tables {
            guard let glial = table.wiring.glial else { continue }
            let known = levels[glial.group]
                ?? GlialLevels(glial.rule, count: plastic.gliaCounts[glial.group])
            levels[glial.group] = known
            table.glialLevels = known
        }
        glialLevels = levels
        let horizon = partition.plastic.map { $0.axonalMax }.max() ?? 0
        wheel = VisitWheel(horizon: horizon + 2 * plastic.epochTicks)
        modulators = rules.modulators.map {
            ModulatorLog(
                $0, horizon: 3 * plastic.epochTicks,
                places: (partition.group, partition.range))
        }
        for (number, upkeep) in plastic.rules.upkeep {
            guard case .scale(_, _, let decay) = upkeep.action,
                partition.plastic.contains(where: { $0.upkeep.contains { $0.number == number } })
            else { continue }
            rates[number] = RateTraces(decay, count: count)
        }
        sweepEvery = max(
            plastic.epochTicks, Int((Limits.eligibilitySweep / resolution).rounded()))
    }

    private let sweepEvery: Int

    var byteCount: Int {
        tables.reduce(0) { $0 + $1.byteCount } + logs.values.reduce(0) { $0 + $1.byteCount }
            + voltages.values.reduce(0) { $0 + $1.byteCount }
            + rates.values.reduce(0) { $0 + $1.byteCount } + wheel.byteCount
            + modulators.reduce(0) { $0 + $1.byteCount }
    }

    var fault: WeightFault? { tables.lazy.compactMap(\.fault).first }

    func reset(keepingWeights: Bool) {
        for table in tables { table.reset(keepingWeights: keepingWeights) }
        for log in logs.values { log.reset() }
        for log in voltages.values { log.reset() }
        for modulator in modulators { modulator.reset() }
        for levels in glialLevels.values { levels.reset() }
        wheel.reset()
        reached = 0
        modulated = [:]
        for rate in rates.values { rate.reset() }
    }

    /// Raises the level of a modulator, its delay after `tick`.
    func release(_ amount: Double, of name: String, at tick: Int) {
        for modulator in modulators where modulator.wiring.name == name {
            modulator.release(amount, at: tick + modulator.wiring.delay)
        }
    }

    /// Takes over what astrocytes released in the coarse step that ended at a tick.
    func take(_ releases: [GliaRelease], of group: Int, stepEnd tick: Int, epochTicks: Int) {
        glialLevels[group]?.take(releases, stepEnd: tick, oldest: tick - epochTicks)
    }

    // MARK: - While neurons advance

    /// Deals with the visits that wait for a tick.
    @inline(__always)
    func visit(dueAt tick: Int, queues: [InputQueue]) {
        reached = tick
        wheel.forEach(dueAt: tick) { visit in
            self.visit(
                tables[Int(visit.table)], Int(visit.unit), tick: tick, before: visit.before,
                queues: queues, wheel: nil)
        }
    }

    /// Logs the spikes of a tick.
    ///
    /// - Parameters:
    ///   - spikes: indices within the population, `before` as in `SpikeBuffer`.
    func log(
        _ spikes: UnsafePointer<UInt32>, _ before: UnsafePointer<Double>?, _ count: Int, tick: Int
    ) {
        if count == 0 { return }
        let first = partition.range.lowerBound
        for (number, log) in logs {
            guard let rule = rules.pairs[number] else { continue }
            let amplitudes = rule.modulated.isEmpty ? nil : amplitudes(number, rule, at: tick)
            for index in 0..<count {
                log.append(
                    Int(spikes[index]) - first, tick: tick, before: before?[index] ?? 0,
                    resolution: resolution, amplitudes: amplitudes)
            }
        }
        for rate in rates.values {
            for index in 0..<count { rate.spike(of: Int(spikes[index]) - first, at: tick) }
        }
    }

    /// Lets rules see the potentials at the end of a tick.
    @inline(__always)
    func observe(
        _ neurons: NeuronState, _ spikes: UnsafePointer<UInt32>, _ count: Int, tick: Int
    ) {
        guard let potential else { return }
        for log in voltages.values {
            log.observe(
                { neurons.value(of: potential, neuron: $0) }, spikes: spikes, count,
                first: partition.range.lowerBound, tick: tick)
        }
    }

    // MARK: - While spikes are delivered

    /// Takes the spikes of an epoch, of neurons or of stimuli, to their synapses.
    ///
    /// - Parameters:
    ///   - parts, firstTick, tickCount: as in `Delivery`.
    func deliver(
        _ parts: [UnsafeMutablePointer<SpikeView>], ofStimuli: Bool, firstTick: Int,
        tickCount: Int, queues: [InputQueue], wheel exact: EventWheel?
    ) {
        for modulator in modulators {
            for (number, source) in modulator.wiring.sources.enumerated()
            where source.isStimulus == ofStimuli {
                for part in source.parts {
                    for entry in 0..<tickCount {
                        modulator.count(
                            parts[part].pointee, source: number, entry: entry,
                            tick: firstTick + entry)
                    }
                }
            }
        }
        for entry in 0..<tickCount {
            for (number, table) in tables.enumerated()
            where table.wiring.isStimulus == ofStimuli {
                for part in table.wiring.sources {
                    deliver(
                        parts[part].pointee, entry, tick: firstTick + entry, table, number, queues,
                        exact)
                }
            }
        }
    }

    private func deliver(
        _ view: SpikeView, _ entry: Int, tick: Int, _ table: PlasticTable, _ number: Int,
        _ queues: [InputQueue], _ exact: EventWheel?
    ) {
        guard entry < view.tickCount else { return }
        let wiring = table.wiring
        var spike = view.ticks[entry]
        let end = view.ticks[entry + 1]
        while spike < end {
            let row = view.spikes[spike] &- table.rows.firstSource
            if row < table.rows.rowCount {
                var (tick, before) = (tick, view.before?[spike] ?? 0)
                if before < 0 {
                    tick += 1
                    before += resolution
                }
                if exact != nil { before = min(before, resolution.nextDown) } else { before = 0 }
                for unit in wiring.rowUnits[Int(row)]..<wiring.rowUnits[Int(row) &+ 1] {
                    let arrival = tick + wiring.axonalDelay(ofUnit: Int(unit))
                    if exact != nil || arrival <= reached {
                        visit(
                            table, Int(unit), tick: arrival, before: before, queues: queues,
                            wheel: exact)
                    } else {
                        wheel.enter(
                            ArrivalVisit(
                                table: UInt32(number), unit: unit, before: before), at: arrival)
                    }
                }
            }
            spike &+= 1
        }
    }

    /// An arrival changes its synapses, and what they then have is added to the target's input.
    private func visit(
        _ table: PlasticTable, _ unit: Int, tick: Int, before: Double, queues: [InputQueue],
        wheel: EventWheel?
    ) {
        let wiring = table.wiring
        let rows = table.arrive(
            unit, tick: tick, before: before, learning: learning(table, at: tick))
        let (start, end) = table.synapses(ofUnit: unit)
        if let wheel {
            rows.enter(
                start..<end, row: unit, UInt16(wiring.number), hasRow: wiring.axonal != nil,
                spikedAt: ExactTime(tick: tick - wiring.axonalDelay(ofUnit: unit), before: before),
                delay: wiring.axonalDelay(ofUnit: unit) + (wiring.dendritic ?? 0), into: wheel)
            return
        }
        let queue = queues[rows.receptor]
        if let axonal = wiring.axonal {
            rows.deliver(unit, spikedAt: tick - axonal, to: queue)
        } else {
            rows.deliver(start, end, at: tick + (wiring.dendritic ?? 0), to: queue)
        }
    }

    private func learning(_ table: PlasticTable, at tick: Int) -> Learning {
        guard let rule = table.wiring.rule else {
            return Learning(
                isOn: isOn && table.voltages != nil, resolution: resolution,
                amplitudes: PairAmplitudes())
        }
        let modulator = table.modulator.map { modulators[$0] }
        modulator?.advance(through: tick)
        return Learning(
            isOn: isOn, resolution: resolution,
            amplitudes: amplitudes(table.wiring.ruleNumber, rule, at: tick), modulator: modulator)
    }

    private func amplitudes(_ number: Int, _ rule: PairRule, at tick: Int) -> PairAmplitudes {
        if rule.modulated.isEmpty { return rule.amplitudes }
        if let last = modulated[number], last.tick == tick { return last.amplitudes }
        var result = rule.amplitudes
        for (path, formula) in rule.modulated {
            result[keyPath: path] = formula.value { name in level(of: name, at: tick) }
        }
        modulated[number] = (tick, result)
        return result
    }

    /// - Precondition: the model's checks find formulas of what is no modulator.
    private func level(of name: String, at tick: Int) -> Double {
        guard let modulator = modulators.first(where: { $0.wiring.name == name }) else {
            preconditionFailure("The model's checks find formulas of what is no modulator.")
        }
        modulator.advance(through: tick)
        return modulator.level(at: tick)
    }

    // MARK: - At the end of an epoch

    /// Does what is due when the epoch that ends with `tick` has been delivered.
    func endEpoch(_ tick: Int, length: Int) {
        for modulator in modulators { modulator.advance(through: tick) }
        let isTimely = tick / sweepEvery != (tick - length) / sweepEvery
        for (number, log) in logs {
            guard let rule = rules.pairs[number] else { continue }
            let isFull = log.count > Limits.loggedSpikesPerNeuron * partition.range.count + 4096
            guard rule.eligibility == nil ? isFull : isTimely else { continue }
            sweep(number, through: tick)
            let back = tables.filter { $0.wiring.ruleNumber == number }.map(\.wiring.backMax).max()
            log.trim(through: tick - max(back ?? 1, 1))
        }
        for (number, log) in voltages {
            let most = Limits.loggedSpikesPerNeuron * partition.range.count * log.rule.spikeTicks
            guard log.entries.count > most + 4096 else { continue }
            sweep(number, through: tick)
            let back = tables.filter { $0.wiring.ruleNumber == number }.map(\.wiring.backMax).max()
            log.trim(through: tick - max(back ?? 1, 1))
        }
        if isTimely, !modulators.isEmpty {
            let oldest = tables.lazy.filter { $0.wiring.rule?.eligibility != nil }.isEmpty
                ? tick - length : tick - sweepEvery - length
            for modulator in modulators { modulator.trim(before: oldest) }
        }
        guard isOn else { return }
        for table in tables {
            for upkeep in table.wiring.upkeep {
                guard let interval = upkeep.rule.interval,
                    tick / interval != (tick - length) / interval
                else { continue }
                keepUp(table, upkeep, at: tick)
            }
            if let rewiring = table.wiring.rewiring,
                tick / rewiring.interval != (tick - length) / rewiring.interval
            {
                table.sweep(through: tick, learning: learning(table, at: tick))
                table.rewire(rewiring, neuronCount: partition.range.count)
            }
        }
    }

    /// Sweeps the tables of a rule.
    private func sweep(_ number: Int, through tick: Int) {
        for table in tables where table.wiring.ruleNumber == number {
            table.sweep(through: tick, learning: learning(table, at: tick))
        }
    }

    /// Brings all weights up to a tick.
    ///
    /// - Parameter delivered: the tick up to which neurons' spikes have been delivered; stimuli's
    ///   are ahead.
    func sweep(through tick: Int, delivered: Int) {
        for table in tables { sweep(table, through: tick, delivered: delivered) }
    }

    /// Brings the weights of one table up to a tick.
    func sweep(_ table: PlasticTable, through tick: Int, delivered: Int) {
        let tick = table.wiring.isStimulus ? tick : delivered
        table.sweep(through: tick, learning: learning(table, at: tick))
    }

    func keepWeightsAsInitial() {
        for table in tables { table.keepAsInitial() }
    }

    func takeWeights(of other: PlasticPart) {
        for (table, from) in zip(tables, other.tables) {
            table.take(from.learnt)
            table.keepAsInitial()
        }
    }

    /// Does the upkeep of all tables now.
    func keepUp(at tick: Int, delivered: Int) {
        for table in tables {
            for upkeep in table.wiring.upkeep {
                keepUp(table, upkeep, at: table.wiring.isStimulus ? tick : delivered)
            }
        }
    }

    private func keepUp(
        _ table: PlasticTable, _ upkeep: PlasticWiring.Upkeep, at tick: Int
    ) {
        table.sweep(through: tick, learning: learning(table, at: tick))
        upkeep.rule.apply(
            to: table, rates: rates[upkeep.number], neuronCount: partition.range.count, at: tick)
    }
}
