import SNNEngine
import SNNModel

/// A model brought to life, for programs that embed the engine.
///
///     let simulation = try Simulation(model, workers: 2)
///     let spikes = try simulation.recordSpikes(of: exc)
///     try simulation.run(for: .seconds(1))
///     print(spikes.meanRate)
///
/// It can be run again and again; spikes may be read, and others injected, in between. Several
/// simulations may live in one process.
public final class Simulation {
    public let network: Network
    public let state: NetworkState
    private let engine: Engine
    private var recorded: [(selection: Selection, spikes: RecordedSpikes)] = []
    private var injected: [String: SpikeTrains] = [:]

    /// Builds the network and a state at time 0.
    ///
    /// - Parameter neurons: what populations of `elm` have learnt, by name, one for all neurons or
    ///   one for each; drawn for others.
    /// - Throws: `NetworkError.model` with all mistakes of the model, and other `NetworkError`s.
    public init(
        _ model: Model, neurons: [String: [ELMNeuron]] = [:], workers: Int = 1
    ) throws {
        let mistakes = model.check().filter { $0.severity == .error }
        guard mistakes.isEmpty else { throw NetworkError.model(mistakes) }
        let workers = min(workers, Machine.workerCount)
        network = try Network(model, neurons: neurons, workers: workers)
        state = NetworkState(network)
        engine = Engine(
            network, workers: Engine.usefulWorkers(for: network, asked: workers))
    }

    /// The time that has been reached.
    public var time: Quantity { .milliseconds(Double(state.tick) * network.resolution) }

    /// A fingerprint of all spikes so far.
    public var digest: UInt64 { state.digest }

    /// Keeps the spikes of a population or stimulus from now on.
    ///
    /// - Throws: `NetworkError.noStimulus` where nothing has this name.
    public func recordSpikes(of selection: Selection) throws -> RecordedSpikes {
        guard network.model.count(of: selection.name) != nil,
            let count = network.model.count(of: selection)
        else { throw NetworkError.noStimulus(selection.name) }
        let spikes = RecordedSpikes(count: count, from: time.value)
        recorded.append((selection, spikes))
        return spikes
    }

    /// Lets an open port emit these spikes, at times from now on, besides those injected before.
    public func inject(_ trains: SpikeTrains, into port: String) throws {
        var all = injected[port] ?? SpikeTrains()
        all.times += trains.times.map { $0 + time.value }
        all.units += trains.units
        try state.bind(all, to: port)
        injected[port] = all
    }

    /// Advances by this time, rounded to whole ticks.
    public func run(for duration: Quantity) throws {
        precondition(duration.dimension == .time, "A simulation runs for a time.")
        let recorded = recorded
        let resolution = network.resolution
        let recorder = Recorder(
            recorded.map { Recording(.spikes, of: [$0.selection]) }, of: network
        ) { batch in
            guard case .spikes(let selection, _, let elements, _) = batch else { return }
            recorded[selection].spikes.append(
                times: batch.times(resolution: resolution), elements: elements)
        }
        let ticks = (duration.value / resolution).rounded()
        try engine.run(state, ticks: Int(ticks), recorder: recorder)
        for (_, spikes) in recorded { spikes.advance(to: time.value) }
    }
}

/// The spikes of a population, as far as a simulation has run.
public final class RecordedSpikes {
    /// In ms, ascending.
    public private(set) var times: [Double] = []
    /// The neuron of each spike, as an index within the population.
    public private(set) var elements: [Int] = []
    private let count: Int
    private let start: Double
    private var end: Double

    init(count: Int, from start: Double) {
        self.count = count
        self.start = start
        end = start
    }

    /// Spikes per neuron and time recorded.
    public var meanRate: Quantity {
        let duration = end - start
        return Quantity(
            duration > 0 && count > 0 ? Double(times.count) / Double(count) / duration : 0, .rate)
    }

    func append(times: [Double], elements: [Int]) {
        self.times += times
        self.elements += elements
    }

    func advance(to time: Double) { end = time }
}
