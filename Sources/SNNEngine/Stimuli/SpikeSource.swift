// Stimuli that spike. Each can emit any stretch of ticks, and the same stretch always gives the
// same spikes: numbers belong to (element, tick), so there is no state that a reset could forget.

/// What a spiking stimulus emits.
enum SpikeSource: Sendable {
    case poisson(PoissonSource)
    case fluctuating(FluctuatingSource)
    case regular(RegularTrains)
    case trains(BoundTrains)
    /// Bound anew for every sample, in the state.
    case open
}

extension SpikeSource {
    /// Emits the spikes of `elements` with stamps in `ticks`, ordered by tick, then element, then
    /// time. Poisson trains begin at tick 1.
    ///
    /// - Parameter buffer: keeps the spikes' places within their ticks, or the stamps alone; both
    ///   are the same spikes.
    func emit(
        _ elements: Range<Int>, ticks: Range<Int>, bound: BoundTrains, into buffer: SpikeBuffer
    ) {
        let append = { (spike: PlacedSpike) in
            buffer.append(spike.element, before: -spike.offset * buffer.resolution)
        }
        switch self {
        case .poisson(let source):
            for tick in ticks {
                if buffer.before != nil {
                    source.emitPlaced(elements, tick: tick, append)
                } else {
                    source.emit(elements, tick: tick, into: buffer)
                }
                buffer.endTick()
            }
        case .fluctuating(let source):
            for tick in ticks {
                if buffer.before != nil {
                    source.forEachSpike(elements, tick: tick, append)
                } else {
                    source.emit(elements, tick: tick) { buffer.append($0) }
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
