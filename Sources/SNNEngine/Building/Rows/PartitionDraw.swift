import SNNModel

// Where targets draw their sources, a partition draws all synapses that end on it, alone. Sources
// are drawn first, to count the synapses of each, then the rows are filled. What has been drawn is
// kept for this up to some millions; what is beyond is drawn once more, so that room is bounded.
//
// Rows lie far apart in memory and a target's sources are scattered over
// all of them, so synapses are gathered in batches and sorted twice before they are written:
//
//     drawn    ─▶  batch, by target   ─▶  by slab of 256th of the rows  ─▶  rows
//                  some hundred thousand     each within the first-level
//                                            cache
//
// Targets are drawn in ascending order and both steps keep the order, so each row comes out with
// its targets ascending.

/// Draws the rows of one partition after another. Holds the room for it; belongs to one thread.
final class PartitionDraw {
    /// Synapses that are gathered before they are written.
    static let batchSize = 1 << 17
    /// Room that is kept for each synapse of a batch.
    static let bytesPerSynapse = 24
    /// Synapses whose sources are kept from the first pass to the second.
    static let keptMax = 1 << 22
    /// Rows below which a batch is written without being sorted by slab.
    private static let directRowsMax = 1 << 10

    private let draw = ElementDraw()
    private let counts = ScratchBuffer<UInt32>()
    private let sources = ScratchBuffer<UInt32>()
    private let targets = ScratchBuffer<UInt16>()
    private let delays = ScratchBuffer<UInt16>()
    private let weights = ScratchBuffer<Float>()
    private let rowDelays = ScratchBuffer<UInt16>()
    private let kept = ScratchBuffer<UInt32>()
    /// Where the sources of each target begin among those kept, as far as they are.
    private let keptStarts = ScratchBuffer<Int>()
    private var keptTargets = 0
    /// Row, target and delay of each synapse of a batch, from the upper bits to the lower, by slab.
    private let sorted = ScratchBuffer<UInt64>()
    private let sortedWeights = ScratchBuffer<Float>()
    private let slabs = ScratchBuffer<Int>(257)

    /// The rows of the synapses that end on `range`, with the delays of a row in the order in which
    /// they were drawn. They are to be closed before the next are drawn.
    ///
    /// - Returns: nil if there are none.
    /// - Throws: `NetworkError.delay` where a delay is below one tick or too long.
    func rows(of wiring: Wiring, onto partition: Range<Int>) throws(NetworkError) -> OpenRows? {
        let range = partition.clamped(to: wiring.targets)
        guard !range.isEmpty else { return nil }
        reserve(for: wiring)
        count(wiring, range)
        let kind = OpenRows.Kind(
            hasWeights: wiring.constantWeight == nil, hasDelays: wiring.constantDelay == nil)
        guard let rows = OpenRows(
            counts.base, wiring.sources.count, from: wiring.sources.lowerBound, kind: kind,
            delays: rowDelays)
        else { return nil }
        do {
            try fill(rows, wiring, range, firstTarget: partition.lowerBound)
        } catch {
            rows.memory.deallocate()
            throw error
        }
        return rows
    }

    private func reserve(for wiring: Wiring) {
        let room = Self.batchSize + wiring.partnersMax + ElementDraw.overrun
        counts.reserve(wiring.sources.count)
        sources.reserve(room)
        targets.reserve(room)
        delays.reserve(room)
        weights.reserve(room)
        sorted.reserve(room)
        sortedWeights.reserve(room)
    }

    private func count(_ wiring: Wiring, _ range: Range<Int>) {
        let counts = counts.base
        counts.update(repeating: 0, count: wiring.sources.count)
        let first = wiring.sources.lowerBound
        let most = wiring.partnersMax
        kept.reserve(min(Self.keptMax, range.count * most))
        keptStarts.reserve(range.count + 1)
        keptStarts.base[0] = 0
        keptTargets = 0
        for target in range {
            let start = keptStarts.base[keptTargets]
            // Once one is not kept, none is.
            let isKept = keptTargets == target - range.lowerBound && start + most <= kept.capacity
            let sources = isKept ? kept.base + start : sources.base
            let count = draw.partners(of: target, in: wiring, into: sources)
            var index = 0
            while index < count {
                counts[Int(sources[index]) &- first] &+= 1
                index &+= 1
            }
            if isKept {
                keptTargets += 1
                keptStarts.base[keptTargets] = start + count
            }
        }
    }

    /// The sources of a target: those kept, else drawn once more.
    private func sources(
        of target: Int, number: Int, in wiring: Wiring, into sources: UnsafeMutablePointer<UInt32>
    ) -> Int {
        guard number < keptTargets else {
            return draw.partners(of: target, in: wiring, into: sources)
        }
        let start = keptStarts.base[number]
        let count = keptStarts.base[number + 1] - start
        sources.update(from: kept.base + start, count: count)
        return count
    }

    private func fill(
        _ rows: OpenRows, _ wiring: Wiring, _ range: Range<Int>, firstTarget: Int
    ) throws(NetworkError) {
        // From here on, where the next synapse of each row goes.
        counts.base.update(from: rows.rows, count: rows.rowCount)
        var count = 0
        for target in range {
            let partners = sources.base + count
            let more = sources(
                of: target, number: target - range.lowerBound, in: wiring, into: partners)
            (targets.base + count).update(repeating: UInt16(target - firstTarget), count: more)
            if rows.weights != nil {
                draw.weights(
                    more, of: target, in: wiring, partners: partners, into: weights.base + count)
            }
            if rows.delays != nil {
                try draw.delays(
                    more, of: target, in: wiring, partners: partners, into: delays.base + count)
            }
            count += more
            if count >= Self.batchSize {
                write(count, to: rows)
                count = 0
            }
        }
        write(count, to: rows)
    }

    private func write(_ count: Int, to rows: OpenRows) {
        guard count > 0 else { return }
        if rows.rowCount <= Self.directRowsMax {
            writeDirectly(count, to: rows)
        } else if let weights = rows.weights {
            sort(count, of: rows, hasWeights: true)
            writeSorted(count, to: rows, weights)
        } else {
            sort(count, of: rows, hasWeights: false)
            writeSorted(count, to: rows, nil)
        }
    }

    @inline(never)
    private func writeDirectly(_ count: Int, to rows: OpenRows) {
        let (next, sources, targets) = (counts.base, sources.base, targets.base)
        let (delays, weights) = (delays.base, weights.base)
        let first = UInt32(rows.firstSource)
        var index = 0
        while index < count {
            let row = Int(sources[index] &- first)
            let place = Int(next[row])
            next[row] &+= 1
            rows.targets[place] = targets[index]
            if let all = rows.delays { all[place] = delays[index] }
            if let all = rows.weights { all[place] = weights[index] }
            index &+= 1
        }
    }

    /// Orders the batch by slab of rows.
    @inline(__always)
    private func sort(_ count: Int, of rows: OpenRows, hasWeights: Bool) {
        let (sources, targets, slabs) = (sources.base, targets.base, slabs.base)
        let (delays, weights) = (delays.base, weights.base)
        let (sorted, sortedWeights) = (sorted.base, sortedWeights.base)
        let first = UInt32(rows.firstSource)
        let bits = Int.bitWidth - (rows.rowCount - 1).leadingZeroBitCount
        let shift = UInt32(max(0, bits - 8))
        slabs.update(repeating: 0, count: 257)
        var index = 0
        while index < count {
            slabs[Int((sources[index] &- first) &>> shift) &+ 1] &+= 1
            index &+= 1
        }
        for slab in 0..<256 { slabs[slab + 1] += slabs[slab] }
        index = 0
        while index < count {
            let row = sources[index] &- first
            let slab = Int(row &>> shift)
            let place = slabs[slab]
            slabs[slab] = place &+ 1
            sorted[place] = UInt64(row) &<< 32 | UInt64(targets[index]) &<< 16
                | UInt64(delays[index])
            if hasWeights { sortedWeights[place] = weights[index] }
            index &+= 1
        }
    }

    @inline(__always)
    private func writeSorted(
        _ count: Int, to rows: OpenRows, _ weights: UnsafeMutablePointer<Float>?
    ) {
        let ordered = sortedWeights.base
        if let delays = rows.delays {
            writeSorted(count, rows.targets) { place, index, synapse in
                delays[place] = UInt16(truncatingIfNeeded: synapse)
                if let weights { weights[place] = ordered[index] }
            }
        } else {
            writeSorted(count, rows.targets) { place, index, _ in
                if let weights { weights[place] = ordered[index] }
            }
        }
    }

    @inline(__always)
    private func writeSorted(
        _ count: Int, _ targets: UnsafeMutablePointer<UInt16>,
        _ more: (_ place: Int, _ index: Int, _ synapse: UInt64) -> Void
    ) {
        let (next, sorted) = (counts.base, sorted.base)
        var index = 0
        while index < count {
            let synapse = sorted[index]
            let row = Int(synapse &>> 32)
            let place = Int(next[row])
            next[row] &+= 1
            targets[place] = UInt16(truncatingIfNeeded: synapse &>> 16)
            more(place, index, synapse)
            index &+= 1
        }
    }
}
