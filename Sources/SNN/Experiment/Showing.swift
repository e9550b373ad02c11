import SNNData
import SNNEngine
import SNNModel
import Synchronization

/// Shows single samples to states of a network.
final class Showing: Sendable {
    let presentation: Presentation
    let source: SampleTrains
    let selections: [Selection]
    /// Where the units of each selection begin, and the total.
    let starts: [Int]
    /// Events kept so far, by whichever worker.
    private let kept = Atomic(0)

    init(presentation: Presentation, source: SampleTrains, selections: [Selection]) {
        self.presentation = presentation
        self.source = source
        self.selections = selections
        var starts = [0]
        for selection in selections {
            starts.append(
                starts.last! + (presentation.network.model.count(of: selection) ?? 0))
        }
        self.starts = starts
    }

    var unitCount: Int { starts.last ?? 0 }

    private var plan: PhasePlan { presentation.plan }
    private var resolution: Double { presentation.network.resolution }

    /// Shows a sample, again if it gives few spikes, and what rest the plan has.
    ///
    /// - Parameter learnt: thresholds of the start, for a presentation side by side.
    func show(
        _ index: Int, pass: Int, on replica: Replicas.Replica, learnt: Thresholds? = nil
    ) throws -> Presentation.Piece {
        let state = replica.state
        if plan.isSequential {
            if plan.resets {
                let thresholds = try Thresholds(of: state)
                state.reset(keepingWeights: true)
                try thresholds.put(into: state)
            }
        } else {
            state.reset()
            try learnt?.put(into: state)
        }
        state.isLearning = plan.isLearning
        if plan.keepsUp { state.keepUpWeights() }
        let digestBefore = state.digest
        let spikesBefore = state.spikeCount
        var showing = SampleTrains.Showing(pass: pass)
        var piece = try present(index, showing, to: replica)
        try rest(replica)
        while piece.counts.reduce(0, { $0 + Int($1) }) < plan.spikesMin,
            showing.repetition < PhasePlan.repetitionsMax
        {
            showing.repetition += 1
            showing.intensity += plan.intensityStep
            piece = try present(index, showing, to: replica)
            try rest(replica)
        }
        piece.repetitions = showing.repetition
        piece.digest = state.digest &- digestBefore
        piece.spikeCount = state.spikeCount - spikesBefore
        return piece
    }

    private func rest(_ replica: Replicas.Replica) throws {
        let ticks = Int((plan.rest / resolution).rounded())
        guard ticks > 0 else { return }
        try replica.state.bind(SpikeTrains(), to: presentation.port)
        try replica.engine.run(replica.state, ticks: ticks)
    }

    private func present(
        _ index: Int, _ showing: SampleTrains.Showing, to replica: Replicas.Replica
    ) throws -> Presentation.Piece {
        let state = replica.state
        let first = state.tick
        try state.bind(
            source.trains(
                of: index, showing, duration: Double(presentation.ticks) * resolution,
                from: Double(first) * resolution), to: presentation.port)
        var piece = Presentation.Piece()
        piece.counts = [UInt16](repeating: 0, count: unitCount)
        // Twice the room, so that which samples are kept does not depend on who was first.
        let keeps =
            presentation.keepsAllEvents
            || kept.load(ordering: .relaxed) < 2 * Presentation.Response.eventsMax
        let (resolution, selections, starts) = (resolution, selections, starts)
        let recorder = Recorder(
            [Recording(.spikes, of: selections)], of: presentation.network
        ) { batch in
            guard case .spikes(let selection, let ticks, let elements, _) = batch else { return }
            let base = starts[selection] - (selections[selection].range?.lowerBound ?? 0)
            for (tick, element) in zip(ticks, elements) {
                let unit = base + element
                if piece.counts[unit] < .max { piece.counts[unit] += 1 }
                guard keeps else { continue }
                piece.times.append(Float(Double(tick - first) * resolution))
                piece.units.append(UInt32(unit))
            }
        }
        try replica.engine.run(state, ticks: presentation.ticks, recorder: recorder)
        kept.wrappingAdd(piece.times.count, ordering: .relaxed)
        return piece
    }
}
