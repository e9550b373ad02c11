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
    /// Neurons of the partition.
    let targets: UnsafeMutablePointer<UInt16>
    /// Where input for a synapse goes, where that is not its target; see `TargetPlaces`.
    private(set) var places: UnsafeMutablePointer<UInt16>?
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

    private let memory: PageMemory
    private var placeMemory: PageMemory?
    private let delayMemory: PageMemory?

    /// Takes filled rows over, and keeps their delays in the smaller of two forms.
    ///
    /// - Parameters:
    ///   - open: rows in the order of (delay, target).
    ///   - delays: the shortest and longest delay in them.
    init(
        _ open: OpenRows, group: Int, receptor: Int, delays: ClosedRange<Int>,
        constantWeight: Float
    ) {
        self.group = group
        self.receptor = receptor
        firstSource = open.firstSource
        rowCount = open.rowCount
        synapseCount = open.synapseCount
        delayMin = delays.lowerBound
        delayMax = delays.upperBound
        memory = open.memory
        rows = open.rows
        targets = open.targets
        weights = open.weights
        constantDelay = open.delays == nil ? delays.lowerBound : 0
        self.constantWeight = open.weights == nil ? constantWeight : 0

        guard let each = open.delays else {
            (self.delays, runs, runRows, runCount, delayMemory) = (nil, nil, nil, 0, nil)
            return
        }
        let counted = open.countRuns()
        guard Self.runsAreSmaller(counted, open) else {
            let memory = PageMemory(byteCount: 2 * (synapseCount + Self.padding))
            let delays = memory.bind(to: UInt16.self)
            delays.update(from: each, count: synapseCount)
            (self.delays, runs, runRows, runCount, delayMemory) = (delays, nil, nil, 0, memory)
            return
        }
        let runBytes = (4 * (counted + Self.padding) + 63) / 64 * 64
        let memory = PageMemory(byteCount: runBytes + 4 * (rowCount + 1 + Self.padding))
        let runs = memory.base.bindMemory(to: DelayRun.self, capacity: counted + Self.padding)
        let runRows = (memory.base + runBytes)
            .bindMemory(to: UInt32.self, capacity: rowCount + 1 + Self.padding)
        open.makeRuns(runs, runRows: runRows)
        self.delays = nil
        (self.runs, self.runRows, runCount, delayMemory) = (runs, runRows, counted, memory)
    }

    private static func runsAreSmaller(_ count: Int, _ open: OpenRows) -> Bool {
        4 * (count + open.rowCount + 1) < 2 * open.synapseCount
    }

    deinit {
        memory.deallocate()
        delayMemory?.deallocate()
        placeMemory?.deallocate()
    }

    /// Lets input go to places of the targets, by source.
    ///
    /// - Precondition: nobody reads the table yet, and all places fit 16 bits.
    func set(_ places: TargetPlaces, projection: Int) {
        let memory = PageMemory(byteCount: 2 * (synapseCount + Self.padding))
        let table = memory.bind(to: UInt16.self)
        for row in 0..<rowCount where rows[row] < rows[row + 1] {
            let place = places.place(ofSource: firstSource + row, projection: projection)
            for synapse in Int(rows[row])..<Int(rows[row + 1]) {
                table[synapse] = UInt16(Int(targets[synapse]) * places.count + place)
            }
        }
        (self.places, placeMemory) = (table, memory)
    }

    /// Bytes held.
    var byteCount: Int {
        let padding = Self.padding
        var bytes = 4 * (rowCount + 1 + padding) + 2 * (synapseCount + padding)
        if weights != nil { bytes += 4 * (synapseCount + padding) }
        if places != nil { bytes += 2 * (synapseCount + padding) }
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
}
