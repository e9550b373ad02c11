// Spikes become arrivals of exact neurons. A spike in (k - 1, k] carries its tick k and how far
// ahead of it it lies, and arrives its delay later, a whole number of ticks; so what moves is the
// tick alone. Which arrivals are equal in time, and how they are then ordered, is said in
// `EventWheel`.

extension Delivery {
    /// Adds spikes to the wheel of one partition of exact neurons.
    ///
    /// - Parameters:
    ///   - parts, firstTick, tickCount: as for queues.
    func deliver(
        _ parts: [UnsafeMutablePointer<SpikeView>], firstTick: Int, tickCount: Int,
        through feeds: [Feed],
        resolution: Double, to wheel: EventWheel
    ) {
        for feed in feeds {
            for tick in 0..<tickCount {
                for part in feed.sources where tick < parts[part].pointee.tickCount {
                    let view = parts[part].pointee
                    var spike = view.ticks[tick]
                    while spike < view.ticks[tick &+ 1] {
                        let row = view.spikes[spike] &- feed.rows.firstSource
                        if row < feed.rows.rowCount {
                            var time = ExactTime(
                                tick: firstTick &+ tick, before: view.before?[spike] ?? 0)
                            if time.before < 0 {
                                time.tick &+= 1
                                time.before += resolution
                            }
                            time.before = min(time.before, resolution.nextDown)
                            feed.rows.enter(Int(row), feed.number, spikedAt: time, into: wheel)
                        }
                        spike &+= 1
                    }
                }
            }
        }
    }
}

extension SynapseRows {
    /// Enters an arrival for every synapse of a stretch.
    ///
    /// - Parameters:
    ///   - hasRow: whether the stretch is the whole of `row`; else all of it has `delay`.
    func enter(
        _ stretch: Range<Int>, row: Int, _ table: UInt16, hasRow: Bool, spikedAt time: ExactTime,
        delay: Int, into wheel: EventWheel
    ) {
        if hasRow { return enter(row, table, spikedAt: time, into: wheel) }
        for j in stretch {
            wheel.append(
                Arrival(
                    before: time.before, weight: weights.map { $0[j] } ?? weight,
                    target: targets[j], table: table), at: time.tick &+ delay)
        }
    }

    /// Enters an arrival for every synapse of a row.
    @inline(__always)
    func enter(
        _ row: Int, _ table: UInt16, spikedAt time: ExactTime, into wheel: EventWheel
    ) {
        var j = Int(rows[row])
        let end = Int(rows[row &+ 1])
        var run = runRows.map { Int($0[row]) } ?? 0
        while j < end {
            var next = end
            var delay = delay
            if let runs {
                next = j &+ Int(runs[run].count)
                delay = Int(runs[run].delay)
                run &+= 1
            } else if let delays {
                next = j &+ 1
                delay = Int(delays[j])
            }
            while j < next {
                wheel.append(
                    Arrival(
                        before: time.before, weight: weights.map { $0[j] } ?? weight,
                        target: targets[j], table: table), at: time.tick &+ delay)
                j &+= 1
            }
        }
    }
}
