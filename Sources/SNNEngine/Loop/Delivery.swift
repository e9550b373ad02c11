import CKernels

// Spikes become input. First each worker lists the rows that this epoch's spikes name, for one of
// its partitions, in the order (tick, projection, source); then it walks the list. A row's synapses
// are ordered by (delay, target), so every slot is summed in an order that only the network
// decides. The list makes the rows' addresses known long before they are needed: their heads are
// fetched while earlier rows are added.

/// The row of one spike in one table.
struct RowVisit {
    let tick: Int
    let table: UInt32
    let row: UInt32
}

/// Delivers to the partitions of one worker.
final class Delivery {
    private var visits: UnsafeMutablePointer<RowVisit>
    private var capacity = 1024
    private var count = 0

    init() { visits = .allocate(capacity: capacity) }

    deinit { visits.deallocate() }

    var byteCount: Int { capacity * MemoryLayout<RowVisit>.stride }

    /// Adds spikes to the queues of one partition.
    ///
    /// - Parameters:
    ///   - parts: the spikes of each part, by the index that `sources` of a feed gives.
    ///   - firstTick: the tick of the parts' first entries.
    func deliver(
        _ parts: [UnsafeMutablePointer<SpikeView>], firstTick: Int, tickCount: Int,
        through feeds: [Feed],
        to queues: [InputQueue]
    ) {
        count = 0
        feeds.withUnsafeBufferPointer { feeds in
            parts.withUnsafeBufferPointer { parts in
                for tick in 0..<tickCount {
                    for (table, feed) in feeds.enumerated() {
                        for part in feed.sources {
                            list(
                                parts[part].pointee, tick, firstTick,
                                UInt32(truncatingIfNeeded: table), feed.rows)
                        }
                    }
                }
            }
            if count == 0 { return }
            queues.withUnsafeBufferPointer { queues in
                walk(feeds.baseAddress!, queues.baseAddress!)
            }
        }
    }

    @inline(__always)
    private func list(
        _ part: SpikeView, _ tick: Int, _ firstTick: Int, _ table: UInt32, _ rows: SynapseRows
    ) {
        guard tick < part.tickCount else { return }
        var spike = part.ticks[tick]
        let end = part.ticks[tick &+ 1]
        if count &+ (end &- spike) > capacity { grow(by: end - spike) }
        while spike < end {
            let row = part.spikes[spike] &- rows.firstSource
            if row < rows.rowCount {
                visits[count] = RowVisit(tick: firstTick &+ tick, table: table, row: row)
                count &+= 1
            }
            spike &+= 1
        }
    }

    private func grow(by more: Int) {
        let larger = max(2 * capacity, count + more)
        let copy = UnsafeMutablePointer<RowVisit>.allocate(capacity: larger)
        copy.update(from: visits, count: count)
        visits.deallocate()
        (visits, capacity) = (copy, larger)
    }

    /// Rows between the look-up of a row's place and its use, and between the fetch of its head and
    /// its use.
    private static let placesAhead = 12
    private static let rowsAhead = 3

    private func walk(_ feeds: UnsafePointer<Feed>, _ queues: UnsafePointer<InputQueue>) {
        var index = 0
        while index < count {
            if index &+ Self.placesAhead < count {
                let visit = visits[index &+ Self.placesAhead]
                feeds[Int(visit.table)].rows.fetchPlace(of: Int(visit.row))
            }
            if index &+ Self.rowsAhead < count {
                let visit = visits[index &+ Self.rowsAhead]
                feeds[Int(visit.table)].rows.fetchHead(of: Int(visit.row))
            }
            let visit = visits[index]
            let rows = feeds[Int(visit.table)].rows
            rows.deliver(Int(visit.row), spikedAt: visit.tick, to: queues[rows.receptor])
            index &+= 1
        }
    }
}

/// A table of a partition, and which parts its sources lie in.
struct Feed {
    let rows: SynapseRows
    let sources: Range<Int>
    /// The number of the table among all of the partition.
    let number: UInt16
}
