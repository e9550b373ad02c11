import SNNModel

// Which synapses a group of astrocytes covers, and with which astrocyte: NEST's "third factor". A
// target has a pool of astrocytes; each of its covered synapses has one of them, or none. The n-th
// synapse of a target, counted by projection, source and delay, is decided by the n-th random block
// of that target, so neither partitions nor workers can be seen in the result.

/// Draws what one group of astrocytes covers, once the synapses are there.
struct CoverageDraw {
    private let astrocytes: Astrocytes
    private let model: Model
    private let groups: [SourceGroup]
    private let positions: [Positions?]
    private let own: Positions?
    /// By target population, the index of its first neuron among all targets covered.
    private var firstTarget: [Int: Int] = [:]
    private var targetCount = 0

    /// - Parameter positions: of the neurons and stimuli, by group.
    init(
        _ astrocytes: Astrocytes, of model: Model, groups: [SourceGroup], positions: [Positions?]
    ) {
        self.astrocytes = astrocytes
        self.model = model
        self.groups = groups
        self.positions = positions
        own = astrocytes.layout.map {
            Positions($0, count: astrocytes.count, name: astrocytes.name, seed: model.seed)
        }
        for part in astrocytes.covers {
            guard let group = groups.firstIndex(where: { $0.name == part.target }),
                firstTarget[group] == nil
            else { continue }
            firstTarget[group] = targetCount
            targetCount += groups[group].count
        }
    }

    /// A partition: the group and range of its neurons, its synapses in the order of projections,
    /// and for each table whether its synapses have resources that astrocytes can modulate.
    struct Part {
        let group: Int
        let range: Range<Int>
        let tables: [SynapseTable]
        let isModulated: [Bool]
    }

    /// What has been drawn.
    struct Result {
        var inputs: GliaInputs
        /// For each partition that has covered synapses.
        var currents: [Int: SlowCurrentRows]
        var neighbours: Neighbours
        /// For each partition and number of a table, where the astrocytes modulate what is
        /// released: the astrocyte of each synapse.
        var glial: [Int: [Int: GlialSynapses]]
    }

    /// - Parameters:
    ///   - index: of the group among those with calcium.
    ///   - parts: all partitions.
    /// - Throws: `NetworkError.coverage` where pools do not fit, or positions are missing.
    func draw(
        _ index: Int, parts: [Part]
    ) throws(NetworkError) -> Result {
        let p = GliaParameters(astrocytes)
        let weight = p["SIC_weight"] * (p["SIC_scale"] == 0 ? 0 : 1)
        var pairs: [Int: [UInt64]] = [:]
        var currents: [Int: SlowCurrentRows] = [:]
        var glial: [Int: [Int: GlialSynapses]] = [:]
        var covered = Array(repeating: 0, count: astrocytes.count)
        for (number, part) in parts.enumerated() {
            let tables = part.tables.enumerated().filter { _, table in
                astrocytes.covers.contains {
                    $0.source == groups[table.group].name && $0.target == groups[part.group].name
                }
            }
            guard !tables.isEmpty else { continue }
            let pools = try self.pools(of: part.group, part.range)
            let chance = UInt64(pools.probability * 4_294_967_296)
            let stream = StreamID("\(astrocytes.name).cover.\(groups[part.group].name)")
            var drawn = Array(repeating: 0, count: part.range.count)
            var counts = Array(repeating: UInt32(0), count: pools.members.count)
            for (place, table) in tables {
                var cells = part.isModulated[place]
                    ? Array(repeating: GlialSynapses.none, count: table.synapseCount) : []
                var found = pairs.removeValue(forKey: table.group) ?? []
                for row in 0..<table.rowCount {
                    let source = UInt64(table.firstSource + row) << 24
                    table.forEachSynapse(ofRow: row) { synapse, _ in
                        let target = Int(table.targets[synapse])
                        var random = ElementStream(
                            seed: model.seed, stream: stream,
                            element: part.range.lowerBound + target)
                        random.skip(drawn[target])
                        drawn[target] += 1
                        guard UInt64(random.word()) < chance else { return }
                        let place = target * pools.size + random.index(below: pools.size)
                        counts[place] += 1
                        let cell = pools.members[place]
                        covered[Int(cell)] += 1
                        if !cells.isEmpty { cells[synapse] = cell }
                        found.append(source | UInt64(cell))
                    }
                }
                pairs[table.group] = found
                if !cells.isEmpty, astrocytes.kind == "g_chi" {
                    glial[number, default: [:]][place] = GlialSynapses(
                        group: index, cells: cells,
                        rule: GlialRule(p, resolution: model.resolution))
                }
            }
            if weight != 0 {
                currents[number] = rows(
                    index, pools, counts, neurons: part.range.count, weight: weight)
            }
        }
        let tables = pairs.keys.sorted().map { group in
            Self.table(pairs[group]!, group: group, sources: groups[group].count,
                cells: astrocytes.count)
        }
        let inputs = GliaInputs(
            tables: tables, delay: p.ticks("delay", resolution: model.resolution),
            weight: p["weight"], synapsesOfCell: covered)
        return Result(
            inputs: inputs, currents: currents, neighbours: try neighbours(p), glial: glial)
    }

    private func rows(
        _ group: Int, _ pools: Pools, _ counts: [UInt32], neurons: Int, weight: Double
    ) -> SlowCurrentRows {
        var (rows, cells, weights) = ([UInt32(0)], [UInt32](), [Float]())
        for neuron in 0..<neurons {
            for place in neuron * pools.size..<(neuron + 1) * pools.size where counts[place] > 0 {
                cells.append(pools.members[place])
                weights.append(Float(weight * Double(counts[place])))
            }
            rows.append(UInt32(cells.count))
        }
        return SlowCurrentRows(group: group, rows: rows, cells: cells, weights: weights)
    }

    /// Orders pairs of source and astrocyte and counts equal ones.
    private static func table(
        _ pairs: [UInt64], group: Int, sources: Int, cells: Int
    ) -> GliaInputs.Table {
        let byCell = ordered(pairs, below: cells) { Int($0 & 0xFF_FFFF) }
        let sorted = ordered(byCell, below: sources) { Int($0 >> 24) }
        var rows = Array(repeating: UInt32(0), count: sources + 1)
        var entries: [UInt32] = []
        var index = 0
        while index < sorted.count {
            let pair = sorted[index]
            var more = 1
            while more < 256, index + more < sorted.count, sorted[index + more] == pair {
                more += 1
            }
            entries.append(UInt32(pair & 0xFF_FFFF) | UInt32(more - 1) << 24)
            rows[Int(pair >> 24) + 1] = UInt32(entries.count)
            index += more
        }
        for row in 1...sources { rows[row] = max(rows[row], rows[row - 1]) }
        return GliaInputs.Table(group: group, firstSource: 0, rows: rows, entries: entries)
    }

    /// A counting sort that keeps the order of equals.
    private static func ordered(
        _ pairs: [UInt64], below bound: Int, by key: (UInt64) -> Int
    ) -> [UInt64] {
        var starts = Array(repeating: 0, count: bound + 1)
        for pair in pairs { starts[key(pair) + 1] += 1 }
        for index in 0..<bound { starts[index + 1] += starts[index] }
        return Array(unsafeUninitializedCapacity: pairs.count) { buffer, count in
            for pair in pairs {
                buffer[starts[key(pair)]] = pair
                starts[key(pair)] += 1
            }
            count = pairs.count
        }
    }

    // MARK: Pools

    /// For each target of a partition `size` astrocytes.
    private struct Pools {
        let probability: Double
        let size: Int
        var members: [UInt32]
    }

    private func pools(of group: Int, _ range: Range<Int>) throws(NetworkError) -> Pools {
        switch astrocytes.coverage {
        case .randomPool(let p, let size):
            guard (1...astrocytes.count).contains(size) else {
                throw error("has pools of \(size), but only \(astrocytes.count) astrocytes")
            }
            let stream = StreamID("\(astrocytes.name).pool.\(groups[group].name)")
            var members: [UInt32] = []
            for target in range {
                var random = ElementStream(seed: model.seed, stream: stream, element: target)
                let first = members.count
                while members.count < first + size {
                    let cell = UInt32(random.index(below: astrocytes.count))
                    if !members[first...].contains(cell) { members.append(cell) }
                }
            }
            return Pools(probability: p, size: size, members: members)
        case .blockPool(let p, let size):
            let first = (firstTarget[group] ?? 0) + range.lowerBound
            let targets = first..<first + range.count
            if size == 1 {
                guard targetCount % astrocytes.count == 0 else {
                    throw error(
                        "shares \(astrocytes.count) astrocytes among \(targetCount) targets, "
                            + "which is no whole number for each")
                }
                let each = targetCount / astrocytes.count
                return Pools(probability: p, size: 1, members: targets.map { UInt32($0 / each) })
            }
            guard targetCount * size == astrocytes.count else {
                throw error(
                    "needs \(targetCount * size) astrocytes for \(targetCount) pools of \(size), "
                        + "and has \(astrocytes.count)")
            }
            let members = targets.flatMap { target in
                (0..<size).map { UInt32(target * size + $0) }
            }
            return Pools(probability: p, size: size, members: members)
        case .nearest:
            guard let own, let other = positions[group], own.dimensions == other.dimensions else {
                throw error(
                    "covers what is nearest, but it and `\(groups[group].name)` lack a common "
                        + "layout")
            }
            let members = range.map { target in
                UInt32((0..<astrocytes.count).min { a, b in
                    own.squaredDistance(a, to: other, target, wrap: nil)
                        < own.squaredDistance(b, to: other, target, wrap: nil)
                } ?? 0)
            }
            return Pools(probability: 1, size: 1, members: members)
        }
    }

    private func neighbours(_ p: GliaParameters) throws(NetworkError) -> Neighbours {
        guard p.has("reach"), p["reach"] > 0 else { return .none }
        guard let own else { throw error("has a reach, but no layout") }
        return Neighbours(own, count: astrocytes.count, reach: p["reach"])
    }

    private func error(_ problem: String) -> NetworkError {
        .coverage(astrocytes: astrocytes.name, problem: problem)
    }
}

extension Model {
    /// Astrocytes that have calcium, in the model's order.
    var calciumGroups: [Astrocytes] { astrocytes.filter { $0.kind != "leaky_integrator" } }

    /// Astrocytes that are modulators of the activity.
    var integrators: [Astrocytes] { astrocytes.filter { $0.kind == "leaky_integrator" } }

    /// The shortest way in ticks from a neuron to an astrocyte, or back: no epoch is longer.
    var gliaDelayTicks: Int {
        calciumGroups.filter { !$0.covers.isEmpty }.reduce(Limits.epochTicksMax) { least, group in
            let p = GliaParameters(group)
            return min(
                least, p.ticks("delay", resolution: resolution),
                p.ticks("SIC_delay", resolution: resolution))
        }
    }

    /// Whether astrocytes hear a projection, so that it needs its synapses.
    func isCovered(_ projection: Projection) -> Bool {
        astrocytes.contains { group in
            group.covers.contains {
                $0.source == projection.source.name && $0.target == projection.target.name
            }
        }
    }
}
