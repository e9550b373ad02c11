import Foundation
import SNNReport

/// What `snnsim bench` found out about one network.
struct BenchResult: Encodable {
    var network: String
    /// Relative to the size in the name.
    var scale: Double
    var neurons: Int
    var synapses: Int
    var workers: Int
    var kernels: String
    /// `single` or `double`.
    var precision: String
    var solver: String?
    var scheme: String?
    var seed: UInt64
    var resolutionMilliseconds: Double
    /// Between two exchanges of spikes.
    var epochMilliseconds: Double

    var buildSeconds: Double
    var warmUpMilliseconds: Double
    var warmUpSeconds: Double
    var segmentMilliseconds: Double
    /// Wall time of each segment.
    var segmentSeconds: [Double]
    /// Processor time of all threads in each segment.
    var segmentProcessorSeconds: [Double]
    /// Median wall time per simulated time.
    var realTimeFactor: Double
    /// Median processor time per simulated time.
    var processorFactor: Double

    /// Spikes times out-degree over synapses between populations, per second of simulated time.
    var eventsPerSimulatedSecond: Double
    /// The same per second of wall time.
    var eventsPerSecond: Double
    /// Of synapses and neurons' parameters, per synapse.
    var bytesPerSynapse: Double
    var networkBytes: Int
    var stateBytes: Int
    var memoryPeakBytes: Int?

    /// Of all spikes, in hexadecimal.
    var digest: String
    var populations: [PopulationActivity]
}

extension BenchResult {
    init(
        _ network: StandardNetwork, _ options: BenchOptions, _ model: Model, _ built: Network,
        _ state: NetworkState, buildSeconds: Double,
        warmUp: (milliseconds: Double, seconds: Double), segment: Double,
        _ segments: [NetworkMeasurement.Segment], _ activity: [PopulationActivity]
    ) {
        self.network = network.name
        scale = options.scale
        neurons = model.populations.reduce(0) { $0 + $1.count }
        synapses = built.synapseCount
        workers = options.workers
        kernels = options.kernels.name
        precision = model.precision.rawValue
        solver = options.solver
        scheme = options.scheme
        seed = model.seed
        resolutionMilliseconds = model.resolution
        epochMilliseconds = Double(built.epochTicks) * model.resolution
        self.buildSeconds = buildSeconds
        warmUpMilliseconds = warmUp.milliseconds
        warmUpSeconds = warmUp.seconds
        segmentMilliseconds = segment
        segmentSeconds = segments.map(\.seconds)
        segmentProcessorSeconds = segments.map(\.processorSeconds)
        realTimeFactor = Self.median(segmentSeconds) / segment * 1000
        processorFactor = Self.median(segmentProcessorSeconds) / segment * 1000
        let rates = Dictionary(
            activity.map { ($0.name, $0.rateHz) }, uniquingKeysWith: { $1 })
        // Every synapse carries the spikes of its source, so a projection carries its synapses
        // times the mean rate.
        eventsPerSimulatedSecond = model.projections.reduce(0) { sum, projection in
            sum + model.expectedSynapseCount(of: projection) * (rates[projection.source.name] ?? 0)
        }
        eventsPerSecond = eventsPerSimulatedSecond / realTimeFactor
        networkBytes = built.byteCount
        stateBytes = state.byteCount
        bytesPerSynapse = Double(networkBytes) / Double(max(synapses, 1))
        memoryPeakBytes = HostDescription.memoryPeak
        digest = RunRecord.hexadecimal(state.digest)
        populations = activity
    }

    static func median(_ values: [Double]) -> Double {
        let sorted = values.sorted()
        let middle = sorted.count / 2
        return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    }

    /// Whether every population that something is expected of did it; nil where nothing is.
    var isAsExpected: Bool? {
        let judged = populations.compactMap(\.isAsExpected)
        return judged.isEmpty ? nil : judged.allSatisfy { $0 }
    }
}

/// What a population did during the segments.
struct PopulationActivity: Encodable {
    var name: String
    var neurons: Int
    var spikes: Int
    var rateHz: Double
    /// Mean CV of intervals of the neurons with at least three spikes; nil where there are none.
    var meanCV: Double?
    /// Golomb's measure, in bins of 3 ms.
    var synchrony: Double?
    /// Variance over mean of the population's count in bins of 3 ms.
    var fanoFactor: Double?
    /// Mean over pairs of 200 neurons, counts in bins of 2 ms.
    var meanCorrelation: Double?
    var expectedRateHz: [Double]?
    var expectedCV: [Double]?
    /// Whether rate and CV lie where they are expected; nil where nothing is.
    var isAsExpected: Bool?

    /// - Parameter isJudged: whether the run was long enough to be compared with the band.
    init(_ spikes: PopulationSpikes, band: StandardNetwork.Band?, isJudged: Bool) {
        name = spikes.name
        neurons = spikes.neurons
        self.spikes = spikes.times.count
        rateHz = spikes.meanRate
        let cv = spikes.irregularity
        meanCV = cv.isEmpty ? nil : Moments(cv).mean
        synchrony = spikes.synchrony(bin: 3)
        fanoFactor = spikes.fanoFactor(bin: 3)
        meanCorrelation = spikes.meanCorrelation(bin: 2, neurons: 200)
        guard let band else { return }
        expectedRateHz = [band.rate.lowerBound, band.rate.upperBound]
        expectedCV = band.irregularity.map { [$0.lowerBound, $0.upperBound] }
        guard isJudged else { return }
        isAsExpected =
            band.rate.contains(rateHz)
            && (band.irregularity.map { $0.contains(meanCV ?? 0) } ?? true)
    }
}
