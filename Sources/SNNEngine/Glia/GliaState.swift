import SNNModel

/// What changes about a group of astrocytes.
///
/// `@unchecked Sendable` because it is written by the worker that owns the group, see
/// `EpochSchedule`, and between runs by the caller.
final class GliaState: @unchecked Sendable {
    let group: GliaGroup
    /// Coarse steps done.
    var steps = 0
    /// What reaches the targets; two in turn, so that one can be read while the other is written.
    let windows: [SlowCurrentWindow]
    /// Releases of transmitter during the last step, two lists in turn.
    var releases: [[GliaRelease]] = [[], []]

    let store = ColumnStore()
    let columns: [String: UnsafeMutablePointer<Double>]
    let drive: UnsafeMutablePointer<Double>
    /// Where the drive is a variable of its own name.
    let namedDrive: UnsafeMutablePointer<Double>?
    let forces: (calcium: UnsafeMutablePointer<Double>, ip3: UnsafeMutablePointer<Double>)
    let cells: CellColumns
    /// Columns at the beginning of the last step, for recordings.
    var before: [String: UnsafeMutablePointer<Double>] = [:]
    /// The spikes of the steps to come, `slotCount` of them, four numbers for each astrocyte.
    let arrivals: UnsafeMutablePointer<SIMD4<Double>>
    /// Where spikes are so large that steps are cut at them: those of the steps to come.
    var largeArrivals: [[LargeArrival]]
    let slotCount: Int
    let course: CalciumCourse
    let guess: (columns: CellColumns, course: CalciumCourse)
    let nodes: UnsafeMutablePointer<Double>
    let noNodes: UnsafeMutablePointer<Double>

    init(_ group: GliaGroup) {
        self.group = group
        let padded = group.paddedCount
        let store = store
        func column(_ count: Int) -> UnsafeMutablePointer<Double> { store.allocate(count) }
        var columns: [String: UnsafeMutablePointer<Double>] = [:]
        for state in group.initial { columns[state.name] = column(padded) }
        self.columns = columns
        drive = column(padded)
        forces = (column(padded), column(padded))
        let ip3 = columns["IP3"]!, bound = columns["Gamma_A"] ?? column(padded)
        namedDrive = columns["G"] ?? columns["Y_S"]
        cells = CellColumns(
            ip3: ip3, calcium: columns["Ca"]!, open: columns["h"]!, bound: bound, drive: drive,
            calciumForce: UnsafePointer(forces.calcium), ip3Force: UnsafePointer(forces.ip3))
        var slots = 2
        while slots < group.inputs.delay / group.stepTicks + 3 { slots *= 2 }
        slotCount = slots
        arrivals = UnsafeMutableRawPointer(column(4 * padded * slots))
            .bindMemory(to: SIMD4<Double>.self, capacity: padded * slots)
        largeArrivals = Array(repeating: [], count: slots)
        course = CalciumCourse(column(CalciumCourse.count))
        let copies = column(40)
        guess = (
            CellColumns(
                ip3: copies, calcium: copies + 8, open: copies + 16, bound: copies + 24,
                drive: copies + 32, calciumForce: UnsafePointer(forces.calcium),
                ip3Force: UnsafePointer(forces.ip3)),
            CalciumCourse(column(CalciumCourse.count)))
        nodes = column(24)
        noNodes = column(24)
        windows = [SlowCurrentWindow(group.count), SlowCurrentWindow(group.count)]
        reset()
    }

    /// Bytes held.
    var byteCount: Int { store.byteCount + windows.reduce(0) { $0 + $1.byteCount } }

    /// Goes back to tick 0 and the initial values.
    func reset() {
        steps = 0
        let padded = group.paddedCount
        for state in group.initial {
            for cell in 0..<padded {
                columns[state.name]![cell] = state.values[min(cell, group.count - 1)]
            }
        }
        for cell in 0..<padded {
            drive[cell] = namedDrive?[cell] ?? cells.ip3[cell] - group.driveRest
        }
        arrivals.update(repeating: .zero, count: padded * slotCount)
        releases = [[], []]
        for (name, column) in before { column.update(from: columns[name]!, count: padded) }
        for slot in largeArrivals.indices { largeArrivals[slot] = [] }
        setForces()
        windows[0].begin()
        for block in stride(from: 0, to: padded, by: 8) {
            course.setConstant(cells.calcium + block)
            publish(block, to: windows[0], .standard)
        }
    }

    // MARK: Input

    /// Adds a spike of a source in one of the covered groups.
    @inline(__always)
    func hear(row: Int, of table: GliaInputs.Table, at tick: Int) {
        let arrival = tick &+ group.inputs.delay &- 1
        let step = arrival / group.stepTicks
        let place = arrival &- step &* group.stepTicks
        let slot = step & (slotCount &- 1)
        table.entries.withUnsafeBufferPointer { entries in
            var entry = Int(table.rows[row])
            let end = Int(table.rows[row &+ 1])
            if group.cutsAtSpikes {
                while entry < end {
                    largeArrivals[slot].append(LargeArrival(entries[entry], tick: place))
                    entry &+= 1
                }
                return
            }
            let unit = group.basis.rows[place] * group.inputs.weight
            let sums = arrivals + slot &* group.paddedCount
            while entry < end {
                let packed = entries[entry]
                let cell = Int(packed & 0xFF_FFFF)
                sums[cell] += unit * Double((packed &>> 24) &+ 1)
                entry &+= 1
            }
        }
    }
}

/// A spike on its way to an astrocyte, in the order in which steps take them.
struct LargeArrival: Comparable {
    let cell: Int
    /// Within its step, counted from 0.
    let tick: Int
    let synapses: Int

    init(_ entry: UInt32, tick: Int) {
        cell = Int(entry & 0xFF_FFFF)
        self.tick = tick
        synapses = Int(entry &>> 24) + 1
    }

    static func < (a: LargeArrival, b: LargeArrival) -> Bool {
        (a.cell / 8, a.tick, a.cell, a.synapses) < (b.cell / 8, b.tick, b.cell, b.synapses)
    }
}

/// A release of an astrocyte's transmitter.
struct GliaRelease: Sendable {
    let cell: Int
    /// ms from tick 0.
    let time: Double
    /// uM outside the astrocyte just after it, and how much of that is new.
    let outside: Double
    let added: Double
}
