import Foundation
import SNNEngine
import SNNModel

/// What a run will need, known before anything of it is allocated.
struct RunPlan: Encodable {
    var version = 1
    var model: String
    var neurons: Int
    var synapses: Double
    var workers: Int
    var durationMilliseconds: Double?
    var populations: [Part]
    var projections: [Part]
    /// With the synapses that they cover.
    var astrocytes: [Part]
    var memory: Memory
    var time: Time
    var output: Output
    var costs: Costs

    /// A population, a projection or a group of astrocytes.
    struct Part: Encodable {
        var name: String
        /// Neurons, synapses or covered synapses.
        var count: Double
        var bytes: Double
    }

    struct Memory: Encodable {
        /// The program with its libraries, before there is a model.
        var programBytes: Double
        var networkBytes: Double
        var stateBytes: Double
        /// What building takes for a while.
        var buildingBytes: Double
        /// Spikes that are kept for the report.
        var recordedBytes: Double
        var peakBytes: Double
        var availableBytes: Int
        var fits: Bool
    }

    struct Time: Encodable {
        /// What neurons are taken to fire at.
        var assumedRateHz: Double
        var buildSeconds: Double
        /// Wall time per simulated time.
        var secondsPerSecond: Double
        var runSeconds: Double?
        var eventsPerSimulatedSecond: Double
    }

    /// What parts of a run cost on this machine.
    struct Costs: Encodable {
        var eventNanoseconds: Double
        var rowNanoseconds: Double
        var synapseNanoseconds: Double
        var barrierNanoseconds: Double
    }

    struct Output: Encodable {
        var spikes: Double
        var spikeBytes: Double
        var traceBytes: Double
    }
}

extension RunPlan {
    /// - Parameters:
    ///   - rate: what neurons and open ports are taken to fire at, in kHz.
    ///   - costs: what parts of a run cost, from small runs of the model's parts unless given.
    init(
        of model: Model, named name: String, workers: Int, rate: Double,
        costs: MachineCosts? = nil
    ) {
        let program = Double(HostDescription.memoryNow ?? 0)
        let available = Machine.memoryAvailable
        let forecast = RunForecast(model, costs: costs ?? MachineCosts(of: model), rate: rate)
        let plan = model.memoryPlan(workers: workers)
        self.costs = Costs(
            eventNanoseconds: forecast.costs.event, rowNanoseconds: forecast.costs.row,
            synapseNanoseconds: forecast.costs.synapse, barrierNanoseconds: forecast.costs.barrier)
        self.model = name
        self.workers = workers
        neurons = model.neuronCount
        synapses = plan.projections.reduce(0) { $0 + $1.synapses }
        durationMilliseconds = model.duration
        populations = zip(model.populations, plan.populations).map {
            Part(name: $0.name, count: Double($0.count), bytes: $1.bytes)
        }
        projections = plan.projections.map {
            Part(name: $0.name, count: $0.synapses, bytes: $0.bytes + $0.state)
        }
        astrocytes = plan.glia.map { Part(name: $0.name, count: $0.covered, bytes: $0.bytes) }
        output = Self.output(of: model, forecast)
        let kept = min(output.spikes, Double(SpikeKeeper.keptMax)) * SpikeKeeper.bytesPerSpike
        let peak = program + plan.network + max(plan.building, plan.state + kept)
        memory = Memory(
            programBytes: program, networkBytes: plan.network, stateBytes: plan.state,
            buildingBytes: plan.building, recordedBytes: kept, peakBytes: peak,
            availableBytes: available, fits: peak - program <= Double(available))
        // Each population is cut for each worker.
        let partitions = max(1, workers)
        let pace = forecast.secondsPerSecond(workers: workers, partitions: partitions)
        time = Time(
            assumedRateHz: rate * 1000, buildSeconds: forecast.buildSeconds(workers: workers),
            secondsPerSecond: pace, runSeconds: model.duration.map { $0 / 1000 * pace },
            eventsPerSimulatedSecond: forecast.events * 1000)
    }

    /// What the recordings of a run take on the disk.
    private static func output(of model: Model, _ forecast: RunForecast) -> Output {
        guard let duration = model.duration else {
            return Output(spikes: 0, spikeBytes: 0, traceBytes: 0)
        }
        let recordings = RunRecordings(model)
        func share(_ selection: Selection) -> (population: Int, share: Double)? {
            guard let index = model.populations.firstIndex(where: { $0.name == selection.name }),
                let count = model.count(of: selection)
            else { return nil }
            return (index, Double(count) / Double(max(model.populations[index].count, 1)))
        }
        let spikes = recordings.spikes.compactMap(share).reduce(0) {
            $0 + forecast.spikesOfPopulations[$1.population] * $1.share * duration
        }
        let values = recordings.others.reduce(0) { sum, recording in
            let width = recording.of.reduce(0) { sum, selection in
                sum + (recording.quantity == .rate ? 1 : model.recordedCount(of: selection) ?? 0)
            }
            return sum + Double(width) * duration / (recording.every ?? model.resolution)
        }
        return Output(
            spikes: spikes, spikeBytes: spikes * SpikeFileWriter.bytesPerSpike,
            traceBytes: values * TraceFiles.bytesPerValue)
    }
}
