import CKernels

// Spikes become input. For each spike, the row of its source is walked and each synapse adds its
// weight to the slot of the ring that is due: the spike's tick plus the delay. Spikes come in the
// order (tick, source) and rows in the order (delay, target), so every slot is summed in an order
// that only the network decides.

/// The ring of one receptor of one partition: `slotCount` slots of `stride` neurons, slot-major.
struct InputRing {
    let base: UnsafeMutablePointer<Double>
    let stride: Int
    /// Slot count minus one; the count is a power of two.
    let mask: Int

    @inline(__always)
    func slot(_ tick: Int) -> UnsafeMutablePointer<Double> { base + (tick & mask) &* stride }
}

extension SynapseTable {
    /// Adds the spikes of one buffer, whose first tick is `firstTick`, to the ring.
    func deliver(_ buffer: SpikeBuffer, firstTick: Int, into ring: InputRing) {
        if let runs, let runRows {
            if let weights {
                deliverRuns(buffer, firstTick, ring, runs, runRows, weights)
            } else {
                deliverPlainRuns(buffer, firstTick, ring, runs, runRows)
            }
            return
        }
        switch (delays, weights) {
        case (nil, nil): deliverPlain(buffer, firstTick, ring)
        case (nil, let weights?): deliverWeighted(buffer, firstTick, ring, weights)
        case (let delays?, nil): deliverDelayed(buffer, firstTick, ring, delays)
        case (let delays?, let weights?): deliverBoth(buffer, firstTick, ring, delays, weights)
        }
    }

    /// Calls `body` with the tick, the row and its synapses for each spike, fetching rows ahead.
    @inline(__always)
    private func forEachRow(
        _ buffer: SpikeBuffer, _ firstTick: Int, _ body: (Int, Int, Int, Int) -> Void
    ) {
        let spikes = buffer.spikes
        let total = buffer.count
        var tick = 0
        while tick < buffer.tickCount {
            var spike = buffer.ticks[tick]
            let end = buffer.ticks[tick &+ 1]
            while spike < end {
                if spike &+ 2 < total {
                    let ahead = Int(spikes[spike &+ 2]) &- firstSource
                    if ahead >= 0, ahead < rowCount {
                        let start = Int(rows[ahead])
                        snn_prefetch(targets + start)
                        if let weights { snn_prefetch(weights + start) }
                    }
                }
                let row = Int(spikes[spike]) &- firstSource
                if row >= 0, row < rowCount {
                    body(firstTick &+ tick, row, Int(rows[row]), Int(rows[row &+ 1]))
                }
                spike &+= 1
            }
            tick &+= 1
        }
    }

    @inline(never)
    private func deliverPlain(_ buffer: SpikeBuffer, _ firstTick: Int, _ ring: InputRing) {
        let weight = Double(constantWeight)
        let targets = targets
        forEachRow(buffer, firstTick) { tick, _, start, end in
            let slot = ring.slot(tick &+ constantDelay)
            var j = start
            while j < end {
                slot[Int(targets[j])] += weight
                j &+= 1
            }
        }
    }

    @inline(never)
    private func deliverWeighted(
        _ buffer: SpikeBuffer, _ firstTick: Int, _ ring: InputRing,
        _ weights: UnsafeMutablePointer<Float>
    ) {
        let targets = targets
        forEachRow(buffer, firstTick) { tick, _, start, end in
            let slot = ring.slot(tick &+ constantDelay)
            var j = start
            while j < end {
                slot[Int(targets[j])] += Double(weights[j])
                j &+= 1
            }
        }
    }

    @inline(never)
    private func deliverDelayed(
        _ buffer: SpikeBuffer, _ firstTick: Int, _ ring: InputRing,
        _ delays: UnsafeMutablePointer<UInt16>
    ) {
        let weight = Double(constantWeight)
        let targets = targets
        forEachRow(buffer, firstTick) { tick, _, start, end in
            var j = start
            while j < end {
                ring.slot(tick &+ Int(delays[j]))[Int(targets[j])] += weight
                j &+= 1
            }
        }
    }

    @inline(never)
    private func deliverBoth(
        _ buffer: SpikeBuffer, _ firstTick: Int, _ ring: InputRing,
        _ delays: UnsafeMutablePointer<UInt16>, _ weights: UnsafeMutablePointer<Float>
    ) {
        let targets = targets
        forEachRow(buffer, firstTick) { tick, _, start, end in
            var j = start
            while j < end {
                ring.slot(tick &+ Int(delays[j]))[Int(targets[j])] += Double(weights[j])
                j &+= 1
            }
        }
    }

    @inline(never)
    private func deliverPlainRuns(
        _ buffer: SpikeBuffer, _ firstTick: Int, _ ring: InputRing,
        _ runs: UnsafeMutablePointer<DelayRun>, _ runRows: UnsafeMutablePointer<UInt32>
    ) {
        let weight = Double(constantWeight)
        let targets = targets
        forEachRow(buffer, firstTick) { tick, row, start, _ in
            var j = start
            var run = Int(runRows[row])
            let runEnd = Int(runRows[row &+ 1])
            while run < runEnd {
                let slot = ring.slot(tick &+ Int(runs[run].delay))
                let end = j &+ Int(runs[run].count)
                while j < end {
                    slot[Int(targets[j])] += weight
                    j &+= 1
                }
                run &+= 1
            }
        }
    }

    @inline(never)
    private func deliverRuns(
        _ buffer: SpikeBuffer, _ firstTick: Int, _ ring: InputRing,
        _ runs: UnsafeMutablePointer<DelayRun>, _ runRows: UnsafeMutablePointer<UInt32>,
        _ weights: UnsafeMutablePointer<Float>
    ) {
        let targets = targets
        forEachRow(buffer, firstTick) { tick, row, start, _ in
            var j = start
            var run = Int(runRows[row])
            let runEnd = Int(runRows[row &+ 1])
            while run < runEnd {
                let slot = ring.slot(tick &+ Int(runs[run].delay))
                let end = j &+ Int(runs[run].count)
                while j < end {
                    slot[Int(targets[j])] += Double(weights[j])
                    j &+= 1
                }
                run &+= 1
            }
        }
    }
}
