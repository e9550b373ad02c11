// The synapses of one projection onto one partition, as compressed rows by source:
//
//     rows     | 0 | 3 | 3 | 7 | …           source s has the synapses rows[s] ..< rows[s + 1]
//     delays   | 1 1 4 |   | 2 2 2 9 | …     ticks, ascending within a row
//     targets  | 0 5 2 |   | 1 1 6 0 | …     within the partition, ascending within a run
//     weights  | w w w |   | w w w w | …     Float32
//
// A constant delay or weight is stored once. Where many synapses of a row share a delay, runs of
// equal delay take the place of `delays`:
//
//     runRows  | 0 | 2 | 2 | 4 | …           source s has the runs runRows[s] ..< runRows[s + 1]
//     runs     | 1×2 4×1 |   | 2×3 9×1 | …   delay × number of synapses
//
// With its own weight a synapse then takes little more than 6 bytes, else 8.
//
// Every array has `padding` more elements that may be read, so that a vector of synapses can be
// loaded beyond a row's end.

/// Neighbouring synapses of a row that share a delay.
struct DelayRun {
    /// Ticks.
    var delay: UInt16
    /// Synapses, at least one; longer runs are continued by another of the same delay.
    var count: UInt16
}

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
    /// Delays as runs, instead of `delays`.
    let runs: UnsafeMutablePointer<DelayRun>?
    /// Where each row's runs start; with `runs`.
    let runRows: UnsafeMutablePointer<UInt32>?
    let runCount: Int
    /// The delay of all synapses, where there are neither `delays` nor `runs`.
    let constantDelay: Int
    let constantWeight: Float

    /// Elements behind the end of each array that may be read.
    static let padding = 16

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
        rows = Self.allocate(rowCount + 1, of: 0)
        targets = Self.allocate(count, of: 0)
        weights = constantWeight == nil ? Self.allocate(count, of: 0) : nil
        self.constantDelay = constantDelay ?? 0
        self.constantWeight = constantWeight ?? 0

        let sorted = Self.sorted(edges, firstSource: firstSource, rows: rows, rowCount: rowCount)
        let each: UnsafeMutablePointer<UInt16>? =
            constantDelay == nil ? Self.allocate(count, of: 0) : nil
        var longest = constantDelay ?? 0
        var shortest = constantDelay ?? Int(UInt16.max)
        for (index, edge) in sorted.enumerated() {
            targets[index] = edge.target
            each?[index] = edge.delay
            weights?[index] = edge.weight
            longest = max(longest, Int(edge.delay))
            shortest = min(shortest, Int(edge.delay))
        }
        delayMax = longest
        delayMin = shortest

        guard let each else {
            (delays, runs, runRows, runCount) = (nil, nil, nil, 0)
            return
        }
        let counted = Self.countRuns(each, rows: rows, rowCount: rowCount)
        guard 4 * (counted + rowCount + 1) < 2 * count else {
            (delays, runs, runRows, runCount) = (each, nil, nil, 0)
            return
        }
        let runs = Self.allocate(counted, of: DelayRun(delay: 1, count: 0))
        let runRows = Self.allocate(rowCount + 1, of: UInt32(0))
        Self.makeRuns(each, rows: rows, rowCount: rowCount, runs: runs, runRows: runRows)
        each.deallocate()
        (delays, self.runs, self.runRows, runCount) = (nil, runs, runRows, counted)
    }

    deinit {
        rows.deallocate()
        targets.deallocate()
        delays?.deallocate()
        weights?.deallocate()
        runs?.deallocate()
        runRows?.deallocate()
    }

    /// Bytes held.
    var byteCount: Int {
        let padding = Self.padding
        var bytes = 4 * (rowCount + 1 + padding) + 2 * (synapseCount + padding)
        if weights != nil { bytes += 4 * (synapseCount + padding) }
        if delays != nil { bytes += 2 * (synapseCount + padding) }
        if runs != nil { bytes += 4 * (runCount + padding) + 4 * (rowCount + 1 + padding) }
        return bytes
    }

    /// Calls `body` with the index and the delay of each synapse of a row, in order.
    @inline(__always)
    func forEachSynapse(ofRow row: Int, _ body: (_ index: Int, _ delay: Int) -> Void) {
        var index = Int(rows[row])
        guard let runs, let runRows else {
            while index < Int(rows[row + 1]) {
                body(index, delays.map { Int($0[index]) } ?? constantDelay)
                index &+= 1
            }
            return
        }
        for run in Int(runRows[row])..<Int(runRows[row + 1]) {
            for _ in 0..<runs[run].count {
                body(index, Int(runs[run].delay))
                index &+= 1
            }
        }
    }

    private static func allocate<Element>(
        _ count: Int, of value: Element
    ) -> UnsafeMutablePointer<Element> {
        let array = UnsafeMutablePointer<Element>.allocate(capacity: count + padding)
        array.initialize(repeating: value, count: count + padding)
        return array
    }

    private static func countRuns(
        _ delays: UnsafeMutablePointer<UInt16>, rows: UnsafeMutablePointer<UInt32>, rowCount: Int
    ) -> Int {
        var count = 0
        forEachRun(delays, rows: rows, rowCount: rowCount) { _, _ in count += 1 }
        return count
    }

    private static func makeRuns(
        _ delays: UnsafeMutablePointer<UInt16>, rows: UnsafeMutablePointer<UInt32>, rowCount: Int,
        runs: UnsafeMutablePointer<DelayRun>, runRows: UnsafeMutablePointer<UInt32>
    ) {
        var count = 0
        forEachRun(delays, rows: rows, rowCount: rowCount) { row, run in
            runs[count] = run
            count += 1
            runRows[row + 1] = UInt32(count)
        }
        for row in 0..<rowCount { runRows[row + 1] = max(runRows[row + 1], runRows[row]) }
    }

    /// Calls `body` with the row and each of its runs.
    private static func forEachRun(
        _ delays: UnsafeMutablePointer<UInt16>, rows: UnsafeMutablePointer<UInt32>, rowCount: Int,
        _ body: (Int, DelayRun) -> Void
    ) {
        for row in 0..<rowCount {
            var index = Int(rows[row])
            let end = Int(rows[row + 1])
            while index < end {
                var run = DelayRun(delay: delays[index], count: 0)
                while index < end, delays[index] == run.delay, run.count < UInt16.max {
                    run.count += 1
                    index += 1
                }
                body(row, run)
            }
        }
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
