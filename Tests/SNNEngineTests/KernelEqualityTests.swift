import SNNModel
import Testing

@testable import SNNEngine

// Every kernel gives the same bits as its plain version, wherever a neuron lies in its block.

@Suite struct KernelEqualityTests {
    // Without optimisation a kernel is a thousand times slower: fewer repetitions.
    #if DEBUG
        static let (seeds, cuts): ([UInt64], [Int]) = ([1], [19])
    #else
        static let (seeds, cuts): ([UInt64], [Int]) = ([1, 2], [1, 8, 19])
    #endif

    /// A population of every kind and scheme, with drawn parameters and all shapes of receptor.
    static func population(_ kind: Int) -> Population {
        func around(_ mean: Double, _ sd: Double) -> Value {
            .random(Distribution(.normal(mean: mean, sd: sd)))
        }
        func receptors(_ conductances: Bool) -> [Receptor] {
            let reversal: Value? = conductances ? around(-10, 5) : nil
            return [
                Receptor("d", .delta),
                Receptor("e", .exponential, tau: around(5, 0.5), reversal: reversal),
                Receptor("a", .alpha, tau: around(2, 0.1), reversal: reversal),
                Receptor("i", .exponential, tau: .quantity(.milliseconds(8))),
                Receptor("s", .alpha, tau: around(1, 0.01)),
            ]
        }
        let lif: Settings = ["I_e": around(400, 20), "tau_m": around(10, 1), "V_m": around(-60, 2)]
        let adex: Settings = ["I_e": around(800, 50), "b": around(60, 5), "t_ref": around(1, 0.2)]
        func izhikevich(_ scheme: String) -> Settings {
            [
                "I_e": around(10, 1), "c": .formula(
                    .subtract(.variable("r"), .constant(.millivolts(65)))), "scheme": .name(scheme),
            ]
        }
        let all: [(String, Settings, Bool)] = [
            ("lif", lif, false), ("lif", lif, true), ("adex", adex, true), ("adex", adex, false),
            ("izhikevich", izhikevich("half_step"), true),
            ("izhikevich", izhikevich("euler"), true),
            ("izhikevich", izhikevich("converged"), true),
            ("izhikevich", izhikevich("converged"), false),
        ]
        let (name, settings, conductances) = all[kind]
        return Population(
            "p\(kind)", count: 53, kind: name, settings: settings,
            variables: [.init("r", Distribution(.uniform(low: 0, high: 10)))],
            receptors: receptors(conductances))
    }

    /// The bits of all states after random input, and the spikes as (tick, neuron).
    private func run(
        _ population: Population, _ range: Range<Int>, _ kernels: KernelSet, seed: UInt64
    ) -> (spikes: [[Int]], states: [[UInt64]]) {
        let block = NeuronBlock(
            population: population, range: range, resolution: 0.1, seed: seed)
        let state = block.makeState()
        let padded = block.paddedCount
        let slots = (0..<block.receptorCount).map { _ in
            UnsafeMutablePointer<Double>.allocate(capacity: padded)
        }
        for slot in slots { slot.initialize(repeating: 0, count: padded) }
        let current = UnsafeMutablePointer<Double>.allocate(capacity: padded)
        current.initialize(repeating: 0, count: padded)
        let spikes = UnsafeMutablePointer<UInt32>.allocate(capacity: padded)
        defer {
            for slot in slots { slot.deallocate() }
            current.deallocate()
            spikes.deallocate()
        }
        var fired: [[Int]] = []
        for tick in 0..<600 {
            for (index, neuron) in range.enumerated() {
                var random = ElementStream(
                    seed: seed, stream: StreamID("input\(tick)"), element: neuron)
                current[index] = 20 * random.uniform()
                for slot in slots where random.uniform() < 0.05 {
                    slot[index] += 5 * random.uniform() - 2
                }
            }
            let count = block.advance(
                state, slots: slots, current: tick % 3 == 0 ? nil : UnsafePointer(current),
                kernels: kernels, spikes: spikes)
            for k in 0..<count { fired.append([tick, range.lowerBound + Int(spikes[k])]) }
            #expect(slots.allSatisfy { slot in (0..<padded).allSatisfy { slot[$0] == 0 } })
        }
        let states = (0..<state.columnCount).map { column in
            (0..<range.count).map { state.values(of: column)[$0].bitPattern }
        }
        return (fired, states)
    }

    @Test(arguments: 0..<8) func kernelsAgreeToTheBit(_ kind: Int) {
        for seed in Self.seeds {
            let population = Self.population(kind)
            let plain = run(population, 0..<53, .scalar, seed: seed)
            let vector = run(population, 0..<53, .vector, seed: seed)
            #expect(plain.spikes.count > 20, "kind \(kind), seed \(seed)")
            #expect(plain.spikes == vector.spikes, "kind \(kind), seed \(seed)")
            #expect(plain.states == vector.states, "kind \(kind), seed \(seed)")
        }
    }

    @Test(arguments: 0..<8) func blocksOfAnyCutAgree(_ kind: Int) {
        let seed: UInt64 = 3
        let population = Self.population(kind)
        let whole = run(population, 0..<53, .vector, seed: seed)
        for cut in Self.cuts {
            let parts = [
                run(population, 0..<cut, .vector, seed: seed),
                run(population, cut..<53, .vector, seed: seed),
            ]
            let states = zip(parts[0].states, parts[1].states).map { $0 + $1 }
            #expect(states == whole.states, "kind \(kind), cut \(cut), seed \(seed)")
            let spikes = (parts[0].spikes + parts[1].spikes)
                .sorted { ($0[0], $0[1]) < ($1[0], $1[1]) }
            #expect(spikes == whole.spikes, "kind \(kind), cut \(cut), seed \(seed)")
        }
    }

    @Test func resetPutsTheInitialValuesBack() {
        for kind in 0..<8 {
            let population = Self.population(kind)
            let block = NeuronBlock(
                population: population, range: 3..<40, resolution: 0.1, seed: 5)
            let (state, fresh) = (block.makeState(), block.makeState())
            for column in 0..<state.columnCount { state.values(of: column)[7] = 12 }
            block.reset(state)
            for column in 0..<state.columnCount {
                for neuron in 0..<37 {
                    let (a, b) = (state.values(of: column), fresh.values(of: column))
                    #expect(a[neuron].bitPattern == b[neuron].bitPattern)
                }
            }
        }
    }

    @Test func uniformParametersTakeNoMemoryPerNeuron() {
        func bytes(_ count: Int) -> Int {
            let population = Population("n", count: count, kind: "lif")
            return NeuronBlock(population: population, range: 0..<count, resolution: 0.1, seed: 1)
                .byteCount
        }
        #expect(bytes(8) == bytes(80_000))
    }
}
