/// The state of one partition.
final class PartitionState {
    let neurons: NeuronState
    /// The neurons and their input where they are advanced exactly; the rest is empty then.
    let exact: ExactPart?
    /// For each receptor the input on its way.
    let queues: [InputQueue]
    /// Two buffers used in turn, so that one can be read while the other is written.
    let buffers: [SpikeBuffer]
    /// Two buffers likewise, of neurons that send outputs; else none.
    let gradedBuffers: [GradedBuffer]
    /// Injected current of this tick, where there is any.
    let current: UnsafeMutablePointer<Double>?
    /// For each group of astrocytes that sends current.
    let slowCurrents: [SlowCurrentState]
    /// For each receptor the slot of this tick, as kernels want it.
    let slots: UnsafeMutablePointer<UnsafeMutableRawPointer>
    var digest: UInt64 = 0
    var spikeCount = 0

    let partition: Partition
    /// What learns, if anything does.
    let plastic: PlasticPart?
    private let memory: PageMemory
    private let boxes: UnsafeMutablePointer<MailBox>?
    private let boxCount: Int

    /// - Parameter glia: the groups of astrocytes.
    init(_ partition: Partition, _ plan: PlasticPlan, glia: [GliaGroup] = []) {
        self.partition = partition
        slowCurrents = partition.slowCurrents.map {
            SlowCurrentState($0, of: glia[$0.group], count: partition.block.paddedCount)
        }
        plastic = partition.plastic.isEmpty
            ? nil : PlasticPart(partition, plan: plan)
        let block = partition.block
        exact = partition.exact.map {
            ExactPart($0, tables: partition.tables, slotCount: partition.slotCount)
        }
        let isExact = exact != nil
        let resolution = partition.exact?.resolution
        buffers = [SpikeBuffer(offGrid: resolution), SpikeBuffer(offGrid: resolution)]
        let width = partition.range.count
        gradedBuffers = block.graded == nil
            ? [] : [GradedBuffer(width: width), GradedBuffer(width: width)]
        neurons = isExact
            ? NeuronState(
                columns: [], numberCount: 0, scratchCount: 0, precision: .double)
            : block.makeState()
        let receptorCount = isExact ? 0 : block.receptorCount
        let slotsKept = partition.isMailed ? 1 : partition.slotCount
        let size = slotsKept * block.slotLength * block.precision.byteCount
        // Zero without being touched, so it will lie near the worker that delivers to it.
        memory = PageMemory(byteCount: max(receptorCount * size, 64))
        if !FirstTouch.isOn { memory.clear() }
        boxCount = partition.isMailed ? receptorCount * partition.slotCount : 0
        boxes = boxCount > 0 ? .allocate(capacity: boxCount) : nil
        for box in 0..<boxCount {
            boxes?.advanced(by: box).initialize(to: MailBox(capacity: MailBox.spare))
        }
        let (base, boxes) = (memory.base, boxes)
        queues = (0..<receptorCount).map {
            InputQueue(
                base: base + $0 * size, stride: block.slotLength, mask: partition.slotCount - 1,
                isSingle: block.precision == .single,
                boxes: boxes?.advanced(by: $0 * partition.slotCount))
        }
        slots = .allocate(capacity: max(block.receptorCount, 1))
        slots.initialize(repeating: memory.base, count: max(block.receptorCount, 1))
        if partition.currents.isEmpty && partition.slowCurrents.isEmpty {
            current = nil
        } else {
            let pointer = UnsafeMutableRawPointer
                .allocate(byteCount: block.paddedCount * 8, alignment: 64)
                .bindMemory(to: Double.self, capacity: block.paddedCount)
            pointer.initialize(repeating: 0, count: block.paddedCount)
            current = pointer
        }
    }

    deinit {
        memory.deallocate()
        for box in 0..<boxCount { boxes?[box].deallocate() }
        boxes?.deallocate()
        slots.deallocate()
        current?.deallocate()
    }

    var partitionPaddedCount: Int { partition.block.paddedCount }

    var byteCount: Int {
        let mail = (0..<boxCount).reduce(0) { $0 + (boxes?[$1].byteCount ?? 0) }
        return memory.byteCount + mail + neurons.byteCount + (exact?.byteCount ?? 0)
            + (plastic?.byteCount ?? 0)
            + buffers.reduce(0) { $0 + $1.byteCount }
            + gradedBuffers.reduce(0) { $0 + $1.byteCount }
            + slowCurrents.reduce(0) { $0 + $1.byteCount }
    }

    /// Sums up what astrocytes send whose coarse step has ended at this tick.
    func gatherSlowCurrents(of glia: [GliaState], at tick: Int) {
        for (rows, slow) in zip(partition.slowCurrents, slowCurrents) {
            let sender = glia[rows.group]
            let (step, rest) = tick.quotientAndRemainder(dividingBy: sender.group.stepTicks)
            if rest == 0 { slow.gather(sender.windows[step & 1], step: step) }
        }
    }

    /// Takes over what astrocytes released whose coarse step has ended at this tick.
    func takeReleases(of glia: [GliaState], at tick: Int, _ epochTicks: Int) {
        guard let plastic else { return }
        for (index, sender) in glia.enumerated() where sender.group.release != nil {
            let (step, rest) = tick.quotientAndRemainder(dividingBy: sender.group.stepTicks)
            guard rest == 0 else { continue }
            plastic.take(
                sender.releases[step & 1], of: index, stepEnd: tick, epochTicks: epochTicks)
        }
    }

    func reset(keepingWeights: Bool) {
        plastic?.reset(keepingWeights: keepingWeights)
        memory.clear()
        for box in 0..<boxCount { boxes?[box].clear() }
        for current in slowCurrents { current.reset() }
        if let exact { exact.reset() } else { partition.block.reset(neurons) }
        digest = 0
        spikeCount = 0
    }
}
