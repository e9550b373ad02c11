import Foundation

/// The content of `run.json`: what was run, with what, where, and how long it took.
struct RunRecord: Encodable {
    /// Rises by one when a field changes its meaning.
    var version = 1
    var program = "snnsim \(SnnsimCommand.version)"
    var commandLine: [String]
    /// In UTC, as ISO 8601 writes it.
    var started: String
    var model: ModelText
    var seed: UInt64
    var resolutionMilliseconds: Double
    /// Simulated, of a run or of one sample.
    var durationMilliseconds: Double
    /// As asked for.
    var workers: Int
    /// As many as the machine has room for and a network of this size has use for.
    var workersUsed: Int
    var kernels: String
    var stimulus: StimulusUsed?
    var host: HostDescription
    var network: NetworkSize
    var stages: [Stage]
    var memoryPeakBytes: Int?
    var spikes: Int
    /// Of all spikes, in hexadecimal.
    var digest: String
    /// How populations advance that say something about it.
    var solvers: [String]
    var interrupted: Bool

    struct ModelText: Encodable {
        var name: String
        var text: String
        /// FNV-1a of the text's bytes, 64 bits, in hexadecimal.
        var fnv1a64: String
        /// As `--set` left them.
        var parameters: [String: String]
    }

    struct StimulusUsed: Encodable {
        var name: String
        var notice: String
        var trainSamples: Int
        var testSamples: Int
    }

    struct NetworkSize: Encodable {
        var neurons: Int
        var synapses: Int
        /// Of parameters and synapses.
        var bytes: Int
        /// Of what changes during a run: membranes, input on its way, spikes of an epoch.
        var stateBytes: Int
    }

    struct Stage: Encodable, Equatable {
        var name: String
        var seconds: Double
    }

    init(
        commandLine: [String], started: String, source: ModelSource, results: RunResults,
        options: RunOptions, dataset: SpikeDataset?, stages: [Stage]
    ) {
        self.commandLine = commandLine
        self.started = started
        self.stages = stages
        let model = source.model
        self.model = ModelText(
            name: source.name, text: source.text, fnv1a64: Self.fnv1a64(source.text),
            parameters: Dictionary(
                model.parameters.map { ($0.name, $0.value.text) }, uniquingKeysWith: { $1 }))
        seed = model.seed
        resolutionMilliseconds = model.resolution
        durationMilliseconds = results.duration
        workers = options.workers
        workersUsed = results.workersUsed ?? min(options.workers, Machine.workerCount)
        kernels = options.kernels.name
        stimulus = dataset.map {
            StimulusUsed(
                name: $0.name, notice: $0.notice, trainSamples: $0.train.count,
                testSamples: $0.test.count)
        }
        host = .current
        network = NetworkSize(
            neurons: results.neurons, synapses: results.synapses, bytes: results.networkBytes,
            stateBytes: results.stateBytes)
        spikes = results.spikes
        digest = results.digestText
        solvers = results.solvers
        interrupted = results.isInterrupted
    }

    /// Sorted keys, one per line, so that two runs can be compared line by line.
    func write(to file: URL) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.keyEncodingStrategy = .useDefaultKeys
        try encoder.encode(self).write(to: file)
    }

    static func hexadecimal(_ number: UInt64) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }

    /// FNV-1a (Fowler, Noll, Vo), 64 bits.
    static func fnv1a64(_ text: String) -> String {
        hexadecimal(
            text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 })
    }

    /// The present moment, as `2026-03-01T14:15:00Z`.
    static var now: String {
        var now = time(nil)
        var utc = tm()
        gmtime_r(&now, &utc)
        var text = [CChar](repeating: 0, count: 32)
        strftime(&text, text.count, "%Y-%m-%dT%H:%M:%SZ", &utc)
        return String(decoding: text.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    }
}

/// Takes the time of the stages of a run.
struct Stopwatch {
    private(set) var stages: [RunRecord.Stage] = []

    mutating func measure<Result>(_ name: String, _ stage: () throws -> Result) rethrows -> Result {
        let start = ProgressLine.now
        defer { stages.append(RunRecord.Stage(name: name, seconds: ProgressLine.now - start)) }
        return try stage()
    }

    /// A stage that was measured elsewhere.
    mutating func add(_ name: String, seconds: Double) {
        stages.append(RunRecord.Stage(name: name, seconds: seconds))
    }

    /// Seconds of the stage of this name.
    func seconds(of name: String) -> Double {
        stages.filter { $0.name == name }.reduce(0) { $0 + $1.seconds }
    }
}
