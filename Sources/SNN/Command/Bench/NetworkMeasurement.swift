import Foundation
import SNNReport

// One network is built once and run in segments, one after the other, so that what is timed is the
// network in its stationary state and nothing else:
//
//     build │ warm-up │ segment │ segment │ segment      wall and processor time of each segment
//           └ caches, pages, transients ┘

/// Builds a network, lets it settle and takes the time of its segments.
struct NetworkMeasurement {
    let network: StandardNetwork
    let options: BenchOptions
    /// As many as the machine has room for.
    let workers: Int

    /// - Throws: `NetworkError`, and `CommandError` where the user stops it.
    func perform(
        _ installation: Installation, on terminal: Terminal, until interruption: Interruption
    ) throws -> BenchResult {
        var model = try network.model(times: options.scale, installation)
        if let seed = options.seed { model.seed = seed }
        if let precision = options.precision { model.precision = precision }
        for (name, value) in adjustments { try adjust(&model, name, value) }
        let mistakes = model.check().filter { $0.severity == .error }
        guard mistakes.isEmpty else { throw NetworkError.model(mistakes) }

        ProcessMemory.resetPeak()
        let (built, buildSeconds) = try timed {
            try Network(model, workers: options.cutFor ?? workers)
        }
        let state = NetworkState(built)
        let engine = Engine(
            built, workers: Engine.usefulWorkers(for: built, asked: workers),
            kernels: options.kernels)
        let warmUp = options.scale == 1 || network.warmUp == 0 ? network.warmUp : 200
        let segment = options.duration ?? network.segment
        let progress = ProgressLine(
            network.name, of: Int((warmUp + segment * Double(options.repeats)).rounded(.up)), "ms",
            on: terminal)
        defer { progress.end() }

        let store = SpikeStore(model)
        let recorder = Recorder(
            [Recording(.spikes, of: model.populations.map { Selection($0.name) })], of: built,
            receive: store.receive)
        func advance(_ milliseconds: Double, recording: Bool) throws -> Segment {
            let ticks = max(Int((milliseconds / model.resolution).rounded()), 0)
            let (start, processor) = (ProgressLine.now, ProcessMemory.processorSeconds)
            let done = try engine.run(state, ticks: ticks, recorder: recording ? recorder : nil) {
                progress.update(Int(Double($0) * model.resolution))
                return !interruption.isRequested
            }
            guard done == ticks else {
                throw CommandError(.interrupted, "`\(network.name)` was interrupted")
            }
            return Segment(
                seconds: ProgressLine.now - start,
                processorSeconds: ProcessMemory.processorSeconds - processor)
        }
        let settling = try advance(warmUp, recording: false)
        let segments = try (0..<options.repeats).map { _ in
            try advance(segment, recording: true)
        }
        let length = segment * Double(options.repeats)
        let activity = store.activity(
            from: warmUp, for: length, model.resolution,
            bands: options.scale == 1 ? network.bands : [:], judged: length >= network.segment)
        return BenchResult(
            network, options, model, built, state, buildSeconds: buildSeconds,
            warmUp: (warmUp, settling.seconds), segment: segment, segments, activity)
    }

    struct Segment {
        let seconds: Double
        let processorSeconds: Double
    }

    /// Settings of all populations that the command line asks for.
    private var adjustments: [(name: String, value: String)] {
        [("solver", options.solver), ("scheme", options.scheme)]
            .compactMap { name, value in value.map { (name, $0) } }
    }

    /// Sets a choice of every population.
    private func adjust(_ model: inout Model, _ name: String, _ value: String) throws {
        for index in model.populations.indices {
            let kind = model.populations[index].kind
            let entry = Catalogue.kind(.neuron, kind)?.parameters.first { $0.name == name }
            guard case .choice(let choices) = entry?.form else {
                throw CommandError(.mistakes, "neurons of the kind `\(kind)` have no `\(name)`")
            }
            guard choices.contains(value) else {
                throw CommandError(
                    .mistakes, "`\(value)` is no `\(name)` of `\(kind)`",
                    help: "it is one of " + choices.joined(separator: ", "))
            }
            model.populations[index].settings[name] = .name(value)
        }
    }

    private func timed<Result>(_ work: () throws -> Result) rethrows -> (Result, Double) {
        let start = ProgressLine.now
        return (try work(), ProgressLine.now - start)
    }
}

/// The spikes of all populations of a measurement.
private final class SpikeStore {
    private let populations: [Population]
    private var ticks: [[Int32]]
    private var elements: [[UInt32]]

    init(_ model: Model) {
        populations = model.populations
        ticks = model.populations.map { _ in [] }
        elements = ticks.map { _ in [] }
    }

    func receive(_ batch: RecordedBatch) {
        guard case .spikes(let index, let ticks, let elements, _) = batch else { return }
        self.ticks[index] += ticks.map { Int32(truncatingIfNeeded: $0) }
        self.elements[index] += elements.map { UInt32($0) }
    }

    func activity(
        from start: Double, for duration: Double, _ resolution: Double,
        bands: [String: StandardNetwork.Band], judged: Bool
    ) -> [PopulationActivity] {
        populations.indices.map { index in
            let spikes = PopulationSpikes(
                name: populations[index].name, neurons: populations[index].count,
                duration: duration,
                times: ticks[index].map { Double($0) * resolution - start }, ids: elements[index])
            return PopulationActivity(spikes, band: bands[spikes.name], isJudged: judged)
        }
    }
}
