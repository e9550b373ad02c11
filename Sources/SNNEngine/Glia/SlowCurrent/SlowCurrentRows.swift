/// Which astrocytes of a group send current to the neurons of a partition: a row for each neuron.
struct SlowCurrentRows: Sendable {
    let group: Int
    /// Neuron n has the entries rows[n] ..< rows[n + 1].
    let rows: [UInt32]
    let cells: [UInt32]
    /// SIC_weight times the number of covered synapses.
    let weights: [Float]

    var byteCount: Int { 4 * rows.count + 8 * cells.count }
}

/// The slow current on its way to the neurons of a partition, from one group: a ring of windows.
final class SlowCurrentState {
    private let rows: SlowCurrentRows
    private let stepTicks: Int
    private let wait: Int
    private let count: Int
    private let slots: Int
    private let store = ColumnStore()
    /// For each slot the current at both ends of the window, then at the nodes of eight lines.
    private let values: UnsafeMutablePointer<Double>
    private var isSilent: [Bool]
    private var hasCourses: [Bool]

    private static let columns = 2 + SlowCurrentWindow.lines + 1

    /// - Parameter count: neurons of the partition, padded.
    init(_ rows: SlowCurrentRows, of group: GliaGroup, count: Int) {
        self.rows = rows
        self.count = count
        stepTicks = group.stepTicks
        wait = group.current.wait
        slots = wait / group.stepTicks + 2
        values = store.allocate(slots * Self.columns * count)
        isSilent = Array(repeating: true, count: slots)
        hasCourses = Array(repeating: false, count: slots)
    }

    var byteCount: Int { store.byteCount }

    func reset() {
        for slot in 0..<slots {
            isSilent[slot] = true
            hasCourses[slot] = false
        }
    }

    /// Sums up what a group sends in the window that was calculated at the end of coarse step
    /// number `step`.
    func gather(_ window: SlowCurrentWindow, step: Int) {
        let slot = step % slots
        isSilent[slot] = window.isSilent
        hasCourses[slot] = window.hasCourses
        if window.isSilent { return }
        let base = values + slot * Self.columns * count
        let nodes = base + 2 * count
        if window.hasCourses {
            nodes.update(repeating: 0, count: (SlowCurrentWindow.lines + 1) * count)
        }
        let (ends, courseOfCell) = (window.ends, window.courseOfCell)
        rows.cells.withUnsafeBufferPointer { cells in
            for neuron in 0..<rows.rows.count - 1 {
                var sum = SIMD2<Double>.zero
                var entry = Int(rows.rows[neuron])
                let end = Int(rows.rows[neuron + 1])
                while entry < end {
                    let cell = Int(cells[entry])
                    let weight = Double(rows.weights[entry])
                    sum += ends[cell] * weight
                    let course = courseOfCell[cell]
                    if course != SlowCurrentWindow.straight {
                        let first = Int(course) * (SlowCurrentWindow.lines + 1)
                        for node in 0...SlowCurrentWindow.lines {
                            nodes[node * count + neuron] += weight * window.courses[first + node]
                        }
                    }
                    entry &+= 1
                }
                base[neuron] = sum[0]
                base[count + neuron] = sum[1]
            }
        }
    }

    /// Adds the current that flows during the tick after `tick`: its mean over the tick.
    func add(to current: UnsafeMutablePointer<Double>, from tick: Int) {
        let since = tick - wait
        guard since >= 0 else { return }
        let step = since / stepTicks
        let slot = step % slots
        if isSilent[slot] { return }
        let place = (Double(since - step * stepTicks) + 0.5) / Double(stepTicks)
        let base = values + slot * Self.columns * count
        add(base, base + count, at: place, to: current)
        guard hasCourses[slot] else { return }
        let line = min(
            Int(place * Double(SlowCurrentWindow.lines)), SlowCurrentWindow.lines - 1)
        let nodes = base + (2 + line) * count
        add(
            nodes, nodes + count, at: place * Double(SlowCurrentWindow.lines) - Double(line),
            to: current)
    }

    @inline(__always)
    private func add(
        _ from: UnsafePointer<Double>, _ to: UnsafePointer<Double>, at place: Double,
        to current: UnsafeMutablePointer<Double>
    ) {
        var neuron = 0
        while neuron < count {
            current[neuron] += from[neuron] + place * (to[neuron] - from[neuron])
            neuron &+= 1
        }
    }
}
