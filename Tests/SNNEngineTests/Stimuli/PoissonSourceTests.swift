import Foundation
import SNNModel
import Testing

@testable import SNNEngine

/// One Poisson source, asked in different ways, always has the same spikes.
struct PoissonSourceTests {
    private static let count = 3000
    private static let sources: [PoissonSource] = [0, 0.0004, 0.01, 0.2, 3, 40].flatMap { mean in
        [[mean], (0..<count).map { mean * Double($0) / Double(count) }].map {
            PoissonSource(seed: 3, stream: StreamID("noise"), count: count, means: $0)
        }
    } + [
        PoissonSource(
            seed: 3, stream: StreamID("noise"), count: count, means: [0],
            steps: [(0, 0.001), (2, 0), (3, 1.5), (5, 0.4)])
    ]
    private static let ranges = [0..<3, 3..<17, 17..<18, 18..<1500, 1500..<2048, 2048..<2999]

    @Test(arguments: sources.indices)
    func spikesDoNotDependOnTheStretch(_ index: Int) {
        let source = Self.sources[index]
        for tick in 0..<8 {
            var whole: [Int] = []
            source.emit(0..<2999, tick: tick) { whole.append($0) }
            #expect(whole == whole.sorted())
            #expect(tick > 0 || whole.isEmpty)
            var parts: [Int] = []
            for range in Self.ranges { source.emit(range, tick: tick) { parts.append($0) } }
            #expect(whole == parts)
        }
    }

    /// A list of spikes, a list with places, and sums in slots of either precision.
    @Test(arguments: sources.indices)
    func waysOfAskingAgree(_ index: Int) {
        let source = Self.sources[index]
        let spikes = SpikeSource.poisson(source)
        for range in Self.ranges + [0..<Self.count] {
            let (plain, placed) = (SpikeBuffer(), SpikeBuffer(offGrid: 0.5))
            plain.begin()
            placed.begin()
            spikes.emit(range, ticks: 0..<8, bound: BoundTrains(), into: plain)
            spikes.emit(range, ticks: 0..<8, bound: BoundTrains(), into: placed)
            #expect((0...8).allSatisfy { plain.ticks[$0] == placed.ticks[$0] })
            #expect((0..<plain.count).allSatisfy { plain.spikes[$0] == placed.spikes[$0] })
            #expect((0..<placed.count).allSatisfy { (0..<0.5).contains(placed.before![$0]) })
            for tick in 0..<8 {
                var expected = Array(repeating: 0.25, count: range.count)
                var numbers = Array(repeating: 0, count: range.count)
                for spike in plain.ticks[tick]..<plain.ticks[tick + 1] {
                    numbers[Int(plain.spikes[spike]) - range.lowerBound] += 1
                }
                let weight = 0.3
                for (index, number) in numbers.enumerated() {
                    expected[index] += weight * Double(number)
                }
                var slot = Array(repeating: 0.25, count: range.count)
                source.add(range, tick: tick, weight: weight, to: &slot)
                #expect(slot == expected)
                var single = Array(repeating: Float(0.25), count: range.count)
                source.add(range, tick: tick, weight: Float(0.3), to: &single)
                #expect(single == numbers.map { 0.25 + 0.3 * Float($0) })
            }
        }
    }

    /// Places are uniform within the tick, in order for each element, and independent of each
    /// other.
    @Test(arguments: [0.001, 0.02, 1.5])
    func placesAreUniform(_ mean: Double) {
        let source = PoissonSource(
            seed: 17, stream: StreamID("places"), count: Self.count, means: [mean])
        var offsets: [Double] = []
        for tick in 1...Int(30 / mean.squareRoot()) {
            var last = (element: -1, offset: 0.0)
            source.emitPlaced(0..<Self.count, tick: tick) { spike in
                #expect(spike.offset > -1 && spike.offset <= 0)
                #expect(spike.element > last.element || spike.offset >= last.offset)
                last = (spike.element, spike.offset)
                offsets.append(spike.offset)
            }
        }
        var bins = Array(repeating: 0.0, count: 20)
        for offset in offsets { bins[min(19, Int((offset + 1) * 20))] += 1 }
        let expected = Double(offsets.count) / 20
        let chi = bins.reduce(0) { $0 + ($1 - expected) * ($1 - expected) / expected }
        // 19 degrees of freedom: mean 19, standard deviation 6.2.
        #expect(chi < 19 + 5 * 6.2, "seed 17, mean \(mean): χ² is \(chi)")
        let products = zip(offsets, offsets.dropFirst()).reduce(0) {
            $0 + ($1.0 + 0.5) * ($1.1 + 0.5)
        }
        // Spikes of one element are in order, hence the bound on small means alone.
        if mean < 0.1 {
            #expect(abs(products) < 5 * Double(offsets.count).squareRoot() / 12)
        }
    }

    /// Rare spikes fall on each element with the same probability, or in proportion to its rate.
    @Test func rareSpikesFallOnAllElements() {
        let count = 2100
        for differs in [false, true] {
            let means = differs ? (0..<count).map { 0.004 * Double($0) / Double(count) } : [0.004]
            let source = PoissonSource(
                seed: 23, stream: StreamID("rare"), count: count, means: means)
            var hits = Array(repeating: 0.0, count: 21)
            let ticks = 40_000
            for tick in 1...ticks { source.emit(0..<count, tick: tick) { hits[$0 / 100] += 1 } }
            for (group, hit) in hits.enumerated() {
                let mean = differs ? 0.004 * (Double(group) * 100 + 49.5) / Double(count) : 0.004
                let expected = mean * 100 * Double(ticks)
                #expect(abs(hit - expected) < 5 * expected.squareRoot(), "seed 23, \(group)")
            }
            let all = (differs ? 0.002 * Double(count - 1) : 0.004 * Double(count)) * Double(ticks)
            #expect(abs(hits.reduce(0, +) - all) < 5 * all.squareRoot(), "seed 23")
        }
    }

    @Test func driveShiftsByItsDelayAndRanges() {
        let source = PoissonSource(seed: 5, stream: StreamID("a"), count: 300, means: [0.9])
        let drive = PoissonDrive(
            source: source, delay: 15, weight: 2.5, targets: 40..<240, firstElement: 60)
        for (neurons, tick) in [(0..<256, 30), (128..<300, 16), (250..<300, 40), (64..<72, 15)] {
            var slot = Array(repeating: 0.0, count: neurons.count)
            drive.add(tick: tick, neurons: neurons, to: &slot)
            var expected = Array(repeating: 0.0, count: neurons.count)
            source.forEachSpiking(0..<300, tick: tick - 15) { element, number in
                let neuron = element - 60 + 40
                if (40..<240).contains(neuron), neurons.contains(neuron) {
                    expected[neuron - neurons.lowerBound] = 2.5 * Double(number)
                }
            }
            #expect(slot == expected)
            #expect(tick - 15 >= 1 || slot.allSatisfy { $0 == 0 })
        }
    }

    @Test func projectionsThatAreDrives() {
        var model = Model(seed: 1)
        model.populations = [Population("cell", count: 10, kind: "lif")]
        model.stimuli = [
            Stimulus("noise", count: 10, kind: "poisson"),
            Stimulus("clock", count: 10, kind: "regular"),
        ]
        let drive = Projection(
            from: Selection("noise", 2..<6), to: Selection("cell", 4..<8), rule: .oneToOne,
            weight: .quantity(.millivolts(0.5)), delay: .quantity(.milliseconds(1.5)))
        #expect(model.isDrive(drive))
        let made = PoissonDrive(
            drive, model: model,
            source: PoissonSource(seed: 1, stream: StreamID("noise"), count: 10, means: [1]))
        #expect(made.delay == 15 && made.weight == 0.5)
        #expect(made.targets == 4..<8 && made.firstElement == 2)
        let changes: [(inout Projection) -> Void] = [
            { $0.rule = .allToAll }, { $0.source = Selection("clock") },
            { $0.source = Selection("cell") },
            { $0.plasticity = ["stdp"] },
            { $0.weight = .random(Distribution(.normal(mean: 1, sd: 0.1))) },
            { $0.delay = .random(Distribution(.uniform(low: 1, high: 2))) },
        ]
        for change in changes {
            var other = drive
            change(&other)
            #expect(!model.isDrive(other))
        }
    }
}
