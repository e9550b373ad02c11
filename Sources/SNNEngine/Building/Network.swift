import SNNModel

// What stays the same during a run: parameters, synapses, stimuli. A network is built once and can
// be simulated by many states at the same time; see `NetworkState` for what changes.

/// A network built from a model: neurons cut into partitions, each with the synapses that end
/// there.
///
///     let network = try Network(model)
///     let state = NetworkState(network)
///     try Engine(network, workers: 2).run(state, milliseconds: 1000)
///
/// `@unchecked Sendable` because nothing in it changes after `init`.
public final class Network: @unchecked Sendable {
    public let model: Model
    public let resolution: Double
    /// Synapses of all projections, current injections included.
    public let synapseCount: Int
    /// Bytes of parameters and synapses.
    public let byteCount: Int

    let groups: [SourceGroup]
    let partitions: [Partition]
    let stimuli: [StimulusPart]
    /// The first index in `partitions`, or in `stimuli`, of each group; one more at the end.
    let partsOfGroup: [Range<Int>]
    let spikeSources: [Int: SpikeSource]
    /// Shortest delay between neurons in ticks: the length of an epoch.
    public let epochTicks: Int
    /// Groups of stimuli whose spikes reach neurons as spikes, or release something; others emit
    /// only to be recorded.
    let heardStimuli: Set<Int>
    /// Whether the spikes of a group have times between ticks: those of exact populations, and of
    /// stimuli that such a population hears.
    let isOffGrid: [Bool]
    /// Astrocytes with calcium.
    let glia: [GliaGroup]
    /// Astrocytes that are modulators of the activity.
    let integrators: [ModulatorWiring]
    let plastic: PlasticPlan

    /// Builds with a fixed number of partitions that suits this many workers.
    ///
    /// - Parameters:
    ///   - trains: the spikes of `spike_file` stimuli, by name.
    ///   - neurons: what populations of `elm` have learnt, by name, one for all neurons or one for
    ///     each; drawn for others.
    ///   - workers: how many workers will share a run; results do not depend on it.
    /// - Throws: `NetworkError.model` for a model with mistakes, `.memory` before anything large is
    ///   allocated, and others for mistakes that show only while synapses are drawn.
    public convenience init(
        _ model: Model, trains: [String: SpikeTrains] = [:], neurons: [String: [ELMNeuron]] = [:],
        workers: Int = 1
    ) throws(NetworkError) {
        let available = Machine.memoryAvailable
        if case .needs(let bytes) = model.fits(available, workers: workers) {
            throw .memory(needed: bytes, available: available)
        }
        try self.init(
            model, trains: trains, neurons: neurons, options: BuildOptions(workers: workers))
    }

    /// Builds without a look at the memory that is free.
    package init(
        _ model: Model, trains: [String: SpikeTrains] = [:], neurons: [String: [ELMNeuron]] = [:],
        options: BuildOptions
    ) throws(NetworkError) {
        let model = model.untrained
        self.model = model
        resolution = model.resolution
        groups = model.sourceGroups
        var builder = NetworkBuilder(model, groups: groups, options: options, neurons: neurons)
        try builder.build(trains)
        partitions = builder.partitions
        stimuli = builder.stimuli
        partsOfGroup = builder.partsOfGroup
        spikeSources = builder.spikeSources
        epochTicks = builder.epochTicks
        synapseCount = partitions.reduce(0) { $0 + $1.synapseCount }
        heardStimuli = Set(partitions.flatMap { $0.tables.map(\.group) })
            .union(builder.rules.modulators.flatMap { $0.sources.map(\.group) })
        isOffGrid = builder.isOffGrid
        glia = builder.glia
        let wholes = Set(model.integrators.map(\.name))
        integrators = builder.rules.modulators.filter { wholes.contains($0.name) }
        let gliaBytes = glia.reduce(0) { $0 + $1.byteCount }
        plastic = PlasticPlan(
            rules: builder.rules, epochTicks: builder.epochTicks,
            gliaCounts: builder.glia.map(\.count), resolution: model.resolution)
        byteCount = partitions.reduce(gliaBytes) { sum, partition in
            let tables = partition.tables + partition.currents.map(\.table)
            let slow = partition.slowCurrents.reduce(0) { $0 + $1.byteCount }
                + partition.plastic.reduce(0) { $0 + 4 * ($1.glial?.cells.count ?? 0) }
            return tables.reduce(sum + slow + partition.block.byteCount) { $0 + $1.byteCount }
        }
    }

    /// The index of the population or stimulus of this name.
    func group(named name: String) -> Int? { groups.firstIndex { $0.name == name } }
}

/// Neurons of one population that are advanced together, and the synapses that end on them.
///
/// An object rather than a value, so that handing it around counts one reference and not one for
/// each of its lists. `@unchecked Sendable` because nothing in it changes.
final class Partition: @unchecked Sendable {
    let group: Int
    /// The index of the population's first neuron among all elements.
    let base: Int
    /// Indices within the population.
    let range: Range<Int>
    let block: NeuronBlock
    /// The neurons once more, where they are advanced exactly; then `block` is not advanced.
    let exact: ExactBlock?
    /// In the order of the model's projections.
    let tables: [SynapseTable]
    /// The projection of each table.
    let projections: [Int]
    let currents: [CurrentInjection]
    /// In the order of the model's projections.
    let drives: [ReceptorDrive]
    /// Ticks ahead that input is kept apart for, a power of two.
    let slotCount: Int
    /// Whether input waits as mail, see `InputQueue`.
    let isMailed: Bool
    /// `tables` as delivery reads them, those of neurons and those of stimuli.
    let neuronFeeds: [Feed]
    let stimulusFeeds: [Feed]
    /// What neurons of `elm` send that do not spike.
    let gradedFeeds: [GradedFeed]
    /// What astrocytes send.
    let slowCurrents: [SlowCurrentRows]

    /// Those of `tables` whose synapses change; the feeds leave them out.
    let plastic: [PlasticWiring]

    init(
        group: Int, base: Int, range: Range<Int>, block: NeuronBlock, exact: ExactBlock?,
        tables: [SynapseTable], projections: [Int], currents: [CurrentInjection],
        drives: [ReceptorDrive], slotCount: Int, isMailed: Bool, neuronFeeds: [Feed],
        stimulusFeeds: [Feed], gradedFeeds: [GradedFeed], plastic: [PlasticWiring],
        slowCurrents: [SlowCurrentRows]
    ) {
        self.plastic = plastic
        self.group = group
        self.base = base
        self.range = range
        self.block = block
        self.exact = exact
        self.tables = tables
        self.projections = projections
        self.currents = currents
        self.drives = drives
        self.slotCount = slotCount
        self.isMailed = isMailed
        self.neuronFeeds = neuronFeeds
        self.stimulusFeeds = stimulusFeeds
        self.gradedFeeds = gradedFeeds
        self.slowCurrents = slowCurrents
    }

    /// Current injections and drives included.
    var synapseCount: Int {
        tables.reduce(0) { $0 + $1.synapseCount }
            + currents.reduce(0) { $0 + $1.table.synapseCount }
            + drives.reduce(0) { $0 + $1.source.count(in: range) }
    }

    /// About what a tick of this partition costs, in ns, where a synapse transmits some ten spikes
    /// a second: to share partitions among workers.
    var cost: Double {
        Double(range.count) * (exact == nil ? block.cost + 3 * Double(drives.count) : 0.5)
            + tables.reduce(0) { $0 + Double($1.synapseCount) } * 0.0025
    }
}

/// Poisson input that needs no synapses, and the receptor that it goes to.
struct ReceptorDrive {
    /// Of the stimulus.
    let group: Int
    let receptor: Int
    let source: PoissonDrive
}

/// Current that a stimulus injects into a partition.
struct CurrentInjection {
    let source: CurrentSource
    let table: SynapseTable
    let firstTarget: Int?

    init(source: CurrentSource, table: SynapseTable) {
        self.source = source
        self.table = table
        firstTarget = Self.firstTarget(of: table)
    }
}

/// A stretch of the elements of a spiking stimulus.
struct StimulusPart {
    let group: Int
    let range: Range<Int>
}
