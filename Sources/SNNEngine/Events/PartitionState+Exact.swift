extension PartitionState {
    /// Advances exact neurons through a stretch of an epoch. Where state is sampled the stretch is
    /// cut, which changes nothing but what can be seen.
    func advance(
        _ exact: ExactPart, _ ticks: Range<Int>, first: Int, into buffer: SpikeBuffer, base: Int,
        probes: [Probe], parity: Int
    ) {
        var start = ticks.lowerBound
        var spike = buffer.count
        while start < ticks.upperBound {
            let sample = probes.map { $0.next(from: start) }.min() ?? Int.max
            let end = min(sample, ticks.upperBound - 1) + 1
            exact.advance(start..<end, first: first, into: buffer)
            for probe in probes { probe.sample(exact, at: end - 1, parity: parity) }
            start = end
        }
        let (spikes, before) = (buffer.spikes, buffer.before!)
        for tick in ticks {
            // The buffer's ticks are those of the epoch, of which this stretch is the latest part.
            let entry = buffer.tickCount - (ticks.upperBound - tick)
            let first = buffer.ticks[entry]
            plastic?.log(
                spikes + first, before + first, buffer.ticks[entry + 1] - first, tick: tick)
            while spike < buffer.ticks[entry + 1] {
                let name = UInt64(tick) &<< 32 | UInt64(UInt32(base) &+ spikes[spike])
                digest &+= mixed(
                    name &+ 0x9E37_79B9_7F4A_7C15 &+ mixed(before[spike].bitPattern))
                spikeCount += 1
                spike += 1
            }
        }
    }
}
