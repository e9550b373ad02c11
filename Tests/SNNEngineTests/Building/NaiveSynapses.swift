import Foundation
import SNNModel

@testable import SNNEngine

/// A synapse with indices within the populations.
struct Synapse: Hashable, Comparable {
    let source: Int
    let target: Int
    let delay: Int
    let weight: Float

    static func < (a: Synapse, b: Synapse) -> Bool {
        (a.source, a.delay, a.target, a.weight) < (b.source, b.delay, b.target, b.weight)
    }
}

extension Network {
    /// All synapses, partition by partition and row by row.
    var synapses: [Synapse] {
        var all: [Synapse] = []
        for partition in partitions {
            for table in partition.tables {
                for row in 0..<table.rowCount {
                    table.forEachSynapse(ofRow: row) { j, delay in
                        all.append(
                            Synapse(
                                source: table.firstSource + row,
                                target: partition.range.lowerBound + Int(table.targets[j]),
                                delay: delay, weight: table.weights?[j] ?? table.constantWeight))
                    }
                }
            }
        }
        return all
    }
}

/// The synapses of a projection drawn one after the other, number by number, into a plain list.
struct NaiveSynapses {
    let model: Model
    private let projection: Projection
    private let name: String

    init(_ model: Model) {
        self.model = model
        projection = model.projections[0]
        name = "\(projection.source)->\(projection.target)/\(projection.receptor ?? "")"
    }

    private func stream(_ what: String, _ element: Int) -> ElementStream {
        ElementStream(seed: model.seed, stream: StreamID("\(name).\(what)"), element: element)
    }

    /// - Parameter degrees: for a fixed total number, the share of each target.
    func all(degrees: [UInt32] = []) -> [Synapse] {
        let sources = model.count(of: projection.source)!
        let targets = model.count(of: projection.target)!
        var synapses: [Synapse] = []
        let drawsTargets = if case .fixedOutdegree = projection.rule { true } else { false }
        for element in 0..<(drawsTargets ? sources : targets) {
            var rule = stream("rule", element)
            var weights = stream("weight", element)
            var delays = stream("delay", element)
            let own = projection.source.name == projection.target.name
                && !projection.allowsAutapses ? element : nil
            let size = drawsTargets ? targets : sources
            let partners: [Int]
            switch projection.rule {
            case .fixedIndegree(let degree), .fixedOutdegree(let degree):
                partners = drawn(degree, of: size, except: own, &rule)
            case .fixedTotalNumber:
                partners = drawn(Int(degrees[element]), of: size, except: own, &rule)
            case .allToAll: partners = (0..<size).filter { $0 != own }
            case .pairwiseBernoulli(let p): partners = trials(p, size, &rule).filter { $0 != own }
            default: preconditionFailure("The rule \(projection.rule.name) has no naive form.")
            }
            for partner in partners {
                synapses.append(
                    Synapse(
                        source: drawsTargets ? element : partner,
                        target: drawsTargets ? partner : element, delay: delay(&delays),
                        weight: Float(value(projection.weight, &weights))))
            }
        }
        return synapses
    }

    /// Normal delays by inversion of one word, all others by rounding to a tick.
    private func delay(_ stream: inout ElementStream) -> Int {
        guard case .random(let distribution) = projection.delay,
            case .normal(let mean, let sd) = distribution.shape
        else { return Int((value(projection.delay, &stream) / model.resolution).rounded()) }
        func above(_ time: Double) -> Double { 0.5 * erfc((time - mean) / sd / 2.0.squareRoot()) }
        let (all, word) = (above(distribution.lower!), Double(stream.word()) * 0x1p-32)
        var tick = 1
        while word >= 1 - above((Double(tick) + 0.5) * model.resolution) / all { tick += 1 }
        return tick
    }

    private func value(_ value: Value, _ stream: inout ElementStream) -> Double {
        switch value {
        case .quantity(let quantity): quantity.value
        case .random(let distribution): stream.draw(distribution)
        default: preconditionFailure("A value is a number or drawn.")
        }
    }

    private func drawn(
        _ count: Int, of size: Int, except own: Int?, _ random: inout ElementStream
    ) -> [Int] {
        let members = (0..<size).filter { $0 != own }
        var chosen: [Int] = []
        if !projection.allowsMultapses, 2 * count > members.count {
            for (index, member) in members.enumerated() {
                let left = Double(members.count - index)
                if random.uniform() * left < Double(count - chosen.count) { chosen.append(member) }
            }
            return chosen
        }
        var seen: Set<Int> = []
        while chosen.count < count {
            let member = members[random.index(below: members.count)]
            if projection.allowsMultapses || seen.insert(member).inserted { chosen.append(member) }
        }
        return chosen
    }

    private func trials(_ p: Double, _ size: Int, _ random: inout ElementStream) -> [Int] {
        if p >= 1 { return Array(0..<size) }
        var chosen: [Int] = []
        var member = 0
        while p > 0 {
            let gap = Double.log(1 - random.uniform()) / Double.log(1 - p)
            guard gap < Double(size - member) else { break }
            member += Int(gap)
            chosen.append(member)
            member += 1
        }
        return chosen
    }
}
