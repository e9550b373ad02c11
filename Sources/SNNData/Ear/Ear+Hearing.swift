/// Memory for the sixteen channels that are heard through at a time; used by one thread.
final class EarWorkspace {
    /// The membrane's velocity in channels 0–7 and 8–15 of the group.
    let velocity: (UnsafeMutablePointer<Lanes8>, UnsafeMutablePointer<Lanes8>)
    let recent: UnsafeMutablePointer<Lanes16>
    let uniforms: UnsafeMutablePointer<Lanes16>
    /// Room for the spikes of a window: a cell that spikes rests for as long as a fibre.
    let events: UnsafeMutablePointer<UInt64>

    init() {
        let length = Windows.all.map(\.length).max()!
        events = .allocate(capacity: MembraneTable.lanes * (length / Int(BushyCells.rest) + 1))
        velocity = (.allocate(capacity: length), .allocate(capacity: length))
        velocity.0.initialize(repeating: .zero, count: length)
        velocity.1.initialize(repeating: .zero, count: length)
        recent = .allocate(capacity: NerveFibres.deadTime)
        uniforms = .allocate(capacity: 8)
    }

    deinit {
        velocity.0.deallocate()
        velocity.1.deallocate()
        recent.deallocate()
        events.deallocate()
        uniforms.deallocate()
    }
}

/// What sits behind the membrane in sixteen channels.
struct Pathway {
    let firstChannel: UInt64
    var hairCells = HairCells()
    var fibres: NerveFibres
    var bushyCells = BushyCells()
    let chance: LanePhilox
    /// Room for the random numbers of eight samples.
    let uniforms: UnsafeMutablePointer<Lanes16>
}

extension Ear {
    /// Appends the spikes of one group of channels, each as `tick << 16 | channel`.
    func hear(
        _ group: Int, _ spectra: Spectra, _ stream: UInt64, _ workspace: EarWorkspace,
        _ events: inout [UInt64]
    ) {
        let firstChannel = group * MembraneTable.lanes
        var pathway = Pathway(
            firstChannel: UInt64(firstChannel), fibres: NerveFibres(recent: workspace.recent),
            chance: LanePhilox(seed: seed, stream: stream, firstLane: firstChannel),
            uniforms: workspace.uniforms)
        let valid = UInt32((1 << min(MembraneTable.lanes, channels - firstChannel)) - 1)
        withVelocity(group, spectra, workspace) { low, high, start, count in
            let end = pathway.run(
                low, high, from: start, count: count, valid, workspace.events)
            events.append(
                contentsOf: UnsafeBufferPointer(
                    start: workspace.events, count: end - workspace.events))
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
    /// Runs `count` samples (a multiple of eight) and appends the spikes, `tick << 16 | channel`.
    ///
    /// - Returns: the end of what is written to `events`; there is room for all channels' spikes.
    @inline(never)
    mutating func run(
        _ low: UnsafePointer<Lanes8>, _ high: UnsafePointer<Lanes8>, from start: Int, count: Int,
        _ valid: UInt32, _ events: UnsafeMutablePointer<UInt64>
    ) -> UnsafeMutablePointer<UInt64> {
        var (hairCells, fibres, bushyCells) = (self.hairCells, self.fibres, self.bushyCells)
        let (chance, uniforms, firstChannel) = (self.chance, self.uniforms, self.firstChannel)
        var end = events
        var i = 0
        while i < count {
            chance.fill(uniforms, at: UInt32(truncatingIfNeeded: (start &+ i) / 8))
            var j = 0
            while j < 8 {
                let velocity = Lanes16(lowHalf: low[i &+ j], highHalf: high[i &+ j])
                let inputs = fibres.step(hairCells.step(velocity), uniforms[j])
                var spikes = bushyCells.step(inputs) & valid
                while spikes != 0 {
                    let channel = firstChannel &+ UInt64(spikes.trailingZeroBitCount)
                    end.pointee = UInt64(start &+ i &+ j) << 16 | channel
                    end += 1
                    spikes &= spikes &- 1
                }
                j &+= 1
            }
            i &+= 8
        }
        (self.hairCells, self.fibres, self.bushyCells) = (hairCells, fibres, bushyCells)
        return end
    }
}
