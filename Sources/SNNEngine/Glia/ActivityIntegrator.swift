import SNNModel

// The modulator of Ivanov & Michmizos (2021). A forward step of length s of
//
//     tau dA/dt = weight (spikes of targets - spikes of inputs) + bias - A
//
// is A - bias <- (A - bias) (1 - s / tau) + (± weight) s / tau for each spike: a level that decays
// by the same factor in every step and rises by a fixed amount with a spike. So it is a modulator
// like others, and rules of plasticity read it exactly and without waiting.

extension ModulatorWiring {
    /// The modulator that a group of the kind `leaky_integrator` is. Populations that its `covers`
    /// name as targets excite it; sources that are no targets inhibit it.
    init(
        integrator group: Astrocytes, groups: [SourceGroup], partsOfGroup: [Range<Int>],
        resolution: Double
    ) {
        let p = GliaParameters(group)
        let (step, tau) = (p["step"], max(p["tau"], p["step"] * 1.000_001))
        let targets = Set(group.covers.map(\.target))
        let inputs = Set(group.covers.map(\.source)).subtracting(targets)
        let sources = groups.indices.compactMap { index -> ModulatorSource? in
            let name = groups[index].name
            guard targets.contains(name) || inputs.contains(name) else { return nil }
            return ModulatorSource(
                group: index, parts: partsOfGroup[index], range: 0..<groups[index].count,
                isWhole: true, isStimulus: groups[index].isStimulus,
                amount: (targets.contains(name) ? 1 : -1) * p["weight"] * step / tau)
        }
        // What decays by 1 - s / tau in a step.
        let decay = Decay(
            tau: -step / Double.logarithm(ofOnePlus: -step / tau), resolution: resolution)
        self.init(
            name: group.name, sources: sources, decay: decay, baseline: p["bias"],
            delay: p.ticks("step", resolution: resolution),
            initial: p.initial("A", seed: 0)[0] - p["bias"])
    }
}

/// A leaky integrator at work, for recordings; partitions that learn have logs of their own.
///
/// `@unchecked Sendable` because it is written by worker 0, and between runs by the caller.
final class ActivityIntegrator: @unchecked Sendable {
    let log: ModulatorLog
    private var end = 0

    init(_ wiring: ModulatorWiring, epochTicks: Int) {
        log = ModulatorLog(wiring, horizon: 3 * epochTicks)
    }

    func reset() {
        log.reset()
        end = 0
    }

    /// Takes spikes in, see `Delivery`.
    func hear(
        _ parts: [UnsafeMutablePointer<SpikeView>], ofStimuli: Bool, firstTick: Int,
        tickCount: Int
    ) {
        for (number, source) in log.wiring.sources.enumerated()
        where source.isStimulus == ofStimuli {
            for part in source.parts {
                for entry in 0..<tickCount {
                    log.count(
                        parts[part].pointee, source: number, entry: entry,
                        tick: firstTick + entry)
                }
            }
        }
    }

    /// Ends an epoch whose last tick this is, and lets probes sample it.
    func endEpoch(_ tick: Int, probes: [GliaProbe], parity: Int) {
        log.advance(through: tick)
        for probe in probes { probe.sample(log, after: end, through: tick, parity: parity) }
        log.trim(before: tick)
        end = tick
    }
}
