/// The synapses of one group of sources that end on audited neurons.
struct AuditLinks {
    struct Link {
        /// Among the audited.
        let neuron: UInt32
        let receptor: UInt16
        /// In ticks.
        let delay: UInt16
        let weight: Float
    }

    /// Where the links of each source start; one more at the end.
    private let starts: [Int]
    private let links: [Link]

    /// - Parameters:
    ///   - synapses: in any order; those of one source stay in theirs.
    ///   - count: sources in the group.
    init(from synapses: [(source: Int, link: Link)], count: Int) {
        var starts = Array(repeating: 0, count: count + 1)
        for (source, _) in synapses { starts[source + 1] += 1 }
        for source in 0..<count { starts[source + 1] += starts[source] }
        var next = starts
        var order = Array(repeating: 0, count: synapses.count)
        for (index, synapse) in synapses.enumerated() {
            order[next[synapse.source]] = index
            next[synapse.source] += 1
        }
        self.starts = starts
        links = order.map { synapses[$0].link }
    }

    @inline(__always)
    func forEach(from source: Int, _ body: (Link) -> Void) {
        for index in starts[source]..<starts[source + 1] { body(links[index]) }
    }

    /// By group. All synapses of the network are looked at once.
    static func all(onto neurons: [AuditedNeuron], of network: Network) -> [Int: AuditLinks] {
        var synapses: [Int: [(source: Int, link: Link)]] = [:]
        for partition in network.partitions {
            // The audited neuron that each target is, or -1.
            var names = Array(repeating: Int32(-1), count: partition.range.count)
            var isAudited = false
            for (name, neuron) in neurons.enumerated()
            where neuron.group == partition.group && partition.range.contains(neuron.index) {
                names[neuron.index - partition.range.lowerBound] = Int32(name)
                isAudited = true
            }
            guard isAudited else { continue }
            for table in partition.tables {
                synapses[table.group, default: []] += links(of: table, to: names)
            }
        }
        return synapses.reduce(into: [:]) { all, next in
            all[next.key] = AuditLinks(from: next.value, count: network.groups[next.key].count)
        }
    }

    private static func links(
        of table: SynapseTable, to names: [Int32]
    ) -> [(source: Int, link: Link)] {
        var found: [(source: Int, link: Link)] = []
        for row in 0..<table.rowCount {
            table.forEachSynapse(ofRow: row) { synapse, delay in
                let name = names[Int(table.targets[synapse])]
                guard name >= 0 else { return }
                let link = Link(
                    neuron: UInt32(name), receptor: UInt16(table.receptor), delay: UInt16(delay),
                    weight: table.weights?[synapse] ?? table.constantWeight)
                found.append((table.firstSource + row, link))
            }
        }
        return found
    }
}
