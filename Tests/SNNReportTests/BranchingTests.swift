import Testing

@testable import SNNReport

@Suite struct BranchingTests {
    /// Every neuron sends to 20 others. A spike makes each of them spike with probability
    /// ratio / 20, one to four ms later; few spikes begin by themselves, so that cascades seldom
    /// meet.
    private func cascades(
        ratio: Double, seed: UInt64
    ) -> (partners: NeuronPartners, times: [Double], ids: [Int], duration: Double) {
        print("seed \(seed)")
        let (neurons, reach, duration) = (4000, 20, 20_000)
        var random = RepeatableRandom(seed: seed)
        let receivers = (0..<neurons).map { _ in
            (0..<reach).map { _ in Int(random.uniform() * Double(neurons)) }
        }
        var coming = [[Int]](repeating: [], count: duration + 5)
        var times: [Double] = [], ids: [Int] = []
        for tick in 0..<duration {
            if random.uniform() < 0.1 {
                coming[tick].append(Int(random.uniform() * Double(neurons)))
            }
            for neuron in coming[tick] {
                times.append(Double(tick))
                ids.append(neuron)
                for receiver in receivers[neuron] where random.uniform() < ratio / Double(reach) {
                    coming[tick + 1 + Int(random.uniform() * 4)].append(receiver)
                }
            }
        }
        let synapses = receivers.enumerated().flatMap { source, targets in
            targets.map { (source: source, target: $0) }
        }
        return (
            NeuronPartners(neurons: neurons, synapses: synapses), times, ids, Double(duration)
        )
    }

    /// The ratio scatters by 0.01, and other cascades in the windows add as much.
    @Test(arguments: [0.2, 0.5, 0.8])
    func isTheRatioOfABranchingProcess(_ ratio: Double) throws {
        let (partners, times, ids, duration) = cascades(ratio: ratio, seed: 31)
        let found = try #require(
            partners.branchingFactor(times: times, ids: ids, duration: duration))
        print("ratio \(ratio), found \(found) of \(times.count) spikes")
        #expect(abs(found - ratio) < 0.05)
    }

    /// 0 → 1 → 2, and twice 0 → 2, which is one pair.
    private let chain = NeuronPartners(
        neurons: 3, synapses: [(0, 1), (1, 2), (0, 2), (0, 2)].map { (source: $0.0, target: $0.1) })

    @Test func countsWithinItsWindows() throws {
        #expect(chain.pairs == 3)
        // Neuron 0 at 50: followed by 1 at 54, which is still inside, and by 2 at 51 and 53: 3.
        // Neuron 1 at 54: no follower, one predecessor. Neuron 2 has no receivers.
        let times = [50.0, 54, 51, 53], ids = [0, 1, 2, 2]
        let first = try #require(chain.branchingFactor(times: times, ids: ids, duration: 100))
        #expect(abs(first - (3 + 0 + 0) / 3.0) < 1e-12)
        // At 55 neuron 1 is outside of both windows.
        let second = try #require(
            chain.branchingFactor(times: [50, 55, 51, 53], ids: ids, duration: 100))
        #expect(abs(second - 2 / 3.0) < 1e-12)
        // Neuron 1 twice ahead of a spike of 2 after it: followers 1, predecessors 2.
        let third = try #require(
            chain.branchingFactor(
                times: [47, 49, 50, 52], ids: [0, 0, 1, 2], duration: 100))
        // 0 at 47: 1 at 50 follows; at 49: 1 and 2 follow, mean 1.5. 1: 1 / 2. 2: 0.
        #expect(abs(third - (1.5 + 0.5 + 0) / 3) < 1e-12)
        // Of one time, nothing follows.
        let together = try #require(
            chain.branchingFactor(times: [50, 50], ids: [0, 1], duration: 100))
        #expect(together == 0)
    }

    @Test func judgesNoSpikesNearTheEnds() {
        #expect(chain.branchingFactor(times: [24.9, 75], ids: [0, 0], duration: 100) == nil)
        #expect(chain.branchingFactor(times: [25, 75], ids: [0, 0], duration: 100) == 0)
        #expect(chain.branchingFactor(times: [], ids: [], duration: 100) == nil)
    }
}
