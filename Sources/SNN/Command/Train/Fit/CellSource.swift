import SNNData
import SNNEngine

// Where recordings of a cell come from: a file, or the model itself. A model is run without the
// copy, and what the sources of the copy send is noted as the bin in which the copy would hear it:
// a spike of tick s and a delay of d ticks is in the bin of tick s + d, and bin k are the ticks
// k n + 1 ... (k + 1) n. At the last of them the potential of the cell is taken.

/// What a copy of `elm` hears, in the order of the projections that end on it.
struct CopyInputs {
    struct Part: Equatable {
        let source: Selection
        /// The elements of it, and the input that the first of them is.
        let range: Range<Int>
        let first: Int
        let weight: Float
        /// In ms.
        let delay: Double
    }

    let parts: [Part]
    var count: Int { parts.last.map { $0.first + $0.range.count } ?? 0 }

    /// - Precondition: the model's checks let the readout pass.
    init(_ model: Model, _ copy: Population) {
        var parts: [Part] = []
        for projection in model.projections where projection.target.name == copy.name {
            let range = projection.source.range
                ?? 0..<(model.count(of: projection.source.name) ?? 0)
            let delay = projection.delaySum
            parts.append(
                Part(
                    source: projection.source, range: range,
                    first: parts.last.map { $0.first + $0.range.count } ?? 0,
                    weight: Float(projection.weight.quantity?.value ?? 1),
                    delay: (delay.own.quantity?.value ?? 0) + delay.common))
        }
        self.parts = parts
    }

    /// What a spike of each input counts.
    var weights: [Float] {
        parts.flatMap { Array(repeating: $0.weight, count: $0.range.count) }
    }
}

/// A cell that lives in a model.
struct CellSource {
    let model: Model
    let copy: Population
    let cell: Population
    /// In ms.
    let bin: Double
    let trials: Int

    /// Everything but the copy and what depends on it.
    private var modelOfCell: Model {
        var model = model
        model.populations.removeAll { $0.name == copy.name }
        model.projections.removeAll {
            $0.source.name == copy.name || $0.target.name == copy.name
        }
        model.readouts = []
        model.recordings = []
        model.weightRecordings = []
        return model
    }

    /// Runs the model and records.
    ///
    /// - Returns: as many recordings as there are trials, one after the other in one run; fewer
    ///   where it was interrupted. Inputs are those of the copy.
    func record(
        _ trains: [String: SNNEngine.SpikeTrains], workers: Int, on terminal: Terminal,
        until interruption: Interruption
    ) throws -> CellRecordings {
        let network = try Network(modelOfCell, trains: trains, workers: workers)
        let state = NetworkState(network)
        let inputs = CopyInputs(model, copy)
        let ticksPerBin = Int((bin / network.resolution).rounded())
        let bins = Int(((model.duration ?? 0) / bin).rounded())
        let notes = Notes(count: trials, bins: bins)
        let delays = inputs.parts.map { Int(($0.delay / network.resolution).rounded()) }
        let recordings = inputs.parts.map { Recording(.spikes, of: [$0.source]) } + [
            Recording(.spikes, of: [Selection(cell.name)]),
            Recording(.state("V_m"), of: [Selection(cell.name)], every: bin),
        ]
        let bin = bin
        let recorder = Recorder(recordings, of: network) { batch in
            switch batch {
            case .spikes(let item, let ticks, let elements, _) where item < inputs.parts.count:
                let part = inputs.parts[item]
                for (tick, element) in zip(ticks, elements) {
                    notes.hear(
                        part.first + element - part.range.lowerBound,
                        in: (tick + delays[item] - 1) / ticksPerBin, bin)
                }
            case .spikes(_, let ticks, _, _):
                for tick in ticks { notes.spike(in: (tick - 1) / ticksPerBin, bin) }
            case .trace(_, let ticks, _, let values):
                for (tick, value) in zip(ticks, values) where tick > 0 {
                    notes.measure(Float(value), in: tick / ticksPerBin - 1)
                }
            case .counts: break
            }
        }
        let engine = Engine(
            network, workers: Engine.usefulWorkers(for: network, asked: workers))
        let ticks = trials * bins * ticksPerBin
        let progress = ProgressLine("recording the cell", of: ticks, nil, on: terminal)
        try engine.run(state, ticks: ticks, recorder: recorder) { tick in
            progress.update(tick)
            return !interruption.isRequested
        }
        progress.end()
        return notes.recordings(bin)
    }

    /// Written by the recorder's receiver alone.
    private final class Notes {
        private let bins: Int
        private var times, spikes, soma: [[Float]]
        private var units: [[Int32]]

        init(count: Int, bins: Int) {
            self.bins = bins
            times = Array(repeating: [], count: count)
            spikes = times
            units = Array(repeating: [], count: count)
            soma = Array(repeating: Array(repeating: 0, count: bins), count: count)
        }

        /// The middle of a bin, so that no rounding puts a spike into another.
        private func time(_ place: Int, _ bin: Double) -> Float {
            Float((Double(place % bins) + 0.5) * bin)
        }

        func hear(_ input: Int, in place: Int, _ bin: Double) {
            guard place < bins * times.count else { return }
            times[place / bins].append(time(place, bin))
            units[place / bins].append(Int32(input))
        }

        func spike(in place: Int, _ bin: Double) {
            guard place < bins * spikes.count else { return }
            spikes[place / bins].append(time(place, bin))
        }

        func measure(_ potential: Float, in place: Int) {
            guard place < bins * soma.count else { return }
            soma[place / bins][place % bins] = potential
        }

        func recordings(_ bin: Double) -> CellRecordings {
            CellRecordings(times: times, units: units, spikes: spikes, soma: soma, bin: bin)
        }
    }
}
