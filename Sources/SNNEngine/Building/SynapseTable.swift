// The synapses of one projection onto one partition, as compressed rows by source:
//
//     rows     | 0 | 3 | 3 | 7 | …           source s has the synapses rows[s] ..< rows[s + 1]
//     delays   | 1 1 4 |   | 2 2 2 9 | …     ticks, ascending within a row: runs of equal delay
//     targets  | 0 5 2 |   | 1 1 6 0 | …     within the partition, ascending within a run
//     weights  | w w w |   | w w w w | …     Float32
//
// A constant delay or weight is stored once. With its own weight and delay a synapse takes 8 bytes.

/// The synapses of one projection onto one partition. Immutable once built.
///
/// `@unchecked Sendable` because nothing is written to its memory after `init`.
final class SynapseTable: @unchecked Sendable {
    /// The group that the sources belong to.
    let group: Int
    /// The index within the group of the source of row 0.
    let firstSource: Int
    let rowCount: Int
    /// Where the projection's spikes arrive, as an index of the target population's receptors.
    let receptor: Int
    let synapseCount: Int
    let delayMax: Int
    let delayMin: Int

    let rows: UnsafeMutablePointer<UInt32>
    let targets: UnsafeMutablePointer<UInt16>
    let delays: UnsafeMutablePointer<UInt16>?
    let weights: UnsafeMutablePointer<Float>?
    let constantDelay: Int
    let constantWeight: Float

    /// Sorts edges into rows. Edges of equal source, delay and target keep their order.
    ///
    /// - Parameters:
    ///   - constantDelay: the delay of all edges in ticks, if it is one and the same.
    ///   - constantWeight: likewise.
    init(
        edges: [[Edge]], group: Int, receptor: Int, constantDelay: Int?, constantWeight: Float?
    ) {
        self.group = group
        self.receptor = receptor
        var low = UInt32.max
        var high = UInt32.min
        var count = 0
        for list in edges {
            count += list.count
            for edge in list {
                low = min(low, edge.source)
                high = max(high, edge.source)
            }
        }
        synapseCount = count
        firstSource = count == 0 ? 0 : Int(low)
        rowCount = count == 0 ? 0 : Int(high - low) + 1
        rows = .allocate(capacity: rowCount + 1)
        rows.initialize(repeating: 0, count: rowCount + 1)
        targets = .allocate(capacity: max(count, 1))
        delays = constantDelay == nil ? .allocate(capacity: max(count, 1)) : nil
        weights = constantWeight == nil ? .allocate(capacity: max(count, 1)) : nil
        self.constantDelay = constantDelay ?? 0
        self.constantWeight = constantWeight ?? 0

        let sorted = Self.sorted(edges, firstSource: firstSource, rows: rows, rowCount: rowCount)
        var longest = constantDelay ?? 0
        var shortest = constantDelay ?? Int(UInt16.max)
        for (index, edge) in sorted.enumerated() {
            targets[index] = edge.target
            delays?[index] = edge.delay
            weights?[index] = edge.weight
            longest = max(longest, Int(edge.delay))
            shortest = min(shortest, Int(edge.delay))
        }
        delayMax = longest
        delayMin = shortest
    }

    deinit {
        rows.deallocate()
        targets.deallocate()
        delays?.deallocate()
        weights?.deallocate()
    }

    /// Bytes held.
    var byteCount: Int {
        4 * (rowCount + 1) + synapseCount * (2 + (delays == nil ? 0 : 2) + (weights == nil ? 0 : 4))
    }

    /// Counting sort by source, then by (delay, target) within a row; fills `rows`.
    private static func sorted(
        _ edges: [[Edge]], firstSource: Int, rows: UnsafeMutablePointer<UInt32>, rowCount: Int
    ) -> [Edge] {
        var count = 0
        for list in edges {
            for edge in list { rows[Int(edge.source) - firstSource + 1] += 1 }
            count += list.count
        }
        if count == 0 { return [] }
        var row = 0
        while row < rowCount {
            rows[row + 1] += rows[row]
            row += 1
        }
        return [Edge](unsafeUninitializedCapacity: count) { buffer, initialized in
            var next = (0..<rowCount).map { Int(rows[$0]) }
            for list in edges {
                for edge in list {
                    let row = Int(edge.source) - firstSource
                    buffer.initializeElement(at: next[row], to: edge)
                    next[row] += 1
                }
            }
            for row in 0..<rowCount {
                let range = Int(rows[row])..<Int(rows[row + 1])
                order(UnsafeMutableBufferPointer(rebasing: buffer[range]))
            }
            initialized = count
        }
    }

    private static func order(_ row: UnsafeMutableBufferPointer<Edge>) {
        func key(_ edge: Edge) -> UInt32 { UInt32(edge.delay) << 16 | UInt32(edge.target) }
        var isSorted = true
        for i in 1..<max(row.count, 1) where key(row[i - 1]) > key(row[i]) { isSorted = false }
        if isSorted { return }
        let order = row.indices.map { UInt64(key(row[$0])) << 32 | UInt64($0) }.sorted()
        let copy = Array(row)
        for (position, entry) in order.enumerated() {
            row[position] = copy[Int(entry & 0xFFFF_FFFF)]
        }
    }
}
