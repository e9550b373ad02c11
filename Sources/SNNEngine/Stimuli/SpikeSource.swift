// Stimuli that spike. Each can emit any stretch of ticks, and the same stretch always gives the
// same spikes: numbers belong to (element, tick), so there is no state that a reset could forget.

/// What a spiking stimulus emits.
enum SpikeSource: Sendable {
    case poisson(PoissonSource)
    case regular(RegularTrains)
    case trains(BoundTrains)
    /// Bound anew for every sample, in the state.
    case open
}

/// Where within their ticks the spikes of a buffer lie, one by one in its order.
final class SpikeOffsets {
    /// In ticks after the tick that a spike is stamped with: the spike is at (tick + offset) h.
    /// Above -1 and at most 0 for Poisson trains, within ±½ for others.
    private(set) var offsets: [Double] = []

    func begin() { offsets.removeAll(keepingCapacity: true) }
    func append(_ offset: Double) { offsets.append(offset) }
}

extension SpikeSource {
    /// Emits the spikes of `elements` with stamps in `ticks`, ordered by tick, then element, then
    /// time. Poisson trains begin at tick 1.
    ///
    /// - Parameter offsets: receives the spikes' places within their ticks, for those who need more
    ///   than the stamps; both give the same spikes.
    func emit(
        _ elements: Range<Int>, ticks: Range<Int>, bound: BoundTrains, into buffer: SpikeBuffer,
        offsets: SpikeOffsets? = nil
    ) {
        let append = { (spike: PlacedSpike) in
            buffer.append(spike.element)
            offsets?.append(spike.offset)
        }
        switch self {
        case .poisson(let source):
            for tick in ticks {
                if offsets != nil {
                    source.emitPlaced(elements, tick: tick, append)
                } else {
                    source.emit(elements, tick: tick, into: buffer)
                }
                buffer.endTick()
            }
        case .regular(let trains):
            trains.forEachSpike(elements, ticks: ticks, append) { buffer.endTick() }
        case .trains(let trains):
            trains.forEachSpike(elements, ticks: ticks, append) { buffer.endTick() }
        case .open:
            bound.forEachSpike(elements, ticks: ticks, append) { buffer.endTick() }
        }
    }
}
