/// Puts the synapses of each row in the order of their delays. Those of equal delay keep their
/// order. Belongs to one thread.
final class RowOrder {
    private let counts = ScratchBuffer<UInt32>()
    private let targets = ScratchBuffer<UInt16>()
    private let weights = ScratchBuffer<Float>()
    private let delays = ScratchBuffer<UInt16>()
    private let keys = ScratchBuffer<UInt64>()

    /// Rows up to this long are sorted by insertion where delays range widely.
    private static let insertionMax = 40

    /// - Returns: the shortest and longest delay.
    func sort(_ open: OpenRows) -> ClosedRange<Int> {
        guard let all = open.delays else { preconditionFailure("The delay is constant.") }
        var (low, high) = (UInt16.max, UInt16.min)
        var index = 0
        while index < open.synapseCount {
            low = min(low, all[index])
            high = max(high, all[index])
            index &+= 1
        }
        let width = Int(high - low) + 1
        counts.reserve(max(width, 256))
        for row in 0..<open.rowCount {
            let start = Int(open.rows[row])
            let count = Int(open.rows[row + 1]) - start
            guard count > 1 else { continue }
            reserve(count)
            let (targets, delays) = (open.targets + start, all + start)
            let weights = open.weights.map { $0 + start }
            if width <= 64 || width <= 4 * count {
                sortByCounting(count, targets, delays, weights, from: low, width: width)
            } else {
                sortKeys(count, delays)
                permute(count, targets, delays, weights)
            }
        }
        return Int(low)...Int(high)
    }

    private func reserve(_ count: Int) {
        targets.reserve(count)
        weights.reserve(count)
        delays.reserve(count)
        keys.reserve(2 * count)
    }

    @inline(never)
    private func sortByCounting(
        _ count: Int, _ targets: UnsafeMutablePointer<UInt16>,
        _ delays: UnsafeMutablePointer<UInt16>, _ weights: UnsafeMutablePointer<Float>?,
        from low: UInt16, width: Int
    ) {
        let next = counts.base
        next.update(repeating: 0, count: width)
        var index = 0
        while index < count {
            next[Int(delays[index] &- low)] &+= 1
            index &+= 1
        }
        var start: UInt32 = 0
        index = 0
        while index < width {
            let more = next[index]
            next[index] = start
            start &+= more
            index &+= 1
        }
        let ordered = self.targets.base
        if let weights {
            let orderedWeights = self.weights.base
            index = 0
            while index < count {
                let bin = Int(delays[index] &- low)
                let place = Int(next[bin])
                next[bin] &+= 1
                ordered[place] = targets[index]
                orderedWeights[place] = weights[index]
                index &+= 1
            }
            weights.update(from: orderedWeights, count: count)
        } else {
            index = 0
            while index < count {
                let bin = Int(delays[index] &- low)
                let place = Int(next[bin])
                next[bin] &+= 1
                ordered[place] = targets[index]
                index &+= 1
            }
        }
        targets.update(from: ordered, count: count)
        index = 0
        var bin = 0
        while bin < width {
            let end = Int(next[bin])
            while index < end {
                delays[index] = low &+ UInt16(truncatingIfNeeded: bin)
                index &+= 1
            }
            bin &+= 1
        }
    }

    /// Leaves delay and index of the synapses in `keys`, in order.
    private func sortKeys(_ count: Int, _ delays: UnsafeMutablePointer<UInt16>) {
        let keys = keys.base
        for index in 0..<count { keys[index] = UInt64(delays[index]) &<< 32 | UInt64(index) }
        guard count > Self.insertionMax else {
            for index in 1..<count {
                let key = keys[index]
                var place = index
                while place > 0, keys[place &- 1] > key {
                    keys[place] = keys[place &- 1]
                    place &-= 1
                }
                keys[place] = key
            }
            return
        }
        move(count, from: keys, to: keys + count, digit: 32)
        move(count, from: keys + count, to: keys, digit: 40)
    }

    /// One pass of a radix sort by eight bits.
    private func move(
        _ count: Int, from keys: UnsafeMutablePointer<UInt64>,
        to ordered: UnsafeMutablePointer<UInt64>, digit: UInt64
    ) {
        let next = counts.base
        next.update(repeating: 0, count: 256)
        for index in 0..<count { next[Int(keys[index] &>> digit & 0xFF)] &+= 1 }
        var start: UInt32 = 0
        for bin in 0..<256 {
            let more = next[bin]
            next[bin] = start
            start &+= more
        }
        for index in 0..<count {
            let bin = Int(keys[index] &>> digit & 0xFF)
            ordered[Int(next[bin])] = keys[index]
            next[bin] &+= 1
        }
    }

    private func permute(
        _ count: Int, _ targets: UnsafeMutablePointer<UInt16>,
        _ delays: UnsafeMutablePointer<UInt16>, _ weights: UnsafeMutablePointer<Float>?
    ) {
        let (keys, ordered, orderedWeights) = (keys.base, self.targets.base, self.weights.base)
        for place in 0..<count {
            let index = Int(keys[place] & 0xFFFF_FFFF)
            ordered[place] = targets[index]
            delays[place] = UInt16(truncatingIfNeeded: keys[place] &>> 32)
            if let weights { orderedWeights[place] = weights[index] }
        }
        targets.update(from: ordered, count: count)
        if let weights { weights.update(from: orderedWeights, count: count) }
    }
}
