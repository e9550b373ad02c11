import SNNModel

// Where sources draw their targets, every source has a row in each partition, and fills it alone:
// sources are drawn twice, first to count, then to fill. A source's targets come in any order, so
// they are sorted first.

/// Draws sources one after another and deals their synapses out to the target's partitions. Holds
/// the room for it; belongs to one thread.
final class SourceDraw {
    private let draw = ElementDraw()
    private let partners = ScratchBuffer<UInt32>()
    private let keys = ScratchBuffer<UInt64>()
    private let delays = ScratchBuffer<UInt16>()
    private let weights = ScratchBuffer<Float>()
    private let bins = ScratchBuffer<Int>(256)

    private func reserve(for wiring: Wiring) {
        let room = wiring.partnersMax + ElementDraw.overrun
        partners.reserve(room)
        keys.reserve(2 * room)
        delays.reserve(room)
        weights.reserve(room)
    }

    /// Adds the synapses of some sources to the counts by partition, then by source.
    func count(
        _ wiring: Wiring, _ sources: Range<Int>, partitionSize: Int,
        into counts: [ScratchBuffer<UInt32>]
    ) {
        reserve(for: wiring)
        let partners = partners.base
        for source in sources {
            let count = draw.partners(of: source, in: wiring, into: partners)
            for index in 0..<count {
                counts[Int(partners[index]) / partitionSize]
                    .base[source - wiring.sources.lowerBound] += 1
            }
        }
    }

    /// Fills the rows of some sources in all partitions.
    ///
    /// - Throws: `NetworkError.delay` where a delay is below one tick or too long.
    func fill(
        _ wiring: Wiring, _ sources: Range<Int>, partitionSize: Int, into open: [OpenRows?]
    ) throws(NetworkError) {
        reserve(for: wiring)
        let (partners, delays, weights) = (partners.base, delays.base, weights.base)
        for source in sources {
            let count = draw.partners(of: source, in: wiring, into: partners)
            if wiring.constantWeight == nil {
                draw.weights(count, of: source, in: wiring, partners: partners, into: weights)
            }
            if wiring.constantDelay == nil {
                try draw.delays(count, of: source, in: wiring, partners: partners, into: delays)
            }
            sort(count)
            var index = 0
            while index < count {
                let partition = Int(keys.base[index] &>> 32) / partitionSize
                index = write(
                    from: index, count, of: source, partition, size: partitionSize,
                    to: open[partition]!)
            }
        }
    }

    /// Writes the synapses onto one partition, and returns where those onto the next begin.
    private func write(
        from first: Int, _ count: Int, of source: Int, _ partition: Int, size: Int,
        to open: OpenRows
    ) -> Int {
        let keys = keys.base
        let base = partition * size
        var place = Int(open.rows[source - open.firstSource])
        var index = first
        while index < count {
            let target = Int(keys[index] &>> 32) &- base
            guard target < size else { break }
            let synapse = Int(keys[index] & 0xFFFF_FFFF)
            open.targets[place] = UInt16(truncatingIfNeeded: target)
            if let all = open.delays { all[place] = delays.base[synapse] }
            if let all = open.weights { all[place] = weights.base[synapse] }
            place &+= 1
            index &+= 1
        }
        return index
    }

    /// Leaves target and index of the synapses in `keys`, in order.
    private func sort(_ count: Int) {
        let (partners, keys) = (partners.base, keys.base)
        var isSorted = true
        var all: UInt32 = 0
        for index in 0..<count {
            keys[index] = UInt64(partners[index]) &<< 32 | UInt64(index)
            if index > 0, keys[index] < keys[index &- 1] { isSorted = false }
            all |= partners[index]
        }
        if isSorted { return }
        var digit: UInt64 = 32
        var (from, to) = (keys, keys + count)
        while all != 0 {
            move(count, from: from, to: to, digit: digit)
            swap(&from, &to)
            digit += 8
            all &>>= 8
        }
        if from != keys { keys.update(from: from, count: count) }
    }

    /// One pass of a radix sort by eight bits.
    private func move(
        _ count: Int, from keys: UnsafeMutablePointer<UInt64>,
        to ordered: UnsafeMutablePointer<UInt64>, digit: UInt64
    ) {
        let next = bins.base
        next.update(repeating: 0, count: 256)
        for index in 0..<count { next[Int(keys[index] &>> digit & 0xFF)] &+= 1 }
        var start = 0
        for bin in 0..<256 {
            let more = next[bin]
            next[bin] = start
            start &+= more
        }
        for index in 0..<count {
            let bin = Int(keys[index] &>> digit & 0xFF)
            ordered[next[bin]] = keys[index]
            next[bin] &+= 1
        }
    }
}
