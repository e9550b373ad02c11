import SNNModel

// Rates that jump. The moments at which a group of elements draws its rate anew are a Poisson
// process, which can be drawn stretch by stretch: in each of some tau there are exponential gaps
// from its beginning on, because what is left of a gap is distributed as a whole one. So the rate
// at any tick follows from the numbers of a stretch or a few, and there is no state.
//
//     stretch        0         |    1    |         2         | …
//     moments    *       *     |         |   *        *    * |         * at tick 0 is always one
//     rate       ───a────┴──b──┴────b────┴─b─┴───c────┴─d──┴e
//
// Spikes are drawn at the greatest rate and kept in proportion to the rate of their group, which
// gives Poisson trains of that rate (Lewis & Shedler 1979, Nav. Res. Logist. Q. 26, 403).

/// Poisson trains whose rates are drawn anew at random moments.
struct FluctuatingSource: Sendable {
    private let candidates: PoissonSource
    private let seed: UInt64
    private let ratesID: StreamID
    private let thinning: TickStream
    /// The least share of the greatest rate.
    private let least: Double
    /// Ticks.
    private let tau: Double
    private let stretch: Int
    /// Elements that have one rate.
    private let shared: Int

    /// - Parameters:
    ///   - means: spikes per tick at the least and at the greatest rate.
    ///   - tau: mean ticks between two draws of a rate.
    ///   - shared: neighbours that have one rate.
    init(
        seed: UInt64, name: String, count: Int, means: ClosedRange<Double>, tau: Double,
        shared: Int
    ) {
        candidates = PoissonSource(
            seed: seed, stream: StreamID(name + ".spikes"), count: count,
            means: [means.upperBound])
        self.seed = seed
        ratesID = StreamID(name + ".rates")
        thinning = TickStream(seed: seed, stream: StreamID(name + ".thinning"))
        least = means.upperBound > 0 ? means.lowerBound / means.upperBound : 0
        self.tau = tau
        stretch = Int(min(max(tau.rounded(), 1), 1e9))
        self.shared = shared
    }

    /// Calls `body` for the spikes of one tick in the order of elements, then of time.
    func forEachSpike(_ elements: Range<Int>, tick: Int, _ body: (PlacedSpike) -> Void) {
        var chooser = Chooser(self, tick)
        candidates.emitPlaced(elements, tick: tick) {
            if chooser.keeps($0.element) { body($0) }
        }
    }

    /// The same spikes, in the same order, without their times.
    func emit(_ elements: Range<Int>, tick: Int, _ body: (Int) -> Void) {
        var chooser = Chooser(self, tick)
        candidates.emit(elements, tick: tick) { if chooser.keeps($0) { body($0) } }
    }

    /// The rate of a group at a tick, as a share of the greatest.
    func share(group: Int, tick: Int) -> Double {
        // The state that a tick starts from counts.
        let time = tick - 1
        var number = time / stretch
        while true {
            let first = number * stretch
            var numbers = ElementStream(
                seed: seed, stream: ratesID.branch(UInt64(number)), element: group)
            var found = number == 0 ? numbers.uniform() : nil
            var moment = Double(first) + tau * numbers.exponential()
            let end = Double(min(time, first + stretch))
            while moment <= end {
                found = numbers.uniform()
                moment += tau * numbers.exponential()
            }
            if let found { return least + (1 - least) * found }
            number -= 1
        }
    }

    /// Decides which spikes of a tick are kept.
    private struct Chooser {
        private let source: FluctuatingSource
        private let tick: Int
        private var group = -1
        private var share = 0.0
        private var element = -1
        /// Of the spike among those of its element.
        private var number: UInt64 = 0

        init(_ source: FluctuatingSource, _ tick: Int) {
            self.source = source
            self.tick = tick
        }

        mutating func keeps(_ element: Int) -> Bool {
            if element / source.shared != group {
                group = element / source.shared
                share = source.share(group: group, tick: tick)
            }
            number = element == self.element ? number + 1 : 0
            self.element = element
            return source.thinning.branch(number).uniform(element, tick: tick) < share
        }
    }
}
