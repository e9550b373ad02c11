// The order of a run, decided here and nowhere else.
//
// Let L be the shortest delay between neurons, in ticks. Epoch k is the stretch of ticks
// (kL, (k + 1)L]. A spike at tick s reaches its targets at s + L or later, so no spike of an epoch
// acts within that epoch, and every partition can be advanced through it alone. Spikes of stimuli
// depend on nothing, so they are emitted one epoch ahead and their delays may be shorter than L.
// For each epoch k:
//
//     A(k)  advance   each worker steps its partitions to the end of epoch k and keeps their
//                     spikes; it lets its stimuli emit the spikes of epoch k + 1
//     ──── barrier ────
//     D(k)  deliver   each worker adds the spikes of neurons from epoch k, then of stimuli from
//                     epoch k + 1, to the queues of its own partitions; worker 0 also hands
//                     recordings out
//
// Astrocytes (see `GliaGroup`) take part at coarse steps of whole epochs. A group belongs to one
// worker. If a step ends with epoch k, A(k) advances the group to there and calculates the current
// that it sends until the end of its next step; D(k) hands this out to the partitions. D(k) also
// lets the group hear the spikes that are delivered in it.
//
// Why one barrier is enough:
// 1. D(k) precedes A(k + 1) for the same partition, because the same worker does both in this
//    order. So all input due in epoch k + 1 is in the queues before it is read: neurons' spikes of
//    epoch k arrive in epoch k + 1 or later, stimuli's of epoch k + 1 were delivered in D(k).
// 2. D(k) reads what other workers wrote in A(k); the barrier lies between.
// 3. A(k + 1) of a fast worker may run beside D(k) of a slow one. It writes into the other of two
//    buffers. A(k + 2), which uses the same buffer again, comes after the barrier that the slow
//    worker reaches only when its D(k) is done.
// 4. All this holds for astrocytes, whose delays in either direction are at least L: what arrives
//    at one in epoch k was delivered in D(k - 1) or before, and what A(k) calculates acts on
//    neurons in epoch k + 1 or later. D(k) reads one of two windows, A(k + 1) may write the
//    other.
// 5. Where worker 0 works alone for a while (see `Workers/Roster.swift`), it does A(k) and D(k) of
//    all partitions, and those who left return to an epoch after its last D.
//
// Exact partitions (see `ExactPart`) go through an epoch neuron by neuron in A(k), each from event
// to event, and D(k) puts arrivals into their wheels in place of sums into rings. A spike in
// (t - 1, t] has the stamp t and a place before it. It reaches an exact target at its own time plus
// the delay, a grid target at tick t plus the delay; a grid spike lies on its tick. All delays are
// whole ticks, so the argument above holds for both. What arrives at one neuron at one time is
// ordered by projection, then tick of sending, source and synapse.
//
// The order of sums: what adds to a slot, or to the step of an astrocyte, comes epoch by epoch,
// neurons before stimuli, and within that in the order (tick, projection, source, delay, target),
// outputs of neurons that do not spike after spikes, projection by projection;
// drives come last, when the tick is due. Epochs are counted from tick 0 and a call of `run` that
// ends within one leaves its neurons' spikes in their buffer until a later call completes the
// epoch, so neither workers, partitions nor the cutting of a run into pieces can be seen in the
// result, in single precision no more than in double.

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
    /// What worker 0 does where it works alone.
    private let allShares: Share

    /// The partitions and stimuli that one worker owns, as indices.
    private struct Share: Sendable {
        var partitions: [Int] = []
        var stimuli: [Int] = []
        var glia: [Int] = []
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
        for (index, group) in network.glia.enumerated() {
            let owner = lightest()
            shares[owner].glia.append(index)
            shares[owner].cost += group.cost
        }
        self.shares = shares
        allShares = Share(
            partitions: Array(network.partitions.indices), stimuli: Array(network.stimuli.indices),
            glia: Array(network.glia.indices))
    }

    /// How many of the workers asked for make a run of this network faster on this machine.
    public static func usefulWorkers(for network: Network, asked: Int) -> Int {
        let tick = network.partitions.reduce(0) { $0 + $1.cost }
            + network.stimuli.reduce(0) { $0 + Double($1.range.count) * 3 }
        return Workers.usefulCount(asked: asked, work: tick * Double(network.epochTicks))
    }

    /// Advances a state.
    ///
    /// - Parameters:
    ///   - recorder: receives spikes and traces, epoch by epoch, on the calling thread.
    ///   - observe: called after each epoch with the tick reached, on the calling thread; false
    ///     ends the run one epoch later.
    /// - Returns: the ticks that were run: fewer than asked for if `observe` ended the run.
    /// - Throws: what the recorder's receiver throws; `NetworkError.weight`.
    @discardableResult
    public func run(
        _ state: NetworkState, ticks: Int, recorder: Recorder? = nil,
        observe: ((Int) -> Bool)? = nil
    ) throws -> Int {
        precondition(state.network === network, "The state belongs to another network.")
        guard ticks > 0 else { return 0 }
        let run = EpochRun(state: state, ticks: ticks, recorder: recorder)
        let stretches = run.stretches
        let stop = AtomicLine(Int32.max)
        nonisolated(unsafe) let observe = observe
        nonisolated(unsafe) var failure: (any Error)?
        let nanoseconds = Double(ticks) * shares.reduce(0) { $0 + $1.cost }
        let team = workers.team(pins: nanoseconds > Limits.pinnedNanosecondsMin)
        let barrier = workers.makeBarrier()
        let roster = workers.makeRoster(team, barrier)
        recorder?.begin(run)
        workers.run(team) { [shares, allShares, network, kernels] worker in
            let delivery = Delivery()
            func station(_ share: Share) -> Station {
                Station(
                    run, network, partitions: share.partitions, stimuli: share.stimuli,
                    glia: share.glia, isFirst: worker == 0)
            }
            let own = station(shares[worker])
            let all = worker == 0 ? station(allShares) : own
            Self.emitFirst(own, stretches, delivery, barrier)
            if worker == 0 { run.recorder?.keepStimuli(stretches.firstStimulusTicks, parity: 1) }
            barrier.wait()
            var index = 0
            while index < stretches.count {
                let isAlone = worker == 0 && roster.isAlone(in: index)
                if isAlone {
                    Self.advance(all, stretches, index, kernels, network.epochTicks)
                    Self.deliver(all, stretches, index, delivery, network)
                } else {
                    Self.advance(own, stretches, index, kernels, network.epochTicks)
                    barrier.wait()
                    Self.deliver(own, stretches, index, delivery, network)
                }
                if (isAlone ? all : own).parts.contains(where: { $0.plastic?.fault != nil }) {
                    run.faults.store(1)
                }
                if worker == 0 {
                    do { try run.recorder?.collect(stretches, index) } catch {
                        failure = failure ?? error
                    }
                    let goesOn = observe?(stretches[index].ticks.upperBound - 1) ?? true
                    if !goesOn || failure != nil || run.faults.load() != 0 {
                        stop.store(min(stop.load(), Int32(index + 1)))
                    }
                    roster.review(after: index)
                }
                // Set in D(k), read by all no earlier than after the next barrier: nobody stops
                // alone.
                if index >= Int(stop.load()) { break }
                guard let next = roster.next(after: index, worker: worker) else { break }
                index = next
            }
            if worker == 0 {
                roster.dismiss()
                run.reached = min(index, stretches.count - 1)
            }
        }
        state.tick = stretches[run.reached].ticks.upperBound - 1
        state.emittedEnd = max(
            state.emittedEnd, stretches[min(run.reached + 1, stretches.count - 1)].ticks.upperBound)
        try run.recorder?.finish()
        if let failure { throw failure }
        if let fault = state.fault { throw fault }
        return state.tick - stretches.start
    }

    /// Stimuli emit and deliver the spikes of the first stretch before any neuron is advanced.
    private static func emitFirst(
        _ station: borrowing Station, _ stretches: Stretches, _ delivery: Delivery,
        _ barrier: SpinBarrier
    ) {
        let ticks = stretches.firstStimulusTicks
        emit(station, ticks, parity: 1)
        barrier.wait()
        deliverStimuli(station, delivery, parity: 1, ticks: ticks)
    }

    private static func advance(
        _ station: borrowing Station, _ stretches: Stretches, _ index: Int, _ kernels: KernelSet,
        _ epochTicks: Int
    ) {
        let stretch = stretches[index]
        for part in station.parts.indices {
            station.parts[part].advance(
                stretch, kernels: kernels, probes: station.probes[part], parity: index & 1)
        }
        for group in station.glia
        where stretch.endsEpoch && group.isDue(after: stretch.epoch, epochTicks: epochTicks) {
            group.state.advance(kernels, probes: group.probes, parity: index & 1)
        }
        if !station.stimuli.isEmpty {
            emit(station, stretches.stimulusTicks(after: index), parity: index & 1)
        }
    }

    private static func emit(_ station: borrowing Station, _ ticks: Range<Int>, parity: Int) {
        for part in station.stimuli {
            let buffer = part.buffers[parity]
            buffer.begin()
            part.source.emit(part.range, ticks: ticks, bound: part.bound, into: buffer)
        }
    }

    private static func deliver(
        _ station: borrowing Station, _ stretches: Stretches, _ index: Int, _ delivery: Delivery,
        _ network: Network
    ) {
        let stretch = stretches[index]
        if stretch.endsEpoch {
            for part in station.parts {
                deliver(
                    station.neuronSpikes[stretch.parity], part.partition.neuronFeeds,
                    firstTick: stretch.epoch * network.epochTicks + 1,
                    tickCount: network.epochTicks, to: part, ofStimuli: false, delivery)
                for feed in part.partition.gradedFeeds {
                    feed.deliver(station.gradedOutputs[stretch.parity], to: part.queues)
                }
            }
        }
        if stretch.endsEpoch {
            for group in station.glia {
                group.hear(
                    station.neuronSpikes[stretch.parity], ofStimuli: false,
                    firstTick: stretch.epoch * network.epochTicks + 1,
                    tickCount: network.epochTicks)
            }
            for integrator in station.integrators {
                integrator.state.hear(
                    station.neuronSpikes[stretch.parity], ofStimuli: false,
                    firstTick: stretch.epoch * network.epochTicks + 1,
                    tickCount: network.epochTicks)
            }
            if !station.senders.isEmpty {
                let end = (stretch.epoch + 1) * network.epochTicks
                for part in station.parts {
                    part.takeReleases(of: station.senders, at: end, network.epochTicks)
                }
            }
            for part in station.parts where !part.slowCurrents.isEmpty {
                part.gatherSlowCurrents(
                    of: station.senders, at: (stretch.epoch + 1) * network.epochTicks)
            }
        }
        // Before the stimuli of the next, which may belong to another run.
        if stretch.endsEpoch {
            let end = (stretch.epoch + 1) * network.epochTicks
            for part in station.parts { part.plastic?.endEpoch(end, length: network.epochTicks) }
        }
        deliverStimuli(
            station, delivery, parity: index & 1, ticks: stretches.stimulusTicks(after: index))
        if stretch.endsEpoch {
            let end = (stretch.epoch + 1) * network.epochTicks
            for integrator in station.integrators {
                integrator.state.endEpoch(end, probes: integrator.probes, parity: index & 1)
            }
        }
    }

    private static func deliverStimuli(
        _ station: borrowing Station, _ delivery: Delivery, parity: Int, ticks: Range<Int>
    ) {
        guard station.hearsStimuli else { return }
        for group in station.glia {
            group.hear(
                station.stimulusSpikes[parity], ofStimuli: true, firstTick: ticks.lowerBound,
                tickCount: ticks.count)
        }
        for integrator in station.integrators {
            integrator.state.hear(
                station.stimulusSpikes[parity], ofStimuli: true, firstTick: ticks.lowerBound,
                tickCount: ticks.count)
        }
        for part in station.parts {
            deliver(
                station.stimulusSpikes[parity], part.partition.stimulusFeeds,
                firstTick: ticks.lowerBound, tickCount: ticks.count, to: part, ofStimuli: true,
                delivery)
        }
    }

    private static func deliver(
        _ spikes: [UnsafeMutablePointer<SpikeView>], _ feeds: [Feed], firstTick: Int,
        tickCount: Int, to part: PartitionState, ofStimuli: Bool, _ delivery: Delivery
    ) {
        part.plastic?.deliver(
            spikes, ofStimuli: ofStimuli, firstTick: firstTick, tickCount: tickCount,
            queues: part.queues, wheel: part.exact?.wheel)
        if let exact = part.exact {
            delivery.deliver(
                spikes, firstTick: firstTick, tickCount: tickCount, through: feeds,
                resolution: part.buffers[0].resolution, to: exact.wheel)
        } else {
            delivery.deliver(
                spikes, firstTick: firstTick, tickCount: tickCount, through: feeds,
                to: part.queues)
        }
    }
}
