import SNNModel

extension Model {
    /// Bytes that a network of this model and one state of it will take, roughly; from the model
    /// alone, so that a network too large for the machine is refused before anything is allocated.
    public var memoryEstimate: Double {
        let neurons = populations.reduce(0.0) { sum, population in
            let parameters = population.settings.entries.filter { $0.value.isHeterogeneous }.count
            let columns = 4 + 2 * population.receptors.count + parameters
            return sum + Double(population.count) * Double(8 * columns)
        }
        let synapses = projections.reduce(0.0) { sum, projection in
            let each = 2.0 + (projection.weight.isHeterogeneous ? 4 : 0)
                + (projection.delay.isHeterogeneous ? 2 : 0)
            return sum + synapseCountMost(of: projection) * each
        }
        // While the largest projection is built its synapses exist a second and third time, as
        // edges.
        let largest = projections.map { synapseCountMost(of: $0) }.max() ?? 0
        return neurons + synapses + largest * 4 + ringEstimate
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

    private var ringEstimate: Double {
        populations.reduce(0.0) { sum, population in
            let longest = projections.filter { $0.target.name == population.name }
                .map { delayTicksEstimate(of: $0) }.max() ?? 1
            let slots = Double(population.receptors.count) * (2 * longest + 2)
            return sum + Double(population.count) * slots * 8
        }
    }

    private func delayTicksEstimate(of projection: Projection) -> Double {
        switch projection.delay {
        case .quantity(let delay): delay.value / resolution
        case .random(let distribution):
            min(
                distribution.support.upperBound.isFinite
                    ? distribution.support.upperBound : 4 * distribution.mean,
                Double(Limits.delayTicksMax) * resolution) / resolution
        default: 100 / resolution
        }
    }
}
