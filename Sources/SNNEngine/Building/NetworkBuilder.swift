import Dispatch
import SNNModel
import Synchronization

// Building goes projection by projection. Each is drawn in chunks of elements, side by side; a
// chunk sorts its synapses by target partition; then each partition makes its rows from all chunks
// in order. Chunks and partitions only decide who works, never what comes out.

struct NetworkBuilder {
    private let model: Model
    private let groups: [SourceGroup]
    private let workers: Int
    private let ringBytesMax: Int
    private var blocks: [(group: Int, range: Range<Int>, block: NeuronBlock)] = []
    private var tables: [[SynapseTable]] = []
    private var currents: [[CurrentInjection]] = []
    private var positions: [Positions?] = []

    private(set) var partitions: [Partition] = []
    private(set) var stimuli: [StimulusPart] = []
    private(set) var partsOfGroup: [Range<Int>] = []
    private(set) var spikeSources: [Int: SpikeSource] = [:]
    private(set) var epochTicks = Limits.epochTicksMax

    init(
        _ model: Model, groups: [SourceGroup], workers: Int, ringBytesMax: Int
    ) {
        self.model = model
        self.ringBytesMax = ringBytesMax
        self.groups = groups
        self.workers = workers
    }

    mutating func build(_ trains: [String: SpikeTrains]) throws(NetworkError) {
        placeElements()
        cut()
        for (index, stimulus) in model.stimuli.enumerated() {
            spikeSources[model.populations.count + index] = try SpikeSource(
                stimulus, model: model, trains: trains)
        }
        for index in model.projections.indices { try connect(index) }
        finish()
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
            let parts = workers == 1 ? 1 : workers * Limits.partitionsPerWorker
            for range in Self.ranges(of: group.count, parts: parts) {
                if group.isStimulus {
                    stimuli.append(StimulusPart(group: index, range: range))
                } else {
                    let block = NeuronBlock(
                        population: model.populations[index], range: range,
                        resolution: model.resolution, seed: model.seed)
                    blocks.append((index, range, block))
                }
            }
            let end = group.isStimulus ? stimuli.count : blocks.count
            partsOfGroup.append(first..<end)
        }
        tables = blocks.map { _ in [] }
        currents = blocks.map { _ in [] }
    }

    /// Equal stretches, none shorter than the least size where that can be helped.
    static func ranges(of count: Int, parts: Int) -> [Range<Int>] {
        let most = max(1, count / Limits.partitionNeuronsMin)
        let needed = (count + Limits.partitionNeuronsMax - 1) / Limits.partitionNeuronsMax
        let parts = max(needed, min(parts, most))
        // Whole vectors, so that only the last partition has padding.
        let size = ((count + parts - 1) / parts + 7) / 8 * 8
        return stride(from: 0, to: count, by: size).map { $0..<min($0 + size, count) }
    }

    /// Tables for the rings, the longest epoch, and the finished partitions.
    private mutating func finish() {
        for table in tables.joined()
        where !groups[table.group].isStimulus && table.synapseCount > 0 {
            epochTicks = min(epochTicks, table.delayMin)
        }
        partitions = blocks.indices.map { index in
            let (group, range, block) = blocks[index]
            let tables = tables[index]
            let longest = tables.map(\.delayMax).max() ?? 1
            var slots = 2
            while slots < longest + epochTicks + 1 { slots *= 2 }
            return Partition(
                group: group, range: range, block: block, tables: tables,
                currents: currents[index], slotCount: slots,
                isMailed: isMailed(tables, ringBytes: slots * block.paddedCount * 8),
                neuronFeeds: feeds(tables, ofStimuli: false),
                stimulusFeeds: feeds(tables, ofStimuli: true))
        }
    }

    private func feeds(_ tables: [SynapseTable], ofStimuli isStimulus: Bool) -> [Feed] {
        tables.filter { groups[$0.group].isStimulus == isStimulus }.map {
            Feed(rows: SynapseRows($0), sources: partsOfGroup[$0.group])
        }
    }

    /// Whether input is kept as mail: where most synapses have delays of their own and a ring would
    /// not fit the cache. Results are the same either way.
    private func isMailed(_ tables: [SynapseTable], ringBytes: Int) -> Bool {
        let delayed = tables.filter { $0.delays != nil || $0.runs != nil }.reduce(0) { $0 + $1.synapseCount }
        let all = tables.reduce(0) { $0 + $1.synapseCount }
        return 2 * delayed > all && ringBytes > ringBytesMax
    }
}

// MARK: - Projections

extension NetworkBuilder {
    private mutating func connect(_ index: Int) throws(NetworkError) {
        let projection = model.projections[index]
        guard let source = groups.firstIndex(where: { $0.name == projection.source.name }),
            let target = groups.firstIndex(where: { $0.name == projection.target.name }),
            !groups[target].isStimulus
        else { preconditionFailure("The model's checks find projections between unknown parts.") }
        let builder = makeBuilder(index, source: source, target: target)
        let drawn = try draw(builder, target: target)
        let delay = SynapseValue(projection.delay, stream: builder.delayStream)
        let weight = SynapseValue(projection.weight, stream: builder.weightStream)
        let isUniform = if case .list = projection.rule { false } else { true }
        let constantDelay = isUniform
            ? delay.constant.map { max(1, Int(($0 / model.resolution).rounded())) } : nil
        let constantWeight = isUniform ? weight.constant.map { Float($0) } : nil
        let receptors = model.populations[target].receptors
        let receptor = receptors.firstIndex { $0.name == projection.receptor } ?? 0

        let parts = Array(partsOfGroup[target])
        let made = concurrentMap(parts.count) { part in
            SynapseTable(
                edges: drawn.map { $0[part] }, group: source, receptor: receptor,
                constantDelay: constantDelay, constantWeight: constantWeight)
        }
        let current = groups[source].isStimulus
            ? CurrentSource(model.stimuli[source - model.populations.count], model: model) : nil
        for (part, table) in zip(parts, made) where table.synapseCount > 0 {
            table.checkInvariants(targetCount: blocks[part].range.count)
            if let current {
                currents[part].append(CurrentInjection(source: current, table: table))
            } else {
                tables[part].append(table)
            }
        }
    }

    private func makeBuilder(_ index: Int, source: Int, target: Int) -> ProjectionBuilder {
        let projection = model.projections[index]
        let name = Self.streamName(of: index, in: model)
        return ProjectionBuilder(
            projection: projection,
            sourceRange: projection.source.range ?? 0..<groups[source].count,
            targetRange: projection.target.range ?? 0..<groups[target].count,
            isRecurrent: source == target, seed: model.seed, ruleStream: StreamID(name + ".rule"),
            resolution: model.resolution, sourcePositions: positions[source],
            targetPositions: positions[target], weightStream: StreamID(name + ".weight"),
            delayStream: StreamID(name + ".delay"))
    }

    /// Names the randomness of a projection by its ends, so that it survives changes elsewhere;
    /// twins are numbered.
    private static func streamName(of index: Int, in model: Model) -> String {
        func name(_ p: Projection) -> String { "\(p.source)->\(p.target)/\(p.receptor ?? "")" }
        let own = name(model.projections[index])
        let twins = model.projections[..<index].filter { name($0) == own }.count
        return twins == 0 ? own : "\(own)#\(twins + 1)"
    }

    /// Edges by chunk, then by partition of the target.
    private func draw(_ builder: ProjectionBuilder, target: Int) throws(NetworkError)
        -> [[[Edge]]]
    {
        let parts = partsOfGroup[target]
        let size = blocks[parts.lowerBound].range.count
        let count = builder.elementCount
        let chunks = max(1, min(count, 4 * max(workers, 1)))
        let results = concurrentMap(chunks) { chunk -> Result<[[Edge]], NetworkError> in
            var edges: [[Edge]] = parts.map { _ in [] }
            let elements = count * chunk / chunks..<count * (chunk + 1) / chunks
            do throws(NetworkError) {
                try builder.draw(elements) { source, target, weight, delay in
                    let part = target / size
                    edges[part].append(
                        Edge(
                            source: UInt32(source), target: UInt16(target - part * size),
                            delay: delay, weight: weight))
                }
                return .success(edges)
            } catch { return .failure(error) }
        }
        var all: [[[Edge]]] = []
        for result in results { all.append(try result.get()) }
        return all
    }
}

/// Calls `make` for each index on all processors and gathers the results in order.
func concurrentMap<Result: Sendable>(
    _ count: Int, _ make: @Sendable (Int) -> Result
) -> [Result] {
    let results = Mutex<[Result?]>(Array(repeating: nil, count: count))
    DispatchQueue.concurrentPerform(iterations: count) { index in
        let result = make(index)
        results.withLock { $0[index] = result }
    }
    return results.withLock { $0.map { $0! } }
}
