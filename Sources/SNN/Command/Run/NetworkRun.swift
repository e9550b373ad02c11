import Foundation
import SNNReport

// A run of a network for its duration. Recordings are written while they come, in batches; what the
// report needs of the spikes is kept besides, as long as there is room.

/// One run of a network, without samples.
struct NetworkRun {
    let network: Network
    let state: NetworkState
    let recordings: RunRecordings
    /// In ms.
    let duration: Double
    let workers: Int
    let kernels: KernelSet
    /// Where it was asked for.
    var audit: Audit?
    /// Parts with and without learning; a single one unless the model has phases.
    var phases: [(isLearning: Bool, duration: Double)] = []

    struct Outcome {
        var spikes: [SpikeKeeper]
        /// In ms; less than asked for where the run was interrupted.
        var reached: Double
        var isInterrupted: Bool
        var audit: AuditTable?
        var weights: [WeightHistory] = []
    }

    /// How often weights are looked at in a run, besides its beginning, and how many are looked at
    /// in all at most: a look takes some 20 ns per synapse.
    private static let weightMoments = 40
    private static let weightLooks = 40_000_000

    /// Runs and writes the recordings into `folder`.
    func perform(
        into folder: URL, on terminal: Terminal, until interruption: Interruption
    ) throws -> Outcome {
        let model = network.model
        var keepers = recordings.spikes.map {
            SpikeKeeper($0, count: model.count(of: $0) ?? 0)
        }
        let spikeFile = try SpikeFileWriter(
            folder.appendingPathComponent("spikes.h5"), recordings.spikes)
        let traceFiles = try TraceFiles(recordings.others, of: model, in: folder)
        let weightTraces = try WeightTraces(of: state, in: folder)
        let resolution = network.resolution
        var kept = 0
        let asked = recordings.all.reduce(0) { $0 + $1.of.count }
        let audited = audit.map { [Recording(.spikes, of: $0.selections)] } ?? []
        let recorder = Recorder(recordings.all + audited, of: network, promptFrom: asked) { batch in
            switch batch {
            case .spikes(let index, let ticks, let elements, _) where index >= asked:
                audit?.take(index - asked, ticks: ticks, elements: elements)
            case .spikes(let index, _, let elements, _):
                let times = batch.times(resolution: resolution)
                try spikeFile.append(index, times: times, elements: elements)
                keepers[index].append(
                    times: times, elements: elements, room: SpikeKeeper.keptMax - kept)
                kept += times.count
            case .trace(let index, let ticks, _, let values):
                try traceFiles.append(
                    index - keepers.count, times: ticks.map { Double($0) * resolution },
                    values: values)
            case .counts(let index, let ticks, let counts):
                try traceFiles.append(
                    index - keepers.count, times: ticks.map { Double($0) * resolution },
                    counts: counts)
            }
        }
        let ticks = Int((duration / resolution).rounded())
        let progress = ProgressLine("running", of: Int(duration.rounded(.up)), "ms", on: terminal)
        let engine = Engine(network, workers: workers, kernels: kernels)
        var weights = WeightHistory.all(of: model, axis: "time (s)")
        func look() {
            for index in weights.indices {
                weights[index].look(
                    at: state, moment: Double(state.tick) * resolution / 1000)
            }
        }
        look()
        var done = 0
        let looked = weights.isEmpty ? 0 : state.learningSynapseCount
        for piece in pieces(ticks, resolution, lookingAt: looked) {
            state.isLearning = piece.isLearning
            let end = done + piece.ticks
            while done < end {
                let step = weightTraces.ticks(after: state.tick, most: end - done)
                let reached = try engine.run(state, ticks: step, recorder: recorder) { tick in
                    progress.update(Int(Double(tick) * resolution))
                    audit?.advance(through: tick)
                    return !interruption.isRequested
                }
                done += reached
                if reached < step { break }
                try weightTraces.record(state)
            }
            look()
            if done < end { break }
        }
        progress.end()
        try spikeFile.close()
        try traceFiles.close()
        try weightTraces.close()
        return Outcome(
            spikes: keepers, reached: Double(done) * resolution, isInterrupted: done < ticks,
            audit: audit.map { AuditTable(findings: $0.findings(at: done), notes: $0.notes) },
            weights: weights.filter { !$0.moments.isEmpty })
    }

    /// The run cut at the ends of phases, and where weights are looked at.
    private func pieces(
        _ ticks: Int, _ resolution: Double, lookingAt synapses: Int
    ) -> [(ticks: Int, isLearning: Bool)] {
        let phases = phases.isEmpty ? [(isLearning: true, duration: duration)] : phases
        let moments = synapses == 0
            ? 1 : max(1, min(Self.weightMoments, Self.weightLooks / synapses))
        let length = max(1, ticks / moments)
        var pieces: [(ticks: Int, isLearning: Bool)] = []
        for phase in phases {
            var left = Int((phase.duration / resolution).rounded())
            while left > 0 {
                let piece = left < 2 * length ? left : length
                pieces.append((piece, phase.isLearning))
                left -= piece
            }
        }
        return pieces
    }
}
