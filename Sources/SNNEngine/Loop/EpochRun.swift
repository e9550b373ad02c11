/// The part of an epoch that one call of `run` goes through: all of it, unless the call begins or
/// ends within.
struct Stretch {
    /// Counted from tick 0, so that epochs begin at the same ticks however a run is cut.
    let epoch: Int
    /// The ticks that the steps end on.
    let ticks: Range<Int>
    let startsEpoch: Bool
    let endsEpoch: Bool

    /// Which of two buffers holds the neurons' spikes.
    var parity: Int { epoch & 1 }
}

/// The stretches of one call of `run`.
struct Stretches: Sendable {
    let start: Int
    let count: Int
    private let stop: Int
    private let length: Int
    private let firstEpoch: Int
    /// Stimuli emitted everything before this tick in an earlier run.
    private let emittedEnd: Int

    /// - Parameters:
    ///   - ticks: at least one.
    ///   - length: of an epoch, in ticks.
    init(from start: Int, ticks: Int, length: Int, emittedEnd: Int) {
        self.start = start
        self.length = length
        self.emittedEnd = emittedEnd
        stop = start + ticks
        firstEpoch = start / length
        count = (stop - 1) / length - firstEpoch + 1
    }

    @inline(__always)
    subscript(index: Int) -> Stretch {
        let epoch = firstEpoch + index
        let (first, last) = (epoch * length + 1, (epoch + 1) * length)
        return Stretch(
            epoch: epoch, ticks: max(first, start + 1)..<min(last, stop) + 1,
            startsEpoch: start < first, endsEpoch: last <= stop)
    }

    /// The ticks for which stimuli emit before the first stretch; tick 0 belongs to the first run.
    var firstStimulusTicks: Range<Int> {
        notYetEmitted(start == 0 ? 0..<self[0].ticks.upperBound : self[0].ticks)
    }

    /// The ticks for which stimuli emit during a stretch: those of the next, none after the last.
    func stimulusTicks(after index: Int) -> Range<Int> {
        let end = self[index].ticks.upperBound
        return notYetEmitted(index + 1 < count ? self[index + 1].ticks : end..<end)
    }

    private func notYetEmitted(_ ticks: Range<Int>) -> Range<Int> {
        let first = max(ticks.lowerBound, emittedEnd)
        return first..<max(first, ticks.upperBound)
    }
}

/// What all workers of one call of `run` share.
///
/// `@unchecked Sendable` because `reached` is written by worker 0 only and read after all are done.
final class EpochRun: @unchecked Sendable {
    let state: NetworkState
    let recorder: Recorder?
    let stretches: Stretches
    var reached = 0
    /// Not zero once a weight of any partition ceased to be a number.
    let faults = AtomicLine(0)

    init(state: NetworkState, ticks: Int, recorder: Recorder?) {
        self.state = state
        self.recorder = recorder
        stretches = Stretches(
            from: state.tick, ticks: ticks, length: state.network.epochTicks,
            emittedEnd: state.emittedEnd)
    }
}

/// What one worker of a run works on. Its own copies of all lists, so that in an epoch no two
/// workers count references to the same object, which costs more than a small network's epoch.
struct Station {
    var parts: [PartitionState]
    /// Of each part, if anything is recorded.
    var probes: [[Probe]]
    /// The stimuli that emit.
    var stimuli: [EmittingPart]
    /// Spikes of all neurons and of all stimuli, of either parity.
    let neuronSpikes: [[UnsafeMutablePointer<SpikeView>]]
    let stimulusSpikes: [[UnsafeMutablePointer<SpikeView>]]
    /// Outputs of all neurons that send such, of either parity.
    let gradedOutputs: [[GradedBuffer?]]
    let hearsStimuli: Bool
    /// The astrocytes that this worker advances.
    let glia: [GliaListener]
    /// All astrocytes, whose currents its partitions receive.
    let senders: [GliaState]
    /// Modulators of the activity, with their probes; worker 0 has them.
    let integrators: [(state: ActivityIntegrator, probes: [GliaProbe])]

    struct EmittingPart {
        let source: SpikeSource
        let range: Range<Int>
        let bound: BoundTrains
        let buffers: [SpikeBuffer]
    }

    init(
        _ run: EpochRun, _ network: Network, partitions: [Int], stimuli: [Int], glia: [Int],
        isFirst: Bool
    ) {
        let (state, recorder) = (run.state, run.recorder)
        parts = partitions.map { state.parts[$0] }
        probes = partitions.map { recorder?.probes[$0] ?? [] }
        self.stimuli = stimuli.compactMap { index in
            let part = network.stimuli[index]
            let isHeard = network.heardStimuli.contains(part.group)
            guard isHeard || recorder?.records(part.group) == true,
                let source = network.spikeSources[part.group]
            else { return nil }
            return EmittingPart(
                source: source, range: part.range, bound: state.bound[part.group] ?? BoundTrains(),
                buffers: state.stimulusBuffers[index])
        }
        neuronSpikes = [0, 1].map { parity in state.parts.map { $0.buffers[parity].view } }
        stimulusSpikes = [0, 1].map { parity in state.stimulusBuffers.map { $0[parity].view } }
        gradedOutputs = [0, 1].map { parity in
            state.parts.map { $0.gradedBuffers.isEmpty ? nil : $0.gradedBuffers[parity] }
        }
        hearsStimuli = !network.heardStimuli.isEmpty
        senders = state.glia
        integrators = !isFirst ? [] : state.integrators.enumerated().map { index, integrator in
            (integrator, recorder?.gliaProbes[network.glia.count + index] ?? [])
        }
        self.glia = glia.map {
            GliaListener(state.glia[$0], probes: recorder?.gliaProbes[$0] ?? [], of: network)
        }
    }
}
