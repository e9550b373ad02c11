import SNNModel

// The level of a modulator, m(t) = baseline + n(t): n rises by an amount at each release and decays
// exactly between. Every partition keeps its own log, from the same spikes, so nobody has to wait
// for anybody; a release acts a delay later that is no shorter than an epoch, so a level is known
// before it is asked for. A substance that diffuses has a level at each neuron of the partition.

/// What releases a modulator.
struct ModulatorSource: Sendable {
    /// The group, its parts and the elements that count.
    let group: Int
    let parts: Range<Int>
    let range: Range<Int>
    let isWhole: Bool
    let isStimulus: Bool
    /// By which each spike raises the level.
    let amount: Double
}

/// What is constant about a modulator.
struct ModulatorWiring: Sendable {
    let name: String
    let sources: [ModulatorSource]
    let decay: Decay
    let baseline: Double
    /// From a spike to its effect, in ticks.
    let delay: Int
    /// By how much it is above its baseline at tick 0.
    var initial = 0.0
    /// How it falls with the distance; nil where it is the same everywhere.
    var spread: ModulatorSpread?
    /// What a program releases takes effect at the next tick.
    var hasNeurons: Bool { sources.contains { !$0.isStimulus } }
}

/// The level of one modulator over time. Belongs to the worker that owns the partition.
final class ModulatorLog {
    let wiring: ModulatorWiring
    /// Ticks at which n rose, ascending, and n just after. The first entry stands for all before.
    private var ticks: [Int] = [Int(SpikeLog.never)]
    /// For each entry one level, or that at each place.
    private var levels: [Double]
    private let placeCount: Int
    /// Spikes by tick of effect and source, and what programs released.
    private var counts: [Int32]
    private var releases: [Double]
    /// What reaches the places from single elements.
    private var diffusion: Diffusion?
    private let mask: Int
    private var known = -1

    /// - Parameters:
    ///   - horizon: ticks that a spike may lie ahead of what is known.
    ///   - places: the group and the neurons at which a substance that diffuses is felt.
    init(
        _ wiring: ModulatorWiring, horizon: Int, places: (group: Int, range: Range<Int>)? = nil
    ) {
        self.wiring = wiring
        var size = 4
        while size <= wiring.delay + horizon + 2 { size *= 2 }
        mask = size - 1
        if let spread = wiring.spread, let places {
            diffusion = Diffusion(
                spread, wiring.sources, group: places.group, range: places.range, slots: size)
        }
        placeCount = diffusion == nil ? 1 : places?.range.count ?? 1
        levels = Array(repeating: 0, count: placeCount)
        counts = Array(repeating: 0, count: size * max(wiring.sources.count, 1))
        releases = Array(repeating: 0, count: size)
        releases[0] = wiring.initial
    }

    var byteCount: Int {
        4 * counts.count + 8 * releases.count + 8 * ticks.count + 8 * levels.count
            + (diffusion?.byteCount ?? 0)
    }

    func reset() {
        ticks = [Int(SpikeLog.never)]
        levels = Array(repeating: 0, count: placeCount)
        diffusion?.reset()
        known = -1
        for index in counts.indices { counts[index] = 0 }
        for index in releases.indices { releases[index] = 0 }
        releases[0] = wiring.initial
    }

    /// Counts the spikes of a part in one tick.
    func count(_ spikes: SpikeView, source: Int, entry: Int, tick: Int) {
        let from = wiring.sources[source]
        guard entry < spikes.tickCount else { return }
        let (first, end) = (spikes.ticks[entry], spikes.ticks[entry + 1])
        guard first < end else { return }
        if diffusion != nil {
            for spike in first..<end where from.range.contains(Int(spikes.spikes[spike])) {
                diffusion?.note(
                    Int(spikes.spikes[spike]), of: source, slot: (tick + wiring.delay) & mask)
            }
            return
        }
        var number = end - first
        if !from.isWhole {
            number = 0
            for spike in first..<end where from.range.contains(Int(spikes.spikes[spike])) {
                number += 1
            }
        }
        counts[((tick + wiring.delay) & mask) * wiring.sources.count + source] += Int32(number)
    }

    /// Lets a program release an amount, to take effect at a tick.
    func release(_ amount: Double, at tick: Int) { releases[tick & mask] += amount }

    /// Takes over what takes effect up to a tick; no more of that will come.
    func advance(through tick: Int) {
        while known < tick {
            known += 1
            var amount = releases[known & mask]
            releases[known & mask] = 0
            for (index, source) in wiring.sources.enumerated() {
                let place = (known & mask) * wiring.sources.count + index
                amount += Double(counts[place]) * source.amount
                counts[place] = 0
            }
            let local = diffusion?.take(slot: known & mask)
            if amount != 0 || local != nil {
                let last = ticks.count - 1
                let left = wiring.decay.view[known - ticks[last]]
                for place in 0..<placeCount {
                    let level = levels[last * placeCount + place]
                    levels.append(level * left + (local.map { $0[place] } ?? 0) + amount)
                }
                ticks.append(known)
            }
        }
    }

    /// The last entry whose tick is no later.
    @inline(__always)
    private func entry(at time: Double) -> Int {
        var entry = ticks.count - 1
        while entry > 0, Double(ticks[entry]) > time { entry -= 1 }
        return entry
    }

    /// The level at a tick, with what takes effect at it.
    func level(at tick: Int, place: Int = 0) -> Double {
        let entry = entry(at: Double(tick))
        let level = levels[entry * placeCount + (placeCount == 1 ? 0 : place)]
        return wiring.baseline + level * wiring.decay.view[tick - ticks[entry]]
    }

    /// How far a trace c drives a weight from one time to another, in ticks, and what is left of c:
    /// dw/dt = c (m - threshold), dc/dt = -c / tau.
    ///
    /// Between releases, with T = 1 / tau + 1 / tau_m, over a time D:
    /// Δw = c [n (1 - exp(-T D)) / T + (baseline - threshold) tau (1 - exp(-D / tau))]
    /// (Potjans, Morrison & Diesmann 2010).
    ///
    /// - Parameter place: of the synapse's target.
    func drive(
        _ trace: Double, at place: Int, from start: Double, to end: Double, _ decay: Decay,
        threshold: Double
    ) -> (change: Double, trace: Double) {
        let h = decay.resolution
        let constant = (wiring.baseline - threshold) * decay.tau
        let rate = 1 / decay.tau + 1 / wiring.decay.tau
        var (time, c, change) = (start, trace, 0.0)
        var entry = entry(at: start)
        let place = placeCount == 1 ? 0 : place
        while time < end {
            let next = entry + 1 < ticks.count ? min(Double(ticks[entry + 1]), end) : end
            let length = (next - time) * h
            let left = Double.exp(-length / decay.tau)
            let level = levels[entry * placeCount + place] * wiring.decay.view.after(
                0, time - Double(ticks[entry]))
            change += c * (level * (1 - Double.exp(-rate * length)) / rate
                + constant * (1 - left))
            c *= left
            time = next
            entry += 1
        }
        return (change, c)
    }

    /// Forgets what lies before a tick, but for the level there.
    func trim(before tick: Int) {
        let entry = entry(at: Double(tick))
        guard entry > 0 else { return }
        ticks.removeFirst(entry)
        levels.removeFirst(entry * placeCount)
    }
}
