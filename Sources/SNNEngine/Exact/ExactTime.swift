// A time off the grid. Milliseconds since the beginning in one Double lose digits as a run gets
// longer; the distance to a tick does not:
//
//      k - 1                      k
//        |--------------*---------|          tick k covers (k - 1, k]
//                       '- before-'          0 <= before < h
//
// A spike on the grid has `before` zero and the tick that a stepped neuron would give it.

/// The instant `tick` · h - `before`, with `before` in ms and 0 <= `before` < h.
struct ExactTime: Comparable, Hashable, Sendable {
    var tick: Int
    var before: Double

    static func < (a: ExactTime, b: ExactTime) -> Bool {
        a.tick != b.tick ? a.tick < b.tick : a.before > b.before
    }

    /// Parts of a tick below which a time counts as on the grid, and two times as the same where
    /// sums of different roundings meet. At a tick of 0.1 ms, 1e-13 ms.
    static let grain = 1e-12

    /// From any `before`, which may be negative or exceed a tick.
    static func normalised(tick: Int, before: Double, resolution h: Double) -> ExactTime {
        let ticks = ticksUp(-before, resolution: h)
        let rest = Double(ticks) * h + before
        return ExactTime(tick: tick + ticks, before: rest < 0 ? 0 : min(rest, h.nextDown))
    }

    /// The time that a number of ms lies after the start.
    static func milliseconds(_ time: Double, resolution h: Double) -> ExactTime {
        normalised(tick: 0, before: -time, resolution: h)
    }

    /// ms from `earlier` to this.
    func milliseconds(since earlier: ExactTime, resolution h: Double) -> Double {
        Double(tick - earlier.tick) * h + (earlier.before - before)
    }

    func advanced(by milliseconds: Double, resolution h: Double) -> ExactTime {
        .normalised(tick: tick, before: before - milliseconds, resolution: h)
    }

    /// ms since the start; loses digits late in a run.
    func milliseconds(resolution h: Double) -> Double { Double(tick) * h - before }

    /// The least number of ticks that reaches `time`, but for a grain.
    @inline(__always)
    static func ticksUp(_ time: Double, resolution h: Double) -> Int {
        let ticks = time / h - grain
        let whole = Int(ticks)
        return Double(whole) < ticks ? whole &+ 1 : whole
    }
}
