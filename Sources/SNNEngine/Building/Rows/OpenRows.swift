/// Rows of synapses of one projection onto one partition, of known lengths, that are being filled.
///
/// `@unchecked Sendable` because each row is written by one thread.
final class OpenRows: @unchecked Sendable {
    let firstSource: Int
    let rowCount: Int
    let synapseCount: Int
    /// `rowCount + 1` starts.
    let rows: UnsafeMutablePointer<UInt32>
    let targets: UnsafeMutablePointer<UInt16>
    let weights: UnsafeMutablePointer<Float>?
    /// One for each synapse; only lent.
    let delays: UnsafeMutablePointer<UInt16>?
    /// Holds all but the delays; whoever takes it over releases it.
    let memory: PageMemory

    /// What a projection stores for each synapse besides its target.
    struct Kind {
        let hasWeights: Bool
        let hasDelays: Bool
    }

    /// - Parameters:
    ///   - counts: the number of synapses of each of `size` sources, whose first is `source`.
    ///   - delays: room for delays, which must last as long as the rows are open.
    ///   - keepsEmptyRows: whether there is a row for every source, not only for those from the
    ///     first with a synapse to the last.
    /// - Returns: nil if there is no synapse.
    init?(
        _ counts: UnsafeMutablePointer<UInt32>, _ size: Int, from source: Int, kind: Kind,
        delays: ScratchBuffer<UInt16>, keepsEmptyRows: Bool = false
    ) {
        var (low, high) = (0, size)
        if !keepsEmptyRows {
            while low < high, counts[low] == 0 { low += 1 }
            while high > low, counts[high - 1] == 0 { high -= 1 }
        }
        guard low < high else { return nil }
        firstSource = source + low
        rowCount = high - low
        var total = 0
        for index in low..<high { total += Int(counts[index]) }
        precondition(total <= UInt32.max, "A partition has too many synapses of a projection.")
        synapseCount = total

        let padding = SynapseTable.padding
        func lines(_ bytes: Int) -> Int { (bytes + 63) / 64 * 64 }
        let rowBytes = lines(4 * (rowCount + 1 + padding))
        let targetBytes = lines(2 * (total + padding))
        let weightBytes = kind.hasWeights ? lines(4 * (total + padding)) : 0
        memory = PageMemory(byteCount: rowBytes + targetBytes + weightBytes)
        rows = memory.base.bindMemory(to: UInt32.self, capacity: rowCount + 1 + padding)
        targets = (memory.base + rowBytes)
            .bindMemory(to: UInt16.self, capacity: total + padding)
        weights = kind.hasWeights
            ? (memory.base + rowBytes + targetBytes)
                .bindMemory(to: Float.self, capacity: total + padding) : nil
        if kind.hasDelays { delays.reserve(total, exactly: true) }
        self.delays = kind.hasDelays ? delays.base : nil

        var start: UInt32 = 0
        for row in 0..<rowCount {
            rows[row] = start
            start += counts[low + row]
        }
        rows[rowCount] = start
    }
}

// MARK: - Runs

extension OpenRows {
    /// The number of runs of equal delay; 0 where there are no delays.
    func countRuns() -> Int {
        guard let delays else { return 0 }
        var count = 0
        for row in 0..<rowCount {
            var index = Int(rows[row])
            let end = Int(rows[row + 1])
            guard index < end else { continue }
            // A run that does not fit one entry makes a row of more than 2^16 synapses.
            if end - index > Int(UInt16.max) {
                forEachRun(ofRow: row, delays) { _ in count += 1 }
                continue
            }
            count &+= 1
            index &+= 1
            while index < end {
                count &+= delays[index] != delays[index &- 1] ? 1 : 0
                index &+= 1
            }
        }
        return count
    }

    /// Writes all runs and where each row's begin.
    func makeRuns(
        _ runs: UnsafeMutablePointer<DelayRun>, runRows: UnsafeMutablePointer<UInt32>
    ) {
        guard let delays else { return }
        var count = 0
        for row in 0..<rowCount {
            runRows[row] = UInt32(count)
            forEachRun(ofRow: row, delays) { run in
                runs[count] = run
                count &+= 1
            }
        }
        runRows[rowCount] = UInt32(count)
    }

    @inline(__always)
    private func forEachRun(
        ofRow row: Int, _ delays: UnsafeMutablePointer<UInt16>, _ body: (DelayRun) -> Void
    ) {
        var index = Int(rows[row])
        let end = Int(rows[row + 1])
        while index < end {
            let first = index
            let delay = delays[index]
            let last = min(end, index &+ Int(UInt16.max))
            while index < last, delays[index] == delay { index &+= 1 }
            body(DelayRun(delay: delay, count: UInt16(truncatingIfNeeded: index &- first)))
        }
    }
}
