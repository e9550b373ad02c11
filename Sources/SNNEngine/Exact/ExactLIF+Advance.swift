extension ExactLIF {
    /// See `ExactBlock.advance`.
    @inline(never)
    func advance(
        _ state: ExactState, neuron: Int, events: UnsafeBufferPointer<InputEvent>,
        through end: Int, emit: (ExactTime) -> Void
    ) -> Int {
        let h = resolution
        let record = state.record(of: neuron)
        let row = LIFRow(at: rows.row(of: neuron, in: state.scratch))
        // A neuron begins above its threshold only in its initial state.
        if record.potential >= row.threshold { fire(record, row, emit) }
        var index = 0
        while index < events.count {
            let event = events[index]
            let time = run(
                record, row, toTick: Double(event.tick), before: event.before, emit)
            move(record, row, by: time)
            record.tick = Double(event.tick)
            record.before = event.before
            apply(event, record, row, emit)
            index &+= 1
            // What happens at the same time is looked at together.
            if index < events.count, events[index].tick == event.tick,
                events[index].before == event.before
            {
                continue
            }
            if record.held == 0 { record.safe = outlook(record, row).clearance(row) }
        }
        _ = run(record, row, toTick: Double(end), before: 0, emit)
        let wait = record.held > 0 ? waitWhileHeld(record, row) : abs(record.safe)
        return max(record.tick(after: wait, resolution: h), end &+ 1)
    }

    /// Fires all spikes up to a time, and ends refractoriness there; returns how many ms after the
    /// instant of the record the time lies then.
    @inline(__always)
    private func run(
        _ record: LazyRecord, _ row: LIFRow, toTick tick: Double, before: Double,
        _ emit: (ExactTime) -> Void
    ) -> Double {
        let grain = ExactTime.grain * resolution
        var time = record.distance(toTick: tick, before: before, resolution: resolution)
        while true {
            if record.held > 0 {
                if record.held > time + grain { break }
                let held = record.held
                record.held = 0
                decay(record, row, by: held)
                record.shift(by: held, resolution: resolution)
                record.safe = outlook(record, row).clearance(row)
            } else {
                if abs(record.safe) > time + grain { break }
                search(record, row, upTo: time + grain)
                guard record.safe.sign == .minus, -record.safe <= time + grain else { break }
                let spike = -record.safe
                decay(record, row, by: spike)
                record.shift(by: spike, resolution: resolution)
                fire(record, row, emit)
            }
            time = record.distance(toTick: tick, before: before, resolution: resolution)
        }
        return time > 0 ? time : 0
    }

    /// A spike at the instant of the record.
    @inline(__always)
    private func fire(_ record: LazyRecord, _ row: LIFRow, _ emit: (ExactTime) -> Void) {
        emit(record.time)
        record.potential = row.reset
        record.held = row.refractory
        if record.held == 0 { record.safe = outlook(record, row).clearance(row) }
    }

    @inline(__always)
    private func apply(
        _ event: InputEvent, _ record: LazyRecord, _ row: LIFRow, _ emit: (ExactTime) -> Void
    ) {
        let receptor = receptors[Int(event.receptor)]
        let weight = Double(event.weight)
        switch receptor.shape {
        case .count: preconditionFailure("Only neurons of elm count.")
        case .delta:
            guard record.held == 0 else { return }
            record.potential += weight
            if record.potential >= row.threshold { fire(record, row, emit) }
        case .exponential: record.at[receptor.value] += weight
        case .alpha: record.at[receptor.slope] += row.current(receptor.current).peak * weight
        }
    }

    /// The state `time` ms later, without a spike on the way.
    @inline(__always)
    private func move(_ record: LazyRecord, _ row: LIFRow, by time: Double) {
        guard time > 0 else { return }
        if record.held > 0 {
            record.held -= time  // and stays positive, or `run` would have ended it
            decay(record, row, by: time)
            return
        }
        let membrane = Double.exp(time * row.rate)
        var potential = row.asymptote + (record.potential - row.asymptote) * membrane
        var index = 0
        while index < currents.count {
            potential += response(
                of: currents[index], record, row.current(index), time, membrane, row.inverse)
            index &+= 1
        }
        record.potential = potential
    }

    /// What a current does to V within `time`; the current decays.
    @inline(__always)
    private func response(
        of place: ExactReceptor, _ record: LazyRecord, _ row: CurrentRow, _ time: Double,
        _ membrane: Double, _ inverse: Double
    ) -> Double {
        let I = record.at[place.value]
        if place.shape == .exponential {
            if I == 0 { return 0 }
            let synapse = Double.exp(time * row.rate)
            record.at[place.value] = audible(I * synapse)
            return I * row.response(time, membrane, synapse, inverse)
        }
        let D = record.at[place.slope]
        if I == 0 && D == 0 { return 0 }
        let synapse = Double.exp(time * row.rate)
        record.at[place.value] = audible((I + time * D) * synapse)
        record.at[place.slope] = audible(D * synapse)
        return I * row.response(time, membrane, synapse, inverse)
            + D * row.slopeResponse(time, membrane, synapse, inverse)
    }

    /// Currents `time` ms later, whatever V does.
    @inline(__always)
    private func decay(_ record: LazyRecord, _ row: LIFRow, by time: Double) {
        var index = 0
        while index < currents.count {
            _ = response(of: currents[index], record, row.current(index), time, 0, row.inverse)
            index &+= 1
        }
    }

    /// Zero for currents below 1e-30 pA, which move no V by a bit, so that they cost nothing more.
    @inline(__always)
    private func audible(_ I: Double) -> Double { abs(I) < 1e-30 ? 0 : I }

    /// ms until a held neuron has to be looked at: the end of refractoriness, or never if it would
    /// not even fire if its currents did not decay before.
    @inline(__always)
    private func waitWhileHeld(_ record: LazyRecord, _ row: LIFRow) -> Double {
        var outlook = LIFOutlook(row.reset)
        var index = 0
        while index < currents.count {
            let place = currents[index]
            let current = row.current(index)
            let D = place.shape == .alpha ? Double.greatest(record.at[place.slope], 0) : 0
            // s e^(-s/τ) <= τ/e
            let I = Double.greatest(record.at[place.value], 0) + (D == 0 ? 0 : D / current.peak)
            outlook.add(I, D, current)
            index &+= 1
        }
        return outlook.ceiling(row) <= row.threshold ? .infinity : record.held
    }

    /// See `ExactBlock.value`.
    func value(of index: Int, _ state: ExactState, neuron: Int, at tick: Int) -> Double {
        let record = state.record(of: neuron)
        let row = LIFRow(at: rows.row(of: neuron, in: state.scratch))
        let time = record.distance(toTick: Double(tick), before: 0, resolution: resolution)
        if index == 2 { return potential(record, row, after: time) }
        guard let place = currents.first(where: { $0.value == index }), time > 0 else {
            return record.at[index]
        }
        let D = place.shape == .alpha ? record.at[place.slope] : 0
        return (record.at[index] + time * D)
            * Double.exp(time * row.current(place.current).rate)
    }

    private func potential(_ record: LazyRecord, _ row: LIFRow, after time: Double) -> Double {
        guard time > record.held else { return record.potential }
        guard record.held > 0 else { return outlook(record, row, after: time).potential }
        return withUnsafeTemporaryAllocation(of: Double.self, capacity: copyCount) { room in
            let copy = LazyRecord(at: room.baseAddress!)
            copy.at.update(from: record.at, count: copyCount)
            decay(copy, row, by: record.held)
            return outlook(copy, row, after: time - record.held).potential
        }
    }

    /// Numbers of a record.
    private var copyCount: Int { (currents.last.map { $0.slope } ?? LazyRecord.count) + 1 }
}
