import SNNModel
import Testing

@testable import SNNEngine

/// Poisson trains whose rates are drawn anew: the laws of a doubly stochastic process, and the same
/// spikes however one asks.
@Suite struct FluctuatingSourceTests {
    private static func source(
        _ seed: UInt64, count: Int, means: ClosedRange<Double>, tau: Double, shared: Int
    ) -> FluctuatingSource {
        FluctuatingSource(
            seed: seed, name: "noise", count: count, means: means, tau: tau, shared: shared)
    }

    /// Counts of each element in windows that are far apart, window by window.
    private func counts(
        _ source: FluctuatingSource, elements: Int, windows: Int, ticks: Int, apart: Int
    ) -> [[Double]] {
        (0..<windows).map { window in
            var counts = Array(repeating: 0.0, count: elements)
            for tick in 1...ticks {
                source.emit(0..<elements, tick: tick + window * (ticks + apart)) {
                    counts[$0] += 1
                }
            }
            return counts
        }
    }

    /// Mean, variance and covariance of numbers of spikes in a time T, with v = (b - a)² / 12:
    /// m T,  m T + c,  c for one group and zero for two, where c = 2 v τ² (T/τ - 1 + e^(-T/τ)).
    ///
    /// Each is a mean over `groups` times `windows` independent trials; six of the standard errors
    /// that the trials themselves show are allowed, which chance passes once in 10⁸.
    @Test(arguments: [
        (UInt64(11), 0.0, 0.06, 40.0, 100), (12, 0.05, 0.3, 15, 60), (13, 0, 1, 0.7, 9),
    ])
    func countsFollowTheLaw(seed: UInt64, low: Double, high: Double, tau: Double, ticks: Int) {
        let (groups, windows) = (150, 60)
        let source = Self.source(
            seed, count: 2 * groups, means: low...high, tau: tau, shared: 2)
        let counts = counts(
            source, elements: 2 * groups, windows: windows, ticks: ticks, apart: Int(20 * tau) + 1)
        let T = Double(ticks)
        // With times in ticks, the rate of a tick is that of its beginning.
        let decay = Double.exp(-1 / tau)
        let variance = (high - low) * (high - low) / 12
        let shared = variance
            * (T + 2 * (1...(ticks - 1)).reduce(0.0) {
                $0 + (T - Double($1)) * pow(decay, $1)
            })
        let mean = (low + high) / 2 * T
        var first: [Double] = []
        var square: [Double] = []
        var same: [Double] = []
        var others: [Double] = []
        for window in counts {
            for group in 0..<groups {
                let (a, b) = (window[2 * group] - mean, window[2 * group + 1] - mean)
                let c = window[(2 * group + 2) % (2 * groups)] - mean
                first.append(a)
                square.append(a * a)
                same.append(a * b)
                others.append(b * c)
            }
        }
        expect(first, mean: 0, "mean", seed)
        expect(square, mean: mean + shared, "variance", seed)
        expect(same, mean: shared, "covariance within a group", seed)
        expect(others, mean: 0, "covariance of two groups", seed)
        if tau > 10 {
            // In continuous time, which ticks of a tenth of tau at most come close to.
            let closed = 2 * variance * tau * tau * (T / tau - 1 + Double.exp(-T / tau))
            #expect(abs(shared / closed - 1) < 0.01)
        }
    }

    private func pow(_ base: Double, _ power: Int) -> Double {
        (0..<power).reduce(1.0) { result, _ in result * base }
    }

    private func expect(_ values: [Double], mean: Double, _ what: String, _ seed: UInt64) {
        let count = Double(values.count)
        let own = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - own) * ($1 - own) } / count
        let error = (variance / count).squareRoot()
        #expect(
            abs(own - mean) < 6 * error,
            "\(what) \(own) instead of \(mean) ± \(error), seed \(seed)")
    }

    /// Times between two changes of the rate are exponential, rates uniform.
    @Test func ratesJumpAtRandomMoments() {
        let (seed, tau) = (UInt64(21), 25.0)
        let source = Self.source(seed, count: 400, means: 0.1...0.5, tau: tau, shared: 1)
        var gaps: [Double] = []
        var shares: [Double] = []
        for group in 0..<400 {
            var last = 0
            var share = source.share(group: group, tick: 1)
            shares.append(share)
            for tick in 2...2000 {
                let next = source.share(group: group, tick: tick)
                guard next != share else { continue }
                if last > 0 { gaps.append(Double(tick - last)) }
                (last, share) = (tick, next)
                shares.append(share)
            }
        }
        // A change shows at the next tick, so gaps are geometric with the mean 1 / (1 - e^(-1/τ)).
        expect(gaps, mean: 1 / (1 - Double.exp(-1 / tau)), "gap", seed)
        #expect(shares.allSatisfy { (0.2...1).contains($0) })
        expect(shares, mean: 0.6, "rate", seed)
        expect(shares.map { ($0 - 0.6) * ($0 - 0.6) }, mean: 0.64 / 12, "variance", seed)
    }

    @Test(arguments: [0.0004, 0.02, 0.7, 3])
    func spikesDoNotDependOnTheStretch(mean: Double) {
        let source = Self.source(3, count: 3000, means: 0...mean, tau: 12, shared: 10)
        let spikes = SpikeSource.fluctuating(source)
        for tick in [1, 2, 77, 5000] {
            var whole: [Int] = []
            source.emit(0..<2999, tick: tick) { whole.append($0) }
            #expect(whole == whole.sorted())
            var parts: [Int] = []
            for range in [0..<3, 3..<17, 17..<1500, 1500..<2999] {
                source.emit(range, tick: tick) { parts.append($0) }
            }
            #expect(whole == parts)
            let (plain, placed) = (SpikeBuffer(), SpikeBuffer(offGrid: 0.5))
            for buffer in [plain, placed] {
                buffer.begin()
                spikes.emit(
                    5..<2500, ticks: tick..<tick + 5, bound: BoundTrains(), into: buffer)
            }
            #expect((0...5).allSatisfy { plain.ticks[$0] == placed.ticks[$0] })
            #expect((0..<plain.count).allSatisfy { plain.spikes[$0] == placed.spikes[$0] })
        }
        var none: [Int] = []
        source.emit(0..<3000, tick: 0) { none.append($0) }
        #expect(none.isEmpty)
    }

    /// Exact neurons, which hear times between ticks, and neurons of the grid.
    @Test func hasSameDigestForEveryTeam() throws {
        var model = Model(seed: 31, resolution: 0.1)
        let settings: Settings = [
            "rate_max": .quantity(.hertz(60)), "tau": .quantity(.milliseconds(5)),
        ]
        for (name, solver) in [("grid", "grid"), ("exact", "exact")] {
            model.stimuli.append(
                Stimulus("to_\(name)", count: 300, kind: "fluctuating", settings: settings))
            model.populations.append(
                Population(
                    name, count: 130, kind: "lif", settings: ["solver": .name(solver)],
                    receptors: [
                        Receptor("syn", .exponential, tau: .quantity(.milliseconds(3)))
                    ]))
            model.connect(
                Selection("to_\(name)"), to: Selection(name), rule: .fixedIndegree(40),
                weight: .quantity(.picoamperes(150)), delay: .quantity(.milliseconds(0.8)))
        }
        let reference = try Network(model).spikes(ticks: 2000, workers: 1)
        #expect(reference.spikes.filter { $0.source < 130 }.count > 100, "seed 31")
        #expect(reference.spikes.filter { $0.source >= 130 }.count > 100, "seed 31")
        for workers in [1, 2, 3, 7] {
            let network = try Network(model, workers: workers)
            for steps in [1, 3] {
                let run = try network.spikes(ticks: 2000, workers: workers, steps: steps)
                #expect(run.digest == reference.digest, "seed 31, \(workers) workers")
            }
        }
    }
}
