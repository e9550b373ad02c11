import CKernels

/// What delivery reads of a `SynapseTable`: pointers without an owner, so that no reference is
/// counted per spike. The network that holds the table outlives it.
struct SynapseRows {
    let firstSource: UInt32
    let rowCount: UInt32
    let receptor: Int
    let rows: UnsafePointer<UInt32>
    /// Where input goes.
    let targets: UnsafePointer<UInt16>
    private(set) var weights: UnsafePointer<Float>?
    /// A delay for each synapse, or runs of equal delay, or neither: then all have `delay`.
    let delays: UnsafePointer<UInt16>?
    let runRows: UnsafePointer<UInt32>?
    let runs: UnsafePointer<DelayRun>?
    let delay: Int
    let weight: Float

    init(_ table: SynapseTable) {
        self.init(table, weights: table.weights.map { UnsafePointer($0) })
    }

    /// - Parameter weights: in place of the table's.
    init(_ table: SynapseTable, weights: UnsafePointer<Float>?) {
        firstSource = UInt32(table.firstSource)
        rowCount = UInt32(table.rowCount)
        receptor = table.receptor
        rows = UnsafePointer(table.rows)
        targets = UnsafePointer(table.places ?? table.targets)
        self.weights = weights
        delays = table.delays.map { UnsafePointer($0) }
        runRows = table.runRows.map { UnsafePointer($0) }
        runs = table.runs.map { UnsafePointer($0) }
        delay = table.constantDelay
        weight = table.constantWeight
    }

    /// The same rows with other weights.
    @inline(__always)
    func with(weights: UnsafePointer<Float>) -> SynapseRows {
        var rows = self
        rows.weights = weights
        return rows
    }

    /// Adds a row to a queue of either form.
    @inline(__always)
    func deliver(_ row: Int, spikedAt tick: Int, to queue: InputQueue) {
        if queue.boxes != nil {
            mail(row, spikedAt: tick, to: queue)
        } else if queue.isSingle {
            add(row, spikedAt: tick, to: queue, in: Float.self)
        } else {
            add(row, spikedAt: tick, to: queue, in: Double.self)
        }
    }

    /// Adds a stretch of synapses that act at the same tick.
    func deliver(_ start: Int, _ end: Int, at tick: Int, to queue: InputQueue) {
        if let boxes = queue.boxes {
            if start == end { return }
            (boxes + (tick & queue.mask)).pointee
                .append(targets + start, weights.map { $0 + start }, weight, end &- start)
        } else if queue.isSingle {
            add(start, end, to: queue.slot(Float.self, tick))
        } else {
            add(start, end, to: queue.slot(Double.self, tick))
        }
    }

    @inline(__always)
    func fetchPlace(of row: Int) {
        snn_prefetch(rows + row)
        if let runRows { snn_prefetch(runRows + row) }
    }

    /// Fetches the first lines of a row; the processor goes on by itself where it is long.
    @inline(__always)
    func fetchHead(of row: Int) {
        let start = Int(rows[row])
        let length = Int(rows[row &+ 1]) &- start
        var i = 0
        while i < length, i < 192 {
            snn_prefetch(targets + (start &+ i))
            if let weights {
                snn_prefetch(weights + (start &+ i))
                snn_prefetch(weights + (start &+ i &+ 16))
            }
            if let delays { snn_prefetch(delays + (start &+ i)) }
            i &+= 32
        }
        if let runs, let runRows { snn_prefetch(runs + Int(runRows[row])) }
    }

    /// Adds a row to the slots of a ring.
    @inline(never)
    func add<N: SlotNumber>(
        _ row: Int, spikedAt tick: Int, to queue: InputQueue, in number: N.Type
    ) {
        var j = Int(rows[row])
        let end = Int(rows[row &+ 1])
        if let runs, let runRows {
            var run = Int(runRows[row])
            let last = Int(runRows[row &+ 1])
            while run < last {
                let next = j &+ Int(runs[run].count)
                add(j, next, to: queue.slot(number, tick &+ Int(runs[run].delay)))
                j = next
                run &+= 1
            }
        } else if let delays {
            while j < end {
                let slot = queue.slot(number, tick &+ Int(delays[j]))
                slot[Int(targets[j])] += N(weights.map { $0[j] } ?? weight)
                j &+= 1
            }
        } else {
            add(j, end, to: queue.slot(number, tick &+ delay))
        }
    }

    @inline(__always)
    private func add<N: SlotNumber>(_ start: Int, _ end: Int, to slot: UnsafeMutablePointer<N>) {
        var j = start
        if let weights {
            while j < end {
                slot[Int(targets[j])] += N(weights[j])
                j &+= 1
            }
        } else {
            let weight = N(weight)
            while j < end {
                slot[Int(targets[j])] += weight
                j &+= 1
            }
        }
    }

    /// Copies a row to the lists of the ticks at which its synapses act.
    @inline(never)
    func mail(_ row: Int, spikedAt tick: Int, to queue: InputQueue) {
        guard let boxes = queue.boxes else { return }
        let mask = queue.mask
        var j = Int(rows[row])
        let end = Int(rows[row &+ 1])
        if let runs, let runRows {
            var run = Int(runRows[row])
            let last = Int(runRows[row &+ 1])
            while run < last {
                let count = Int(runs[run].count)
                let box = boxes + ((tick &+ Int(runs[run].delay)) & mask)
                box.pointee.append(targets + j, weights.map { $0 + j }, weight, count)
                j &+= count
                run &+= 1
            }
        } else if let delays {
            // Runs are short, or they would have been stored as such.
            while j < end {
                let box = boxes + ((tick &+ Int(delays[j])) & mask)
                box.pointee.append(targets[j], weights.map { $0[j] } ?? weight)
                j &+= 1
            }
        } else if j < end {
            let box = boxes + ((tick &+ delay) & mask)
            box.pointee.append(targets + j, weights.map { $0 + j }, weight, end &- j)
        }
    }
}
