import SNNModel

extension Model {
    /// Bytes that a network of this model and one state of it will take at most, from the model
    /// alone, so that a network too large for the machine is refused before anything is allocated.
    public var memoryEstimate: Double { memoryPlan(workers: 1).peak }

    /// The memory that this model will take, element by element.
    ///
    /// - Parameter workers: how many will share a run: each has partitions of its own.
    /// - Precondition: the model is in order, see `check`.
    public func memoryPlan(workers: Int) -> MemoryPlan {
        MemoryPlanning(self, options: BuildOptions(workers: workers), isRough: false).plan()
    }

    /// Whether a network and a state of it fit into so much memory.
    func fits(_ bytes: Int, workers: Int) -> MemoryFit {
        let options = BuildOptions(workers: workers)
        // Rules of distance take a while to foresee, so at first the most they can make is taken.
        let most = MemoryPlanning(self, options: options, isRough: true).plan().peak
        if most < Double(bytes) { return .fits }
        let need = MemoryPlanning(self, options: options, isRough: false).plan().peak
        return need < Double(bytes) ? .fits : .needs(Int(min(need, 1e18)))
    }

    /// The expected number of synapses; for rules of distance, whose expectation takes a while, the
    /// number there would be at distance zero.
    func synapseCountMost(of projection: Projection) -> Double {
        guard case .distanceDependent(let p, _, _) = projection.rule else {
            return expectedSynapseCount(of: projection)
        }
        return p * Double(count(of: projection.source) ?? 0)
            * Double(count(of: projection.target) ?? 0)
    }
}

enum MemoryFit {
    case fits
    case needs(Int)
}

/// Foresees what `NetworkBuilder` and `PartitionState` allocate.
private struct MemoryPlanning {
    private let model: Model
    private let options: BuildOptions
    private var spreads: [Value: DelaySpread] = [:]
    private let counts: [Double]

    init(_ model: Model, options: BuildOptions, isRough: Bool) {
        self.model = model
        self.options = options
        counts = model.projections.map {
            isRough ? model.synapseCountMost(of: $0) : model.expectedSynapseCount(of: $0)
        }
        for projection in model.projections where spreads[projection.delaySum.own] == nil {
            spreads[projection.delaySum.own] = DelaySpread(
                projection.delaySum.own, resolution: model.resolution, distance: distanceMax)
        }
    }

    func plan() -> MemoryPlan {
        let tables = model.projections.indices.map { self.tables(of: $0) }
        let glia = model.calciumGroups.map { group in
            GliaMemory(group, of: model, synapses: counts) {
                Double($0.count + 4 * parts(of: $0).count)
            }
        }
        return MemoryPlan(
            populations: model.populations.map { population($0) },
            projections: model.projections.indices.map { index in
                let projection = model.projections[index]
                return MemoryPlan.Projection(
                    name: "\(projection.source) -> \(projection.target)",
                    synapses: counts[index], bytes: tables[index].bytes,
                    state: tables[index].state)
            },
            glia: zip(model.calciumGroups, glia).map {
                MemoryPlan.Glia(
                    name: $0.name, covered: $1.covered, network: $1.network, state: $1.state)
            },
            building: building(tables) + glia.reduce(0) { max($0, $1.building) })
    }

    /// The diagonal of the largest box that elements lie in, in um.
    private var distanceMax: Double {
        let layouts = model.populations.map(\.layout) + model.stimuli.map(\.layout)
        return layouts.compactMap { $0 }.reduce(0) { most, layout in
            max(most, layout.extent.reduce(0) { $0 + $1 * $1 }.squareRoot())
        }
    }

    // MARK: Populations

    private func parts(of population: Population) -> [Range<Int>] {
        NetworkBuilder.ranges(
            of: population.count, for: options,
            places: model.places(of: population)?.count ?? 1)
    }

    private func population(_ population: Population) -> MemoryPlan.Population {
        let parts = parts(of: population)
        guard let first = parts.first else {
            return MemoryPlan.Population(
                name: population.name, parameters: 0, state: 0, input: 0)
        }
        let elm = model.elm(population)
        // Two small blocks tell how bytes grow with neurons.
        func bytes(_ count: Int) -> (parameters: Double, state: Double) {
            let block = NeuronBlock(
                population: population, range: 0..<count, resolution: model.resolution,
                seed: model.seed, precision: model.precision, elm: elm)
            return (Double(block.byteCount), Double(block.makeState().byteCount))
        }
        let size = min(first.count, 16)
        let (one, two) = (bytes(size), first.count > 32 ? bytes(2 * size) : nil)
        func grown(_ part: KeyPath<(parameters: Double, state: Double), Double>) -> Double {
            guard let two else { return one[keyPath: part] * Double(parts.count) }
            let each = (two[keyPath: part] - one[keyPath: part]) / Double(size)
            return Double(parts.count) * (one[keyPath: part] - each * Double(size))
                + each * Double(population.count)
        }
        return MemoryPlan.Population(
            name: population.name,
            parameters: grown(\.parameters), state: grown(\.state),
            input: input(of: population, parts: parts.count))
    }

    /// Rings or mail, and buffers of spikes.
    private func input(of population: Population, parts: Int) -> Double {
        let padded = Double(population.count + 4 * parts)
        var (longest, epoch) = (1.0, Double(model.gliaDelayTicks))
        var (delayed, all, events) = (0.0, 0.0, 0.0)
        var hasCurrent = model.calciumGroups.contains { group in
            group.covers.contains { $0.target == population.name }
        }
        for (index, projection) in model.projections.enumerated() {
            guard let spread = spreads[projection.delaySum.own], counts[index] > 0 else {
                continue
            }
            let common = projection.delaySum.common / model.resolution
            let stimulus = model.stimuli.first { $0.name == projection.source.name }
            if stimulus == nil { epoch = min(epoch, common + spread.shortest(of: counts[index])) }
            guard projection.target.name == population.name else { continue }
            if let stimulus, CurrentSource(stimulus, model: model) != nil {
                hasCurrent = true
                continue
            }
            longest = max(longest, common + spread.longest(of: counts[index] / Double(parts)))
            all += counts[index]
            if spread.constant == nil { delayed += counts[index] }
            events += counts[index] * rate(of: stimulus) * model.resolution
        }
        var slots = 2.0
        while slots < longest + epoch + 1 { slots *= 2 }
        let number = Double(population.precision(model.precision).byteCount)
        let neurons = Double(model.populations.reduce(0) { $0 + $1.count } / options.workers)
        let ringBytes = slots * neurons * number
        let isMailed = 2 * delayed > all && ringBytes > Double(options.ringBytesMax)
        let places = model.places(of: population)?.count ?? 1
        let receptors = Double(population.receptors.count * max(places, 1))
        // A list of mail has grown by doubling: on average it is filled to three quarters.
        let queues = isMailed
            ? receptors * padded * number + slots * events * 6 / 0.75
            : receptors * slots * padded * number
        return queues + (hasCurrent ? 8 * padded : 0) + 12 * padded
    }

    /// Spikes per element and ms: those of a stimulus where they are known, else 5 Hz.
    private func rate(of stimulus: Stimulus?) -> Double {
        stimulus?.meanRate ?? 0.005
    }

    // MARK: Projections

    private struct Tables {
        var bytes = 0.0
        /// What learns.
        var state = 0.0
        /// Synapses of the largest table, and whether its delays are drawn.
        var largest = 0.0
        var hasDelays = false
        /// Room for drawing, for each thread.
        var room = 0.0
    }

    private func tables(of index: Int) -> Tables {
        let projection = model.projections[index]
        let name = projection.target.name
        guard let population = model.populations.first(where: { $0.name == name }),
            let sources = model.count(of: projection.source), sources > 0,
            let targets = model.count(of: projection.target), targets > 0,
            let spread = spreads[projection.delaySum.own]
        else { return Tables() }
        let isList = if case .list = projection.rule { true } else { false }
        let hasWeights = isList || projection.weight.isHeterogeneous
        let range = projection.target.range ?? 0..<population.count
        var result = Tables()
        result.hasDelays = isList || spread.constant == nil
        for part in parts(of: population) {
            let share = Double(part.clamped(to: range).count) / Double(targets)
            let synapses = counts[index] * share
            guard synapses > 0 else { continue }
            let rows = projection.rule == .oneToOne
                ? synapses : Double(sources) * max(0, 1 - 2 / (synapses + 1))
            let padding = Double(SynapseTable.padding)
            var bytes = 4 * (rows + padding) + 2 * (synapses + padding)
            if hasWeights { bytes += 4 * (synapses + padding) }
            if population.tellsSourcesApart { bytes += 2 * (synapses + padding) }
            var runs = rows
            if result.hasDelays {
                runs = isList ? synapses : rows * spread.runs(inRowOf: synapses / max(rows, 1))
                bytes += min(4 * (runs + rows), 2 * synapses)
            }
            if !projection.plasticity.isEmpty {
                // With delays of their own, synapses of a row are touched at different times.
                let units = projection.axonalDelay?.isHeterogeneous == true ? runs : rows
                bytes += 4 * (units + rows)
                result.state += model.learningBytes(
                    of: projection, synapses: synapses + padding, units: units,
                    neurons: Double(part.count))
            }
            result.bytes += bytes
            result.largest = max(result.largest, synapses)
        }
        let most = min(
            Double(PartitionDraw.batchSize), result.largest) + Double(sources)
        result.room = Double(PartitionDraw.bytesPerSynapse) * most + 4 * Double(sources)
            + 4 * min(Double(PartitionDraw.keptMax), result.largest)
        return result
    }

    /// Every thread keeps room for a batch of synapses and for the delays of a table; where sources
    /// draw their targets, the delays of all tables are kept.
    private func building(_ tables: [Tables]) -> Double {
        var (delays, room, others, lists) = (0.0, 0.0, 0.0, 0.0)
        for (index, projection) in model.projections.enumerated() {
            room = max(room, tables[index].room)
            let bytes = tables[index].hasDelays ? 2.0 : 0
            if case .fixedOutdegree = projection.rule {
                others = max(others, bytes * counts[index])
            } else {
                delays = max(delays, bytes * tables[index].largest)
            }
            if case .list(let list) = projection.rule {
                lists += Double(list.edges.count * (MemoryLayout<EdgeList.Edge>.stride + 16))
            }
        }
        let placed = model.populations.map { ($0.count, $0.layout) }
            + model.stimuli.map { ($0.count, $0.layout) }
        let positions = placed.reduce(0.0) { $0 + Double(8 * $1.0 * ($1.1?.dimensions ?? 0)) }
        return Double(options.builders) * (delays + room) + others + lists + positions
    }
}
