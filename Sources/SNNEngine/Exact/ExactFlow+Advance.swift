extension ExactFlow {
    /// Numbers of scratch besides the row of constants.
    static let scratchCount =
        TaylorSeries.scratchCount + BernsteinForm.width + BernsteinForm.scratchCount

    /// See `ExactBlock.advance`.
    @inline(never)
    func advance(
        _ state: ExactState, neuron: Int, events: UnsafeBufferPointer<InputEvent>,
        through end: Int, emit: (ExactTime) -> Void
    ) -> Int {
        let record = state.record(of: neuron)
        let row = FlowRow(at: rows.row(of: neuron, in: state.scratch))
        let room = state.scratch + rows.width
        if record.potential >= row.threshold { fire(record, row, emit) }
        var index = 0
        while index < events.count {
            let event = events[index]
            let time = run(
                record, row, room, toTick: Double(event.tick), before: event.before,
                isInput: true, emit)
            if time > 0 {
                if record.held > 0 {
                    hold(record, row, for: time)
                } else {
                    var series = TaylorSeries(room, inverses)
                    series.expand(self, record, row)
                    move(record, row, series, by: time)
                }
                if record.potential >= row.threshold { fire(record, row, emit) }
            }
            record.tick = Double(event.tick)
            record.before = event.before
            apply(event, record, row, emit)
            record.safe = 0
            index &+= 1
        }
        _ = run(record, row, room, toTick: Double(end), before: 0, isInput: false, emit)
        let wait = record.held > 0 ? record.held : abs(record.safe)
        return max(record.tick(after: wait, resolution: resolution), end &+ 1)
    }

    /// Takes all whole steps up to a time, with their spikes and ends of refractoriness; returns
    /// how many ms after the instant of the record the time lies then.
    ///
    /// Where a step ends depends on the state alone; a step that would go beyond the time is left
    /// for later, after it has been found free of spikes up to there.
    private func run(
        _ record: LazyRecord, _ row: FlowRow, _ room: UnsafeMutablePointer<Double>,
        toTick tick: Double, before: Double, isInput: Bool, _ emit: (ExactTime) -> Void
    ) -> Double {
        let grain = ExactTime.grain * resolution
        var time = record.distance(toTick: tick, before: before, resolution: resolution)
        while true {
            if record.held > 0 {
                if record.held > time + grain { break }
                hold(record, row, for: record.held)
                record.held = 0
                record.safe = 0
            } else {
                if abs(record.safe) > time + grain { break }
                // Inputs of equal time are applied without a look between them.
                if isInput && time <= 0 && record.safe == 0 { break }
                var series = TaylorSeries(room, inverses)
                series.expand(self, record, row)
                if record.safe == 0 { record.safe = look(series, row, room) }
                let step = abs(record.safe)
                if step > time + grain { break }
                let isSpike = record.safe.sign == .minus
                move(record, row, series, by: step)
                record.shift(by: step, resolution: resolution)
                record.safe = 0
                if isSpike || record.potential >= row.threshold { fire(record, row, emit) }
            }
            time = record.distance(toTick: tick, before: before, resolution: resolution)
        }
        return time > 0 ? time : 0
    }

    /// ms for which the series holds without a spike, or minus the ms to a spike.
    private func look(
        _ series: TaylorSeries, _ row: FlowRow, _ room: UnsafeMutablePointer<Double>
    ) -> Double {
        let left = row.threshold - series.V[0]
        let rate = series.V[1] / series.unit
        // So fast that the rest of the way is shorter than any time that is told apart.
        if left <= 1e-12 * rate { return -left / rate }
        if isAtRest(series, row) { return .infinity }
        let powers = room + TaylorSeries.scratchCount
        series.stretchPotential(series.reach, into: powers)
        let form = BernsteinForm(
            powers, level: row.threshold, room: powers + BernsteinForm.width)
        guard let crossing = form.firstCrossing(bernstein) else { return series.reach }
        return -crossing * series.reach
    }

    private func isAtRest(_ series: TaylorSeries, _ row: FlowRow) -> Bool {
        var k = 1
        while k <= TaylorSeries.order {
            if series.V[k] != 0 || series.w[k] != 0 { return false }
            k &+= 1
        }
        return true
    }

    /// Moves the variables along a series; the instant stays.
    private func move(
        _ record: LazyRecord, _ row: FlowRow, _ series: TaylorSeries, by time: Double
    ) {
        record.potential = series.value(series.V, after: time)
        record.at[ExactLayout.second] = series.value(series.w, after: time)
        decay(record, row, by: time)
    }

    /// Moves a neuron whose V stays at the reset.
    private func hold(_ record: LazyRecord, _ row: FlowRow, for time: Double) {
        record.at[ExactLayout.second] = secondWhileHeld(record, row, after: time)
        decay(record, row, by: time)
        record.shift(by: time, resolution: resolution)
        record.held -= time
    }

    private func secondWhileHeld(
        _ record: LazyRecord, _ row: FlowRow, after time: Double
    ) -> Double {
        let goal = row.gain * (record.potential - row.reference)
        return goal + (record.at[ExactLayout.second] - goal) * Double.exp(-time * row.rate)
    }

    private func decay(_ record: LazyRecord, _ row: FlowRow, by time: Double) {
        var index = 0
        while index < currents.count {
            let place = currents[index]
            let x = record.at[place.value]
            let D = place.shape == .alpha ? record.at[place.slope] : 0
            if x != 0 || D != 0 {
                let factor = Double.exp(time * row.current(index).rate)
                let next = (x + time * D) * factor
                record.at[place.value] = abs(next) < 1e-30 ? 0 : next
                if place.shape == .alpha {
                    record.at[place.slope] = abs(D * factor) < 1e-30 ? 0 : D * factor
                }
            }
            index &+= 1
        }
    }

    private func fire(_ record: LazyRecord, _ row: FlowRow, _ emit: (ExactTime) -> Void) {
        emit(record.time)
        record.potential = row.reset
        record.at[ExactLayout.second] += row.increment
        record.held = row.refractory
        record.safe = 0
    }

    private func apply(
        _ event: InputEvent, _ record: LazyRecord, _ row: FlowRow, _ emit: (ExactTime) -> Void
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

    /// See `ExactBlock.value`.
    func value(of index: Int, _ state: ExactState, neuron: Int, at tick: Int) -> Double {
        let record = state.record(of: neuron)
        let row = FlowRow(at: rows.row(of: neuron, in: state.scratch))
        let time = record.distance(toTick: Double(tick), before: 0, resolution: resolution)
        guard time > 0 else { return record.at[index] }
        if let place = currents.first(where: { $0.value == index }) {
            let D = place.shape == .alpha ? record.at[place.slope] : 0
            return (record.at[index] + time * D)
                * Double.exp(time * row.current(place.current).rate)
        }
        guard record.held == 0 else {
            return index == 2 ? record.potential : secondWhileHeld(record, row, after: time)
        }
        var series = TaylorSeries(state.scratch + rows.width, inverses)
        series.expand(self, record, row)
        return series.value(index == 2 ? series.V : series.w, after: time)
    }
}
