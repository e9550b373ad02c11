/// A group of astrocytes at work in a run: what its worker needs to advance it and to let it hear.
struct GliaListener {
    let state: GliaState
    let probes: [GliaProbe]
    /// Of each table of its inputs, which parts its sources lie in; for stimuli else for neurons.
    private let sources: [(table: GliaInputs.Table, parts: Range<Int>, isStimulus: Bool)]

    init(_ state: GliaState, probes: [GliaProbe], of network: Network) {
        self.state = state
        self.probes = probes
        sources = state.group.inputs.tables.map {
            ($0, network.partsOfGroup[$0.group], network.groups[$0.group].isStimulus)
        }
    }

    /// Whether a coarse step ends with this epoch.
    func isDue(after epoch: Int, epochTicks: Int) -> Bool {
        (epoch + 1) * epochTicks % state.group.stepTicks == 0
    }

    /// Hears spikes in the order tick, group, source.
    ///
    /// - Parameters:
    ///   - parts: the spikes of each part of the neurons, or of the stimuli.
    ///   - firstTick: the tick of the parts' first entries.
    func hear(
        _ parts: [UnsafeMutablePointer<SpikeView>], ofStimuli: Bool, firstTick: Int,
        tickCount: Int
    ) {
        for tick in 0..<tickCount {
            for source in sources where source.isStimulus == ofStimuli {
                for part in source.parts {
                    let view = parts[part].pointee
                    guard tick < view.tickCount else { continue }
                    for spike in view.ticks[tick]..<view.ticks[tick + 1] {
                        state.hear(
                            row: Int(view.spikes[spike]) - source.table.firstSource,
                            of: source.table, at: firstTick + tick)
                    }
                }
            }
        }
    }
}
