import SNNModel

extension NetworkBuilder {
    /// Draws all projections.
    mutating func connect() throws(NetworkError) {
        var wirings: [Wiring] = []
        for index in model.projections.indices {
            var wiring = try makeWiring(index)
            wiring.shareOut(by: team)
            wirings.append(wiring)
        }
        tables = wirings.map { wiring in
            partsOfGroup[group(wiring.projection.target)].map { _ in nil }
        }
        try connectByTarget(wirings)
        for (index, wiring) in wirings.enumerated() where wiring.drawsTargets {
            try connectBySource(wiring, index)
        }
    }

    private func group(_ selection: Selection) -> Int {
        guard let group = groups.firstIndex(where: { $0.name == selection.name }) else {
            preconditionFailure("The model's checks find projections between unknown parts.")
        }
        return group
    }

    private func makeWiring(_ index: Int) throws(NetworkError) -> Wiring {
        let projection = model.projections[index]
        let source = group(projection.source)
        let target = group(projection.target)
        precondition(!groups[target].isStimulus, "The model's checks find synapses onto stimuli.")
        let receptors = model.populations[target].receptors
        return try Wiring(
            projection, name: Self.streamName(of: index, in: model), of: model,
            source: groups[source], target: groups[target],
            positions: (positions[source], positions[target]), sourceGroup: source,
            receptor: receptors.firstIndex { $0.name == projection.receptor } ?? 0)
    }

    /// Names the randomness of a projection by its ends, so that it survives changes elsewhere;
    /// twins are numbered.
    static func streamName(of index: Int, in model: Model) -> String {
        func name(_ p: Projection) -> String { "\(p.source)->\(p.target)/\(p.receptor ?? "")" }
        let own = name(model.projections[index])
        let twins = model.projections[..<index].filter { name($0) == own }.count
        return twins == 0 ? own : "\(own)#\(twins + 1)"
    }

    /// The synapses of one projection onto one partition, and how many there may be.
    private struct Task {
        let projection: Int
        let part: Int
        let size: Double
    }

    /// Draws all projections of which targets draw their sources, partition by partition.
    private mutating func connectByTarget(_ wirings: [Wiring]) throws(NetworkError) {
        var tasks: [Task] = []
        for (index, wiring) in wirings.enumerated()
        where !wiring.drawsTargets && !model.isDrive(wiring.projection) {
            let each = model.synapseCountMost(of: wiring.projection) / Double(wiring.targets.count)
            for part in partsOfGroup[group(wiring.projection.target)] {
                let range = blocks[part].range.clamped(to: wiring.targets)
                guard !range.isEmpty else { continue }
                tasks.append(
                    Task(projection: index, part: part, size: each * Double(range.count)))
            }
        }
        tasks.sort { ($1.size, $0.projection, $0.part) < ($0.size, $1.projection, $1.part) }
        let draws = (0..<team.count).map { _ in RowDraw() }
        let made = team.map(tasks.count) { [tasks, blocks] index, thread in
            let task = tasks[index]
            let wiring = wirings[task.projection]
            return Result { () throws(NetworkError) in
                let open = try draws[thread].partition.rows(
                    of: wiring, onto: blocks[task.part].range)
                return open.map { draws[thread].close($0, wiring) }
            }
        }
        try keep(zip(tasks, made).map { ($0.projection, $0.part, $1) })
    }

    /// Draws a projection of which sources draw their targets.
    private mutating func connectBySource(
        _ wiring: Wiring, _ index: Int
    ) throws(NetworkError) {
        let parts = partsOfGroup[group(wiring.projection.target)]
        let partitionSize = blocks[parts.lowerBound].range.count
        let counts = parts.map { _ in ScratchBuffer<UInt32>(wiring.sources.count) }
        let draws = (0..<team.count).map { _ in RowDraw() }
        let chunks = min(wiring.sources.count, 8 * team.count)
        let first = wiring.sources.lowerBound
        let sources = (0..<chunks).map { chunk in
            first + wiring.sources.count * chunk / chunks
                ..< first + wiring.sources.count * (chunk + 1) / chunks
        }
        _ = team.map(chunks) { chunk, thread in
            draws[thread].source.count(
                wiring, sources[chunk], partitionSize: partitionSize, into: counts)
        }
        let kind = OpenRows.Kind(
            hasWeights: wiring.constantWeight == nil, hasDelays: wiring.constantDelay == nil)
        let delays = parts.map { _ in ScratchBuffer<UInt16>() }
        let open = zip(counts, delays).map { counts, delays in
            OpenRows(
                counts.base, wiring.sources.count, from: first, kind: kind, delays: delays)
        }
        let filled = team.map(chunks) { chunk, thread in
            Result { () throws(NetworkError) in
                try draws[thread].source.fill(
                    wiring, sources[chunk], partitionSize: partitionSize, into: open)
            }
        }
        for result in filled {
            guard case .failure(let error) = result else { continue }
            for rows in open { rows?.memory.deallocate() }
            throw error
        }
        let made = team.map(parts.count) { part, thread in
            withExtendedLifetime(delays) { open[part].map { draws[thread].close($0, wiring) } }
        }
        try keep(zip(parts, made).map { (index, $0, .success($1)) })
    }

    /// - Throws: the error of the first projection and partition that has one.
    private mutating func keep(
        _ made: [(projection: Int, part: Int, table: Result<SynapseTable?, NetworkError>)]
    ) throws(NetworkError) {
        let failures = made.compactMap { projection, part, table -> (Int, Int, NetworkError)? in
            if case .failure(let error) = table { (projection, part, error) } else { nil }
        }
        if let first = failures.min(by: { ($0.0, $0.1) < ($1.0, $1.1) }) { throw first.2 }
        for (projection, part, table) in made {
            let first = partsOfGroup[group(model.projections[projection].target)].lowerBound
            tables[projection][part - first] = try table.get()
        }
    }
}

/// What one thread needs to draw rows.
///
/// `@unchecked Sendable` because each thread uses its own.
private final class RowDraw: @unchecked Sendable {
    private(set) lazy var partition = PartitionDraw()
    private(set) lazy var source = SourceDraw()
    private let order = RowOrder()

    /// Puts filled rows in order and makes a table of them.
    func close(_ open: OpenRows, _ wiring: Wiring) -> SynapseTable {
        SynapseTable(
            open, group: wiring.sourceGroup, receptor: wiring.receptor,
            delays: wiring.constantDelay.map { $0...$0 } ?? order.sort(open),
            constantWeight: wiring.constantWeight ?? 0)
    }
}
