// The order of a run, decided here and nowhere else.
//
// Let L be the shortest delay between neurons, in ticks. Epoch k is the stretch of ticks (t, t +
// L]. A spike at tick s reaches its targets at s + L or later, so no spike of an epoch acts within
// that epoch, and every partition can be advanced through it alone. Spikes of stimuli depend on
// nothing, so they are emitted one epoch ahead and their delays may be shorter than L. For each
// epoch k:
//
//     A(k)  advance   each worker steps its partitions to the end of epoch k and keeps their
//                     spikes; it lets its stimuli emit the spikes of epoch k + 1
//     ──── barrier ────
//     D(k)  deliver   each worker adds the spikes of neurons from epoch k, and of stimuli from
//                     epoch k + 1, to the rings of its own partitions; worker 0 also hands
//                     recordings out
//
// Why one barrier is enough:
// 1. D(k) precedes A(k + 1) for the same partition, because the same worker does both in this
//    order. So all input due in epoch k + 1 is in the rings before it is read: neurons' spikes of
//    epoch k arrive in epoch k + 1 or later, stimuli's of epoch k + 1 were delivered in D(k).
// 2. D(k) reads what other workers wrote in A(k); the barrier lies between.
// 3. A(k + 1) of a fast worker may run beside D(k) of a slow one. It writes into the other of two
//    buffers. A(k + 2), which uses the same buffer again, comes after the barrier that the slow
//    worker reaches only when its D(k) is done.
//
// Delivery writes only to the rings of the worker's own partitions, in the order of projections,
// then ticks, then sources, then synapses: nothing depends on which worker comes first.

import SNNModel

/// Runs states of one network on a team of workers.
///
///     let engine = Engine(network, workers: 2)
///     try engine.run(state, ticks: 10_000)
public final class Engine: Sendable {
    public let network: Network
    public let workerCount: Int
    public let kernels: KernelSet
    private let workers: Workers
    private let shares: [Share]

    /// The partitions and stimuli that one worker owns, as indices.
    private struct Share: Sendable {
        var partitions: [Int] = []
        var stimuli: [Int] = []
        var cost = 0.0
    }

    public init(_ network: Network, workers count: Int = 1, kernels: KernelSet = .standard) {
        let count = min(max(count, 1), Limits.workersMax)
        self.network = network
        self.kernels = kernels
        workerCount = count
        workers = Workers(count)
        var shares = Array(repeating: Share(), count: count)
        func lightest() -> Int { shares.indices.min { shares[$0].cost < shares[$1].cost }! }
        // The dearest first, each to the worker with the least so far.
        let order = network.partitions.indices.sorted {
            (network.partitions[$1].cost, $0) < (network.partitions[$0].cost, $1)
        }
        for partition in order {
            let owner = lightest()
            shares[owner].partitions.append(partition)
            shares[owner].cost += network.partitions[partition].cost
        }
        for (index, part) in network.stimuli.enumerated() {
            let owner = lightest()
            shares[owner].stimuli.append(index)
            shares[owner].cost += Double(part.range.count) * 3
        }
        self.shares = shares
    }

    /// Advances a state.
    ///
    /// - Parameters:
    ///   - recorder: receives spikes and traces, epoch by epoch, on the calling thread.
    ///   - observe: called after each epoch with the tick reached, on the calling thread; false
    ///     ends the run one epoch later.
    /// - Returns: the ticks that were run: fewer than asked for if `observe` ended the run.
    /// - Throws: what the recorder's receiver throws.
    @discardableResult
    public func run(
        _ state: NetworkState, ticks: Int, recorder: Recorder? = nil,
        observe: ((Int) -> Bool)? = nil
    ) throws -> Int {
        precondition(state.network === network, "The state belongs to another network.")
        guard ticks > 0 else { return 0 }
        let run = EpochRun(state: state, from: state.tick, ticks: ticks, recorder: recorder)
        let barrier = SpinBarrier(workers: workerCount, oversubscribed: workers.isOversubscribed)
        let stop = AtomicLine(Int32.max)
        nonisolated(unsafe) let observe = observe
        nonisolated(unsafe) var failure: (any Error)?
        let nanoseconds = Double(ticks) * shares.reduce(0) { $0 + $1.cost }
        workers.run(pins: nanoseconds > Limits.pinnedNanosecondsMin) { [shares] worker in
            let share = shares[worker]
            self.emitFirst(run, worker, barrier)
            var epoch = 0
            while epoch < run.epochCount {
                self.advance(run, epoch, share)
                barrier.wait()
                self.deliver(run, epoch, share)
                if worker == 0 {
                    do { try run.recorder?.collect(run, epoch) } catch {
                        failure = failure ?? error
                    }
                    let goesOn = observe?(run.end(of: epoch) - 1) ?? true
                    if !goesOn || failure != nil { stop.store(min(stop.load(), Int32(epoch + 1))) }
                }
                // Set in D(k), read by all no earlier than after the next barrier: nobody stops
                // alone.
                if epoch >= Int(stop.load()) { break }
                epoch += 1
            }
            if worker == 0 { run.reached = min(epoch, run.epochCount - 1) }
        }
        state.tick = run.end(of: run.reached) - 1
        state.emittedEnd = max(
            state.emittedEnd, run.end(of: min(run.reached + 1, run.epochCount - 1)))
        try run.recorder?.finish()
        if let failure { throw failure }
        return state.tick - run.start
    }

    /// Stimuli emit and deliver the spikes of the first epoch before any neuron is advanced.
    private func emitFirst(_ run: EpochRun, _ worker: Int, _ barrier: SpinBarrier) {
        let share = shares[worker]
        let ticks = run.firstStimulusTicks
        emit(run, ticks, share, parity: 1)
        barrier.wait()
        deliver(
            run, share, neurons: nil,
            stimuli: Handover(parity: 1, firstTick: ticks.lowerBound))
        if worker == 0 {
            run.recorder?.keepStimuli(run, firstTick: ticks.lowerBound, parity: 1)
        }
        barrier.wait()
    }

    private func advance(_ run: EpochRun, _ epoch: Int, _ share: Share) {
        let parity = epoch & 1
        for index in share.partitions {
            let partition = network.partitions[index]
            let part = run.state.parts[index]
            part.advance(
                partition, ticks: run.ticks(of: epoch), into: part.buffers[parity],
                kernels: kernels, base: network.groups[partition.group].base,
                probes: run.recorder?.probes[index] ?? [], parity: parity)
        }
        emit(run, run.stimulusTicks(after: epoch), share, parity: parity)
    }

    private func emit(_ run: EpochRun, _ ticks: Range<Int>, _ share: Share, parity: Int) {
        for index in share.stimuli {
            let part = network.stimuli[index]
            let buffer = run.state.stimulusBuffers[index][parity]
            buffer.begin()
            network.spikeSources[part.group]?.emit(
                part.range, ticks: ticks, resolution: network.resolution,
                bound: run.state.bound[part.group] ?? BoundTrains(), into: buffer)
        }
    }

    private func deliver(_ run: EpochRun, _ epoch: Int, _ share: Share) {
        deliver(
            run, share,
            neurons: Handover(parity: epoch & 1, firstTick: run.ticks(of: epoch).lowerBound),
            stimuli: Handover(
                parity: epoch & 1, firstTick: run.stimulusTicks(after: epoch).lowerBound))
    }

    /// Which of two buffers is read, and the tick that its first spikes belong to.
    private struct Handover {
        let parity: Int
        let firstTick: Int
    }

    /// Adds spikes to the rings of the worker's own partitions.
    private func deliver(
        _ run: EpochRun, _ share: Share, neurons: Handover?, stimuli: Handover
    ) {
        for index in share.partitions {
            let rings = run.state.parts[index].rings
            for table in network.partitions[index].tables {
                let isStimulus = network.groups[table.group].isStimulus
                guard let handover = isStimulus ? stimuli : neurons else { continue }
                for source in network.partsOfGroup[table.group] {
                    let buffers = isStimulus
                        ? run.state.stimulusBuffers[source] : run.state.parts[source].buffers
                    table.deliver(
                        buffers[handover.parity], firstTick: handover.firstTick,
                        into: rings[table.receptor])
                }
            }
        }
    }
}

/// The epochs of one call of `run`.
///
/// `@unchecked Sendable` because `reached` is written by worker 0 only and read after all are done.
final class EpochRun: @unchecked Sendable {
    let state: NetworkState
    let recorder: Recorder?
    let start: Int
    let epochCount: Int
    var reached = 0
    private let stop: Int
    private let length: Int
    /// Stimuli emitted everything before this tick in an earlier run.
    private let emittedEnd: Int

    init(state: NetworkState, from start: Int, ticks: Int, recorder: Recorder?) {
        self.state = state
        self.recorder = recorder
        self.start = start
        stop = start + ticks
        length = state.network.epochTicks
        emittedEnd = state.emittedEnd
        epochCount = (ticks + length - 1) / length
    }

    /// The ticks that the steps of an epoch end on.
    func ticks(of epoch: Int) -> Range<Int> { start + epoch * length + 1..<end(of: epoch) }

    /// One past the last tick of an epoch.
    func end(of epoch: Int) -> Int { min(start + (epoch + 1) * length, stop) + 1 }

    /// The ticks for which stimuli emit before the first epoch; tick 0 belongs to the first run.
    var firstStimulusTicks: Range<Int> { notYetEmitted(start == 0 ? 0..<end(of: 0) : ticks(of: 0)) }

    /// The ticks for which stimuli emit during an epoch: those of the next, none after the last.
    func stimulusTicks(after epoch: Int) -> Range<Int> {
        notYetEmitted(
            epoch + 1 < epochCount ? ticks(of: epoch + 1) : end(of: epoch)..<end(of: epoch))
    }

    private func notYetEmitted(_ ticks: Range<Int>) -> Range<Int> {
        let first = max(ticks.lowerBound, emittedEnd)
        return first..<max(first, ticks.upperBound)
    }
}
