import SNNModel

/// The memory that a group of astrocytes will take, in bytes, foreseen from the model.
struct GliaMemory {
    /// Covered synapses and parameters.
    private(set) var network = 0.0
    /// Variables, spikes that arrive, and current on its way.
    private(set) var state = 0.0
    /// What drawing the coverage takes for a while.
    private(set) var building = 0.0
    /// Synapses that are covered, or how many are expected.
    private(set) var covered = 0.0

    /// - Parameters:
    ///   - synapses: the expected number of each projection.
    ///   - paddedNeurons: of a population, in all its partitions.
    init(
        _ group: Astrocytes, of model: Model, synapses: [Double],
        paddedNeurons: (Population) -> Double
    ) {
        let p = GliaParameters(group)
        let cells = Double(group.count)
        let (probability, pool) = switch group.coverage {
        case .randomPool(let p, let size), .blockPool(let p, let size): (p, Double(max(size, 1)))
        case .nearest: (1.0, 1.0)
        }
        let steps = p["step"] / model.resolution
        let ringed = p["SIC_delay"] / model.resolution / steps
        var sources: [String: Double] = [:]
        var targets: [String: Double] = [:]
        for (projection, count) in zip(model.projections, synapses) {
            let isCovered = group.covers.contains {
                $0.source == projection.source.name && $0.target == projection.target.name
            }
            guard isCovered else { continue }
            let isModulated = group.kind == "g_chi"
                && projection.plasticity.contains {
                    model.plasticity(named: $0)?.kind == "tsodyks_markram"
                }
            if isModulated {
                network += 4 * count
                state += 8 * count
            }
            sources[projection.source.name, default: 0] += count * probability
            targets[projection.target.name, default: 0] += count * probability
        }
        for (name, count) in sources {
            let rows = Double(model.count(of: name) ?? 0)
            // Synapses of one source with one astrocyte share an entry.
            let entries = rows * cells * (1 - Double.exp(-count / max(rows * cells, 1)))
            network += 4 * (rows + 1 + entries)
            covered += count
        }
        for population in model.populations {
            guard let count = targets[population.name], count > 0 else { continue }
            let neurons = Double(population.count)
            let entries = neurons * pool * (1 - Double.exp(-count / (neurons * pool)))
            network += 4 * (neurons + 1) + 8 * entries
            let slots = max(0, (ringed - 1).rounded(.down)) + 2
            state += slots * 11 * 8 * paddedNeurons(population)
        }
        let variables = Double(p.kind.states.count - 1)
        let padded = ((cells + 7) / 8).rounded(.down) * 8
        network += 8 * cells * (variables + 2)
        var arriving = 2.0
        while arriving < (p["delay"] / model.resolution / steps).rounded(.down) + 3 {
            arriving *= 2
        }
        state += 8 * padded * (variables + 3 + 4 * arriving) + 40 * cells + 33_500
        // Pairs, and a copy of them while they are put in order.
        building = 24 * covered
    }
}
