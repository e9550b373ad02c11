/// Memory for the sixteen channels that are heard through at a time; used by one thread.
final class EarWorkspace {
    /// The membrane's velocity in channels 0–7 and 8–15 of the group.
    let velocity: (UnsafeMutablePointer<Lanes8>, UnsafeMutablePointer<Lanes8>)
    let recent: UnsafeMutablePointer<Lanes16>

    init() {
        let length = Windows.all.map(\.length).max()!
        velocity = (.allocate(capacity: length), .allocate(capacity: length))
        velocity.0.initialize(repeating: .zero, count: length)
        velocity.1.initialize(repeating: .zero, count: length)
        recent = .allocate(capacity: NerveFibres.deadTime)
    }

    deinit {
        velocity.0.deallocate()
        velocity.1.deallocate()
        recent.deallocate()
    }
}

/// What sits behind the membrane in sixteen channels.
struct Pathway {
    var hairCells = HairCells()
    var fibres: NerveFibres
    var bushyCells = BushyCells()
    let chance: LanePhilox
}

extension Ear {
    /// Appends the spikes of one group of channels, each as `tick << 16 | channel`.
    func hear(
        _ group: Int, _ spectra: Spectra, _ stream: UInt64, _ workspace: EarWorkspace,
        _ events: inout [UInt64]
    ) {
        let firstChannel = group * MembraneTable.lanes
        var pathway = Pathway(
            fibres: NerveFibres(recent: workspace.recent),
            chance: LanePhilox(seed: seed, stream: stream, firstLane: firstChannel))
        let valid = UInt32((1 << min(MembraneTable.lanes, channels - firstChannel)) - 1)
        withVelocity(group, spectra, workspace) { low, high, start, count in
            pathway.run(low, high, from: start, count: count) { tick, spikes in
                var rest = spikes & valid
                while rest != 0 {
                    let channel = firstChannel + rest.trailingZeroBitCount
                    events.append(UInt64(tick) << 16 | UInt64(channel))
                    rest &= rest - 1
                }
            }
        }
    }

    /// Hands out the membrane's velocity in sixteen channels, in two times eight lanes, one
    /// stretch of samples after the other.
    @inline(__always)
    func withVelocity(
        _ group: Int, _ spectra: Spectra, _ workspace: EarWorkspace,
        _ body: (
            _ low: UnsafePointer<Lanes8>, _ high: UnsafePointer<Lanes8>, _ start: Int, _ count: Int
        ) -> Void
    ) {
        let table = tables[group]
        let windows = Windows.all[table.windows]
        let filter = filters[table.windows]
        let (low, high) = workspace.velocity
        table.values.withUnsafeBufferPointer { values in
            spectra.bins[table.windows].withUnsafeBufferPointer { bins in
                for window in 0..<windows.count(for: spectra.count) {
                    let spectrum = bins.baseAddress! + window * windows.length
                    filter.apply(values.baseAddress!, table.count, to: spectrum, into: low)
                    filter.apply(values.baseAddress! + 2, table.count, to: spectrum, into: high)
                    let start = window * windows.hop
                    body(
                        low + windows.lead, high + windows.lead, start,
                        min(windows.hop, spectra.count - start))
                }
            }
        }
    }
}

extension Pathway {
    /// Runs `count` samples (a multiple of four) and reports those with spikes.
    @inline(__always)
    mutating func run(
        _ low: UnsafePointer<Lanes8>, _ high: UnsafePointer<Lanes8>, from start: Int, count: Int,
        _ report: (_ tick: Int, _ spikes: UInt32) -> Void
    ) {
        var cells = self
        @inline(__always) func sample(_ i: Int, _ words: SIMD16<UInt32>) {
            let velocity = Lanes16(lowHalf: low[i], highHalf: high[i])
            let probability = cells.hairCells.step(velocity)
            let inputs = cells.fibres.step(probability, LanePhilox.uniform(words))
            let spikes = cells.bushyCells.step(inputs)
            if spikes != 0 { report(start + i, spikes) }
        }
        var i = 0
        while i < count {
            let words = cells.chance.words(at: UInt32((start + i) / 4))
            sample(i, words.0)
            sample(i + 1, words.1)
            sample(i + 2, words.2)
            sample(i + 3, words.3)
            i += 4
        }
        self = cells
    }
}
