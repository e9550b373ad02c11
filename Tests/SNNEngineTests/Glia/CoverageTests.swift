import SNNModel
import Testing

@testable import SNNEngine

@Suite struct CoverageTests {
    /// 30 sources onto 40 and 20 targets, p = 0.3.
    private func network(
        _ coverage: Astrocytes.Coverage, cells: Int, partition: Int = 65_536,
        layout: Layout? = nil, targets: Layout? = nil
    ) throws -> Network {
        var model = Model(seed: 3)
        let receptor = Receptor("syn", .exponential, tau: .fixed(.milliseconds(3)))
        let a = model.addPopulation("a", count: 30, of: .lif(), receptors: [receptor])
        let b = model.addPopulation(
            "b", count: 40, of: .lif(), receptors: [receptor], layout: targets)
        let c = model.addPopulation(
            "c", count: 20, of: .lif(), receptors: [receptor], layout: targets)
        for target in [b, c] {
            model.connect(
                a, to: target, via: "syn", rule: .pairwiseBernoulli(p: 0.3),
                weight: .fixed(.picoamperes(1)), delay: .fixed(.milliseconds(1)))
        }
        model.astrocytes = [
            Astrocytes(
                "glia", count: cells, kind: "li_rinzel",
                covers: [.init("a", "b"), .init("a", "c")], coverage: coverage, layout: layout)
        ]
        var options = BuildOptions(workers: 1)
        options.neuronsPerPartitionMax = partition
        return try Network(model, options: options)
    }

    /// For each target of both populations its astrocytes, with numbers of synapses.
    private func senders(_ network: Network) -> [[UInt32: Float]] {
        network.partitions.flatMap { part -> [[UInt32: Float]] in
            guard let rows = part.slowCurrents.first else {
                return part.group == 0 ? [] : part.range.map { _ in [:] }
            }
            return part.range.indices.map { index in
                let neuron = index - part.range.lowerBound
                let entries = Int(rows.rows[neuron])..<Int(rows.rows[neuron + 1])
                return Dictionary(
                    uniqueKeysWithValues: entries.map { (rows.cells[$0], rows.weights[$0]) })
            }
        }
    }

    private func heard(_ network: Network) -> [Int] {
        let table = network.glia[0].inputs.tables[0]
        return (0..<table.rows.count - 1).map { row in
            (Int(table.rows[row])..<Int(table.rows[row + 1])).reduce(0) {
                $0 + Int(table.entries[$1] >> 24) + 1
            }
        }
    }

    @Test func everyCoveredSynapseIsHeardAndAnswered() throws {
        let network = try network(.randomPool(p: 0.5, size: 3), cells: 12)
        let synapses = network.partitions.reduce(0) { $0 + $1.synapseCount }
        let answered = senders(network).reduce(0) { $0 + $1.values.reduce(0, +) }
        let cells = network.glia[0].inputs.synapsesOfCell
        #expect(Double(heard(network).reduce(0, +)) == Double(answered))
        #expect(cells.reduce(0, +) == heard(network).reduce(0, +))
        // Half of some 540, give or take four standard deviations.
        #expect(abs(Double(answered) - Double(synapses) / 2) < 2 * Double(synapses).squareRoot())
        for pool in senders(network) { #expect(pool.count <= 3) }
    }

    @Test func partitionsDoNotShow() throws {
        let coverage = Astrocytes.Coverage.randomPool(p: 0.7, size: 5)
        let whole = try network(coverage, cells: 12)
        let cut = try network(coverage, cells: 12, partition: 8)
        #expect(senders(whole) == senders(cut))
        #expect(heard(whole) == heard(cut))
        #expect(
            whole.glia[0].inputs.tables[0].entries == cut.glia[0].inputs.tables[0].entries)
    }

    @Test func blocksArePoolsOfNeighbours() throws {
        let single = senders(try network(.blockPool(p: 1, size: 1), cells: 12))
        for (target, pool) in single.enumerated() {
            #expect(pool.isEmpty || Array(pool.keys) == [UInt32(target / 5)])
        }
        let wide = senders(try network(.blockPool(p: 1, size: 2), cells: 120))
        for (target, pool) in wide.enumerated() {
            #expect(pool.keys.allSatisfy { Int($0) / 2 == target })
        }
        #expect(throws: NetworkError.self) {
            try self.network(.blockPool(p: 1, size: 1), cells: 13)
        }
        #expect(throws: NetworkError.self) {
            try self.network(.blockPool(p: 1, size: 3), cells: 120)
        }
    }

    @Test func nearestIsNearest() throws {
        let line = Layout(.grid(shape: [40], spacing: 10))
        let glia = Layout(.grid(shape: [4], spacing: 100), origin: [45])
        let network = try network(.nearest, cells: 4, layout: glia, targets: line)
        for (target, pool) in senders(network).prefix(40).enumerated() {
            #expect(pool.isEmpty || Array(pool.keys) == [UInt32(min(target / 10, 3))])
        }
        #expect(throws: NetworkError.self) { try self.network(.nearest, cells: 4) }
    }

    @Test func neighboursLieWithinReach() {
        let layout = Layout(.grid(shape: [3, 3], spacing: 50))
        let positions = Positions(layout, count: 9, name: "glia", seed: 1)
        let neighbours = Neighbours(positions, count: 9, reach: 50)
        #expect(neighbours.rows.map(Int.init) == [0, 2, 5, 7, 10, 14, 17, 19, 22, 24])
        #expect(neighbours.cells[10..<14] == [1, 3, 5, 7])
    }
}
