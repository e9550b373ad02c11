import SNNModel

// Building first says how each projection is drawn, then draws all that can be drawn partition by
// partition side by side, the largest first, then the others. Threads and partitions only decide
// who works, never what comes out.

struct NetworkBuilder {
    let model: Model
    let groups: [SourceGroup]
    let options: BuildOptions
    let team: Team
    var blocks: [(group: Int, range: Range<Int>, block: NeuronBlock)] = []
    private var exactBlocks: [ExactBlock?] = []
    /// By projection, then by partition of the target; nil where there is no synapse.
    var tables: [[SynapseTable?]] = []
    private(set) var positions: [Positions?] = []

    private(set) var partitions: [Partition] = []
    private(set) var stimuli: [StimulusPart] = []
    private(set) var partsOfGroup: [Range<Int>] = []
    private(set) var spikeSources: [Int: SpikeSource] = [:]
    private(set) var epochTicks = Limits.epochTicksMax
    /// By group.
    private(set) var isOffGrid: [Bool] = []
    /// Astrocytes with calcium.
    private(set) var glia: [GliaGroup] = []
    /// By partition.
    private var slowCurrents: [Int: [SlowCurrentRows]] = [:]
    /// Synapses whose release astrocytes modulate, by partition, then by number of the table.
    private var glial: [Int: [Int: GlialSynapses]] = [:]
    private(set) var rules = LearningRules()
    /// By name of the population: where synapses end on places of neurons.
    private var places: [String: TargetPlaces] = [:]
    private let neurons: [String: [ELMNeuron]]

    init(
        _ model: Model, groups: [SourceGroup], options: BuildOptions,
        neurons: [String: [ELMNeuron]] = [:]
    ) {
        self.neurons = neurons
        self.model = model
        self.groups = groups
        self.options = options
        team = Team(options.builders)
    }

    mutating func build(_ trains: [String: SpikeTrains]) throws(NetworkError) {
        placeElements()
        isOffGrid = model.offGridGroups
        cut()
        for (index, stimulus) in model.stimuli.enumerated() {
            spikeSources[model.populations.count + index] = try SpikeSource(
                stimulus, model: model, trains: trains)
        }
        try connect()
        try finish()
    }

    private mutating func placeElements() {
        let layouts = model.populations.map(\.layout) + model.stimuli.map(\.layout)
        positions = zip(groups, layouts).map { group, layout in
            layout.map {
                Positions($0, count: group.count, name: group.name, seed: model.seed)
            }
        }
    }

    /// Cuts populations into partitions and stimuli into parts.
    private mutating func cut() {
        for (index, group) in groups.enumerated() {
            let first = group.isStimulus ? stimuli.count : blocks.count
            let elm = group.isStimulus
                ? nil : model.elm(model.populations[index], neurons[group.name])
            let places = group.isStimulus ? nil : model.places(of: model.populations[index])
            self.places[group.name] = places
            for range in Self.ranges(of: group.count, for: options, places: places?.count ?? 1) {
                if group.isStimulus {
                    stimuli.append(StimulusPart(group: index, range: range))
                } else {
                    let block = NeuronBlock(
                        population: model.populations[index].following(model.plasticities),
                        range: range, resolution: model.resolution, seed: model.seed,
                        precision: model.precision, elm: elm)
                    blocks.append((index, range, block))
                    exactBlocks.append(
                        isOffGrid[index]
                            ? ExactBlock(
                                population: model.populations[index], range: range,
                                resolution: model.resolution, seed: model.seed) : nil)
                }
            }
            let end = group.isStimulus ? stimuli.count : blocks.count
            partsOfGroup.append(first..<end)
        }
    }

    /// Equal stretches, none shorter than the least size where that can be helped, and none longer
    /// than the greatest.
    ///
    /// - Parameter places: that synapses onto a neuron end on.
    static func ranges(
        of count: Int, for options: BuildOptions, places: Int = 1
    ) -> [Range<Int>] {
        if places > 1 {
            let parts = options.workers
            let size = min(
                max(1, Limits.partitionNeuronsMax / places), (count + parts - 1) / max(parts, 1))
            return stride(from: 0, to: count, by: max(size, 1)).map {
                $0..<min($0 + max(size, 1), count)
            }
        }
        let wanted = options.workers == 1 ? 1 : options.workers * Limits.partitionsPerWorker
        let most = max(1, count / Limits.partitionNeuronsMin)
        // Sizes are whole vectors, so that only the last partition has padding.
        let sizeMax = min(options.neuronsPerPartitionMax, Limits.partitionNeuronsMax) / 8 * 8
        let needed = (count + max(8, sizeMax) - 1) / max(8, sizeMax)
        let parts = max(needed, min(wanted, most))
        let size = ((count + parts - 1) / parts + 7) / 8 * 8
        return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }

    /// The finished partitions, each with its tables in the order of projections, and the longest
    /// epoch.
    private mutating func finish() throws(NetworkError) {
        epochTicks = min(epochTicks, model.gliaDelayTicks)
        for table in tables.joined() {
            guard let table, !groups[table.group].isStimulus else { continue }
            epochTicks = min(epochTicks, table.delayMin)
        }
        rules = LearningRules(
            model, groups: groups, partsOfGroup: partsOfGroup, positions: positions)
        if let delay = rules.modulatorDelayMin { epochTicks = min(epochTicks, delay) }
        shortenForExactTargets()
        try cover()
        partitions = blocks.indices.map { makePartition($0) }
    }

    /// Lets astrocytes cover the synapses that have been drawn.
    private mutating func cover() throws(NetworkError) {
        for (index, group) in model.calciumGroups.enumerated() {
            let draw = CoverageDraw(group, of: model, groups: groups, positions: positions)
            let parts = blocks.indices.map { part in
                let synapses = synapses(of: part)
                return CoverageDraw.Part(
                    group: blocks[part].group, range: blocks[part].range,
                    tables: synapses.map(\.table), isModulated: synapses.map(\.isModulated))
            }
            let drawn = try draw.draw(index, parts: parts)
            for (part, rows) in drawn.currents { slowCurrents[part, default: []].append(rows) }
            for (part, tables) in drawn.glial {
                glial[part, default: [:]].merge(tables) { $1 }
            }
            glia.append(
                GliaGroup(
                    group, seed: model.seed, resolution: model.resolution,
                    epochTicks: epochTicks, inputs: drawn.inputs, neighbours: drawn.neighbours))
        }
    }

    /// The synapses that end on a partition, in the order of projections.
    private func synapses(of index: Int) -> [(table: SynapseTable, isModulated: Bool)] {
        let group = blocks[index].group
        let shortTerm = Set(
            model.plasticities.filter { $0.kind == "tsodyks_markram" }.map(\.name))
        return zip(model.projections, tables).compactMap { projection, parts in
            guard projection.target.name == groups[group].name,
                let table = parts[index - partsOfGroup[group].lowerBound],
                currentSource(of: table.group) == nil
            else { return nil }
            return (table, projection.plasticity.contains { shortTerm.contains($0) })
        }
    }

    private func makePartition(_ index: Int) -> Partition {
        let (group, range, block) = blocks[index]
        var synapses: [SynapseTable] = []
        var currents: [CurrentInjection] = []
        var drives: [ReceptorDrive] = []
        var plastic: [PlasticWiring] = []
        var projections: [Int] = []
        for (number, (projection, parts)) in zip(model.projections, tables).enumerated()
        where projection.target.name == groups[group].name {
            if let drive = drive(projection, of: group), drive.source.count(in: range) > 0 {
                drives.append(drive)
            }
            guard var table = parts[index - partsOfGroup[group].lowerBound] else { continue }
            table.checkInvariants(targetCount: range.count)
            if let source = currentSource(of: table.group) {
                currents.append(CurrentInjection(source: source, table: table))
            } else {
                if !projection.plasticity.isEmpty {
                    let wiring = wiring(
                        table, number: synapses.count, projection: number,
                        glial: glial[index]?[synapses.count])
                    plastic.append(wiring)
                    table = wiring.table
                }
                if let places = places[groups[group].name] {
                    table.set(places, projection: number)
                }
                synapses.append(table)
                projections.append(number)
            }
        }
        var slots = 2
        let longest = synapses.map(\.delayMax).max() ?? 1
        while slots < longest + epochTicks + 1 { slots *= 2 }
        // Between two visits to a ring a worker goes through those of all its partitions.
        let neurons = model.populations.reduce(0) { $0 + $1.count } / options.workers
        let ringBytes = slots * neurons * block.precision.byteCount
        return Partition(
            group: group, base: groups[group].base, range: range, block: block,
            exact: exactBlocks[index], tables: synapses, projections: projections,
            currents: currents, drives: drives, slotCount: slots,
            isMailed: isMailed(synapses, ringBytes: ringBytes),
            neuronFeeds: feeds(synapses, plastic, ofStimuli: false),
            stimulusFeeds: feeds(synapses, plastic, ofStimuli: true),
            gradedFeeds: gradedFeeds(synapses, receptors: block.receptors), plastic: plastic,
            slowCurrents: slowCurrents[index] ?? [])
    }

    /// Stimuli are an epoch ahead; no more than their synapses onto exact neurons have a way back,
    /// because those are dealt with when they are delivered.
    private mutating func shortenForExactTargets() {
        for (projection, parts) in zip(model.projections, tables)
        where !projection.plasticity.isEmpty {
            for table in parts.compactMap({ $0 }) where groups[table.group].isStimulus {
                guard isOffGrid[groupIndex(projection.target)] else { continue }
                let delays = PlasticWiring.Delays(projection, table, resolution: model.resolution)
                epochTicks = min(
                    epochTicks, max(1, delays.backMin(table) - delays.axonalMax(table)))
            }
        }
    }

    private func groupIndex(_ selection: Selection) -> Int {
        groups.firstIndex { $0.name == selection.name } ?? 0
    }

    /// The projection as a drive, if it needs no synapses.
    func drive(_ projection: Projection, of target: Int) -> ReceptorDrive? {
        guard model.isDrive(projection),
            let source = groups.firstIndex(where: { $0.name == projection.source.name }),
            case .poisson(let poisson)? = spikeSources[source]
        else { return nil }
        let receptors = model.populations[target].receptors
        return ReceptorDrive(
            group: source,
            receptor: receptors.firstIndex { $0.name == projection.receptor } ?? 0,
            source: PoissonDrive(projection, model: model, source: poisson))
    }

    private func wiring(
        _ table: SynapseTable, number: Int, projection: Int, glial: GlialSynapses?
    ) -> PlasticWiring {
        PlasticWiring(
            table, number: number, projection: projection, of: model,
            sources: partsOfGroup[table.group], isStimulus: groups[table.group].isStimulus,
            rules: rules, glial: glial)
    }

    private func feeds(
        _ tables: [SynapseTable], _ plastic: [PlasticWiring], ofStimuli isStimulus: Bool
    ) -> [Feed] {
        let learning = Set(plastic.map(\.number))
        return tables.enumerated().filter {
            groups[$1.group].isStimulus == isStimulus && !learning.contains($0)
        }.map {
            Feed(
                rows: SynapseRows($1), sources: partsOfGroup[$1.group],
                number: UInt16(truncatingIfNeeded: $0))
        }
    }

    private func gradedFeeds(_ tables: [SynapseTable], receptors: [Receptor]) -> [GradedFeed] {
        tables.compactMap { table in
            guard !groups[table.group].isStimulus else { return nil }
            let sources = partsOfGroup[table.group]
            guard blocks[sources.lowerBound].block.graded != nil else { return nil }
            return GradedFeed(
                table: table, sources: sources,
                firstNeurons: sources.map { blocks[$0].range.lowerBound },
                isRectified: receptors[table.receptor].reversal != nil)
        }
    }

    /// Whether input is kept as mail: where most synapses have delays of their own and the rings of
    /// a worker would not fit its cache. Results are the same either way.
    private func isMailed(_ tables: [SynapseTable], ringBytes: Int) -> Bool {
        let delayed = tables.filter { $0.delays != nil || $0.runs != nil }
            .reduce(0) { $0 + $1.synapseCount }
        let all = tables.reduce(0) { $0 + $1.synapseCount }
        return 2 * delayed > all && ringBytes > options.ringBytesMax
    }

    /// The current that this group injects; nil for groups that spike.
    private func currentSource(of group: Int) -> CurrentSource? {
        groups[group].isStimulus
            ? CurrentSource(model.stimuli[group - model.populations.count], model: model) : nil
    }
}
