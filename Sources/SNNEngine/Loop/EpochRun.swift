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
///
/// `@unchecked Sendable` because `reached` is written by worker 0 only and read after all are done.
final class EpochRun: @unchecked Sendable {
    let state: NetworkState
    let recorder: Recorder?
    let start: Int
    let count: Int
    var reached = 0
    private let stop: Int
    private let length: Int
    private let firstEpoch: Int
    /// Stimuli emitted everything before this tick in an earlier run.
    private let emittedEnd: Int

    /// - Parameter ticks: at least one.
    init(state: NetworkState, from start: Int, ticks: Int, recorder: Recorder?) {
        self.state = state
        self.recorder = recorder
        self.start = start
        stop = start + ticks
        length = state.network.epochTicks
        emittedEnd = state.emittedEnd
        firstEpoch = start / length
        count = (stop - 1) / length - firstEpoch + 1
    }

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
