extension PartitionState {
    /// Advances all neurons through a stretch of an epoch, alone.
    ///
    /// - Parameter parity: which of their two lists the probes fill.
    func advance(_ stretch: Stretch, kernels: KernelSet, probes: [Probe], parity: Int) {
        let partition = partition
        let base = partition.base
        let block = partition.block
        let first = UInt32(partition.range.lowerBound)
        let buffer = buffers[stretch.parity]
        if stretch.startsEpoch {
            buffer.begin()
            if !gradedBuffers.isEmpty { gradedBuffers[stretch.parity].begin() }
        }
        if let exact {
            advance(
                exact, stretch.ticks, first: Int(first), into: buffer, base: base, probes: probes,
                parity: parity)
            return
        }
        var tick = stretch.ticks.lowerBound
        while tick < stretch.ticks.upperBound {
            plastic?.visit(dueAt: tick, queues: queues)
            for (index, queue) in queues.enumerated() { slots[index] = queue.due(tick) }
            for drive in partition.drives {
                let slot = slots[drive.receptor]
                switch block.precision {
                case .double:
                    drive.source.add(
                        tick: tick, neurons: partition.range,
                        to: slot.assumingMemoryBound(to: Double.self))
                case .single:
                    drive.source.add(
                        tick: tick, neurons: partition.range,
                        to: slot.assumingMemoryBound(to: Float.self))
                }
            }
            if let current { inject(partition.currents, into: current, from: tick - 1) }
            let spikes = buffer.room(for: block.paddedCount)
            let count = block.advance(
                neurons, slots: slots, current: current, kernels: kernels, spikes: spikes)
            var index = 0
            while index < count {
                spikes[index] &+= first
                let name = UInt64(tick) &<< 32 | UInt64(UInt32(base) &+ spikes[index])
                digest &+= mixed(name &+ 0x9E37_79B9_7F4A_7C15)
                index &+= 1
            }
            spikeCount &+= count
            plastic?.log(spikes, nil, count, tick: tick)
            plastic?.observe(neurons, spikes, count, tick: tick)
            buffer.add(count)
            buffer.endTick()
            if let graded = block.graded, tick % graded.interval == 0 {
                send(graded, at: tick, into: gradedBuffers[stretch.parity])
            }
            for probe in probes { probe.sample(neurons, at: tick, parity: parity) }
            tick &+= 1
        }
    }

    private func send(_ graded: GradedSending, at tick: Int, into buffer: GradedBuffer) {
        switch partition.block.precision {
        case .double: buffer.append(tick, neurons.values(of: graded.column, as: Double.self))
        case .single: buffer.append(tick, neurons.values(of: graded.column, as: Float.self))
        }
    }

    /// Sums the currents that flow during the step from `tick` on.
    private func inject(
        _ currents: [CurrentInjection], into current: UnsafeMutablePointer<Double>, from tick: Int
    ) {
        current.update(repeating: 0, count: partitionPaddedCount)
        for injection in currents { injection.add(to: current, from: tick) }
        for slow in slowCurrents { slow.add(to: current, from: tick) }
    }
}
